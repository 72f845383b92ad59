import type { Exchange } from '../journal/exchange.js';
import { attemptTimeoutMs } from '../policy/attempt-timeout.js';
import { onceForInput } from './once-for-input.js';
import type { LogicalCall, OracleInput } from './oracle.js';
import { failureShownAtMs } from './timing.js';

/** What the consumer can have known when. Our stamps of what it sent may be late; those of what we sent are not early. */
export interface Causality {
  /** The machine that records did not stand still for longer. */
  readonly freezeMs: number;
  /**
   * Whether the consumer was still waiting when the end of an attempt was shown to it: only then its next wait began no earlier.
   *
   * @param call - of the link
   * @param index - of the attempt in the call
   */
  wasWaiting(call: LogicalCall, index: number): boolean;
  /**
   * Whether the consumer saw how an attempt ended. If it may have given up before, then its next attempt says nothing of how it treats that end.
   *
   * @param call - of the link
   * @param index - of the attempt in the call
   */
  hasSeenEnd(call: LogicalCall, index: number): boolean;
  /**
   * The consumer sent the attempt no earlier than this: what made it send was not there before, and no machine stands still for so long.
   *
   * @param call - of the link
   * @param index - of the attempt in the call
   */
  sentAtEarliestMs(call: LogicalCall, index: number): number;
}

/**
 * The causality of a run.
 *
 * @param input - of an oracle
 */
export const createCausality = onceForInput((input): Causality => {
  const { policy, journal } = input;
  const lastUseMs = new Map<string, number>();
  const firstUseMs = new Map<string, number>();
  for (const { connectionId, receivedFirstAtMs } of journal.exchanges) {
    if (connectionId === '') continue;
    lastUseMs.set(connectionId, Math.max(receivedFirstAtMs, lastUseMs.get(connectionId) ?? receivedFirstAtMs));
    firstUseMs.set(connectionId, Math.min(receivedFirstAtMs, firstUseMs.get(connectionId) ?? receivedFirstAtMs));
  }
  const openedMs = new Map(journal.connections.map(({ id, openedAtMs }) => [id, openedAtMs]));
  const freezeMs = longestFreezeMs(input);

  /** Of a connection that was made for this attempt the consumer's time began no later than that was opened. */
  const seenAtMs = ({ connectionId, receivedFirstAtMs }: Exchange): number =>
    firstUseMs.get(connectionId) === receivedFirstAtMs
      ? Math.min(receivedFirstAtMs, openedMs.get(connectionId) ?? receivedFirstAtMs)
      : receivedFirstAtMs;

  const knownOfCall = new Map<LogicalCall, readonly KnownAttempt[]>();
  const knownOf = (call: LogicalCall): readonly KnownAttempt[] => {
    const known = knownOfCall.get(call) ?? knownAttempts(call);
    knownOfCall.set(call, known);
    return known;
  };

  const knownAttempts = (call: LogicalCall): readonly KnownAttempt[] => {
    const known: KnownAttempt[] = [];
    // What made the consumer send the next attempt: first that it was asked, then that it saw one fail.
    let causeMs = call.ask?.askedAtMs ?? Number.NEGATIVE_INFINITY;
    for (const [index, attempt] of call.attempts.entries()) {
      const isCause = causeMs <= attempt.receivedFirstAtMs;
      const sentAtEarliestMs = Math.max(seenAtMs(attempt) - freezeMs, isCause ? causeMs : Number.NEGATIVE_INFINITY);
      const ended = endKnown(attempt, sentAtEarliestMs, attemptTimeoutMs(policy, index + 1));
      known.push({ sentAtEarliestMs, ...ended });
      if (ended.wasWaiting) causeMs = failureShownAtMs(attempt) ?? causeMs;
    }
    return known;
  };

  const endKnown = (attempt: Exchange, sentAtEarliestMs: number, timeoutMs: number | undefined): Omit<KnownAttempt, 'sentAtEarliestMs'> => {
    const shownAtMs = failureShownAtMs(attempt);
    if (shownAtMs === undefined) return { wasWaiting: false, hasSeenEnd: false };
    // Only who read the whole answer can use its connection again.
    const isReused = attempt.outcome === 'answered' && (lastUseMs.get(attempt.connectionId) ?? 0) > attempt.receivedFirstAtMs;
    if (timeoutMs === undefined || isReused) return { wasWaiting: true, hasSeenEnd: true };
    const givesUpAtMs = sentAtEarliestMs + timeoutMs;
    const readableAtMs = (attempt.respondedLastAtMs ?? shownAtMs) + freezeMs;
    return { wasWaiting: shownAtMs < givesUpAtMs, hasSeenEnd: readableAtMs < givesUpAtMs };
  };

  return {
    freezeMs,
    wasWaiting: (call, index) => knownOf(call)[index]?.wasWaiting ?? false,
    hasSeenEnd: (call, index) => knownOf(call)[index]?.hasSeenEnd ?? false,
    sentAtEarliestMs: (call, index) => knownOf(call)[index]?.sentAtEarliestMs ?? Number.NEGATIVE_INFINITY,
  };
});

interface KnownAttempt {
  readonly sentAtEarliestMs: number;
  readonly wasWaiting: boolean;
  readonly hasSeenEnd: boolean;
}

/**
 * How long the machine that recorded the run may have stood still between a consumer's sending and our stamp. Without a canary a second of the
 * machine, which is four times the worst that was measured; with one twice what it allows for.
 *
 * @param input - of an oracle
 */
function longestFreezeMs({ noise, journal }: Pick<OracleInput, 'noise' | 'journal'>): number {
  if (noise.latenessMs === undefined) return FREEZE_MS * journal.timeScale;
  return noise.latenessMs === 0 ? 0 : Math.max(2 * noise.latenessMs, LEAST_FREEZE_MS * journal.timeScale);
}

const FREEZE_MS = 1_000;
const LEAST_FREEZE_MS = 100;
