import type { FaultSpan } from '../../journal/run-journal.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import { messageEffects } from '../messages/message-effects.js';
import type { MessageHistory } from '../messages/message-flow.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import { wentThrough } from '../messages/message-kinds.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * Every message is processed so long after it was sent, at the latest. It counts from when the broker had confirmed it; while the broker is away, or a fault holds the message back, the time stands still.
 * Too late needs a control client.
 */
export const lag: Oracle = {
  claim: 'lag',
  summary: 'Every message is processed in time after it was sent.',
  source: 'https://www.enterpriseintegrationpatterns.com/patterns/messaging/MessageExpiration.html',
  judge: (input) => {
    const limitMs = input.expectations.lagAtMostMs;
    if (limitMs === undefined) return [];
    const about = { claim: 'lag', expected: `processed within ${msText(limitMs)}` } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const samples = messageFlow(input).histories.flatMap((history) => sampleOf(history, input) ?? []);
    const [slowest] = [...samples].sort((left, right) => right.lagMs - left.lagMs);
    if (slowest === undefined) return [inconclusive(about, 'no message was recorded from its sender to its end')];
    const { history, lagMs, isOver } = slowest;
    const seen = isOver
      ? `${msText(lagMs)} at most, over ${samples.length} messages`
      : `"${history.messageKey.trim()}" was not processed after ${msText(lagMs)}`;
    if (lagMs <= limitMs) return [judgementOf({ kind: 'proved' }, { ...about, seen })];
    const { latenessMs } = input.noise;
    if (latenessMs === undefined) return [inconclusive({ ...about, seen }, 'without a canary the machine may have been slow')];
    if (lagMs - limitMs <= latenessMs) return [inconclusive({ ...about, seen }, 'the machine may have been slow')];
    return [refuted({ ...about, seen, witness: [...history.sent, ...history.deliveries].map(({ id }) => id) })];
  },
};

interface Sample {
  readonly history: MessageHistory;
  readonly lagMs: number;
  /** `false`: it is not processed yet. */
  readonly isOver: boolean;
}

function sampleOf(history: MessageHistory, input: OracleInput): Sample | undefined {
  const { sent, deliveries, isTaken, isPoison } = history;
  const [first] = sent;
  const [delivered] = deliveries;
  // What was never given to the receiver may not have been for it.
  if (first === undefined || first.outcome !== 'accepted' || delivered === undefined || isTaken || isPoison) return undefined;
  const isHeld = [...sent, ...deliveries].some((record) => wentThrough(record, HOLDING, input.journal));
  const fromMs = isHeld ? (deliveries.at(-1) ?? delivered).atMs : (first.settledAtMs ?? first.atMs);
  const { settles, absences } = messageFlow(input);
  const settledMs = deliveries.flatMap(({ outcome, settledAtMs }) =>
    settledAtMs !== undefined && outcome !== 'requeued' ? [settledAtMs] : [],
  );
  const doneMs = messageEffects(input)
    .of(history)
    .map(({ untilMs }) => untilMs);
  const endsMs = [...settledMs, ...doneMs, ...(settles ? [] : [delivered.atMs])];
  const endMs = endsMs.length === 0 ? endOfJournal(input.journal) : Math.min(...endsMs);
  return { history, lagMs: Math.max(0, endMs - fromMs - awayMs(absences, fromMs, endMs)), isOver: endsMs.length > 0 };
}

function awayMs(absences: readonly FaultSpan[], fromMs: number, untilMs: number): number {
  return absences.reduce(
    (sum, { fromMs: awayFromMs, toMs = Number.POSITIVE_INFINITY }) =>
      sum + Math.max(0, Math.min(untilMs, toMs) - Math.max(fromMs, awayFromMs)),
    0,
  );
}

const HOLDING: ReadonlySet<string> = new Set(['delay-message', 'reorder', 'nack', 'drop-ack', 'redeliver', 'duplicate']);
