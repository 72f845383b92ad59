import type { Value } from 'fast-check';
import type { Random } from '../../base/random.js';
import type { Operation } from '../../contract/contract.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { TestCase } from '../test-case.js';
import type { Resource } from './resource-model.js';
import type { SequenceContext } from './sequence-context.js';

/** One move of a random sequence. `thing` counts the creations; `repeat` is the last PUT of the thing again. */
export type Move =
  | { readonly kind: 'create' | 'read' | 'remove' | 'repeat'; readonly thing: number }
  | { readonly kind: 'list' }
  | { readonly kind: 'replace' | 'change'; readonly thing: number; readonly drawn: Value<TestCase> };

/**
 * Moves that make sense one after the other: nothing is done to a thing before it was created, and only reads and deletions after it was deleted.
 *
 * @param context - of the lane
 * @param resource - that is moved
 * @param chance - the stream that decides, and a label for what is drawn
 */
export function drawMoves(
  context: SequenceContext,
  resource: Resource,
  chance: { readonly random: Random; readonly label: number },
): readonly Move[] {
  const { random } = chance;
  const game: Game = {
    context,
    resource,
    label: chance.label,
    things: [{ isGone: false, hasPut: false }],
    moves: [{ kind: 'create', thing: 0 }],
  };
  const pick = (count: number): number => Math.floor(random.next() * count);
  const length = MIN_MOVE_COUNT + pick(MAX_MOVE_COUNT - MIN_MOVE_COUNT + 1);
  while (game.moves.length < length) {
    const thing = pick(game.things.length);
    const move = possibleMove(game, MOVES[pick(MOVES.length)] ?? 'read', thing);
    game.moves.push(move);
    // What is written and never looked at shows nothing.
    if (move.kind !== 'read' && move.kind !== 'list' && random.next() < READ_RATIO) game.moves.push({ kind: 'read', thing: move.thing });
  }
  return game.moves;
}

/**
 * The operation that a move writes by.
 *
 * @param resource - that is moved
 * @param kind - of the move
 */
export function writeOperation(resource: Resource, kind: 'replace' | 'change'): Operation | undefined {
  return kind === 'replace' && resource.createdBy === 'put' ? resource.create : resource[kind];
}

interface Game {
  readonly context: SequenceContext;
  readonly resource: Resource;
  readonly label: number;
  readonly things: { isGone: boolean; hasPut: boolean }[];
  readonly moves: Move[];
}

/** The move that is wanted, a read where it makes no sense. */
function possibleMove(game: Game, kind: Move['kind'], thing: number): Move {
  const { resource, things } = game;
  const state = things[thing];
  if (kind === 'create' && things.length < MAX_THING_COUNT) {
    things.push({ isGone: false, hasPut: false });
    return { kind, thing: things.length - 1 };
  }
  if (kind === 'list' && resource.list !== undefined) return { kind };
  if (kind === 'remove' && resource.remove !== undefined && state !== undefined) {
    state.isGone = true;
    return { kind, thing };
  }
  if (state === undefined || state.isGone) return { kind: 'read', thing };
  if (kind === 'repeat' && state.hasPut) return { kind, thing };
  return kind === 'replace' || kind === 'change' ? writeMove(game, kind, thing) : { kind: 'read', thing };
}

function writeMove({ context, resource, label, things, moves }: Game, kind: 'replace' | 'change', thing: number): Move {
  const operation = writeOperation(resource, kind);
  const valid = operation === undefined ? undefined : context.validRequests(operation);
  if (operation === undefined || valid === undefined) return { kind: 'read', thing };
  const state = things[thing];
  if (state !== undefined) state.hasPut = kind === 'replace';
  return { kind, thing, drawn: drawValue(valid, context.runner.seed, 'moves', operation.id, label, moves.length) };
}

const MOVES = ['create', 'read', 'read', 'list', 'replace', 'replace', 'repeat', 'change', 'remove'] as const;
const MIN_MOVE_COUNT = 4;
const MAX_MOVE_COUNT = 9;
const MAX_THING_COUNT = 3;
const READ_RATIO = 0.6;
