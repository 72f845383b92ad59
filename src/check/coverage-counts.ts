import type { EffectiveCoverage, OperationCoverage } from './effective-coverage.js';
import type { ClausePlace, Phase } from './test-case.js';

/** What cases came to, by operation. */
export interface CoverageCounts {
  /** One call or message: what became of it, and, when it was made for a case, of which phase and intent. */
  add(operation: string, fate: string, made?: { readonly phase: Phase; readonly intent: string }): void;
  /** What is wanted of the operation came about at least once. */
  reach(operation: string): void;
  /** A case was treated as its kind should be: its clauses count. */
  exercise(operation: string, clauses: readonly ClausePlace[]): void;
  has(operation: string): boolean;
  isReached(operation: string): boolean;
  /** @param operations - those that the pair has to test, in order, each with the clauses of its schemas */
  coverage(operations: readonly { readonly id: string; readonly clauses: readonly ClausePlace[] }[]): EffectiveCoverage;
}

/** Nothing counted yet. */
export function createCoverageCounts(): CoverageCounts {
  const all = new Map<string, Counts>();
  const countsOf = (operation: string): Counts => {
    let counts = all.get(operation);
    if (counts === undefined) {
      counts = { count: 0, isReached: false, fates: new Map(), cases: new Map(), exercised: new Set() };
      all.set(operation, counts);
    }
    return counts;
  };
  return {
    add: (operation, fate, made) => {
      const counts = countsOf(operation);
      counts.count += 1;
      increment(counts.fates, fate);
      if (made === undefined) return;
      const cases = counts.cases.get(made.phase) ?? new Map<string, number>();
      counts.cases.set(made.phase, cases);
      increment(cases, made.intent);
    },
    reach: (operation) => {
      countsOf(operation).isReached = true;
    },
    exercise: (operation, clauses) => {
      const { exercised } = countsOf(operation);
      for (const clause of clauses) exercised.add(keyOf(clause));
    },
    has: (operation) => all.has(operation),
    isReached: (operation) => all.get(operation)?.isReached === true,
    coverage: (operations) => {
      const each = operations.map(({ id, clauses }) => coverageOf(id, clauses, all.get(id)));
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
  count: number;
  isReached: boolean;
  readonly fates: Map<string, number>;
  readonly cases: Map<Phase, Map<string, number>>;
  readonly exercised: Set<string>;
}

function coverageOf(operation: string, places: readonly ClausePlace[], counts: Counts | undefined): OperationCoverage {
  const clauses = new Set(places.map(keyOf));
  return {
    operation,
    requestCount: counts?.count ?? 0,
    isReached: counts?.isReached ?? false,
    statuses: Object.fromEntries(counts?.fates ?? []),
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
