import { roundestIn } from './round-numbers.js';
import type { WaitSample } from './wait-model.js';
import { growthOf } from './wait-model.js';

/** A law without chance. */
export interface FixedLaw {
  readonly kind: 'constant' | 'linear' | 'exponential';
  readonly baseMs: number;
  /** Whether lateness is too small to have made it of another number. */
  readonly isBaseKnown: boolean;
  readonly factor: number;
  /** `Infinity` when none was seen. */
  readonly capMs: number;
}

/**
 * The laws that explain waits which are the same in every run, the simplest first. On a quiet machine lateness is no chance: it is about the
 * same every time, and what takes it for chance prefers odd numbers that happen to fit. Here each wait has only to be a little later than the law.
 *
 * @param samples - of runs under one lasting failure
 * @returns nothing when there are too few runs, only one wait, or the waits of a gap differ between runs
 */
export function fixedLaws(samples: readonly WaitSample[]): readonly FixedLaw[] {
  const gaps = gapsOf(samples);
  const meanMs = Math.max(0, ...samples.map(({ lateness }) => lateness.meanMs));
  if (gaps.length < 2 || !areAllFixed(gaps, meanMs)) return [];
  const leasts = gaps.map((waits) => waits[0] ?? 0);
  return GROWTHS.flatMap((growth) => {
    const law = lawFrom(growth, leasts, meanMs);
    return law !== undefined && explains(law, leasts, meanMs) ? [law] : [];
  });
}

/** Where the later waits show that there is no chance, that the first ones differ says how long a program takes for what it does for the first time. */
function areAllFixed([first = [], ...later]: readonly (readonly number[])[], meanMs: number): boolean {
  if (!later.every((waits) => isFixed(waits, SPREAD, meanMs))) return false;
  return isFixed(first, FIRST_SPREAD, meanMs) || (isChanceExcluded(later) && isFixed(first, LATE_FIRST_SPREAD, meanMs));
}

/** Waits that still grow are below any cap that could hide chance: were the least chance that people write in them, they would not be so close. */
function isChanceExcluded(later: readonly (readonly number[])[]): boolean {
  const growing = later.filter((waits, index) => (later[index + 1]?.[0] ?? 0) > GROWN_RATIO * (waits[0] ?? 0));
  return growing.reduce((likelihood, waits) => likelihood * closeness(waits), 1) < UNLIKELY;
}

/** How likely waits drawn evenly from the least range of chance would lie as close together as these. */
function closeness(waits: readonly number[]): number {
  const [least = 0, most = 0, count] = [waits[0], waits.at(-1), waits.length];
  const share = least > 0 ? Math.min(1, (most - least) / (LEAST_CHANCE * least)) : 1;
  return count * share ** (count - 1) - (count - 1) * share ** count;
}

/** Sorted waits of each gap. */
function gapsOf(samples: readonly WaitSample[]): readonly (readonly number[])[] {
  const lastGap = Math.max(0, ...samples.map(({ gap }) => gap));
  return Array.from({ length: lastGap }, (_, index) =>
    samples.flatMap(({ gap, waitMs }) => (gap === index + 1 ? [waitMs] : [])).sort((a, b) => a - b),
  );
}

/** What a program does for the first time, slowly on a slow machine, makes its first wait longer, and not by the same each time. */
function firstLateMs(waitMs: number, meanMs: number): number {
  return Math.min(FIRST_LATE_MEANS * meanMs, FIRST_LATE_SHARE * waitMs);
}

interface Spread {
  /** Of the waits, those that may not differ. */
  readonly share: number;
  readonly lateMeans: number;
  readonly mostShare: number;
}

/** Most within so little that chance, which somebody wrote on purpose, would be larger; where lateness is larger than that, nothing is said. */
function isFixed(waits: readonly number[], { share, lateMeans, mostShare }: Spread, meanMs: number): boolean {
  const [least] = waits;
  const usual = waits[Math.floor(waits.length * share)];
  if (waits.length < LEAST_RUN_COUNT || least === undefined || usual === undefined) return false;
  return usual - least <= FIXED_SHARE * least + Math.min(lateMeans * meanMs, mostShare * least);
}

