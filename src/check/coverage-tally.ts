import type { Operation } from '../contract/contract.js';
import type { CalledStep } from './case-runner.js';
import type { CoverageCounts } from './coverage-counts.js';
import { createCoverageCounts } from './coverage-counts.js';
import type { EffectiveCoverage } from './effective-coverage.js';
import { requestClauses } from './request/request-clauses.js';

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
  const counts = createCoverageCounts();
  return {
    add: (step) => count(counts, step),
    isCalled: (operation) => counts.has(operation),
    isReached: (operation) => counts.isReached(operation),
    coverage: (operations) => counts.coverage(operations.map((operation) => ({ id: operation.id, clauses: requestClauses(operation) }))),
  };
}

function count(counts: CoverageCounts, { testCase, exchange }: CalledStep): void {
  const { operation, phase, intent, exercises } = testCase;
  const status = exchange.response?.status ?? 0;
  counts.add(operation.id, status === 0 ? 'none' : String(status), { phase, intent: intent.kind });
  const isAccepted = status >= 200 && status < 300;
  if (isAccepted && intent.kind === 'valid') counts.reach(operation.id);
  const isTelling = intent.kind === 'valid' ? isAccepted : intent.kind === 'invalid' && status >= 400 && status < 500;
  if (isTelling) counts.exercise(operation.id, exercises);
}
