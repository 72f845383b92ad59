import type { MessageEffect } from '../messages/message-effects.js';
import { messageEffects } from '../messages/message-effects.js';
import type { MessageHistory } from '../messages/message-flow.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle } from '../oracle.js';

/**
 * A message has one effect, however often it is delivered. Two effects are the same thing done twice when one was begun before the message came again and one after, and no
 * message that came once had as many of the kind. Messages that have no id but their content may be sent as often as they like. Exercised: one was delivered twice, and had one effect.
 */
export const effectivelyOnce: Oracle = {
  claim: 'effectively-once',
  summary: 'A message has one effect, however often it is delivered.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/IdempotentReceiver.html',
  judge: (input) => {
    if (input.expectations.effectivelyOnce !== true) return [];
    const about = { claim: 'effectively-once', expected: 'one effect of each message' } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const effects = messageEffects(input);
    if (!effects.isRecorded) return [inconclusive(about, 'nobody recorded what the receiver does because of messages')];
    const cases = messageFlow(input).histories.flatMap((history) => {
      const groups = groupsOf(effects.of(history));
      return groups.length === 0 ? [] : [{ history, groups }];
    });
    const usualCount = cases.reduce(
      (most, { history, groups }) => (history.deliveries.length === 1 ? Math.max(most, countOf(groups)) : most),
      1,
    );
    const doubled = cases.filter(({ history, groups }) => isDoubled(history, groups, usualCount));
    const [first] = doubled;
    if (first !== undefined) {
      const { history, groups } = first;
      const witness = [...history.deliveries.map(({ id }) => id), ...groups.flat().map((effect) => effect.witness)];
      const besides = doubled.length === 1 ? '' : `; so were ${doubled.length - 1} more`;
      const seen = `"${history.messageKey.trim()}" was delivered ${history.deliveries.length} times and had ${countOf(groups)} effects${besides}`;
      return [refuted({ ...about, seen, witness, figures: { duplicatedCount: doubled.length } })];
    }
    const repeated = cases.filter(({ history }) => history.deliveries.length > 1);
    const [shown] = repeated;
    if (cases.length === 0) return [inconclusive(about, 'no message had an effect that is known')];
    const seen =
      shown === undefined ? 'nothing was delivered twice' : `${repeated.length} messages were delivered again, and had one effect each`;
    const witness = shown?.history.deliveries.map(({ id }) => id);
    const isProved = repeated.some(
      ({ history, groups }) => countOf(groups) === 1 && !isNamedByContent(history) && history.deliveries.filter(isThrough).length > 1,
    );
    return [judgementOf(isProved ? { kind: 'proved' } : { kind: 'consistent', caseCount: cases.length }, { ...about, seen, witness })];
  },
};

/** Effects of one shape, those of one id once. */
function groupsOf(effects: readonly MessageEffect[]): readonly (readonly MessageEffect[])[] {
  const shapes = new Map<string, Map<string, MessageEffect>>();
  for (const effect of effects) {
    const group = shapes.get(effect.shape) ?? new Map<string, MessageEffect>();
    shapes.set(effect.shape, group);
    if (!group.has(effect.id)) group.set(effect.id, effect);
  }
  return [...shapes.values()].map((group) => [...group.values()]);
}

function countOf(groups: readonly (readonly MessageEffect[])[]): number {
  return groups.reduce((most, group) => Math.max(most, group.length), 0);
}

function isDoubled(history: MessageHistory, groups: readonly (readonly MessageEffect[])[], usualCount: number): boolean {
  const { deliveries, sent } = history;
  const [, second] = deliveries;
  if (second === undefined) return false;
  const allowedCount = Math.max(usualCount, isNamedByContent(history) ? Math.max(sent.length, 1) : 1);
  if (isNamedByContent(history) && sent.length === 0) return false;
  return groups.some(
    (group) =>
      group.length > allowedCount && group.some(({ fromMs }) => fromMs < second.atMs) && group.some(({ fromMs }) => fromMs >= second.atMs),
  );
}

/** Two messages without an id that have the same content cannot be told apart. */
function isNamedByContent({ messageKey }: MessageHistory): boolean {
  return messageKey.startsWith('#');
}

/** Of a delivery that nobody came to an end with nobody knows what it would have done. */
function isThrough({ outcome, settledAtMs }: MessageHistory['deliveries'][number]): boolean {
  return outcome === 'acked' || (outcome === 'unsettled' && settledAtMs !== undefined);
}
