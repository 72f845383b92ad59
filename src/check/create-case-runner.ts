import type { Pair } from '../workspace/workspace.js';
import { callCase } from './call-case.js';
import type { CaseRunner } from './case-runner.js';
import type { PairRun } from './pair-run.js';
import type { Reporter } from './reporter.js';
import { testOneCase } from './test-one-case.js';

/**
 * What the phases of a lane work with.
 *
 * @param run - of the lane's pair
 * @param reporter - takes the lane's findings
 * @param pair - as it is known in this lane
 */
export function createCaseRunner(run: PairRun, reporter: Reporter, pair: Pair): CaseRunner {
  const { input, options, chosen, settings, pool, learned, ports, context } = run;
  return {
    contract: input.contract,
    pair,
    operations: chosen.operations,
    seed: options.seed,
    caseCount: options.caseCount,
    settings,
    pool,
    signal: input.signal,
    baseUrl: context.baseUrl,
    pause: (durationMs) => ports.sleep(durationMs, input.signal),
    isMock: () => learned.isMock,
    call: (testCase, earlier) => callCase(run, testCase, earlier),
    test: (testCase, choice) => testOneCase(run, reporter, testCase, choice),
    report: reporter.report,
    isKnown: reporter.isKnown,
  };
}
