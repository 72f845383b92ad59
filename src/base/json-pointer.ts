import type { JsonValue } from './json.js';

/**
 * The pointer with one more reference token, escaped.
 *
 * @param pointer - a JSON pointer, `''` for the whole document
 * @param token - a member name or an array index, as it is
 * @see RFC 6901 §3
 */
export function appendToken(pointer: string, token: string | number): string {
  if (typeof token === 'number') return `${pointer}/${token}`;
  return `${pointer}/${token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token}`;
}

/**
 * The reference tokens of a pointer, unescaped.
 *
 * @param pointer - a JSON pointer; `''` gives no tokens
 * @see RFC 6901 §4
 */
export function tokensFromPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const tokens = pointer.slice(1).split('/');
  return pointer.includes('~') ? tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')) : tokens;
}

/**
 * The value a pointer leads to, or `undefined` when the document has none there.
 *
 * @param root - a parsed document
 * @param pointer - a JSON pointer, `''` for the root
 * @see RFC 6901 §4
 */
export function valueAtPointer(root: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const token of tokensFromPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, JsonValue>>)[token];
  }
  return value;
}
