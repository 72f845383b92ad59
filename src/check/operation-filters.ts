import type { OperationEntry } from '../contract/contract.js';

/** Which operations are wanted. Of one kind any may fit, of several kinds each must; what is empty or absent asks for nothing. */
export interface OperationFilters {
  /** Ids; `*` stands for any text. */
  readonly operations?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** In any case. */
  readonly methods?: readonly string[] | undefined;
  /** Templates as the contract writes them; `*` stands for any text, slashes too. */
  readonly paths?: readonly string[] | undefined;
}

/**
 * Whether an operation is among those wanted.
 *
 * @param entry - of any contract
 * @param filters - what is wanted
 */
export function isWanted(entry: Pick<OperationEntry, 'id' | 'method' | 'path' | 'tags'>, filters: OperationFilters): boolean {
  const { operations = [], tags = [], methods = [], paths = [] } = filters;
  const isAny = (wanted: readonly string[], fits: (one: string) => boolean): boolean => wanted.length === 0 || wanted.some(fits);
  return (
    isAny(operations, (pattern) => fitsPattern(entry.id, pattern)) &&
    isAny(tags, (tag) => entry.tags.includes(tag)) &&
    isAny(methods, (method) => method.toUpperCase() === entry.method) &&
    isAny(paths, (pattern) => fitsPattern(entry.path, pattern))
  );
}

/** Piece by piece from the left, which is enough when the only wildcard is `*`, and takes no time that grows with their number. */
function fitsPattern(text: string, pattern: string): boolean {
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return text === head;
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}
