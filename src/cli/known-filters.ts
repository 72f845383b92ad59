import type { OperationFilters } from '../check/operation-filters.js';
import { isWanted } from '../check/operation-filters.js';
import type { EventOperation } from '../contract/channel.js';
import type { Contract, OperationEntry } from '../contract/contract.js';
import { knownValue, wrongValue } from './option-values.js';

/**
 * Sees to it that each filter can let something through: a mistyped name would test nothing and look like success.
 *
 * @param filters - as they were asked for
 * @param contracts - of all pairs that are tested
 * @throws InputError `E_ARGUMENT_VALUE` with the nearest known name
 */
export function assertKnownFilters(filters: OperationFilters, contracts: readonly Contract[]): void {
  const entries = contracts.flatMap((contract) => [...contract.operations, ...contract.eventOperations.map(entryOfEvent)]);
  if (entries.length === 0) return;
  for (const kind of KINDS) {
    for (const name of filters[kind.filter] ?? []) {
      if (entries.some((entry) => isWanted(entry, { [kind.filter]: [name] }))) continue;
      const known = [...new Set(entries.flatMap(kind.namesOf))];
      if (!name.includes('*')) knownValue(kind.option, name, known);
      throw wrongValue(kind.option, name, `what fits one of ${known.slice(0, SHOWN_COUNT).join(', ')}`);
    }
  }
}

/** As filters see an operation of events: its action is its method, its address the path. */
function entryOfEvent({ id, action, channel }: EventOperation): Pick<OperationEntry, 'id' | 'method' | 'path' | 'tags'> {
  return { id, method: action.toUpperCase(), path: channel.address ?? channel.id, tags: [] };
}

interface FilterKind {
  readonly filter: keyof OperationFilters;
  readonly option: string;
  readonly namesOf: (entry: Pick<OperationEntry, 'id' | 'method' | 'path' | 'tags'>) => readonly string[];
}

const KINDS: readonly FilterKind[] = [
  { filter: 'operations', option: '--operation', namesOf: ({ id }) => [id] },
  { filter: 'tags', option: '--tag', namesOf: ({ tags }) => tags },
  { filter: 'methods', option: '--method', namesOf: ({ method }) => [method] },
  { filter: 'paths', option: '--path', namesOf: ({ path }) => [path] },
];
const SHOWN_COUNT = 12;
