import type { Lane } from '../check/plan-lanes.js';
import type { PairOutcome } from '../check/run-suite.js';
import type { ReportLane, ReportTest } from '../report/run/report-test.js';
import { textFromError } from '../report/wording/error-wording.js';

/**
 * What came of one pair, as reports read it.
 *
 * @param outcome - of the pair
 * @param lanes - that were planned of it, in order
 */
export function reportedTest(outcome: PairOutcome, lanes: readonly Lane[]): ReportTest {
  if (outcome.kind === 'tested') {
    const { pair, providerKind, laneDurationsMs, coverage, verdict, ...result } = outcome.result;
    const { operationCount, testedOperationCount, reachedOperationCount, requestCount, durationMs } = result;
    return {
      ...pair,
      kind: 'tested',
      providerKind,
      operationCount,
      testedOperationCount,
      reachedOperationCount,
      requestCount,
      lanes: lanes.map((lane) => reportedLane(lane, laneDurationsMs[lane.id])),
      durationMs,
      coverage: { ...coverage, operations: coverage.operations.map(({ cases, ...one }) => ({ ...one, cases: definedOf(cases) })) },
      verdict,
    };
  }
  const { consumer, provider } = outcome.pair;
  if (outcome.kind === 'skipped') return { consumer, provider, kind: 'skipped', reason: outcome.reason };
  return { consumer, provider, kind: 'failed', code: outcome.error.code, message: textFromError(outcome.error) };
}

function reportedLane({ id, phase, operation, title, isOfEvents }: Lane, durationMs: number | undefined): ReportLane {
  return {
    id,
    phase,
    operation,
    title,
    ...(isOfEvents === undefined ? {} : { isOfEvents }),
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

function definedOf<Value>(values: Readonly<Partial<Record<string, Value>>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
