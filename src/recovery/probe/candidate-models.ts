import { roundNumbersIn } from './round-numbers.js';
import type { WaitModel, WaitSample } from './wait-model.js';
import { growthOf } from './wait-model.js';

/** A model, and the logarithm of how likely people are to write it. */
export interface Candidate {
  readonly model: WaitModel;
  readonly preference: number;
}

/**
 * The models that could explain some waits, each with parameters near what was seen.
 *
 * @param samples - at least one
 */
export function candidateModels(samples: readonly WaitSample[]): readonly Candidate[] {
  const noiseMs = Math.max(...samples.map(({ lateness }) => lateness.meanMs));
  const lastGap = Math.max(...samples.map(({ gap }) => gap));
  return allCandidates(samples).filter(({ model }) => isTellable(model, lastGap, noiseMs));
}

/** What is smaller than lateness cannot be told from it: neither a wait from none, nor chance from a fixed wait. */
function isTellable(model: WaitModel, lastGap: number, noiseMs: number): boolean {
  if (model.backoff === 'none') return true;
  if (model.baseMs < (model.low === 0 ? NOISE_WIDTHS : 3) * noiseMs) return false;
  return model.jitter === 'none' || widthOf(model, lastGap) >= NOISE_WIDTHS * noiseMs;
}

/** How far chance moves the longest waits. */
function widthOf(model: WaitModel, lastGap: number): number {
  if (model.backoff === 'decorrelated') return 2 * model.baseMs;
  return (model.high - model.low) * Math.min(model.capMs, model.baseMs * growthOf(model, lastGap)) + model.addedMs;
}

function allCandidates(samples: readonly WaitSample[]): readonly Candidate[] {
  const lastGap = Math.max(...samples.map(({ gap }) => gap));
  const found: Candidate[] = [{ model: NO_WAIT, preference: 0 }];
  for (const growth of lastGap === 1 ? GROWTHS.slice(0, 1) : GROWTHS) {
    for (const chance of CHANCES) {
      for (const base of basesOf(growth, chance, samples)) {
        if (base.value < LEAST_BASE_MS) continue;
        found.push(...withCaps({ growth, chance, base, lastGap, samples }));
      }
    }
  }
  for (const base of basesOf(DECORRELATED, DRAWN, samples)) {
    if (base.value < LEAST_BASE_MS || lastGap === 1) continue;
    found.push(...withCaps({ growth: DECORRELATED, chance: DRAWN, base, lastGap, samples }));
  }
  return found;
}

interface Growth {
  readonly backoff: Exclude<WaitModel['backoff'], 'none'>;
  readonly factor: number;
  readonly preference: number;
}

interface Chance {
  readonly jitter: WaitModel['jitter'];
  readonly low: number;
  readonly high: number;
  /** As a part of what was seen of the first wait; 0 for none. */
  readonly isAdditive: boolean;
  readonly preference: number;
}

interface Value {
  readonly value: number;
  readonly preference: number;
  readonly addedMs?: number;
}

function basesOf(growth: Growth, chance: Chance, samples: readonly WaitSample[]): readonly Value[] {
  const first = samples.filter(({ gap }) => gap === 1);
  const seen = first.length === 0 ? samples : first;
  const relative = (sample: WaitSample): number => sample.waitMs / growthOf(growth, sample.gap);
  const { earlyMs } = seen[0]?.lateness ?? { earlyMs: 0 };
  const leastMs = Math.min(...seen.map(relative));
  if (chance.isAdditive) return additiveBases(samples, leastMs + earlyMs);
  // No wait is shorter than the law allows, whatever the noise; longer ones can be noise.
  const ceilingMs = chance.low > 0 ? (leastMs + earlyMs) / chance.low : largestSeen(growth, samples) * 1.5;
  const middle = quantile(seen.map(relative), 0.5);
  const floorMs = chance.low > 0 ? Math.max(ceilingMs * 0.55, (middle / chance.high) * 0.5) : (middle / chance.high) * 0.7;
  return [...roundNumbersIn(floorMs, ceilingMs), ...unroundBases(growth, chance, samples)];
}

/** People also compute their numbers: as near as the least, or the largest, that was seen allows. */
function unroundBases(growth: Growth, chance: Chance, samples: readonly WaitSample[]): readonly Value[] {
  const relative = (gap: number): readonly number[] =>
    samples.filter((sample) => sample.gap <= gap).map((sample) => sample.waitMs / growthOf(growth, sample.gap));
  // Waits at a cap say nothing of the base, and nobody knows yet which those are: once with them, once without.
  const seen =
    chance.low > 0 ? [1, 2, 99].map((gap) => Math.min(...relative(gap)) / chance.low) : [largestSeen(growth, samples) / chance.high];
  return [...new Set(seen.filter(Number.isFinite).map((value) => Number(value.toPrecision(3))))].map((value) => ({
    value,
    preference: UNROUND,
  }));
}

/** What is added is the same for every wait. */
function additiveBases(samples: readonly WaitSample[], leastMs: number): readonly Value[] {
  const first = samples.filter(({ gap }) => gap === 1).map(({ waitMs }) => waitMs);
  // Without the few that were late by much.
  const spreadMs = quantile(first, 0.8) - Math.min(...first);
  const widths = roundNumbersIn(spreadMs * 0.6 + 1, spreadMs * 2.5 + 2);
  const bases = roundNumbersIn(leastMs * 0.6, leastMs);
  return bases.flatMap(({ value, preference }) =>
    widths.map((width) => ({ value, preference: preference + width.preference, addedMs: width.value })),
  );
}

