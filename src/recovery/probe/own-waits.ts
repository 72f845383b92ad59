import type { ObservedRun } from './observed-run.js';
import type { WaitSample } from './wait-model.js';

/** What a client waits when nobody tells it how long. */
export interface OwnWaits {
  /** Longest and shortest before the second attempt, in ms of its own time. */
  readonly firstMostMs: number;
  readonly firstLeastMs: number;
  /** Longest of all. */
  readonly mostMs: number;
  /** The middle one of each gap, the first gap first. */
  readonly middlesMs: readonly number[];
  /** The shortest one of each gap. */
  readonly leastsMs: readonly number[];
}

/** How late a client may come on this machine, in ms of the machine. */
export interface MachineLateness {
  readonly meanMs: number;
}

/**
 * The waits of runs under one lasting failure, as samples.
 *
 * @param runs - at any scale
 */
export function waitSamples(runs: readonly ObservedRun[], machine: MachineLateness): readonly WaitSample[] {
  const leastScale = Math.min(...runs.filter(({ waitsMs }) => waitsMs.length > 0).map(({ scale }) => scale));
  // Lateness is compressed with everything else: beside slow runs much faster ones say nothing, and their outliers much.
  const alike = runs.filter(({ scale }) => scale <= MOST_SCALE_RATIO * leastScale);
  return alike.flatMap(({ waitsMs, scale }) =>
    waitsMs.slice(0, MAX_GAP).map((waitMs, index) => ({
      gap: index + 1,
      waitMs,
      previousMs: index === 0 ? undefined : waitsMs[index - 1],
      lateness: { earlyMs: EARLY_MS * scale, meanMs: Math.max(LEAST_LATE_MS, machine.meanMs) * scale },
    })),
  );
}

/** @returns `undefined` when it never tried again */
export function ownWaits(runs: readonly ObservedRun[]): OwnWaits | undefined {
  const some = runs.filter(({ waitsMs }) => waitsMs.length > 0);
  if (some.length === 0) return undefined;
  const first = some.map(({ waitsMs }) => waitsMs[0] ?? 0);
  const gapCount = Math.min(MAX_GAP, Math.max(...some.map(({ waitsMs }) => waitsMs.length)));
  const gaps = Array.from({ length: gapCount }, (_, index) => some.flatMap(({ waitsMs }) => waitsMs[index] ?? []));
  return {
    firstMostMs: Math.max(...first),
    firstLeastMs: Math.min(...first),
    mostMs: Math.max(...some.flatMap(({ waitsMs }) => waitsMs)),
    middlesMs: gaps.map(middle),
    leastsMs: gaps.map((waits) => Math.min(...waits)),
  };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The clock of a timer is told in whole ms, and so is the scale's. */
export const EARLY_MS = 2;
const LEAST_LATE_MS = 2.5;
const MAX_GAP = 8;
const MOST_SCALE_RATIO = 4;
