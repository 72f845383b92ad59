import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import type { Exchange } from '../journal/exchange.js';
import { callCase } from './call-case.js';
import type { Called, CalledStep, TestOptions } from './case-runner.js';
import { contractDefectOf } from './contract-defect.js';
import { operationPlace } from './exchange-check.js';
import type { Judgement } from './finding-from-failure.js';
import { judgeCalled, judgementOf } from './judge-called.js';
import type { BrokenCheck } from './judge-exchange.js';
import type { PairRun } from './pair-run.js';
import type { Reporter } from './reporter.js';
import type { SecondTry } from './reproduced.js';
import { reproduced } from './reproduced.js';
import { smallestFailure } from './smallest-failure.js';
import type { TestCase } from './test-case.js';
import { testSilence } from './test-silence.js';

/**
 * Sends a case and keeps what is wrong with the answer. A failure of a new cause is tried again before it is called one, and made smaller.
 *
 * @param run - learns from the answers
 * @param reporter - takes the findings
 * @param testCase - of one of the pair's operations
 * @param options - the sequence it belongs to, and cases smaller than it
 */
export async function testOneCase(run: PairRun, reporter: Reporter, testCase: TestCase, options: TestOptions = {}): Promise<Called> {
  const called = await callCase(run, testCase, options.earlier);
  if (called.kind === 'withheld') return called;
  if (called.exchange.response === undefined) await testSilence(run, reporter, called, options);
  else await testAnswer({ run, reporter, options, testCase }, called);
  return called;
}

interface Setting {
  readonly run: PairRun;
  readonly reporter: Reporter;
  readonly options: TestOptions;
  /** As planned. */
  readonly testCase: TestCase;
}

async function testAnswer(setting: Setting, called: CalledStep): Promise<void> {
  const { run, reporter, options } = setting;
  const defect = run.learned.isMock ? contractDefectOf(called.exchange) : undefined;
  if (defect !== undefined) {
    const { operation, name } = called.testCase;
    const args = { example: name, reason: defect };
    reporter.report(
      { code: 'check/operation-untested', severity: 'info', operation: operation.id, place: operationPlace(operation), args },
      [called],
    );
    return;
  }
  const all = judgeCalled(run, called);
  if (all.length === 0) return;
  const broken = all.filter((one) => !run.letIn.isConsequence(one, all));
  const fresh = broken.filter((one) => !reporter.isKnown(judgementOf(one, called)));
  for (const one of broken) if (!fresh.includes(one)) reporter.report(judgementOf(one, called), [called]);
  if (fresh.length === 0) return;
  const isWorthIt = fresh.some(({ failure }) => failure.severity !== 'info');
  const second = isWorthIt ? await trySecond(run, setting.testCase, options.earlier) : undefined;
  for (const one of fresh) await reportFresh(setting, { one, called, second });
}

interface Fresh {
  readonly one: BrokenCheck;
  readonly called: CalledStep;
  readonly second: SecondTry | undefined;
}

async function reportFresh({ run, reporter, options, testCase }: Setting, { one, called, second }: Fresh): Promise<void> {
  if (second !== undefined && !reproduced(one, called.exchange, second)) {
    reporter.report(flakyJudgement(one, called), [called]);
    return;
  }
  run.letIn.learn(one);
  // Of two failures of one answer, the first may have made the second known.
  const judgement = judgementOf(one, called);
  if (options.smaller === undefined || reporter.isKnown(judgement) || one.failure.severity === 'info') {
    reporter.report(judgement, [called]);
    return;
  }
  const cause = reporter.causeOf(judgement);
  const smallest = await smallestFailure({
    first: { testCase, called, judgement },
    smaller: options.smaller,
    call: (candidate) => callCase(run, candidate, options.earlier),
    failureOf: (candidate) =>
      judgeCalled(run, candidate)
        .map((other) => judgementOf(other, candidate))
        .find((other) => reporter.causeOf(other) === cause),
  });
  reporter.report(smallest.judgement, [smallest.called]);
}

async function trySecond(run: PairRun, testCase: TestCase, earlier: readonly Exchange[] | undefined): Promise<SecondTry | undefined> {
  const again = await callCase(run, testCase, earlier);
  return again.kind === 'exchange' ? { exchange: again.exchange, broken: judgeCalled(run, again) } : undefined;
}

function flakyJudgement(one: BrokenCheck, called: CalledStep): Judgement {
  const code: FindingCode = 'check/flaky';
  const severity: Severity = 'warning';
  return { ...judgementOf(one, called), code, severity };
}