/** Of one base, however far it had grown: only samples that no cap can have touched, the first ones. */
function largestSeen(growth: Growth, samples: readonly WaitSample[]): number {
  return Math.max(...samples.map((sample) => sample.waitMs / growthOf(growth, sample.gap)));
}

interface Open {
  readonly growth: Growth;
  readonly chance: Chance;
  readonly base: Value;
  readonly lastGap: number;
  readonly samples: readonly WaitSample[];
}

function withCaps({ growth, chance, base, lastGap, samples }: Open): readonly Candidate[] {
  const preference = growth.preference + chance.preference + base.preference;
  const free: WaitModel = {
    backoff: growth.backoff,
    jitter: chance.jitter,
    baseMs: base.value,
    factor: growth.factor,
    capMs: Number.POSITIVE_INFINITY,
    isClamped: false,
    low: chance.low,
    high: chance.high,
    addedMs: base.addedMs ?? 0,
  };
  const found: Candidate[] = [{ model: free, preference }];
  const highestMs = growth.backoff === 'decorrelated' ? base.value * 3 ** lastGap : base.value * growthOf(growth, lastGap);
  const firstLow = chance.low * base.value;
  const firstHigh = chance.high * base.value + free.addedMs;
  for (const cap of capsNear(chance, { highestMs, lastGap, samples })) {
    if (cap.value < base.value) continue;
    if (growth.backoff !== 'decorrelated' && cap.value >= base.value * 1.15 && cap.value <= highestMs * 0.9)
      found.push({ model: { ...free, capMs: cap.value }, preference: preference + CAP + cap.preference });
    // Where everything is cut off there is no chance left to speak of.
    if (chance.jitter !== 'none' && cap.value >= firstLow + 0.4 * (firstHigh - firstLow))
      found.push({ model: { ...free, capMs: cap.value, isClamped: true }, preference: preference + CLAMPED + cap.preference });
  }
  return found;
}

/** A cap shows in the longest waits, the last ones: beyond them it explains nothing, below them it explains them away. */
function capsNear(
  chance: Chance,
  seen: { readonly highestMs: number; readonly lastGap: number; readonly samples: readonly WaitSample[] },
): readonly Value[] {
  const last = seen.samples.filter(({ gap }) => gap === seen.lastGap).map(({ waitMs }) => waitMs);
  const { earlyMs } = seen.samples[0]?.lateness ?? { earlyMs: 0 };
  const usualMs = quantile(last, 0.7);
  const mostMs = chance.low > 0 ? (Math.min(...last) + earlyMs) / chance.low : usualMs * 2.2;
  return roundNumbersIn((usualMs / chance.high) * 0.75, Math.min(Math.max(mostMs, usualMs * 1.05), seen.highestMs * chance.high));
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}

const LEAST_BASE_MS = 8;
const UNROUND = -6;
const NOISE_WIDTHS = 10;
const CAP = -2.2;
const CLAMPED = -3;
const NO_WAIT: WaitModel = {
  backoff: 'none',
  jitter: 'none',
  baseMs: 0,
  factor: 1,
  capMs: Number.POSITIVE_INFINITY,
  isClamped: false,
  low: 1,
  high: 1,
  addedMs: 0,
};
const DECORRELATED: Growth = { backoff: 'decorrelated', factor: 1, preference: -1 };
const DRAWN: Chance = { jitter: 'decorrelated', low: 1, high: 3, isAdditive: false, preference: 0 };
const GROWTHS: readonly Growth[] = [
  { backoff: 'constant', factor: 1, preference: 0 },
  { backoff: 'exponential', factor: 2, preference: 0 },
  { backoff: 'linear', factor: 1, preference: -1.5 },
  ...[1.5, 3].map((factor) => ({ backoff: 'exponential', factor, preference: -1.5 }) as const),
  ...[1.2, 1.25, 1.3, 1.4, 1.6, 1.618, 1.7, 1.75, 1.8, 2.25, 2.5, 4, 5, 10].map(
    (factor) => ({ backoff: 'exponential', factor, preference: -3 }) as const,
  ),
];
const proportional = (low: number, high: number, preference: number): Chance => ({
  jitter: 'proportional',
  low,
  high,
  isAdditive: false,
  preference,
});
const CHANCES: readonly Chance[] = [
  { jitter: 'none', low: 1, high: 1, isAdditive: false, preference: 0 },
  { jitter: 'full', low: 0, high: 1, isAdditive: false, preference: 0 },
  { jitter: 'equal', low: 0.5, high: 1, isAdditive: false, preference: -0.5 },
  ...[0.1, 0.2, 0.25, 0.5].map((ratio) => proportional(1 - ratio, 1 + ratio, -1)),
  ...[0.05, 0.15, 0.3, 0.4].map((ratio) => proportional(1 - ratio, 1 + ratio, -2)),
  ...[0.1, 0.2, 0.25].map((ratio) => proportional(1, 1 + ratio, -2)),
  ...[0.3, 0.5].map((ratio) => proportional(1, 1 + ratio, -3.5)),
  ...[0.1, 0.2, 0.25, 0.3].map((ratio) => proportional(1 - ratio, 1, -2)),
  { jitter: 'additive', low: 1, high: 1, isAdditive: true, preference: -1.5 },
];
