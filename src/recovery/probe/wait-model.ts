import type { JitterKind } from './observed-policy.js';

/** One way in which a client may choose its waits. */
export interface WaitModel {
  readonly backoff: 'none' | 'constant' | 'linear' | 'exponential' | 'decorrelated';
  readonly jitter: Exclude<JitterKind, 'other'>;
  readonly baseMs: number;
  /** Of an exponential backoff; 1 otherwise. */
  readonly factor: number;
  /** `Infinity` when there is none. */
  readonly capMs: number;
  /** Chance is applied before the cap, so that nothing is left of it there. */
  readonly isClamped: boolean;
  /** The wait is drawn from [low · m + 0, high · m + addedMs], m being what the backoff says. */
  readonly low: number;
  readonly high: number;
  readonly addedMs: number;
}

/** One wait as it was seen: at most so long. */
export interface WaitSample {
  /** 1 for the wait before the second attempt. */
  readonly gap: number;
  readonly waitMs: number;
  /** The wait before this one; `undefined` before the second attempt. */
  readonly previousMs: number | undefined;
  readonly lateness: Lateness;
}

/** How much later than it should a client may come. */
export interface Lateness {
  /** A timer may come so much early, by the grain of clocks. */
  readonly earlyMs: number;
  readonly meanMs: number;
}

/** What is assumed beside a model. */
export interface Assumed {
  /** How much larger than known the lateness is. */
  readonly spread: number;
  /** How much longer every first wait was. */
  readonly excessMs: number;
  /** Below this nobody is interested in how bad it is. */
  readonly floor: number;
}

/**
 * How well a model explains what was seen: the logarithm of the probability density of all samples, each in 1/ms.
 *
 * @param model - the law of the true waits
 * @param samples - each later than its true wait by chance; few of them by much
 * @param assumed - of lateness
 * @returns `-Infinity` once it is below the floor
 */
export function logLikelihood(model: WaitModel, samples: readonly WaitSample[], { spread, excessMs, floor }: Assumed): number {
  let sum = 0;
  const ranges: (Range | undefined)[] = [];
  for (const sample of samples) {
    const { gap, previousMs } = sample;
    const range = ranges[gap] ?? drawnFrom(model, gap, previousMs);
    if (model.backoff !== 'decorrelated') ranges[gap] = range;
    sum += Math.log(density(model, sample, { spread, excessMs, range }) + LEAST_DENSITY);
    // A density can be above 1 only where lateness is below 1 ms: what is left cannot lift it.
    if (sum < floor) return Number.NEGATIVE_INFINITY;
  }
  return sum;
}

/** The first waits of all runs. */
export interface FirstWaits {
  /** `Infinity` when there are none. */
  readonly leastMs: number;
  /** The largest mean lateness. */
  readonly meanLateMs: number;
}

/**
 * What the first waits have in common.
 *
 * @param samples - of all gaps
 */
export function firstWaits(samples: readonly WaitSample[]): FirstWaits {
  const first = samples.filter(({ gap }) => gap === 1);
  return {
    leastMs: Math.min(...first.map(({ waitMs }) => waitMs)),
    meanLateMs: Math.max(0, ...first.map(({ lateness }) => lateness.meanMs)),
  };
}

/**
 * How much longer than the model allows every first wait was, and what that costs: a program that does something for the first time takes
 * its time, and always about the same.
 */
export function firstGapExcess(
  model: WaitModel,
  { leastMs, meanLateMs: meanMs }: FirstWaits,
): { readonly excessMs: number; readonly cost: number } {
  if (leastMs === Number.POSITIVE_INFINITY || model.backoff === 'none') return { excessMs: 0, cost: 0 };
  const { lo } = drawnFrom(model, 1, undefined);
  const excessMs = Math.min(Math.max(0, leastMs - Math.min(lo, model.capMs) - meanMs / 4), MOST_EXCESSES * meanMs);
  return { excessMs, cost: excessMs / (3 * meanMs) };
}

/**
 * What the backoff says before chance, without the cap.
 *
 * @param gap - 1 for the wait before the second attempt
 */
export function growthOf({ backoff, factor }: Pick<WaitModel, 'backoff' | 'factor'>, gap: number): number {
  if (backoff === 'linear') return gap;
  return backoff === 'exponential' ? factor ** (gap - 1) : 1;
}

function density(
  model: WaitModel,
  sample: WaitSample,
  { spread, excessMs, range }: Omit<Assumed, 'floor'> & { readonly range: Range },
): number {
  const { gap, lateness } = sample;
  const waitMs = gap === 1 ? sample.waitMs - excessMs : sample.waitMs;
  const { capMs, isClamped } = model;
  const law = { earlyMs: lateness.earlyMs, meanMs: lateness.meanMs * spread * (gap === 1 ? FIRST_GAP_SPREAD : 1) };
  const { lo, hi } = range;
  if (!isClamped || capMs >= hi) return uniform(waitMs, { lo, hi }, law);
  if (capMs <= lo) return exactly(waitMs - capMs, law);
  const freeShare = (capMs - lo) / (hi - lo);
  return freeShare * uniform(waitMs, { lo, hi: capMs }, law) + (1 - freeShare) * exactly(waitMs - capMs, law);
}

interface Range {
  readonly lo: number;
  readonly hi: number;
}

function drawnFrom(model: WaitModel, gap: number, previousMs: number | undefined): Range {
  const { backoff, baseMs, capMs, isClamped } = model;
  if (backoff === 'none') return { lo: 0, hi: 0 };
  const bound = isClamped ? Number.POSITIVE_INFINITY : capMs;
  if (backoff === 'decorrelated') return { lo: Math.min(baseMs, bound), hi: Math.min(bound, 3 * Math.max(baseMs, previousMs ?? baseMs)) };
  const middleMs = Math.min(bound, baseMs * growthOf(model, gap));
  return { lo: model.low * middleMs, hi: model.high * middleMs + model.addedMs };
}

function uniform(waitMs: number, { lo, hi }: Range, law: Lateness): number {
  // As narrow as the grain of clocks it is one value.
  if (hi - lo < 1) return exactly(waitMs - lo, law);
  return (atMost(waitMs - lo, law) - atMost(waitMs - hi, law)) / (hi - lo);
}

/** The probability of so much lateness or less: mostly a little, sometimes ten times that. */
function atMost(lateMs: number, { earlyMs, meanMs }: Lateness): number {
  const ms = lateMs + earlyMs;
  return ms <= 0 ? 0 : 1 - (1 - TAIL_SHARE) * Math.exp(-ms / meanMs) - TAIL_SHARE * Math.exp(-ms / (TAIL_SPREAD * meanMs));
}

function exactly(lateMs: number, { earlyMs, meanMs }: Lateness): number {
  const ms = lateMs + earlyMs;
  if (ms < 0) return 0;
  return (
    ((1 - TAIL_SHARE) / meanMs) * Math.exp(-ms / meanMs) + (TAIL_SHARE / (TAIL_SPREAD * meanMs)) * Math.exp(-ms / (TAIL_SPREAD * meanMs))
  );
}

/** The first wait also holds what a program does for the first time. */
const FIRST_GAP_SPREAD = 6;
const TAIL_SHARE = 0.1;
const MOST_EXCESSES = 10;
const TAIL_SPREAD = 10;
/** Nothing is impossible, but this comes close: one such sample outweighs any preference for round numbers. */
const LEAST_DENSITY = 1e-9;
