import type { Scenario } from './scenario.js';

/**
 * When the last word can be said: so long after everything is right again as the expectations and policies leave for recovering, or as
 * `x-settle` says. At least now, and at most a minute from it where nobody said how long.
 *
 * @param scenario - what is expected
 * @param at - now, and when the last fault was over
 */
export function settlesAtMs(scenario: Scenario, at: { readonly nowMs: number; readonly restoredAtMs: number | undefined }): number {
  if (scenario.settleMs !== undefined) return at.nowMs + scenario.settleMs;
  if (at.restoredAtMs === undefined) return at.nowMs;
  const left = scenario.recovery.flatMap(({ policy, expectations }) => [
    expectations.recoveredWithinMs ?? 0,
    expectations.settlesWithinMs ?? 0,
    policy.queue?.drainMs ?? 0,
    expectations.resubscribedWithinMs ?? 0,
    expectations.flushedWithinMs ?? 0,
    expectations.lagAtMostMs ?? 0,
  ]);
  const settledAtMs = at.restoredAtMs + Math.max(0, ...left);
  return Math.min(Math.max(at.nowMs, settledAtMs), at.nowMs + LONGEST_WAIT_MS);
}

const LONGEST_WAIT_MS = 60_000;
