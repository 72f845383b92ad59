import type { CalledStep } from './case-runner.js';
import type { Judgement } from './finding-from-failure.js';
import type { BrokenCheck } from './judge-exchange.js';
import { judgeExchange } from './judge-exchange.js';
import type { PairRun } from './pair-run.js';

/**
 * What is wrong with the answer to a case, by every check of a single exchange.
 *
 * @param run - of the case's pair
 * @param called - the case and its answer
 * @param isReplay - whether it was judged in another run already: then it counts as it did there, whatever else was seen in this one
 */
export function judgeCalled(
  run: PairRun,
  { testCase, exchange, requestProblems }: CalledStep,
  { isReplay }: { readonly isReplay: boolean } = { isReplay: false },
): readonly BrokenCheck[] {
  const { input, answers, learned, options, context, settings, session } = run;
  const { operation } = testCase;
  return judgeExchange(
    {
      contract: input.contract,
      operation,
      exchange,
      testCase,
      requestProblems,
      isMock: learned.isMock,
      isFresh: session.kind === 'program',
      hasAccepted: isReplay || answers.has(operation.id),
      maxResponseTimeMs: options.maxResponseTimeMs,
      secretValues: context.secrets.values,
    },
    isReplay ? undefined : settings,
  );
}

/**
 * A broken check of an answer as a judgement of its operation.
 *
 * @param one - what was broken
 * @param called - where it was seen
 */
export function judgementOf({ check, failure }: BrokenCheck, { testCase, exchange }: CalledStep): Judgement {
  const { location, expected, seen, place, severity } = failure;
  const args = {
    check: check.code,
    example: testCase.name,
    phase: testCase.phase,
    intent: testCase.intent.kind,
    location,
    expected,
    seen,
    status: exchange.response?.status,
  };
  return { code: check.code, severity, operation: testCase.operation.id, place, args };
}
