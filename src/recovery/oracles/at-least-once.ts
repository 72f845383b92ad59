import type { MessageEffects } from '../messages/message-effects.js';
import { messageEffects } from '../messages/message-effects.js';
import type { MessageFlow, MessageHistory } from '../messages/message-flow.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import { silenceOf } from '../messages/message-silence.js';
import type { MessageOutcome } from '../../journal/message-record.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { Oracle } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * Every message that the broker accepted for the receiver is processed in the end: acknowledged, or done. A message is for the receiver when it was delivered to it, or came
 * after the first of its stream that was. What it puts aside it has dealt with; what is missing otherwise is lost after a silence. Acknowledged is as good as done, unless its work was tried and failed, while that of all others of its stream is on record. Exercised: something was delivered again.
 */
export const atLeastOnce: Oracle = {
  claim: 'at-least-once',
  summary: 'Every message that the broker accepted is processed in the end.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/GuaranteedMessaging.html',
  judge: (input) => {
    if (input.expectations.atLeastOnce !== true) return [];
    const about = { claim: 'at-least-once', expected: 'every accepted message is processed' } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const flow = messageFlow(input);
    const expected = expectedOf(flow);
    if (expected.length === 0) return [inconclusive(about, 'no message was delivered to the receiver')];
    const { missing, doubtful } = sortedOut(expected, flow, messageEffects(input));
    const seen = `${expected.length - missing.length} of ${expected.length} messages were processed`;
    if (missing.length === 0) {
      if (doubtful.length > 0)
        return [inconclusive({ ...about, seen }, `${doubtful.length} were acknowledged without a trace of their work`)];
      const caseCount = expected.length;
      return [judgementOf(isExercised(expected, flow) ? { kind: 'proved' } : { kind: 'consistent', caseCount }, { ...about, seen })];
    }
    const { silentMs, neededMs } = silenceOf(input);
    if (silentMs <= neededMs)
      return [
        inconclusive(
          { ...about, seen },
          `the run ended ${msText(silentMs)} after the last sign of life: what is missing may still be on its way`,
        ),
      ];
    const names = missing.slice(0, SHOWN_COUNT).map(({ messageKey }) => messageKey.trim());
    const more = missing.length > SHOWN_COUNT ? `, and ${missing.length - SHOWN_COUNT} more` : '';
    const witness = missing.flatMap(({ sent, deliveries }) => [...sent, ...deliveries].map(({ id }) => id));
    const figures = { lostCount: missing.length, expectedCount: expected.length };
    return [refuted({ ...about, seen: `${seen}; lost: ${names.join(', ')}${more}`, witness, figures })];
  },
};

/** Who came later was not promised what was sent before. */
function expectedOf({ histories, deliveries }: MessageFlow): readonly MessageHistory[] {
  const sinceMs = new Map<string, number>();
  for (const { operation, channel, atMs } of deliveries) {
    const stream = operation ?? channel;
    sinceMs.set(stream, Math.min(atMs, sinceMs.get(stream) ?? Number.POSITIVE_INFINITY));
  }
  return histories.filter(({ stream, sent, deliveries: own, isTaken, isPoison }) => {
    if (isTaken || isPoison) return false;
    const beganMs = sinceMs.get(stream) ?? Number.POSITIVE_INFINITY;
    return own.length > 0 || sent.some(({ outcome, atMs }) => outcome === 'accepted' && atMs >= beganMs);
  });
}

interface SortedOut {
  readonly missing: readonly MessageHistory[];
  /** Acknowledged; whether anything was done nobody can say. */
  readonly doubtful: readonly MessageHistory[];
}

function sortedOut(expected: readonly MessageHistory[], { settles }: MessageFlow, effects: MessageEffects): SortedOut {
  const isDone = (history: MessageHistory): boolean => effects.of(history).length > 0;
  const open = expected.filter((history) => !isDone(history));
  const taken = open.filter((history) => (settles ? has(history, ACKED) : history.deliveries.length > 0));
  const failed = taken.filter((history) => effects.hasFailed(history) && othersAreDone(history, expected, isDone));
  const left = open.filter((history) => !taken.includes(history) && !has(history, ASIDE));
  return { missing: [...failed, ...left], doubtful: effects.isRecorded ? taken.filter((history) => !failed.includes(history)) : [] };
}

function has({ deliveries }: MessageHistory, outcomes: ReadonlySet<MessageOutcome>): boolean {
  return deliveries.some(({ outcome }) => outcomes.has(outcome));
}

/** What has no work in other cases either may have none here. */
function othersAreDone(
  { stream }: MessageHistory,
  expected: readonly MessageHistory[],
  isDone: (history: MessageHistory) => boolean,
): boolean {
  return expected.filter((other) => other.stream === stream && isDone(other)).length >= LEAST_DONE_COUNT;
}

function isExercised(expected: readonly MessageHistory[], { absences }: MessageFlow): boolean {
  const isAgain = expected.some(
    ({ deliveries }) => deliveries.length > 1 || deliveries.some(({ attempt, outcome }) => attempt > 1 || outcome === 'requeued'),
  );
  const wasAway = absences.some(({ fromMs, toMs = Number.POSITIVE_INFINITY }) =>
    expected.some(({ sent, deliveries }) => {
      const firstMs = sent[0]?.atMs ?? deliveries[0]?.atMs ?? Number.POSITIVE_INFINITY;
      const lastMs = deliveries.at(-1)?.atMs ?? firstMs;
      return firstMs <= fromMs && toMs <= lastMs;
    }),
  );
  return isAgain || wasAway;
}

const ACKED: ReadonlySet<MessageOutcome> = new Set(['acked']);
/** The receiver has dealt with it, in its way. */
const ASIDE: ReadonlySet<MessageOutcome> = new Set(['dead-lettered', 'dropped']);
const SHOWN_COUNT = 5;
const LEAST_DONE_COUNT = 2;
