import type { ObservedRun } from './observed-run.js';

/** What a first look says of a client's times: enough to choose how fast its time can run, not to judge by. */
export interface Pace {
  /** Of one call under a lasting failure, from its first attempt to its last. */
  readonly callMs: number;
  /** The same of a run that is neither long nor short: where waits are drawn, the shortest says little of the others. */
  readonly usualCallMs: number;
  readonly mostWaitMs: number;
  /** The longest wait of the run in which that was shortest: of those that went furthest, the one that was least late. */
  readonly calmMostWaitMs: number;
  /** `undefined`: not seen. */
  readonly timeoutMs: number | undefined;
  readonly isEndless: boolean;
}

/**
 * The pace of a client.
 *
 * @param failing - runs under statuses
 * @param silent - runs without any answer, as far as they are over
 * @param enoughCount - where runs were stopped
 */
export function paceOf(failing: readonly ObservedRun[], silent: readonly ObservedRun[], enoughCount: number): Pace {
  const lengths = failing.map(({ attempts }) => (attempts.at(-1)?.receivedFirstAtMs ?? 0) - (attempts[0]?.receivedFirstAtMs ?? 0));
  const most = Math.max(0, ...failing.map(({ attempts }) => attempts.length));
  const held = silent.flatMap(({ attempts, goneAtMs }) =>
    attempts.flatMap(({ connectionId, receivedFirstAtMs }) => {
      const goneMs = goneAtMs.get(connectionId);
      return goneMs === undefined ? [] : [goneMs - receivedFirstAtMs];
    }),
  );
  const furthest = failing.filter(({ attempts }) => attempts.length === most);
  const furthestLengths = lengths.filter((_, index) => failing[index]?.attempts.length === most).sort((a, b) => a - b);
  return {
    // Lateness only adds, and compressed it adds much: the shortest of those that went furthest is nearest to the truth.
    callMs: Math.max(0, furthestLengths[0] ?? 0),
    usualCallMs: Math.max(0, furthestLengths[Math.floor((furthestLengths.length - 1) / 2)] ?? 0),
    mostWaitMs: Math.max(0, ...failing.flatMap(({ waitsMs }) => waitsMs)),
    calmMostWaitMs: furthest.length === 0 ? 0 : Math.min(...furthest.map(({ waitsMs }) => Math.max(0, ...waitsMs))),
    timeoutMs: held.length === 0 ? undefined : Math.min(...held),
    isEndless: failing.some(({ end, attempts }) => end === 'stopped' && attempts.length >= enoughCount),
  };
}

/**
 * How much time can be compressed so that what lasts so long takes about so long on the machine, and no attempt times out because the
 * machine is slow.
 *
 * @param durationMs - of the client's time
 * @param machineMs - what it may take
 * @param mostScale - 1: not at all
 */
export function scaleFor(
  durationMs: number,
  machineMs: number,
  { pace, mostScale }: { readonly pace: Pace; readonly mostScale: number },
): number {
  const byTimeout = pace.timeoutMs === undefined ? mostScale : pace.timeoutMs / LEAST_TIMEOUT_MS;
  return Math.max(1, Math.floor(Math.min(durationMs / machineMs, byTimeout, mostScale)));
}

/** Whether an attempt's own timeout, as far as one was seen, is longer than any lateness at this scale. */
export function isRoomFor({ timeoutMs }: Pace, scale: number): boolean {
  return timeoutMs === undefined || timeoutMs / scale >= LEAST_TIMEOUT_MS;
}

/** So long, on the machine, an attempt's own timeout must remain: a program that starts takes up to a fifth of a second on a busy one. */
const LEAST_TIMEOUT_MS = 500;
