import type { Candidate } from './candidate-models.js';
import { candidateModels } from './candidate-models.js';
import type { WaitModel, WaitSample } from './wait-model.js';
import { firstGapExcess, logLikelihood } from './wait-model.js';

/** A model that explains the waits, and how well: a logarithm, preferences included. */
export interface FittedModel {
  readonly model: WaitModel;
  readonly score: number;
}

/** All that could explain the waits, the best first, and how well they could be explained if no law were asked for. */
export interface WaitFit {
  readonly models: readonly FittedModel[];
  /** Of a law that only says, for each gap, between which two waits it is. */
  readonly lawlessScore: number;
  /** Of a law that says, for each gap, one wait: what chance does is no sign of an unknown law, since lateness does the same. */
  readonly tableScore: number;
}

/**
 * Fits every law we know to the waits of several runs under the same failure.
 *
 * @param samples - at least one
 */
export function fitWaits(samples: readonly WaitSample[]): WaitFit {
  const ordered = extremesFirst(samples);
  const models = ranked(candidateModels(samples), ordered).map(({ candidate, score }) => ({ model: candidate.model, score }));
  return { models, ...lawlessScores(samples) };
}

/** Those that are not hopeless, the best first. */
function ranked(
  candidates: readonly Candidate[],
  samples: readonly WaitSample[],
): readonly { readonly candidate: Candidate; readonly score: number }[] {
  const found: { readonly candidate: Candidate; readonly score: number }[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const candidate of candidates) {
    const score = scoreOf(candidate, samples, best - HOPELESS);
    if (score === undefined) continue;
    best = Math.max(best, score);
    found.push({ candidate, score });
  }
  return found.filter(({ score }) => score > best - HOPELESS).sort((a, b) => b.score - a.score);
}

/** How late everybody was is not known exactly: larger values cost a little. Chance of its own must not pass for jitter. */
function scoreOf({ model, preference }: Candidate, samples: readonly WaitSample[], floor: number): number | undefined {
  let best = Number.NEGATIVE_INFINITY;
  const { excessMs, cost: excessCost } = firstGapExcess(model, samples);
  const spreads = model.jitter === 'none' ? SPREADS : FEW_SPREADS;
  for (const [spread, spreadCost] of spreads) {
    const given = preference - spreadCost - excessCost;
    best = Math.max(best, given + logLikelihood(model, samples, { spread, excessMs, floor: Math.max(floor, best) - given }));
  }
  return best > floor ? best : undefined;
}

/** The shortest and the longest of each gap first: they rule out most candidates before the others are looked at. */
function extremesFirst(samples: readonly WaitSample[]): readonly WaitSample[] {
  const extremes = new Set<WaitSample>();
  for (const gap of new Set(samples.map((sample) => sample.gap))) {
    const ofGap = samples.filter((sample) => sample.gap === gap).sort((a, b) => a.waitMs - b.waitMs);
    for (const one of [ofGap[0], ofGap.at(-1), ofGap[Math.floor(ofGap.length / 2)]]) if (one !== undefined) extremes.add(one);
  }
  return [...extremes, ...samples.filter((sample) => !extremes.has(sample))];
}

function lawlessScores(samples: readonly WaitSample[]): Pick<WaitFit, 'lawlessScore' | 'tableScore'> {
  let lawlessScore = 0;
  let tableScore = 0;
  for (const gap of new Set(samples.map((sample) => sample.gap))) {
    const ofGap = samples.filter((sample) => sample.gap === gap);
    const waits = ofGap.map(({ waitMs }) => waitMs);
    const [least, most] = [Math.min(...waits), Math.max(...waits)];
    const fixed = logLikelihood(lawless('none', { low: least, high: least }), ofGap, PLAIN) - PARAMETER_COST;
    const drawn = logLikelihood(lawless('proportional', { low: least, high: most }), ofGap, PLAIN) - 2 * PARAMETER_COST;
    tableScore += fixed;
    lawlessScore += Math.max(fixed, drawn);
  }
  return { lawlessScore, tableScore };
}

function lawless(jitter: 'none' | 'proportional', { low, high }: { readonly low: number; readonly high: number }): WaitModel {
  return {
    backoff: 'constant',
    jitter,
    baseMs: 1,
    factor: 1,
    capMs: Number.POSITIVE_INFINITY,
    isClamped: false,
    low,
    high,
    addedMs: 0,
  };
}

const SPREADS: readonly (readonly [spread: number, cost: number])[] = [
  [1, 0],
  [2.5, 1.5],
  [6, 3],
  [15, 5],
];
const FEW_SPREADS = SPREADS.slice(0, 2);
const PLAIN = { spread: 1, excessMs: 0, floor: Number.NEGATIVE_INFINITY } as const;
const HOPELESS = 20;
const PARAMETER_COST = 4;