function lawFrom({ kind, factor }: (typeof GROWTHS)[number], leasts: readonly number[], meanMs: number): FixedLaw | undefined {
  const growth = (gap: number): number => growthOf({ backoff: kind, factor }, gap);
  const [last = 0, before = 0] = [leasts.at(-1), leasts.at(-2)];
  const isCapped = kind !== 'constant' && leasts.length > 2 && last < before * (1 + CLOSE_SHARE);
  const capMs = isCapped ? roundestIn(last * LEAST_SHARE, last * MOST_SHARE) : Number.POSITIVE_INFINITY;
  // The first wait carries what a program does for the first time: the later ones are nearer to the law.
  const free = leasts.flatMap((leastMs, index) => (leastMs < capMs * LEAST_SHARE ? [{ leastMs, gap: index + 1 }] : []));
  const exact = free.filter(({ gap }) => gap > 1);
  if (free.length === 0 || (isCapped && free.length === leasts.length)) return undefined;
  const seen = (exact.length === 0 ? free : exact).map(({ leastMs, gap }) => ({
    mostMs: leastMs / growth(gap),
    lateMs: meanMs / growth(gap),
  }));
  const mostMs = Math.min(...seen.map((one) => one.mostMs));
  const lateMs = Math.min(...seen.map((one) => one.lateMs)) * (exact.length === 0 ? FIRST_LATE_MEANS : LATE_MEANS);
  const baseMs = roundestIn(Math.min(mostMs * LEAST_SHARE, mostMs - lateMs), mostMs * MOST_SHARE);
  return { kind, factor, capMs, baseMs, isBaseKnown: lateMs <= WIDEST_SHARE * mostMs };
}

function explains({ kind, factor, baseMs, capMs }: FixedLaw, leasts: readonly number[], meanMs: number): boolean {
  return leasts.every((leastMs, index) => {
    const lawMs = Math.min(capMs, baseMs * growthOf({ backoff: kind, factor }, index + 1));
    const lateMs = leastMs - lawMs;
    const allowedMs = index === 0 ? firstLateMs(lawMs, meanMs) : LATE_MEANS * meanMs;
    return lateMs >= -EARLY_SHARE * lawMs && lateMs <= CLOSE_SHARE * lawMs + allowedMs;
  });
}

const GROWTHS = [
  { kind: 'constant', factor: 1 },
  { kind: 'exponential', factor: 2 },
  { kind: 'linear', factor: 1 },
  { kind: 'exponential', factor: 1.5 },
  { kind: 'exponential', factor: 3 },
] as const;
const LEAST_RUN_COUNT = 8;
const FIXED_SHARE = 0.005;
const CLOSE_SHARE = 0.04;
const EARLY_SHARE = 0.004;
const LEAST_SHARE = 0.96;
const MOST_SHARE = 1.004;
const SPREAD: Spread = { share: 0.6, lateMeans: 2, mostShare: 0.03 };
/** Chance that a cap hides from the second wait on shows in the first one only: nearly all of those must be alike. */
const FIRST_SPREAD: Spread = { share: 0.8, lateMeans: 15, mostShare: 0.15 };
/** Half of them within what a program may take for what it does for the first time. */
const LATE_FIRST_SPREAD: Spread = { share: 0.5, lateMeans: 40, mostShare: 0.6 };
const GROWN_RATIO = 1.15;
/** As a part of the wait: a twentieth to both sides. */
const LEAST_CHANCE = 0.1;
const UNLIKELY = 0.001;
const LATE_MEANS = 1;
/** In mean latenesses: so late a first wait may be, since a program does much for the first time. */
export const FIRST_LATE_MEANS = 15;
const FIRST_LATE_SHARE = 0.4;
/** Where lateness may be a larger part of it, a wait is not told as a number. */
export const WIDEST_SHARE = 0.1;
