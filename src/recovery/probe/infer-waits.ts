import type { FittedModel, WaitFit } from './fit-waits.js';
import { fitWaits } from './fit-waits.js';
import { FIRST_LATE_MEANS, fixedLaws, WIDEST_SHARE } from './fixed-waits.js';
import type { JitterKind, ObservedBackoff } from './observed-policy.js';
import { roundestIn } from './round-numbers.js';
import type { WaitModel, WaitSample } from './wait-model.js';
import { growthOf } from './wait-model.js';

/** What the waits of several runs say. */
export interface InferredWaits {
  readonly backoff: ObservedBackoff;
  readonly jitter: { readonly present: boolean | null; readonly kind: JitterKind | null };
  /** Why a member is not known, or not quite. */
  readonly backoffDoubt: string | undefined;
  readonly jitterDoubt: string | undefined;
  /** More runs may help. */
  readonly isOpen: boolean;
}

/**
 * The backoff and the jitter that explain the waits, as far as nothing else explains them about as well.
 *
 * @param samples - of runs under one lasting failure; at least one
 */
export function inferWaits(samples: readonly WaitSample[]): InferredWaits {
  const fixed = inferFixed(samples);
  if (fixed !== undefined) return fixed;
  const fit = fitWaits(samples);
  const [best] = fit.models;
  if (best === undefined || fit.lawlessScore > best.score + LAWLESS_MARGIN) return withoutLaw(fit, samples);
  const found: Found = {
    model: best.model,
    lastGap: Math.max(...samples.map(({ gap }) => gap)),
    runCount: samples.filter(({ gap }) => gap === 1).length,
    isLateness: best.score - fit.lateScore < SURE,
    meanLateMs: Math.max(0, ...samples.map(({ lateness }) => lateness.meanMs)),
    marginOf: (isSame) => marginOf(fit, best, isSame),
  };
  const { jitter, isJitterKnown } = inferJitter(found);
  const { backoff, doubt, isSettled } = inferBackoff(found, isJitterKnown);
  return {
    backoff,
    jitter,
    backoffDoubt: doubt,
    jitterDoubt: isJitterKnown ? undefined : TOO_CLOSE,
    isOpen: !(isJitterKnown && isSettled),
  };
}

/** Waits without chance, when one kind of law explains them; two waits cannot tell doubling from growing by steps. */
function inferFixed(samples: readonly WaitSample[]): InferredWaits | undefined {
  const [law, ...others] = fixedLaws(samples);
  if (law === undefined) return undefined;
  const rivals = others.filter(({ kind, factor }) => kind !== law.kind || factor !== law.factor);
  const isAlike = rivals.length > 0 && rivals.every(({ kind }) => kind === 'linear') && law.kind === 'exponential';
  if (rivals.length > 0 && !isAlike) return undefined;
  const { kind, baseMs, isBaseKnown, factor, capMs } = law;
  return {
    backoff: {
      kind,
      baseMs: isBaseKnown ? baseMs : null,
      factor: kind === 'exponential' ? factor : null,
      capMs: Number.isFinite(capMs) ? capMs : null,
    },
    jitter: { present: false, kind: 'none' },
    backoffDoubt: isAlike ? ALIKE : undefined,
    jitterDoubt: undefined,
    isOpen: false,
  };
}

interface Found {
  readonly model: WaitModel;
  readonly lastGap: number;
  readonly runCount: number;
  /** Whether waits without chance, and enough lateness, explain about as well what was seen. */
  readonly isLateness: boolean;
  readonly meanLateMs: number;
  /** By how much it is better than the best of those that differ. */
  readonly marginOf: (isSame: (other: WaitModel) => boolean) => number;
}

