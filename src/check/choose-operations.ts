import type { Contract, Operation } from '../contract/contract.js';
import type { Pair } from '../workspace/workspace.js';
import type { OperationFilters } from './operation-filters.js';
import { isWanted } from './operation-filters.js';
import { orderOperations } from './order-operations.js';

/** An operation of the pair that is not tested, and why. */
export interface Untested {
  readonly operation: Operation;
  readonly reason: string;
}

/** What a pair has to test. */
export interface ChosenOperations {
  /** In an order in which data exist before they are asked for. */
  readonly operations: readonly Operation[];
  readonly untested: readonly Untested[];
}

/**
 * The operations of a pair that are wanted, those that cannot be called apart.
 *
 * @param contract - of the provider
 * @param pair - says which it uses, and which values are taken from whose answers
 * @param filters - by default all are wanted
 */
export function chooseOperations(
  contract: Contract,
  pair: Pick<Pair, 'uses' | 'fixtures'>,
  filters: OperationFilters = {},
): ChosenOperations {
  const used = pair.uses === undefined ? undefined : new Set(pair.uses);
  const entries = contract.operations.filter((entry) => (used === undefined || used.has(entry.id)) && isWanted(entry, filters));
  const sources = (id: string): readonly string[] =>
    Object.values(pair.fixtures.get(id)?.capture ?? {}).map((capture) => capture.operation);
  const operations: Operation[] = [];
  const untested: Untested[] = [];
  for (const entry of orderOperations(entries, sources)) {
    const operation = entry.read();
    const reason = reasonNotToTest(operation, pair);
    if (reason === undefined) operations.push(operation);
    else untested.push({ operation, reason });
  }
  return { operations, untested };
}

function reasonNotToTest(operation: Operation, pair: Pick<Pair, 'fixtures'>): string | undefined {
  const skip = pair.fixtures.get(operation.id)?.skip;
  if (skip !== undefined) return skip;
  if (operation.unusable !== undefined) return 'the contract is broken here';
  if (operation.method === 'CONNECT') return 'CONNECT opens a tunnel';
  return operation.responses.length === 0 ? 'it declares no response' : undefined;
}
