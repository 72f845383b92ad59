import type { Random } from '../base/random.js';

/**
 * How long to wait before the next try to reach a broker that is away: doubling from 50 ms to 2 s, half of it left to chance.
 *
 * @param tryCount - 1 for the first
 * @param random - spreads those who lost one broker at the same instant
 */
export function reconnectDelayMs(tryCount: number, random: Random): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tryCount - 1, 10));
  return bound / 2 + (bound / 2) * random.next();
}

const FIRST_MS = 50;
const LONGEST_MS = 2_000;
