import { callCase } from './call-case.js';
import type { CalledStep, TestOptions } from './case-runner.js';
import { operationPlace } from './exchange-check.js';
import type { PairRun } from './pair-run.js';
import type { Reporter } from './reporter.js';

/**
 * Tries a case once more that nobody answered, and says what came of it. A program that has ended will answer nothing else: that is one
 * finding, not one for each operation.
 *
 * @param run - of the case's pair
 * @param reporter - takes the finding
 * @param first - the case, without an answer
 * @param options - the sequence it belongs to
 */
export async function testSilence(run: PairRun, reporter: Reporter, first: CalledStep, options: TestOptions): Promise<void> {
  const { testCase, exchange, silence } = first;
  const { operation } = testCase;
  const severity = run.settings.levelOf('check/no-answer', operation.id, 'error');
  const place = operationPlace(operation);
  const args = { example: testCase.name, phase: testCase.phase, seen: exchange.outcome };
  const known = { code: 'check/no-answer', severity: 'error', operation: operation.id, place, args } as const;
  if (reporter.isKnown(known)) {
    reporter.report(known, [first]);
    return;
  }
  const again = await callCase(run, testCase, options.earlier);
  const trouble = await run.session.trouble();
  if (trouble !== undefined) run.learned.ending ??= 'the provider has ended';
  if (severity === 'off') return;
  const told = { ...args, reason: trouble ?? silence };
  if (again.kind === 'exchange' && again.exchange.response !== undefined) {
    reporter.report({ ...known, code: 'check/flaky', severity: 'warning', args: { ...told, check: 'check/no-answer' } }, [first]);
  } else reporter.report({ ...known, severity, args: told }, [first]);
}
