import type { Candidate } from './candidate-models.js';
import { candidateModels } from './candidate-models.js';
import type { WaitModel, WaitSample } from './wait-model.js';
import { type FirstWaits, firstGapExcess, firstWaits, logLikelihood } from './wait-model.js';

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
  /** Of the same, if all were late by as much as it takes: what this explains is no chance of the client's. */
  readonly lateScore: number;
}

/**
 * Fits every law we know to the waits of several runs under the same failure.
 *
 * @param samples - at least one
 */
export function fitWaits(samples: readonly WaitSample[]): WaitFit {
  const models = ranked(candidateModels(samples), samples).map(({ candidate, score }) => ({ model: candidate.model, score }));
  return { models, ...lawlessScores(samples), lateScore: lateScore(samples) };
}

/**
 * Those that are not hopeless, the best first. What a candidate makes of a few samples bounds what it makes of all: most are hopeless beside the
 * best that was met so far.
 */
function ranked(
  candidates: readonly Candidate[],
  samples: readonly WaitSample[],
): readonly { readonly candidate: Candidate; readonly score: number }[] {
  const few = extremes(samples);
  const rest = samples.filter((sample) => !few.has(sample));
  const first = firstWaits(samples);
  const [some, all] = [
    { scored: [...few], first },
    { scored: [...few, ...rest], first },
  ];
  const found: { readonly candidate: Candidate; readonly score: number }[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (const candidate of [...candidates].sort((a, b) => b.preference - a.preference)) {
    if (scoreOf(candidate, some, best - HOPELESS) === Number.NEGATIVE_INFINITY) continue;
    const score = scoreOf(candidate, all, best - HOPELESS);
    if (score === Number.NEGATIVE_INFINITY) continue;
    best = Math.max(best, score);
    found.push({ candidate, score });
  }
  return found.filter(({ score }) => score > best - HOPELESS).sort((a, b) => b.score - a.score);
}

interface Scored {
  /** Those that are compared with the model. */
  readonly scored: readonly WaitSample[];
  /** Of all samples: they say how late first waits are. */
  readonly first: FirstWaits;
}

/** How late everybody was is not known exactly: larger values cost a little. Chance of its own must not pass for jitter. */
function scoreOf({ model, preference }: Candidate, { scored, first }: Scored, floor: number): number {
  let best = Number.NEGATIVE_INFINITY;
  const excess = firstGapExcess(model, first);
  // Where a wait may be none at all, the least that was seen may be chance's as well as the program's.
  const excesses = model.low === 0 && excess.excessMs > 0 ? [{ excessMs: 0, cost: 0 }, excess] : [excess];
  const spreads = model.jitter === 'none' ? SPREADS : FEW_SPREADS;
  for (const { excessMs, cost } of excesses) {
    for (const [spread, spreadCost] of spreads) {
      const given = preference - spreadCost - cost;
      best = Math.max(best, given + logLikelihood(model, scored, { spread, excessMs, floor: Math.max(floor, best) - given }));
    }
  }
  return best > floor ? best : Number.NEGATIVE_INFINITY;
}

/** The shortest, the middle and the longest of each gap: they rule out most candidates. */
function extremes(samples: readonly WaitSample[]): ReadonlySet<WaitSample> {
  const found = new Set<WaitSample>();
  for (const gap of new Set(samples.map((sample) => sample.gap))) {
    const ofGap = samples.filter((sample) => sample.gap === gap).sort((a, b) => a.waitMs - b.waitMs);
    for (const one of [ofGap[0], ofGap.at(-1), ofGap[Math.floor(ofGap.length / 2)]]) if (one !== undefined) found.add(one);
  }
  return found;
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

function lateScore(samples: readonly WaitSample[]): number {
  const gaps = [...new Set(samples.map((sample) => sample.gap))].map((gap) => samples.filter((sample) => sample.gap === gap));
  const scores = SPREADS.map(([spread, cost]) => {
    const ofGaps = gaps.map((ofGap) => {
      const leastMs = Math.min(...ofGap.map(({ waitMs }) => waitMs));
      return logLikelihood(lawless('none', { low: leastMs, high: leastMs }), ofGap, { ...PLAIN, spread });
    });
    return ofGaps.reduce((total, one) => total + one, -cost);
  });
  return Math.max(...scores);
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
