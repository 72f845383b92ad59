import type { ObservedRun } from './observed-run.js';
import type { MachineLateness } from './own-waits.js';
import { roundestIn } from './round-numbers.js';
import { consistent, type Inferred, inconclusive, proved } from './verdict.js';

/**
 * How long one attempt waits for an answer that never comes.
 *
 * @param runs - in which nothing was ever answered
 * @param lateness - of the machine
 */
export function inferTimeout(runs: readonly ObservedRun[], lateness: MachineLateness): Inferred<number> {
  const some = runs.filter(({ attempts }) => attempts.length > 0);
  const bounds = some.flatMap((run) => boundsOf(run, GRAIN_MS + 2 * lateness.meanMs));
  if (some.length === 0) return inconclusive('it made no attempt');
  if (bounds.length === 0) {
    const pending = some.filter(({ end }) => end === 'pending');
    const watchedMs = Math.max(0, ...pending.map(({ patienceMs }) => patienceMs));
    if (pending.length === some.length) return consistent<number>(null, pending, `none within ${Math.round(watchedMs / 1_000)} s`);
    return inconclusive('it is not clear when an attempt was given up', some);
  }
  // Each run bounds it from both sides: the clock of the client began before the request came, and its end is seen late.
  const most = Math.min(...bounds.map(({ mostMs }) => mostMs));
  // Who began earliest before its request came says least: the largest of the lower bounds counts, unless its end was seen late.
  const least = Math.min(most * 0.97, Math.max(...bounds.map(({ leastMs }) => leastMs)));
  if (most > WIDEST_RATIO * least) return inconclusive(`it is between ${Math.round(least)} and ${Math.round(most)} ms`, some);
  const value = roundestIn(least, most);
  const isBetween = bounds.every(({ leastMs }) => leastMs <= value * 1.5);
  if (!isBetween) return inconclusive('it differs from attempt to attempt', some);
  return bounds.length > 1 ? proved(Math.round(value), some) : consistent(Math.round(value), some, 'seen once');
}

/** From the connection's end: by the client, before it was killed. */
function boundsOf(run: ObservedRun, grainMs: number): readonly { readonly leastMs: number; readonly mostMs: number }[] {
  return run.attempts.flatMap((attempt, index) => {
    const goneAtMs = run.goneAtMs.get(attempt.connectionId);
    const nextAtMs = run.attempts[index + 1]?.receivedFirstAtMs;
    if (goneAtMs === undefined || (nextAtMs !== undefined && goneAtMs > nextAtMs + grainMs * run.scale)) return [];
    const heldMs = goneAtMs - attempt.receivedFirstAtMs;
    // The first attempt also holds the start of the program, the others a connection at most.
    const leadMs = index === 0 ? Math.max(0, attempt.receivedFirstAtMs - run.askedAtMs) : grainMs * run.scale;
    return [{ leastMs: heldMs - grainMs * run.scale - heldMs * 0.005, mostMs: heldMs + leadMs }];
  });
}

const GRAIN_MS = 8;
/** Wider apart, the bounds say too little. */
const WIDEST_RATIO = 1.15;
