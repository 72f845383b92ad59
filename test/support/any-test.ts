import * as fc from 'fast-check';
import type { Verdict } from '../../src/finding/severity.js';
import type { ReportTest } from '../../src/report/run/report-test.js';
import type { ReportPair, ReportSystem } from '../../src/report/run/report-workspace.js';
import { maybe, withoutGaps } from './gapless.js';

/** What may come of the test of a pair. */
export function anyTest(
  { consumer, provider }: ReportPair,
  systems: readonly ReportSystem[],
  text: fc.Arbitrary<string>,
): fc.Arbitrary<ReportTest> {
  const operations = systems.find(({ name }) => name === provider)?.operations ?? [];
  const tested: fc.Arbitrary<ReportTest> = fc.record({
    consumer: fc.constant(consumer),
    provider: fc.constant(provider),
    kind: fc.constant('tested' as const),
    providerKind: fc.constantFrom('url', 'program', 'mock' as const),
    operationCount: fc.constant(operations.length),
    testedOperationCount: fc.constant(operations.length),
    reachedOperationCount: fc.nat({ max: operations.length }),
    requestCount: fc.nat({ max: 9_999 }),
    lanes: fc.tuple(
      ...operations.map(({ id }) =>
        withoutGaps({
          id: fc.constant(`${id}/coverage`),
          phase: fc.constant('coverage'),
          operation: fc.constant(id),
          title: fc.constant(`${id} · coverage`),
          isOfEvents: maybe(fc.boolean()),
          durationMs: maybe(fc.nat({ max: 9_999 })),
        }),
      ),
    ),
    durationMs: fc.nat({ max: 99_999 }),
    coverage: fc.record({
      operations: fc.constant(
        operations.map(({ id }) => ({
          operation: id,
          requestCount: 7,
          isReached: true,
          statuses: { '200': 5, none: 2 },
          cases: { coverage: { valid: 5, invalid: 2 } },
          exercisedClauseCount: 3,
          clauseCount: 4,
        })),
      ),
      exercisedClauseCount: fc.constant(3 * operations.length),
      clauseCount: fc.constant(4 * operations.length),
    }),
    verdict: anyVerdict(text),
  });
  const untested = { consumer: fc.constant(consumer), provider: fc.constant(provider) };
  return fc.oneof(
    tested,
    fc.record({ ...untested, kind: fc.constant('skipped' as const), reason: text }),
    fc.record({ ...untested, kind: fc.constant('failed' as const), code: fc.constant('E_PORT_BUSY'), message: text }),
  );
}

/** Verdicts of every kind. */
export function anyVerdict(text: fc.Arbitrary<string>): fc.Arbitrary<Verdict> {
  return fc.oneof(
    fc.constant({ kind: 'refuted' as const }),
    fc.constant({ kind: 'proved' as const }),
    fc.constant({ kind: 'consistent' as const, caseCount: 12 }),
    fc.record({ kind: fc.constant('inconclusive' as const), reason: text }),
  );
}
