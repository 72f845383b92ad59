import { operationPlace } from '../exchange-check.js';
import type { Judgement } from '../finding-from-failure.js';
import type { Execution } from './execute-sequence.js';
import { executeSequence } from './execute-sequence.js';
import type { BrokenTrace } from './judge-steps.js';
import type { SequencePlan } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/** A sequence that failed. */
export interface FailedSequence {
  readonly plan: SequencePlan;
  readonly name: string;
  readonly execution: Execution;
}

/**
 * Reports what is wrong with a sequence. A new cause is first looked for again in fresh things: what is not there any more is told as flaky; what is, is made
 * smaller.
 *
 * @param context - of the lane
 * @param failed - a sequence and what is wrong with it
 * @param smallest - the smallest sequence that fails in the same way
 */
export async function reportBroken(
  context: SequenceContext,
  failed: FailedSequence,
  smallest: (broken: BrokenTrace) => Promise<Execution | undefined> = async () => undefined,
): Promise<void> {
  const { runner } = context;
  for (const broken of failed.execution.broken) {
    const judgement = judgementOf(context, failed, broken);
    if (judgement === undefined) continue;
    if (runner.isKnown(judgement)) {
      runner.report(judgement, stepsUpTo(failed.execution, broken));
      continue;
    }
    const again = await executeSequence(context, failed.plan(context.nextMark()), { isTested: false, isJudged: true, isPatient: true });
    const same = sameBroken(again, broken);
    if (same === undefined) {
      const args = { ...judgement.args, reason: 'it did not happen again with fresh things' };
      runner.report({ ...judgement, code: 'check/flaky', severity: 'warning', args }, stepsUpTo(failed.execution, broken));
      continue;
    }
    const least = (await smallest(broken)) ?? again;
    const shown = sameBroken(least, broken) ?? same;
    runner.report(judgementOf(context, failed, shown) ?? judgement, stepsUpTo(least, shown));
  }
}

/**
 * The same law broken by the same operation in the same place, in another execution.
 *
 * @param execution - of a sequence
 * @param broken - as seen before
 */
export function sameBroken(execution: Execution, broken: BrokenTrace): BrokenTrace | undefined {
  const keyOf = ({ check, failure }: BrokenTrace): string => `${check.code} ${failure.operation.id} ${failure.location[0] ?? ''}`;
  return execution.broken.find((other) => keyOf(other) === keyOf(broken));
}

function judgementOf({ runner }: SequenceContext, { name }: FailedSequence, { check, failure }: BrokenTrace): Judgement | undefined {
  const { operation, location, expected, seen, shownBy } = failure;
  const severity = runner.settings.levelOf(check.code, operation.id, check.severity);
  if (severity === 'off') return undefined;
  const args = { check: check.code, example: name, phase: 'stateful', intent: 'valid', location, expected, seen, status: shownBy.status };
  return { code: check.code, severity, operation: operation.id, place: operationPlace(operation), args };
}

/** What comes after the step that shows it does not matter. */
function stepsUpTo({ steps }: Execution, { failure }: BrokenTrace): Execution['steps'] {
  return steps.slice(0, failure.shownBy.index + 1);
}
