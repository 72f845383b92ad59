import type { Arbitrary, Value } from 'fast-check';
import type { Operation } from '../../contract/contract.js';
import { drawValue, shrinksOf } from '../../schema/arbitrary/draw.js';
import type { CaseRunner } from '../case-runner.js';
import type { RequestPlan } from '../request/request-arbitrary.js';
import { planRequests } from '../request/request-arbitrary.js';
import type { TestCase } from '../test-case.js';
import type { PhaseInput } from './phase.js';

/**
 * Tests an operation with drawn requests, one in four of them broken on purpose. The seed, the operation and the number of a case decide it.
 *
 * @param input - the runner of the lane
 * @param operation - to be tested
 */
export async function testFuzzing({ runner, context }: PhaseInput, operation: Operation): Promise<void> {
  const plan = planRequests(operation, context);
  if (plan.kind === 'unsatisfiable') {
    reportUnsatisfiable(runner, operation.id, plan);
    return;
  }
  const hasChoice = operation.parameters.length > 0 || operation.requestBody !== undefined;
  const caseCount = hasChoice ? runner.caseCount : Math.min(runner.caseCount, 1);
  for (let index = 0; index < caseCount; index += 1) {
    const drawn = draw(plan, index, `${runner.seed} ${operation.id}`);
    await runner.test(drawn.testCase, { smaller: drawn.smaller });
  }
}

type Unsatisfiable = Extract<RequestPlan, { readonly kind: 'unsatisfiable' }>;

function reportUnsatisfiable(runner: CaseRunner, operation: string, { place, reason, location }: Unsatisfiable): void {
  // No value is at fault when the path itself leads elsewhere: a template with `#` or `?` in it cannot be asked for.
  if (location.length === 1 && location[0] === 'path') {
    runner.report({ code: 'check/operation-untested', severity: 'info', operation, place, args: { reason } }, []);
    return;
  }
  const severity = runner.settings.levelOf('check/request-unsatisfiable', operation, 'warning');
  if (severity === 'off') return;
  runner.report({ code: 'check/request-unsatisfiable', severity, operation, place, args: { reason, location } }, []);
}

interface Drawn {
  readonly testCase: TestCase;
  readonly smaller: (testCase: TestCase) => Iterable<TestCase>;
}

function draw({ valid, invalid }: Extract<RequestPlan, { readonly kind: 'requests' }>, index: number, seed: string): Drawn {
  const arbitrary = invalid !== undefined && index % 4 === 3 ? invalid : valid;
  const value = drawValue(arbitrary, seed, 'fuzzing', index);
  const named = (testCase: TestCase): TestCase => ({ ...testCase, phase: 'fuzzing', name: `case ${index + 1}` });
  const testCase = named(value.value);
  const values = new WeakMap<TestCase, Value<TestCase>>([[testCase, value]]);
  return { testCase, smaller: (larger) => smallerThan(larger, { values, arbitrary, named }) };
}

interface Shrinkable {
  readonly values: WeakMap<TestCase, Value<TestCase>>;
  readonly arbitrary: Arbitrary<TestCase>;
  readonly named: (testCase: TestCase) => TestCase;
}

function* smallerThan(testCase: TestCase, { values, arbitrary, named }: Shrinkable): Iterable<TestCase> {
  const value = values.get(testCase);
  if (value === undefined) return;
  for (const smaller of shrinksOf(arbitrary, value)) {
    const candidate = named(smaller.value);
    values.set(candidate, smaller);
    yield candidate;
  }
}
