import type { Random } from '../../src/base/random.js';
import type { Backoff, Jitter, RetryPolicy } from '../../src/policy/policy.js';

/** The waits of a client that keeps its policy, written on its own and not from the bounds: one fewer than its attempts. */
export function drawWaits({ attemptCount, backoff, jitter }: RetryPolicy, random: Random): readonly number[] {
  const waits: number[] = [];
  let growthMs = 'baseMs' in backoff ? backoff.baseMs : 0;
  for (let retry = 1; retry < attemptCount; retry += 1) {
    waits.push(jittered(nextMs(backoff, { growthMs, retry, random, beforeMs: waits.at(-1) }), jitter, random));
    if (backoff.kind === 'exponential') growthMs *= backoff.factor;
  }
  return waits;
}

interface Growth {
  readonly growthMs: number;
  readonly retry: number;
  readonly random: Random;
  readonly beforeMs: number | undefined;
}

function nextMs(backoff: Backoff, { growthMs, retry, random, beforeMs }: Growth): number {
  switch (backoff.kind) {
    case 'none':
      return 0;
    case 'constant':
      return backoff.baseMs;
    case 'linear':
      return Math.min(backoff.capMs, backoff.baseMs * retry);
    case 'exponential':
      return Math.min(backoff.capMs, growthMs);
    case 'decorrelated': {
      const mostMs = Math.max(backoff.baseMs, (beforeMs ?? backoff.baseMs) * 3);
      return Math.min(backoff.capMs, backoff.baseMs + random.next() * (mostMs - backoff.baseMs));
    }
  }
}

function jittered(waitMs: number, jitter: Jitter, random: Random): number {
  const share = random.next();
  switch (jitter.kind) {
    case 'none':
      return waitMs;
    case 'full':
      return waitMs * share;
    case 'equal':
      return waitMs / 2 + (waitMs / 2) * share;
    case 'proportional':
      return waitMs * (1 - jitter.ratio + 2 * jitter.ratio * share);
    case 'additive':
      return waitMs + jitter.maxMs * share;
    case 'double':
      return waitMs * (1 + share);
  }
}
