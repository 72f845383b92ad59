import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';
import type { Schema } from '../../schema/schema.js';
import { isValid, validate } from '../../schema/validate.js';
import type { Violation } from '../../schema/violation.js';

/**
 * A value that a schema lets in an answer, as near to the wanted one as can be: what is missing in it, and what is refused, comes from a value that
 * keeps the schema; `undefined` when that does not help.
 *
 * @param schema - of the value
 * @param wanted - what was sent, or what is remembered
 * @param whole - keeps the schema, as far as is known
 */
export function fittedValue(schema: Schema, wanted: JsonValue, whole: JsonValue | undefined): JsonValue | undefined {
  let value = wanted;
  for (let round = 0; round < MAX_ROUND_COUNT; round += 1) {
    const violations = validate(schema, value, RESPONSE);
    if (violations.length === 0) return value;
    if (whole === undefined) return undefined;
    let next: JsonValue = value;
    for (const violation of violations) next = repaired(next, whole, violation);
    if (next === value) break;
    value = next;
  }
  return isValid(schema, value, RESPONSE) ? value : undefined;
}

function repaired(value: JsonValue, whole: JsonValue, { keyword, instancePointer, args }: Violation): JsonValue {
  const tokens = tokensFromPointer(instancePointer);
  const { property } = args;
  if (typeof property !== 'string') return replacedAt(value, whole, tokens);
  if (keyword !== 'required' && keyword !== 'dependentRequired') return withoutMember(value, [...tokens, property]);
  const given = valueAtPointer(whole, instancePointer);
  const member = isJsonObject(given) ? given[property] : undefined;
  return member === undefined ? replacedAt(value, whole, tokens) : edited(value, [...tokens, property], member);
}

/** The nearest place around the refused one at which the whole has something else. */
function replacedAt(value: JsonValue, whole: JsonValue, tokens: readonly string[]): JsonValue {
  for (let length = tokens.length; length > 0; length -= 1) {
    const path = tokens.slice(0, length);
    const pointer = path.map((token) => `/${token.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    const other = valueAtPointer(whole, pointer);
    if (other !== undefined) return other === valueAtPointer(value, pointer) ? value : edited(value, path, other);
    // A member that the whole does without can be left out.
    if (length === 1 && isJsonObject(value)) return withoutMember(value, path);
  }
  return whole;
}

function withoutMember(value: JsonValue, path: readonly string[]): JsonValue {
  return edited(value, path, undefined);
}

function edited(value: JsonValue, path: readonly string[], member: JsonValue | undefined): JsonValue {
  const [token, ...rest] = path;
  if (token === undefined) return member ?? value;
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    return items.map((item, index) => (String(index) === token ? edited(item, rest, member) : item));
  }
  if (!isJsonObject(value)) return value;
  if (rest.length > 0) return value[token] === undefined ? value : { ...value, [token]: edited(value[token], rest, member) };
  return Object.fromEntries([
    ...Object.entries(value).filter(([name]) => name !== token || member !== undefined),
    ...(member === undefined ? [] : [[token, member] as const]),
  ]);
}

const RESPONSE = { direction: 'response' } as const;
const MAX_ROUND_COUNT = 8;
