import type { Arbitrary } from 'fast-check';
import { randomFromSeed } from '../../base/random.js';
import type { TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import type { Execution } from './execute-sequence.js';
import { executeSequence, SEARCHING } from './execute-sequence.js';
import type { BrokenTrace } from './judge-steps.js';
import type { Move } from './moves.js';
import { drawMoves, writeOperation } from './moves.js';
import { planFromMoves } from './plan-from-moves.js';
import { reportBroken, sameBroken } from './report-broken.js';
import type { SequenceContext } from './sequence-context.js';
import { smallerMoves } from './smaller-moves.js';

/**
 * Sequences of random moves on the things of a resource; what is wrong is made smaller by whole executions, each with fresh things, and reported.
 *
 * @param context - of the lane
 * @param creation - of the resource
 * @param sequenceCount - how many
 */
export async function runRandomSequences(context: SequenceContext, creation: Creation, sequenceCount: number): Promise<void> {
  const { seed } = context.runner;
  for (let label = 0; label < sequenceCount; label += 1) {
    const random = randomFromSeed(seed, 'stateful', creation.resource.create.id, label);
    const moves = drawMoves(context, creation.resource, { random, label });
    const plan = planFromMoves(context, creation, moves);
    const sequence = plan(context.nextMark());
    const execution = await executeSequence(context, sequence, { isTested: true, isJudged: true, isPatient: true });
    if (execution.broken.length === 0) continue;
    await reportBroken(context, { plan, name: sequence.name, execution }, (broken) =>
      smallestExecution(context, { creation, moves, broken }),
    );
  }
}

interface Failing {
  readonly creation: Creation;
  readonly moves: readonly Move[];
  readonly broken: BrokenTrace;
}

/** Greedy: the first smaller sequence that fails in the same way is where the search goes on. */
async function smallestExecution(context: SequenceContext, { creation, moves, broken }: Failing): Promise<Execution | undefined> {
  const { resource } = creation;
  const requestsOf = (kind: 'replace' | 'change'): Arbitrary<TestCase> | undefined => {
    const operation = writeOperation(resource, kind);
    return operation === undefined ? undefined : context.validRequests(operation);
  };
  let smallest: Execution | undefined;
  let current = moves;
  let executionCount = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smallerMoves(current, requestsOf)) {
      if (executionCount >= MAX_EXECUTION_COUNT) return smallest;
      executionCount += 1;
      const plan = planFromMoves(context, creation, candidate);
      const execution = await executeSequence(context, plan(context.nextMark()), SEARCHING);
      if (sameBroken(execution, broken) === undefined) continue;
      smallest = execution;
      current = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

const MAX_EXECUTION_COUNT = 50;
