/** Instants as places on a picture. */
export interface TimeScale {
  readonly left: number;
  readonly right: number;
  readonly lengthMs: number;
  /** Where an instant is; those beyond the ends are at the ends. */
  readonly x: (ms: number) => number;
  /** Round instants to be named. */
  readonly ticks: readonly number[];
}

/**
 * A scale from 0 to a length of time.
 *
 * @param lengthMs - more than nothing is drawn as if it were a millisecond
 * @param ends - of the picture
 */
export function timeScale(lengthMs: number, { left, right }: Pick<TimeScale, 'left' | 'right'>): TimeScale {
  const wholeMs = Math.max(lengthMs, 1);
  const x = (ms: number): number => rounded(left + (Math.min(wholeMs, Math.max(0, ms)) / wholeMs) * (right - left));
  const step = tickStep(wholeMs / TICK_COUNT);
  const ticks = Array.from({ length: Math.floor(wholeMs / step) + 1 }, (_, index) => index * step);
  return { left, right, lengthMs: wholeMs, x, ticks };
}

/** Above a minute people count in minutes and hours. */
function tickStep(leastMs: number): number {
  if (leastMs <= 20_000) return roundStep(leastMs);
  return LONG_STEPS_MS.find((step) => step >= leastMs) ?? Math.ceil(leastMs / DAY_MS) * DAY_MS;
}

/**
 * A length on a picture to a tenth: what is finer nobody sees.
 *
 * @param length - finite
 */
export function rounded(length: number): number {
  return Math.round(length * 10) / 10 + 0;
}

/**
 * 1, 2 or 5 times a power of ten, no less than what is asked for.
 *
 * @param least - more than 0
 */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least * 0.999_999) ?? 10 * power;
}

const TICK_COUNT = 9;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const LONG_STEPS_MS = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440].map((minutes) => minutes * MINUTE_MS);
