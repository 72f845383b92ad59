import { roundestIn } from './round-numbers.js';
import type { WaitSample } from './wait-model.js';
import { growthOf } from './wait-model.js';

/** A law without chance. */
export interface FixedLaw {
  readonly kind: 'constant' | 'linear' | 'exponential';
  readonly baseMs: number;
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
  if (gaps.length < 2 || !gaps.every((waits, index) => isFixed(waits, meanMs * (index === 0 ? FIRST_SPREAD_MEANS : SPREAD_MEANS))))
    return [];
  const leasts = gaps.map((waits) => waits[0] ?? 0);
  return GROWTHS.flatMap((growth) => {
    const law = lawFrom(growth, leasts);
    return law !== undefined && explains(law, leasts, meanMs) ? [law] : [];
  });
}

/** Sorted waits of each gap. */
function gapsOf(samples: readonly WaitSample[]): readonly (readonly number[])[] {
  const lastGap = Math.max(0, ...samples.map(({ gap }) => gap));
  return Array.from({ length: lastGap }, (_, index) =>
    samples.flatMap(({ gap, waitMs }) => (gap === index + 1 ? [waitMs] : [])).sort((a, b) => a - b),
  );
}

/** Most within so little that chance, which somebody wrote on purpose, would be larger. */
function isFixed(waits: readonly number[], noiseMs: number): boolean {
  const [least] = waits;
  const usual = waits[Math.floor(waits.length * 0.6)];
  return waits.length >= LEAST_RUN_COUNT && least !== undefined && usual !== undefined && usual - least <= FIXED_SHARE * least + noiseMs;
}

function lawFrom({ kind, factor }: (typeof GROWTHS)[number], leasts: readonly number[]): FixedLaw | undefined {
  const growth = (gap: number): number => growthOf({ backoff: kind, factor }, gap);
  const [last = 0, before = 0] = [leasts.at(-1), leasts.at(-2)];
  const isCapped = kind !== 'constant' && leasts.length > 2 && last < before * (1 + CLOSE_SHARE);
  const capMs = isCapped ? roundestIn(last * LEAST_SHARE, last * MOST_SHARE) : Number.POSITIVE_INFINITY;
  // The first wait carries what a program does for the first time: the later ones are nearer to the law.
  const free = leasts.flatMap((leastMs, index) => (leastMs < capMs * LEAST_SHARE ? [{ leastMs, gap: index + 1 }] : []));
  const exact = free.filter(({ gap }) => gap > 1);
  if (free.length === 0 || (isCapped && free.length === leasts.length)) return undefined;
  const seenMs = Math.min(...(exact.length === 0 ? free : exact).map(({ leastMs, gap }) => leastMs / growth(gap)));
  return { kind, factor, capMs, baseMs: roundestIn(seenMs * LEAST_SHARE, seenMs * MOST_SHARE) };
}

function explains({ kind, factor, baseMs, capMs }: FixedLaw, leasts: readonly number[], meanMs: number): boolean {
  return leasts.every((leastMs, index) => {
    const lawMs = Math.min(capMs, baseMs * growthOf({ backoff: kind, factor }, index + 1));
    const lateMs = leastMs - lawMs;
    return lateMs >= -EARLY_SHARE * lawMs && lateMs <= CLOSE_SHARE * lawMs + (index === 0 ? FIRST_LATE_MEANS : LATE_MEANS) * meanMs;
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
const FIXED_SHARE = 0.03;
const CLOSE_SHARE = 0.04;
const EARLY_SHARE = 0.004;
const LEAST_SHARE = 0.96;
const MOST_SHARE = 1.004;
const SPREAD_MEANS = 0.2;
const FIRST_SPREAD_MEANS = 1;
const LATE_MEANS = 0.3;
const FIRST_LATE_MEANS = 2;
