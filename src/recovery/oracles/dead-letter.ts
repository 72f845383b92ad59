import type { MessageRecord } from '../../journal/message-record.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { messageEffects } from '../messages/message-effects.js';
import type { MessageFlow, MessageHistory } from '../messages/message-flow.js';
import { wentThrough } from '../messages/message-kinds.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import { silenceOf } from '../messages/message-silence.js';
import type { Judgement, Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * What a receiver cannot digest is put aside, dropped or skipped within so many deliveries, and the others are processed. One delivery more that it brought upon itself refutes it; so does a receiver that
 * came to an end with messages before, and with none that was there for it afterwards.
 */
export const deadLetter: Oracle = {
  claim: 'dead-letter',
  summary: 'A message that cannot be processed is put aside after so many deliveries, and the others are processed.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/DeadLetterChannel.html',
  judge: (input) => {
    const { deadLetterWithin } = input.expectations;
    if (deadLetterWithin === undefined) return [];
    const { attemptCount } = deadLetterWithin;
    const about = { claim: 'dead-letter', expected: `put aside within ${attemptCount} deliveries, and the others go on` } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const flow = messageFlow(input);
    const poisons = flow.histories.filter(({ isPoison, deliveries }) => isPoison && deliveries.length > 0);
    const [first] = poisons;
    if (first === undefined) return [inconclusive(about, 'nothing was delivered that cannot be processed')];
    const over = poisons.find((one) => isTriedTooOften(one, attemptCount, input));
    if (over !== undefined) {
      const seen = `"${over.messageKey.trim()}" was delivered ${over.deliveries.length} times`;
      return [refuted({ ...about, seen, witness: over.deliveries.map(({ id }) => id) })];
    }
    const dead = deadAfter(first, { input, flow, about });
    if (dead !== undefined) return [dead];
    const open = poisons.filter(({ deliveries }) => !deliveries.some(({ outcome }) => HANDLED.has(outcome)));
    const seen = `${poisons.length - open.length} of ${poisons.length} were put aside, dropped or skipped`;
    if (open.length > 0 && flow.settles) return [inconclusive({ ...about, seen }, 'of the others nobody saw the end')];
    const wasFollowed = processedAfter(first, flow, input).some(Boolean);
    return [
      judgementOf(wasFollowed && flow.settles ? { kind: 'proved' } : { kind: 'consistent', caseCount: poisons.length }, { ...about, seen }),
    ];
  },
};

/** Deliveries that came because the receiver had rejected the one before, or died of it; what a fault or the broker brought again is not counted. */
function isTriedTooOften({ deliveries, sent }: MessageHistory, attemptCount: number, input: OracleInput): boolean {
  const { absences } = messageFlow(input);
  if (deliveries.length <= attemptCount || sent.length > 1) return false;
  if (deliveries.some((delivery) => wentThrough(delivery, AGAIN, input.journal))) return false;
  const rejected = deliveries.filter(
    ({ outcome }, index) => outcome === 'requeued' || (outcome === 'unsettled' && absences.length === 0 && index + 1 < deliveries.length),
  );
  return rejected.length >= attemptCount;
}

interface Judging {
  readonly input: OracleInput;
  readonly flow: MessageFlow;
  readonly about: { readonly claim: 'dead-letter'; readonly expected: string };
}

/** The receiver that was alive before and is not afterwards; `undefined` when nothing says so. */
function deadAfter(first: MessageHistory, { input, flow, about }: Judging): Judgement | undefined {
  const [poisoned] = first.deliveries;
  if (poisoned === undefined) return undefined;
  const others = othersOf(flow);
  const effects = messageEffects(input);
  const isThrough = (history: MessageHistory, fromMs: number, toMs: number): boolean =>
    history.deliveries.some(
      ({ outcome, settledAtMs }) => HANDLED.has(outcome) && settledAtMs !== undefined && settledAtMs >= fromMs && settledAtMs < toMs,
    ) || effects.of(history).some(({ fromMs: doneMs }) => doneMs >= fromMs && doneMs < toMs);
  const wasAlive = others.some((history) => isThrough(history, Number.NEGATIVE_INFINITY, poisoned.atMs));
  const waiting = others.filter((history) => wasThereAfter(history, poisoned.atMs));
  const [next] = waiting;
  if (!wasAlive || next === undefined || waiting.some((history) => isThrough(history, poisoned.atMs, Number.POSITIVE_INFINITY)))
    return undefined;
  const seen = `nothing was processed after "${first.messageKey.trim()}", though ${waiting.length} more were there`;
  // A receiver that the broker left is silent for another reason.
  if (flow.absences.some(({ toMs }) => toMs === undefined || toMs >= poisoned.atMs))
    return inconclusive({ ...about, seen }, 'the broker was away as well');
  const { silentMs, neededMs } = silenceOf(input);
  if (silentMs <= neededMs) return inconclusive({ ...about, seen }, `the run ended ${msText(silentMs)} after the last sign of life`);
  return refuted({ ...about, seen, witness: [...first.deliveries, ...next.sent, ...next.deliveries].map(({ id }) => id) });
}

/** Of streams that the receiver was given: what flows elsewhere is not for it. */
function othersOf({ histories, deliveries }: MessageFlow): readonly MessageHistory[] {
  const streams = new Set(deliveries.map(({ operation, channel }) => operation ?? channel));
  return histories.filter(({ isPoison, isTaken, stream }) => !isPoison && !isTaken && streams.has(stream));
}

function wasThereAfter({ deliveries, sent }: MessageHistory, poisonedAtMs: number): boolean {
  if (deliveries.length > 0) return deliveries.some(({ atMs }) => atMs >= poisonedAtMs);
  return sent.some(({ outcome, atMs }) => outcome === 'accepted' && atMs >= poisonedAtMs);
}

function processedAfter(first: MessageHistory, flow: MessageFlow, input: OracleInput): readonly boolean[] {
  const effects = messageEffects(input);
  const poisonedAtMs = first.deliveries[0]?.atMs ?? 0;
  return othersOf(flow).map(
    (history) =>
      history.deliveries.some(({ outcome, atMs }) => HANDLED.has(outcome) && atMs >= poisonedAtMs) ||
      effects.of(history).some(({ fromMs }) => fromMs >= poisonedAtMs),
  );
}

const HANDLED: ReadonlySet<MessageRecord['outcome']> = new Set(['acked', 'dead-lettered', 'dropped']);
const AGAIN: ReadonlySet<string> = new Set(['duplicate', 'redeliver', 'drop-ack']);
