import { either, flag, listOf, mapOf, members, number, oneOf, optional, text } from './shape.js';
import { verdictShape } from './verdict-shape.js';

const lane = members({ id: text, phase: text, operation: text, title: text, isOfEvents: optional(flag), durationMs: optional(number) });
const clauses = { exercisedClauseCount: number, clauseCount: number };
const covered = members({
  operation: text,
  requestCount: number,
  isReached: flag,
  statuses: mapOf(number),
  cases: mapOf(mapOf(number)),
  ...clauses,
});

/** What the test of a pair came to. */
export const testShape = either(
  members({
    kind: oneOf('tested'),
    consumer: text,
    provider: text,
    providerKind: oneOf('url', 'program', 'mock'),
    operationCount: number,
    testedOperationCount: number,
    reachedOperationCount: number,
    requestCount: number,
    lanes: listOf(lane),
    durationMs: number,
    coverage: members({ operations: listOf(covered), ...clauses }),
    verdict: verdictShape,
  }),
  members({ kind: oneOf('skipped'), consumer: text, provider: text, reason: text }),
  members({ kind: oneOf('failed'), consumer: text, provider: text, code: text, message: text }),
);