function inferJitter({ model, runCount, isLateness, marginOf }: Found): {
  readonly jitter: InferredWaits['jitter'];
  readonly isJitterKnown: boolean;
} {
  const presentMargin = marginOf((other) => hasJitter(other) === hasJitter(model));
  const isPresenceKnown = presentMargin >= SURE && runCount >= LEAST_RUN_COUNT && !(hasJitter(model) && isLateness);
  const kindMargin = marginOf((other) => other.jitter === model.jitter);
  const isJitterKnown = isPresenceKnown && kindMargin >= SURE;
  return {
    jitter: { present: isJitterKnown ? hasJitter(model) : null, kind: isJitterKnown ? model.jitter : null },
    isJitterKnown,
  };
}

interface FoundBackoff {
  readonly backoff: ObservedBackoff;
  readonly doubt: string | undefined;
  readonly isSettled: boolean;
}

function inferBackoff(found: Found, isJitterKnown: boolean): FoundBackoff {
  const { model, lastGap, marginOf } = found;
  const isNone = model.backoff === 'none';
  const kindMargin = marginOf((other) => kindOf(other) === kindOf(model) || isNearlySame(other, model, lastGap));
  // Two waits cannot tell doubling from growing by steps: the rule that nearly everybody uses is named, and the doubt with it.
  const isGrowing = model.backoff === 'exponential' && Math.abs(model.factor - 2) < 0.01 && !Number.isFinite(model.capMs);
  const growsMargin = marginOf((other) => other.backoff === 'linear' || kindOf(other) === kindOf(model));
  const isAlike = kindMargin < SURE && kindMargin > 0 && lastGap === 2 && isGrowing && growsMargin >= SURE;
  const isKindKnown = lastGap > 1 ? kindMargin >= SURE || isAlike : isNone && kindMargin >= SURE;
  const numbers = knownNumbers(found);
  const backoff: ObservedBackoff = {
    kind: isKindKnown ? kindOf(model) : null,
    // What the wait is before chance cannot be told without knowing the chance.
    baseMs: isJitterKnown && numbers.isBaseKnown && !isNone ? roundedMs(model.baseMs) : null,
    factor: isKindKnown && numbers.isFactorKnown && model.backoff === 'exponential' ? model.factor : null,
    capMs: isKindKnown && isJitterKnown && numbers.isCapKnown && Number.isFinite(model.capMs) ? roundedMs(model.capMs) : null,
  };
  const isSingle = lastGap === 1 && !isNone;
  return { backoff, doubt: doubtOf({ isSingle, isAlike, isKindKnown }), isSettled: (isKindKnown || isSingle) && numbers.isSettled };
}

function doubtOf(found: { readonly isSingle: boolean; readonly isAlike: boolean; readonly isKindKnown: boolean }): string | undefined {
  if (found.isSingle) return ONE_WAIT;
  if (found.isAlike) return ALIKE;
  return found.isKindKnown ? undefined : TOO_CLOSE;
}

/** Which numbers of the model no other model of the same kind disputes. */
function knownNumbers({ model, lastGap, meanLateMs, marginOf }: Found): {
  readonly isBaseKnown: boolean;
  readonly isFactorKnown: boolean;
  readonly isCapKnown: boolean;
  readonly isSettled: boolean;
} {
  const known = (isNear: (other: WaitModel) => boolean): boolean =>
    marginOf((other) => kindOf(other) !== kindOf(model) || isNear(other)) >= LIKELIER;
  const isBaseNear = (tolerance: number): boolean => known((other) => Math.abs(other.baseMs - model.baseMs) <= tolerance * model.baseMs);
  const isFactorKnown = known((other) => Math.abs(other.factor - model.factor) <= FACTOR_TOLERANCE * model.factor);
  const isCapKnown = known((other) => isSameCap(other, model));
  // A first wait is late by what a program does for the first time: where it is the only one, nothing says by how much.
  const mostLateMs = meanLateMs * (lastGap === 1 || model.capMs <= model.baseMs * growthOf(model, 2) ? FIRST_LATE_MEANS : 1);
  return {
    // What chance moves is told roughly; a fixed wait is told, or left open.
    isBaseKnown:
      isBaseNear(!hasJitter(model) ? BASE_TOLERANCE : model.low === 0 ? NEAR_TOLERANCE : LOOSE_TOLERANCE) &&
      mostLateMs <= WIDEST_SHARE * model.baseMs,
    isFactorKnown,
    isCapKnown,
    isSettled: isBaseNear(BASE_TOLERANCE) && isFactorKnown && isCapKnown,
  };
}

