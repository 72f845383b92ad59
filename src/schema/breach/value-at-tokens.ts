import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { withMember } from '../boundary/reach.js';

/**
 * The value some tokens below another, `undefined` when nothing is there.
 *
 * @param whole - any value
 * @param tokens - members by name, items by index
 */
export function valueAtTokens(whole: JsonValue, tokens: readonly (string | number)[]): JsonValue | undefined {
  let value: JsonValue | undefined = whole;
  for (const token of tokens) {
    if (typeof token === 'number') value = Array.isArray(value) ? (value as readonly JsonValue[])[token] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return value;
}

/**
 * The whole with another value in place of one that is there; `undefined` when nothing is there.
 *
 * @param whole - left as it is
 * @param tokens - members by name, items by index
 * @param value - to stand there
 */
export function withValueAt(whole: JsonValue, tokens: readonly (string | number)[], value: JsonValue): JsonValue | undefined {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  const inner = valueAtTokens(whole, [token]);
  const changed = inner === undefined ? undefined : withValueAt(inner, rest, value);
  if (changed === undefined) return undefined;
  if (typeof token === 'number') return Array.isArray(whole) ? whole.with(token, changed) : undefined;
  return isJsonObject(whole) ? withMember(whole, token, changed) : undefined;
}
