import type { Called, CalledStep } from './case-runner.js';
import type { Judgement } from './finding-from-failure.js';
import type { TestCase } from './test-case.js';

/** A case that failed, and as what. */
export interface Failure {
  /** As planned; what was sent may differ in what has to be new in every request. */
  readonly testCase: TestCase;
  readonly called: CalledStep;
  readonly judgement: Judgement;
}

export interface Shrinking {
  readonly first: Failure;
  /** Cases smaller than one that failed, most promising first. */
  readonly smaller: (testCase: TestCase) => Iterable<TestCase>;
  readonly call: (testCase: TestCase) => Promise<Called>;
  /** The failure of the same cause in another answer, `undefined` when it is not there. */
  readonly failureOf: (called: CalledStep) => Judgement | undefined;
}

/**
 * The smallest case that was found to fail for the same cause. Bounded: it is good enough when the bound is reached.
 *
 * @param shrinking - where to begin, and what is smaller
 */
export async function smallestFailure({ first, smaller, call, failureOf }: Shrinking): Promise<Failure> {
  let smallest = first;
  let requestCount = 0;
  let candidateCount = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(smallest.testCase)) {
      candidateCount += 1;
      if (requestCount >= MAX_REQUEST_COUNT || candidateCount > MAX_CANDIDATE_COUNT) return smallest;
      const called = await call(candidate);
      if (called.kind === 'withheld') continue;
      requestCount += 1;
      const judgement = failureOf(called);
      if (judgement === undefined) continue;
      smallest = { testCase: candidate, called, judgement };
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

const MAX_REQUEST_COUNT = 60;
/** What is withheld costs no request, but time. */
const MAX_CANDIDATE_COUNT = 600;