/** How much better the best is than the best of those that differ in something. */
function marginOf({ models, lawlessScore }: WaitFit, best: FittedModel, isSame: (other: WaitModel) => boolean): number {
  const rival = models.find(({ model }) => !isSame(model));
  const lawless = lawlessScore - LAWLESS_MARGIN;
  return best.score - Math.max(rival?.score ?? Number.NEGATIVE_INFINITY, lawless > best.score ? lawless : Number.NEGATIVE_INFINITY);
}

/** No law of ours explains it, and chance does not either. */
function withoutLaw(fit: WaitFit, samples: readonly WaitSample[]): InferredWaits {
  const [best] = fit.models;
  const isFar = best !== undefined && fit.tableScore > best.score + OTHER_MARGIN + OTHER_MARGIN_EACH * samples.length;
  const isClear = isFar && samples.filter(({ gap }) => gap === 1).length >= LEAST_RUN_COUNT;
  return {
    backoff: { kind: isClear ? 'other' : null, baseMs: null, factor: null, capMs: null },
    jitter: { present: null, kind: null },
    backoffDoubt: NO_LAW,
    jitterDoubt: NO_LAW,
    isOpen: true,
  };
}

function kindOf({ backoff }: WaitModel): Exclude<ObservedBackoff['kind'], null> {
  // Its mean grows threefold at most and is bounded from below by the base: the nearest word of those there are.
  return backoff === 'decorrelated' ? 'exponential' : backoff;
}

/** Laws whose waits hardly differ are one: the simplest of them is named. */
function isNearlySame(a: WaitModel, b: WaitModel, lastGap: number): boolean {
  if (a.backoff === 'none' || b.backoff === 'none' || a.backoff === 'decorrelated' || b.backoff === 'decorrelated') return false;
  const tolerance = b.low === 0 ? 1.5 : 1.12;
  for (let gap = 1; gap <= lastGap; gap += 1) {
    const ratio = middleOf(a, gap) / middleOf(b, gap);
    if (ratio > tolerance || ratio < 1 / tolerance) return false;
  }
  return true;
}

function middleOf(model: WaitModel, gap: number): number {
  const middleMs = model.baseMs * growthOf(model, gap);
  return Math.min(model.capMs, middleMs);
}

function hasJitter({ jitter }: WaitModel): boolean {
  return jitter !== 'none';
}

function isSameCap(a: WaitModel, b: WaitModel): boolean {
  if (!Number.isFinite(a.capMs) || !Number.isFinite(b.capMs)) return a.capMs === b.capMs;
  return Math.abs(a.capMs - b.capMs) <= BASE_TOLERANCE * b.capMs;
}

/** Lateness only makes it larger: a round number a little below is what was meant. */
function roundedMs(valueMs: number): number {
  const roundMs = roundestIn(valueMs * 0.975, valueMs * 1.002);
  return roundMs >= 100 ? Math.round(roundMs) : Number(roundMs.toPrecision(2));
}

const ONE_WAIT = 'there is only one wait: nothing grows yet';
const ALIKE = 'two waits fit steps of equal size as well';
const TOO_CLOSE = 'several laws explain the waits about as well';
const NO_LAW = 'no known law explains the waits';
/** 1,000 to 1. */
const SURE = 6.9;
/** 100 to 1. */
const LIKELIER = 4.6;
const LAWLESS_MARGIN = 6;
/** To say that there is no known law, and not only that lateness hides it. */
const OTHER_MARGIN = 30;
/** Lateness that is the same each time adds up over samples, and is no law. */
const OTHER_MARGIN_EACH = 1.5;
const LEAST_RUN_COUNT = 5;
const BASE_TOLERANCE = 0.08;
const NEAR_TOLERANCE = 0.12;
const LOOSE_TOLERANCE = 0.25;
const FACTOR_TOLERANCE = 0.04;
