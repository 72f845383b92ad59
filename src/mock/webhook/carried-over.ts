import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.js';
import { appendToken, tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';

/**
 * The payload with what happened in it: the object in it that is most like the answer, or like the request, takes over the members of the same name, all of
 * them when the payload keeps its schema with them, else one by one.
 *
 * @param payload - as the contract shows it
 * @param sources - bodies of the exchange that caused it, those that know most first
 * @param isValid - whether a payload keeps its schema
 */
export function carriedOver(
  payload: JsonValue,
  sources: readonly (JsonValue | undefined)[],
  isValid: (payload: JsonValue) => boolean,
): JsonValue {
  let carried = payload;
  for (const source of sources) {
    if (!isJsonObject(source)) continue;
    const pointer = mostAlike(carried, source);
    if (pointer !== undefined) carried = withMembers(carried, { pointer, source, isValid });
  }
  return carried;
}

interface Carrying {
  /** Of an object of the payload. */
  readonly pointer: string;
  readonly source: JsonObject;
  readonly isValid: (payload: JsonValue) => boolean;
}

function withMembers(payload: JsonValue, { pointer, source, isValid }: Carrying): JsonValue {
  const target = valueAtPointer(payload, pointer);
  if (!isJsonObject(target)) return payload;
  const shared = membersOf(source)
    .filter(([name]) => Object.hasOwn(target, name))
    .slice(0, MAX_MEMBER_COUNT);
  const all = replaced(payload, tokensFromPointer(pointer), { ...target, ...Object.fromEntries(shared) } as JsonObject);
  if (isValid(all)) return all;
  let carried = payload;
  for (const [name, value] of shared) {
    const next = replaced(carried, tokensFromPointer(appendToken(pointer, name)), value);
    if (isValid(next)) carried = next;
  }
  return carried;
}

/** Where the object stands that shares most members with the source, the deeper of two; `undefined` where none shares any. */
function mostAlike(payload: JsonValue, source: JsonObject): string | undefined {
  let best: { readonly pointer: string; readonly count: number } | undefined;
  let seenCount = 0;
  const look = (value: JsonValue, pointer: string): void => {
    seenCount += 1;
    if (seenCount > MAX_OBJECT_COUNT || typeof value !== 'object' || value === null) return;
    if (isJsonObject(value)) {
      const count = Object.keys(value).filter((name) => Object.hasOwn(source, name)).length;
      if (count > 0 && count >= (best?.count ?? 0)) best = { pointer, count };
    }
    for (const [name, member] of membersOf(value)) look(member, appendToken(pointer, name));
  };
  look(payload, '');
  return best?.pointer;
}

function replaced(value: JsonValue, [token, ...rest]: readonly string[], by: JsonValue): JsonValue {
  if (token === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === token ? replaced(item, rest, by) : item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(membersOf(value).map(([name, member]) => [name, name === token ? replaced(member, rest, by) : member]));
}

/** What is absent is no member. */
function membersOf(value: JsonObject | readonly JsonValue[]): readonly (readonly [name: string, member: JsonValue])[] {
  return Object.entries(value).flatMap(([name, member]) => (member === undefined ? [] : [[name, member as JsonValue] as const]));
}

const MAX_OBJECT_COUNT = 1_000;
const MAX_MEMBER_COUNT = 100;
