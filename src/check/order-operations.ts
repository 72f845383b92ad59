import type { OperationEntry } from '../contract/contract.js';

/**
 * The operations in an order in which data exist before they are asked for: what creates comes first, then what replaces, reads, changes
 * and acts, last what deletes and what ends a session; otherwise in the order given. An operation that takes a value from another's answer stands after it.
 *
 * @param operations - in document order
 * @param sources - for an operation's id, the ids of those whose answers it takes values from
 */
export function orderOperations(
  operations: readonly OperationEntry[],
  sources: (id: string) => readonly string[] = () => [],
): readonly OperationEntry[] {
  const ranked = operations
    .map((entry, index) => ({ entry, index, rank: rankOf(entry) }))
    .sort((left, right) => left.rank - right.rank || left.index - right.index)
    .map(({ entry }) => entry);
  const byId = new Map(ranked.map((entry) => [entry.id, entry]));
  const ordered = new Set<OperationEntry>();
  const visiting = new Set<OperationEntry>();
  const visit = (entry: OperationEntry): void => {
    // A circle of captures cannot be put in order; its members stay where their rank puts them.
    if (ordered.has(entry) || visiting.has(entry)) return;
    visiting.add(entry);
    for (const id of sources(entry.id)) {
      const source = byId.get(id);
      if (source !== undefined) visit(source);
    }
    ordered.add(entry);
  };
  for (const entry of ranked) visit(entry);
  return [...ordered];
}

function rankOf({ method, path }: OperationEntry): number {
  if (ENDS_SESSION.test(path)) return 6;
  switch (method) {
    case 'POST':
      return path.includes('{') ? 4 : 0;
    case 'PUT':
      return 1;
    case 'PATCH':
      return 3;
    case 'DELETE':
      return 5;
    default:
      return 2;
  }
}

const ENDS_SESSION = /\/(?:log-?out|sign-?out|revoke|shutdown)\/?$/i;
