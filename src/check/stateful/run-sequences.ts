import type { Contract, Operation } from '../../contract/contract.js';
import type { CaseRunner } from '../case-runner.js';
import { creationOf } from './find-creation.js';
import type { Creation } from './creation.js';
import { executeSequence } from './execute-sequence.js';
import { runRandomSequences } from './random-sequences.js';
import { reportBroken } from './report-broken.js';
import { resourcesOf } from './resource-model.js';
import type { SequenceContext } from './sequence-context.js';
import { createSequenceContext } from './sequence-context.js';
import { withoutRefused } from './smaller-plan.js';
import { controlSequence, templatePlans } from './templates.js';
import { isDone } from './trace.js';

/**
 * The operations that begin sequences: one for each resource, that which creates it.
 *
 * @param contract - whose links name operations
 * @param operations - that can be called
 */
export function statefulStarts(contract: Contract, operations: readonly Operation[]): readonly Operation[] {
  return resourcesOf(contract, operations).map(({ create }) => create);
}

/**
 * Runs everything that can be asked of what an operation creates: the fixed sequences, then random ones. A provider that keeps no state is only called.
 *
 * @param runner - of the lane
 * @param start - one of `statefulStarts`
 * @throws the signal's reason when the run is to end
 */
export async function runSequences(runner: CaseRunner, start: Operation): Promise<void> {
  const context = createSequenceContext(runner, start);
  const resource = context.resources.find(({ create }) => create.id === start.id);
  const creation = resource === undefined ? undefined : await creationOf(context, resource);
  if (creation === undefined) return;
  const isJudged = await keepsState(context, creation);
  for (const plan of templatePlans(context, creation)) {
    const sequence = plan(context.nextMark());
    const execution = await executeSequence(context, sequence, { isTested: true, isJudged, isPatient: true });
    const failed = { plan, name: sequence.name, execution };
    if (execution.broken.length > 0) await reportBroken(context, failed, (broken) => withoutRefused(context, plan, broken));
    // Without state one life shows all that there is to see.
    if (!isJudged) return;
  }
  await runRandomSequences(context, creation, sequenceCount(runner.caseCount));
}

/** A provider that finds what nobody created answers from examples, or makes up what it is asked for. */
async function keepsState(context: SequenceContext, creation: Creation): Promise<boolean> {
  if (context.runner.isMock()) return false;
  const control = controlSequence(context, creation);
  if (control === undefined) return true;
  const { steps } = await executeSequence(context, control, { isTested: true, isJudged: false, isPatient: false });
  const last = steps.length === control.steps.length ? steps.at(-1) : undefined;
  return !isDone(last?.exchange.response?.status ?? 404);
}

/** Sequences are many calls each, and their phase stands before others: a long run must not end in them. */
function sequenceCount(caseCount: number): number {
  return Math.min(MAX_SEQUENCE_COUNT, Math.max(1, Math.floor(caseCount / CASES_PER_SEQUENCE)));
}

const CASES_PER_SEQUENCE = 10;
const MAX_SEQUENCE_COUNT = 200;
