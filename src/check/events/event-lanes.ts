import type { Contract } from '../../contract/contract.js';
import type { EventOperation } from '../../contract/channel.js';
import type { Pair } from '../../workspace/workspace.js';
import { isWanted } from '../operation-filters.js';
import type { Lane, LaneChoice } from '../plan-lanes.js';
import { planLanes } from '../plan-lanes.js';
import { PHASES } from '../test-case.js';

/** The contracts of a pair's provider; it has one of them at least. */
export interface PairContracts {
  readonly contract: Contract | undefined;
  /** Of events. */
  readonly eventContract: Contract | undefined;
}

/**
 * All lanes of a pair, those of calls before those of events. The contracts alone decide them.
 *
 * @param contracts - of the provider
 * @param pair - says which operations
 * @param choice - what of them is wanted
 */
export function planPairLanes(
  { contract, eventContract }: PairContracts,
  pair: Pick<Pair, 'uses' | 'fixtures'>,
  choice: LaneChoice = {},
): readonly Lane[] {
  return [
    ...(contract === undefined ? [] : planLanes(contract, pair, choice)),
    ...(eventContract === undefined ? [] : planEventLanes(eventContract, pair, choice)),
  ];
}

/**
 * The lanes of the events of a pair: one for each operation and phase. In `examples` the sender is observed as well.
 *
 * @param contract - of events, of the provider
 * @param pair - says which operations
 * @param choice - what of them is wanted
 */
export function planEventLanes(contract: Contract, pair: Pick<Pair, 'uses' | 'fixtures'>, choice: LaneChoice = {}): readonly Lane[] {
  const wanted = choice.phases ?? PHASES;
  const operations = chooseEventOperations(contract, pair, choice.filters).filter(
    (operation) => untestedReason(operation, pair) === undefined,
  );
  return PHASES.filter((phase) => wanted.includes(phase)).flatMap((phase) =>
    operations.map(({ id }) => ({ id: `event ${id}/${phase}`, phase, operation: id, title: `${id} · ${phase}`, isOfEvents: true })),
  );
}

/**
 * The event operations of a pair: those that it says it uses, where it names any, else all.
 *
 * @param contract - of events, of the provider
 * @param pair - says which operations
 * @param filters - what of them is wanted
 */
export function chooseEventOperations(
  contract: Contract,
  { uses }: Pick<Pair, 'uses'>,
  filters: LaneChoice['filters'] = {},
): readonly EventOperation[] {
  const { eventOperations } = contract;
  const isNamed = eventOperations.some(({ id }) => uses?.includes(id));
  return eventOperations.filter(
    ({ id, action, channel }) =>
      (!isNamed || uses?.includes(id)) &&
      isWanted({ id, method: action.toUpperCase(), path: channel.address ?? channel.id, tags: [] }, filters),
  );
}

/**
 * Why an operation cannot be tested; `undefined` when it can.
 *
 * @param operation - of the contract
 * @param pair - may say that it is not to be
 */
export function untestedReason({ id, channel, messages }: EventOperation, { fixtures }: Pick<Pair, 'fixtures'>): string | undefined {
  const skip = fixtures.get(id)?.skip;
  if (skip !== undefined) return skip;
  if (messages.length === 0) return 'it has no messages';
  return channel.address === undefined ? 'its address is only known at run time' : undefined;
}
