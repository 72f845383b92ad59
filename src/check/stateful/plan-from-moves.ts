import type { Operation } from '../../contract/contract.js';
import type { TestCase } from '../test-case.js';
import type { Creation } from './creation.js';
import type { Thing } from './item-step.js';
import { itemStep, plainCase, thingFrom } from './item-step.js';
import type { Move } from './moves.js';
import type { PlannedStep, SequencePlan } from './sequence.js';
import { namedSequence, shiftedSteps } from './sequence.js';
import type { SequenceContext } from './sequence-context.js';

/**
 * The moves of a random sequence as calls.
 *
 * @param context - of the lane
 * @param creation - of the resource that is moved
 * @param moves - each about a thing that was created before it
 */
export function planFromMoves(context: SequenceContext, creation: Creation, moves: readonly Move[]): SequencePlan {
  const name = [...new Set(moves.map(({ kind }) => kind))].join(', ');
  return (mark) => {
    const board: Board = { context, creation, steps: [], things: new Map(), puts: new Map() };
    for (const move of moves) addMove(board, move, mark);
    return namedSequence(name, board.steps);
  };
}

interface Board {
  readonly context: SequenceContext;
  readonly creation: Creation;
  readonly steps: PlannedStep[];
  /** By the number of the creation. */
  readonly things: Map<number, Thing>;
  /** The last PUT of each. */
  readonly puts: Map<number, PlannedStep>;
}

function addMove(board: Board, move: Move, mark: string): void {
  const { creation, steps, things, puts } = board;
  if (move.kind === 'create') {
    steps.push(...shiftedSteps(creation.steps(`${mark}t${move.thing}`), steps.length));
    const created = thingFrom(creation, steps);
    if (created !== undefined) things.set(move.thing, created);
    return;
  }
  const thing = move.kind === 'list' ? [...things.values()][0] : things.get(move.thing);
  const step = thing === undefined ? undefined : stepOf(board, move, thing);
  if (step === undefined) return;
  if (move.kind === 'replace') puts.set(move.thing, step);
  steps.push(step);
}

function stepOf({ context, creation, puts }: Board, move: Move, thing: Thing): PlannedStep | undefined {
  switch (move.kind) {
    case 'replace':
    case 'change':
      return itemStep(move.drawn.value, thing);
    case 'repeat':
      return puts.get(move.thing);
    case 'create':
      return undefined;
    default:
      return plainStep(context, creation.resource[move.kind], thing);
  }
}

function plainStep(context: SequenceContext, operation: Operation | undefined, thing: Thing): PlannedStep | undefined {
  const base: TestCase | undefined = operation === undefined ? undefined : plainCase(context, operation);
  return base === undefined ? undefined : itemStep(base, thing);
}
