import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';

/** Nesting beyond this is refused: every walker of the program may then recurse. */
export const MAX_DOCUMENT_DEPTH = 1000;

/**
 * Nothing, when the value is nested at most `MAX_DOCUMENT_DEPTH` deep and is a tree: shared nodes are walked once for each parent.
 *
 * @param value - what `JSON.parse` gave
 * @param file - for the message
 * @throws InputError `E_DOCUMENT_TOO_DEEP`
 */
export function assertDepth(value: JsonValue, file: string): void {
  if (typeof value === 'object' && value !== null && !isShallow(value, MAX_DOCUMENT_DEPTH)) throw tooDeep(file);
}

/**
 * The refusal of a document that is nested too deep.
 *
 * @param file - its name
 */
export function tooDeep(file: string): InputError {
  return new InputError({ code: 'E_DOCUMENT_TOO_DEEP', at: { file }, args: { maxDepth: MAX_DOCUMENT_DEPTH } });
}

/** `for in` and not `Object.values`: this runs over every node of a 13 MB document, and the arrays cost twice the walk. */
function isShallow(node: object, levelCount: number): boolean {
  if (levelCount === 0) return false;
  if (Array.isArray(node)) {
    for (const item of node) if (typeof item === 'object' && item !== null && !isShallow(item, levelCount - 1)) return false;
    return true;
  }
  for (const key in node) {
    const member = (node as Record<string, unknown>)[key];
    if (typeof member === 'object' && member !== null && !isShallow(member, levelCount - 1)) return false;
  }
  return true;
}
