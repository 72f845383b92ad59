import type { EventOperation } from '../../contract/channel.js';
import { schemaClauses } from '../../schema/boundary/schema-clauses.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import { createCoverageCounts } from '../coverage-counts.js';
import type { EffectiveCoverage } from '../effective-coverage.js';
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
  const counts = createCoverageCounts();
  return {
    driven: ({ operation, phase, intent, exercises }, fate, isTelling) => {
      counts.add(operation.id, fate, { phase, intent: intent.kind });
      if (!isTelling) return;
      if (intent.kind === 'valid') counts.reach(operation.id);
      counts.exercise(operation.id, exercises);
    },
    observed: (operation) => {
      counts.add(operation, 'sent');
      counts.reach(operation);
    },
    isTested: (operation) => counts.has(operation),
    isReached: (operation) => counts.isReached(operation),
    coverage: (operations) => counts.coverage(operations.map((operation) => ({ id: operation.id, clauses: clausesOf(operation) }))),
  };
}

function clausesOf({ messages }: EventOperation): readonly ClausePlace[] {
  return messages.flatMap((message) => {
    const schemas = [payloadSchemaOf(message), message.headers];
    return schemas.flatMap((schema) => (schema === undefined ? [] : schemaClauses(schema).map(clausePlaceOf)));
  });
}
