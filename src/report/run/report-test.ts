import type { Verdict } from '../../finding/severity.js';

/** What came of one pair. */
export type ReportTest =
  | (ReportTestPair & {
      readonly kind: 'tested';
      readonly providerKind: 'url' | 'program' | 'mock';
      readonly operationCount: number;
      /** Operations that were called. */
      readonly testedOperationCount: number;
      /** Operations that answered a request which keeps the contract with a 2xx. */
      readonly reachedOperationCount: number;
      readonly requestCount: number;
      /** What was planned of this pair, in order: a phase of an operation each. */
      readonly lanes: readonly ReportLane[];
      readonly durationMs: number;
      readonly coverage: ReportCoverage;
      readonly verdict: Verdict;
    })
  | (ReportTestPair & { readonly kind: 'skipped'; readonly reason: string })
  /** The world failed. */
  | (ReportTestPair & { readonly kind: 'failed'; readonly code: string; readonly message: string });

interface ReportTestPair {
  readonly consumer: string;
  readonly provider: string;
}

export interface ReportLane {
  /** Unique within its pair: `createOrder/coverage`. */
  readonly id: string;
  readonly phase: string;
  readonly operation: string;
  /** For people: `createOrder · coverage`. */
  readonly title: string;
  readonly isOfEvents?: boolean;
  /** Left out when it was not run to its end. */
  readonly durationMs?: number;
}

/** What was really reached, not only called. */
export interface ReportCoverage {
  readonly operations: readonly ReportOperationCoverage[];
  readonly exercisedClauseCount: number;
  readonly clauseCount: number;
}

export interface ReportOperationCoverage {
  readonly operation: string;
  readonly requestCount: number;
  /** Whether a 2xx came back. */
  readonly isReached: boolean;
  /** How often each status was answered; `none` when nobody did. */
  readonly statuses: Readonly<Record<string, number>>;
  /** How many cases, by phase and by what they were meant to be. */
  readonly cases: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly exercisedClauseCount: number;
  readonly clauseCount: number;
}

/** What came of the test of one transformation between models. */
export interface ReportTransformationResult {
  readonly name: string;
  readonly systems: readonly [a: string, b: string];
  readonly valueCount: number;
  /** Of its findings, by id. */
  readonly findingIds: readonly string[];
}
