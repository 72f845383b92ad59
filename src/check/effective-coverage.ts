import type { Phase } from './test-case.js';

/** What was really reached of one operation, not only called. */
export interface OperationCoverage {
  readonly operation: string;
  readonly requestCount: number;
  /** Whether a 2xx came back. */
  readonly isReached: boolean;
  /** How often each status was answered; `none` when nobody did. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How many cases of each phase, by what they were meant to be. */
  readonly cases: Readonly<Partial<Record<Phase, Readonly<Record<string, number>>>>>;
  /** Clauses of the request's schemas that cases were there for and were answered as they should: a valid one by 2xx, an invalid one by 4xx. */
  readonly exercisedClauseCount: number;
  readonly clauseCount: number;
}

/** Of all operations of a pair together. */
export interface EffectiveCoverage {
  readonly operations: readonly OperationCoverage[];
  readonly exercisedClauseCount: number;
  readonly clauseCount: number;
}
