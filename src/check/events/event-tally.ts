import type { EventOperation } from '../../contract/channel.js';
import { schemaClauses } from '../../schema/boundary/schema-clauses.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import type { EffectiveCoverage, OperationCoverage } from '../effective-coverage.js';
import { clausePlaceOf } from '../request/request-clauses.js';
import type { ClausePlace } from '../test-case.js';
import type { EventCase } from './event-case.js';

/** Counts what a run of events reaches. */
export interface EventTally {
  /** A message that was driven, and what became of it; `isTelling`: it was treated as its kind should be. */
  driven(testCase: EventCase, fate: string, isTelling: boolean): void;
  /** A message that its sender was seen to send. */
  observed(operation: string): void;
  isTested(operation: string): boolean;
  isReached(operation: string): boolean;
  /** @param operations - those that the pair has to test, in order */
  coverage(operations: readonly EventOperation[]): EffectiveCoverage;
}

/** A tally that has seen nothing. */
export function createEventTally(): EventTally {
  const counts = new Map<string, Counts>();
  const countsOf = (operation: string): Counts => {
    const known = counts.get(operation) ?? { messageCount: 0, isReached: false, fates: new Map(), cases: new Map(), exercised: new Set() };
    counts.set(operation, known);
    return known;
  };
  return {
    driven: ({ operation, phase, intent, exercises }, fate, isTelling) => {
      const known = countsOf(operation.id);
      known.messageCount += 1;
      increment(known.fates, fate);
      const cases = known.cases.get(phase) ?? new Map<string, number>();
      known.cases.set(phase, cases);
      increment(cases, intent.kind);
      if (!isTelling) return;
      if (intent.kind === 'valid') known.isReached = true;
      for (const clause of exercises) known.exercised.add(keyOf(clause));
    },
    observed: (operation) => {
      const known = countsOf(operation);
      known.messageCount += 1;
      known.isReached = true;
      increment(known.fates, 'sent');
    },
    isTested: (operation) => counts.has(operation),
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
  messageCount: number;
  isReached: boolean;
  readonly fates: Map<string, number>;
  readonly cases: Map<EventCase['phase'], Map<string, number>>;
  readonly exercised: Set<string>;
}

function coverageOf(operation: EventOperation, counts: Counts | undefined): OperationCoverage {
  const clauses = new Set(clausesOf(operation).map(keyOf));
  return {
    operation: operation.id,
    requestCount: counts?.messageCount ?? 0,
    isReached: counts?.isReached ?? false,
    statuses: Object.fromEntries(counts?.fates ?? []),
    cases: Object.fromEntries([...(counts?.cases ?? [])].map(([phase, byIntent]) => [phase, Object.fromEntries(byIntent)])),
    exercisedClauseCount: [...clauses].filter((clause) => counts?.exercised.has(clause) === true).length,
    clauseCount: clauses.size,
  };
}

function clausesOf({ messages }: EventOperation): readonly ClausePlace[] {
  return messages.flatMap((message) => {
    const schemas = [payloadSchemaOf(message), message.headers];
    return schemas.flatMap((schema) => (schema === undefined ? [] : schemaClauses(schema).map(clausePlaceOf)));
  });
}

function keyOf({ file, pointer, keyword }: ClausePlace): string {
  return `${file}#${pointer} ${keyword}`;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
