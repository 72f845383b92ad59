import type { Operation } from '../contract/contract.js';
import type { CalledStep } from './case-runner.js';
import { requestClauses } from './request/request-clauses.js';
import type { ClausePlace, Phase } from './test-case.js';

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

/** Counts what a run reaches. */
export interface CoverageTally {
  add(step: CalledStep): void;
  isCalled(operation: string): boolean;
  isReached(operation: string): boolean;
  /** @param operations - those that the pair has to test, in order */
  coverage(operations: readonly Operation[]): EffectiveCoverage;
}

/** A tally that has seen nothing. */
export function createCoverageTally(): CoverageTally {
  const counts = new Map<string, Counts>();
  return {
    add: (step) => count(counts, step),
    isCalled: (operation) => counts.has(operation),
    isReached: (operation) => counts.get(operation)?.isReached === true,
    coverage: (operations) => {
      const each = operations.map((operation) => coverageOf(operation, counts.get(operation.id)));
      const sum = (of: (one: OperationCoverage) => number): number => each.reduce((total, one) => total + of(one), 0);
      return {
        operations: each,
        exercisedClauseCount: sum((one) => one.exercisedClauseCount),
        clauseCount: sum((one) => one.clauseCount),
      };
    },
  };
}

interface Counts {
  requestCount: number;
  isReached: boolean;
  readonly statuses: Map<string, number>;
  readonly cases: Map<Phase, Map<string, number>>;
  readonly exercised: Set<string>;
}

function count(all: Map<string, Counts>, { testCase, exchange }: CalledStep): void {
  const { operation, phase, intent } = testCase;
  let counts = all.get(operation.id);
  if (counts === undefined) {
    counts = { requestCount: 0, isReached: false, statuses: new Map(), cases: new Map(), exercised: new Set() };
    all.set(operation.id, counts);
  }
  const status = exchange.response?.status ?? 0;
  counts.requestCount += 1;
  increment(counts.statuses, status === 0 ? 'none' : String(status));
  let cases = counts.cases.get(phase);
  if (cases === undefined) {
    cases = new Map();
    counts.cases.set(phase, cases);
  }
  increment(cases, intent.kind);
  const isAccepted = status >= 200 && status < 300;
  if (isAccepted && intent.kind === 'valid') counts.isReached = true;
  const isTelling = intent.kind === 'valid' ? isAccepted : intent.kind === 'invalid' && status >= 400 && status < 500;
  if (isTelling) for (const clause of testCase.exercises) counts.exercised.add(keyOf(clause));
}

function coverageOf(operation: Operation, counts: Counts | undefined): OperationCoverage {
  const clauses = new Set(requestClauses(operation).map(keyOf));
  return {
    operation: operation.id,
    requestCount: counts?.requestCount ?? 0,
    isReached: counts?.isReached ?? false,
    statuses: Object.fromEntries(counts?.statuses ?? []),
    cases: Object.fromEntries([...(counts?.cases ?? [])].map(([phase, byIntent]) => [phase, Object.fromEntries(byIntent)])),
    exercisedClauseCount: [...clauses].filter((clause) => counts?.exercised.has(clause) === true).length,
    clauseCount: clauses.size,
  };
}

function keyOf({ file, pointer, keyword }: ClausePlace): string {
  return `${file}#${pointer} ${keyword}`;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
