import type { CheckLevels } from '../workspace/workspace.js';
import type { OperationFilters } from './operation-filters.js';
import type { Phase } from './test-case.js';
import { PHASES } from './test-case.js';

/** What a run asks for, whichever pair it tests. */
export interface TestingOptions {
  /** What chance is drawn from: with one worker the same seed sends the same cases. */
  readonly seed: string;
  readonly phases: readonly Phase[];
  /** How many cases the phase `fuzzing` draws for an operation. */
  readonly caseCount: number;
  readonly filters: OperationFilters;
  /** Under those of the pair. */
  readonly checkLevels: CheckLevels;
  /** An answer that takes longer is a finding; `undefined` sets no bound. */
  readonly maxResponseTimeMs: number | undefined;
  /** How many lanes of a pair run at a time. */
  readonly workers: number;
}

/** The same, where everything has a default. */
export type TestingChoices = { readonly [Name in keyof TestingOptions]?: TestingOptions[Name] | undefined };

/**
 * The options with what was not chosen filled in.
 *
 * @param choices - of a caller
 */
export function testingOptions(choices: TestingChoices): TestingOptions {
  return {
    seed: choices.seed ?? '0',
    phases: choices.phases ?? PHASES,
    caseCount: choices.caseCount ?? DEFAULT_CASE_COUNT,
    filters: choices.filters ?? {},
    checkLevels: choices.checkLevels ?? new Map(),
    maxResponseTimeMs: choices.maxResponseTimeMs,
    workers: choices.workers ?? 1,
  };
}

const DEFAULT_CASE_COUNT = 50;
