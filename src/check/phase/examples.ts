import type { Operation } from '../../contract/contract.js';
import type { Called } from '../case-runner.js';
import { operationPlace } from '../exchange-check.js';
import { generatedCase, planExamples } from '../plan-examples.js';
import type { TestCase } from '../test-case.js';
import type { PhaseInput } from './phase.js';

/**
 * Tests an operation with everything that its contract documents. When the contract itself refuses all of that, with values made from the
 * schemas instead, once.
 *
 * @param input - the runner of the lane
 * @param operation - to be tested
 * @see https://spec.openapis.org/oas/v3.1.1.html#example-object
 */
export async function testExamples({ runner }: PhaseInput, operation: Operation): Promise<void> {
  const plan = planExamples(operation, runner.pair);
  if (plan.kind === 'unsatisfiable') {
    const args = { reason: plan.reason };
    runner.report(
      { code: 'check/operation-untested', severity: 'info', operation: operation.id, place: operationPlace(operation), args },
      [],
    );
    return;
  }
  let isCalled = false;
  for (const testCase of plan.cases) {
    const called = await runner.test(testCase);
    if (called.kind === 'exchange') isCalled = true;
    else noteWithheld({ runner }, testCase, called);
  }
  if (isCalled || plan.cases.every(({ origin }) => origin === 'made')) return;
  const instead = generatedCase(operation, runner.pair);
  const called = instead === undefined ? undefined : await runner.test(instead);
  if (instead !== undefined && called?.kind === 'withheld') noteWithheld({ runner }, instead, called);
}

type Withheld = Extract<Called, { readonly kind: 'withheld' }>;

function noteWithheld({ runner }: Pick<PhaseInput, 'runner'>, testCase: TestCase, { reason, problems }: Withheld): void {
  const { operation, name, origin } = testCase;
  const judgement = { operation: operation.id, place: operationPlace(operation), args: { example: name, reason } };
  const isRefused = origin === 'documented' && problems !== undefined && problems.length > 0;
  if (isRefused) runner.report({ ...judgement, code: 'check/example-refused', severity: 'warning' }, []);
  else runner.report({ ...judgement, code: 'check/operation-untested', severity: 'info' }, []);
}
