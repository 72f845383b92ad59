import type { FaultSpan } from '../../journal/run-journal.js';
import { endOfJournal } from '../journal-end.js';
import { inconclusive, judgementOf, refuted } from '../judgement.js';
import type { MessageFlow, MessageHistory } from '../messages/message-flow.js';
import { carriesMessages, messageFlow } from '../messages/message-flow.js';
import type { Oracle, OracleInput } from '../oracle.js';
import { msText } from '../ruling.js';

/**
 * After the broker was away the receiver is given what is sent from then on, within the time; of streams that it was given before. Some brokers keep what was sent
 * meanwhile, and some do not: `at-least-once` judges that. Too late needs a control client; never is never.
 */
export const resubscribe: Oracle = {
  claim: 'resubscribe',
  summary: 'After the broker was away the receiver is given what is sent from then on, in time.',
  source: 'https://www.rabbitmq.com/client-libraries/java-api-guide#recovery',
  judge: (input) => {
    const withinMs = input.expectations.resubscribedWithinMs;
    if (withinMs === undefined) return [];
    const about = { claim: 'resubscribe', expected: `received again within ${msText(withinMs)}` } as const;
    if (!carriesMessages(input)) return [inconclusive(about, 'nobody recorded any message')];
    const flow = messageFlow(input);
    const cases = flow.absences.flatMap((absence) => caseOf(absence, flow, withinMs) ?? []);
    if (cases.length === 0) return [inconclusive(about, 'the broker was never away between two messages for the receiver')];
    for (const one of cases) {
      const { late, firstMs, expected } = one;
      if (late.length === 0) continue;
      const witness = late.slice(0, SHOWN_COUNT).flatMap(({ sent, deliveries }) => [...sent, ...deliveries].map(({ id }) => id));
      const seen =
        firstMs === undefined
          ? `none of ${expected.length} messages that were sent afterwards was received`
          : `the first was received ${msText(firstMs)} after it could be`;
      const reason = reasonForDoubt(one, withinMs, input);
      return [reason === undefined ? refuted({ ...about, seen, witness }) : inconclusive({ ...about, seen }, reason)];
    }
    const slowestMs = Math.max(...cases.map(({ firstMs = 0 }) => firstMs));
    return [judgementOf({ kind: 'proved' }, { ...about, seen: `received again after ${msText(slowestMs)}` })];
  },
};

/** The broker was away, and came back. */
interface Return {
  readonly backAtMs: number;
  /** Sent afterwards, in streams that the receiver was given before. */
  readonly expected: readonly MessageHistory[];
  /** Of these, those that show that it was too late. */
  readonly late: readonly MessageHistory[];
  /** From when the first delivery could have come until it came. */
  readonly firstMs: number | undefined;
}

function caseOf({ fromMs, toMs }: FaultSpan, { histories, deliveries, absences }: MessageFlow, withinMs: number): Return | undefined {
  if (toMs === undefined) return undefined;
  const before = new Set(deliveries.filter(({ atMs }) => atMs < fromMs).map(({ operation, channel }) => operation ?? channel));
  const nextAwayMs = Math.min(...absences.flatMap((other) => (other.fromMs > toMs ? [other.fromMs] : [])), Number.POSITIVE_INFINITY);
  const expected = histories.filter(
    ({ stream, sent, isTaken }) =>
      before.has(stream) &&
      !isTaken &&
      sent.some(({ outcome, settledAtMs, atMs }) => outcome === 'accepted' && atMs > toMs && (settledAtMs ?? atMs) < nextAwayMs),
  );
  const [first] = expected;
  if (first === undefined) return undefined;
  // Any delivery shows that the subscription is back, also one of what was kept.
  const received = deliveries.find(({ atMs }) => atMs >= toMs);
  const sentAtMs = first.sent.find(({ atMs }) => atMs > toMs)?.settledAtMs ?? toMs;
  const firstMs = received === undefined ? undefined : Math.max(0, received.atMs - Math.max(toMs, sentAtMs));
  return { backAtMs: Math.max(toMs, sentAtMs), expected, firstMs, late: firstMs !== undefined && firstMs <= withinMs ? [] : expected };
}

function reasonForDoubt({ backAtMs, firstMs }: Return, withinMs: number, { journal, noise }: OracleInput): string | undefined {
  const { latenessMs } = noise;
  if (firstMs !== undefined)
    return latenessMs === undefined || firstMs - withinMs <= latenessMs ? 'the machine may have been slow' : undefined;
  const lookedMs = endOfJournal(journal) - backAtMs;
  const neededMs = 3 * withinMs + (latenessMs ?? LATENESS_MS * journal.timeScale);
  return lookedMs > neededMs ? undefined : `the run was looked at for ${msText(lookedMs)} only`;
}

const LATENESS_MS = 1_000;
const SHOWN_COUNT = 3;
