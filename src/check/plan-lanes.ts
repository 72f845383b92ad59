import type { Contract, Operation } from '../contract/contract.js';
import type { Pair } from '../workspace/workspace.js';
import { chooseOperations } from './choose-operations.js';
import type { OperationFilters } from './operation-filters.js';
import { statefulStarts } from './stateful/run-sequences.js';
import type { Phase } from './test-case.js';
import { PHASES } from './test-case.js';

/** The part of a pair's test that stands for itself: one phase of one operation. */
export interface Lane {
  /** Unique within its pair: `createOrder/coverage`. */
  readonly id: string;
  readonly phase: Phase;
  /** The operation's id; in the phase `stateful` that of the one which begins the sequences. */
  readonly operation: string;
  /** For people: `createOrder · coverage`. */
  readonly title: string;
  /** Whether the operation is one of events. */
  readonly isOfEvents?: boolean | undefined;
}

/** What of a pair is tested. */
export interface LaneChoice {
  /** By default all. */
  readonly phases?: readonly Phase[] | undefined;
  readonly filters?: OperationFilters | undefined;
}

/**
 * The lanes of a pair, in an order in which data exist before they are asked for. The contract alone decides them: no provider need be up.
 *
 * @param contract - of the provider
 * @param pair - says which operations
 * @param choice - what of them is wanted
 */
export function planLanes(contract: Contract, pair: Pick<Pair, 'uses' | 'fixtures'>, choice: LaneChoice = {}): readonly Lane[] {
  const { operations } = chooseOperations(contract, pair, choice.filters);
  const wanted = choice.phases ?? PHASES;
  return PHASES.filter((phase) => wanted.includes(phase)).flatMap((phase) => {
    const tested = phase === 'stateful' ? statefulStarts(contract, operations) : operations;
    return tested.map((operation) => laneOf(operation, phase));
  });
}

function laneOf({ id }: Operation, phase: Phase): Lane {
  return { id: `${id}/${phase}`, phase, operation: id, title: `${id} · ${phase}` };
}

/** A part of a run, so that several machines share it: the `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The lanes that fall to a shard. Every lane of a run falls to exactly one, and neighbours to different ones, for lanes of one phase take about as long.
 *
 * @param lanes - of one pair
 * @param shard - which part
 * @param laneOffset - how many lanes of the run stand before these
 */
export function lanesOfShard(lanes: readonly Lane[], shard: Shard, laneOffset: number): readonly Lane[] {
  return lanes.filter((_, index) => (laneOffset + index) % shard.count === shard.index - 1);
}
