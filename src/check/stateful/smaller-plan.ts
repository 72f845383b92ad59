import type { Execution } from './execute-sequence.js';
import { executeSequence, SEARCHING } from './execute-sequence.js';
import type { BrokenTrace } from './judge-steps.js';
import { sameBroken } from './report-broken.js';
import type { PlannedStep, Sequence, SequencePlan } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/**
 * The execution of a fixed sequence without the refused calls that do not matter; `undefined` when there are none. All other steps stay: those that
 * control the finding have to be made again whenever it is looked for again.
 *
 * @param context - of the lane
 * @param plan - that failed
 * @param broken - in this way
 */
export async function withoutRefused(context: SequenceContext, plan: SequencePlan, broken: BrokenTrace): Promise<Execution | undefined> {
  let smallest: Execution | undefined;
  const dropped = new Set<number>();
  const { steps } = plan(context.nextMark());
  for (const [index, step] of steps.entries()) {
    if (step.testCase.intent.kind !== 'invalid') continue;
    const candidate = new Set([...dropped, index]);
    const execution = await executeSequence(context, withoutSteps(plan(context.nextMark()), candidate), SEARCHING);
    if (sameBroken(execution, broken) === undefined) continue;
    dropped.add(index);
    smallest = execution;
  }
  return smallest;
}

/** No other step takes anything from the answer of a refused one. */
function withoutSteps({ name, steps }: Sequence, dropped: ReadonlySet<number>): Sequence {
  const shift = (index: number): number => index - [...dropped].filter((other) => other < index).length;
  const kept = steps.filter((_, index) => !dropped.has(index));
  return { name, steps: kept.map((step) => reindexed(step, shift)) };
}

function reindexed(step: PlannedStep, shift: (index: number) => number): PlannedStep {
  const captures = [...step.testCase.captures].map(
    ([key, capture]) => [key, capture.kind === 'step' ? { ...capture, step: shift(capture.step) } : capture] as const,
  );
  return {
    ...step,
    instance: step.instance === undefined ? undefined : shift(step.instance),
    testCase: { ...step.testCase, captures: new Map(captures) },
  };
}
