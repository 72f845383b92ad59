import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { ID_NAMES, isIdName, nounFromWord, plainName, referredNoun } from '../../contract/resource-name.js';
import type { Schema } from '../../schema/schema.js';
import { declaredMembers } from './declared-members.js';
import type { PathPlan } from './place.js';

/** Where the id of a thing stands in it: the names of members, one inside the other. */
export type IdPath = readonly string[];

/**
 * Where a schema holds the id of the things at a path: in the member of the name of the path's parameter, in one that names the kind of thing, in one
 * that is an id by its name; else the same inside of `metadata`. `undefined` when nothing looks like it.
 *
 * @param schema - of the things
 * @param itemPlan - ends in the parameter that they are reached by
 */
export function idPathIn(schema: Schema, itemPlan: PathPlan): IdPath | undefined {
  const own = idNameAmong(declaredMembers(schema).schemas, itemPlan);
  if (own !== undefined) return [own];
  for (const name of OUTER_NAMES) {
    const inner = declaredMembers(schema).schemas.get(name);
    const found = inner === undefined ? undefined : idNameAmong(declaredMembers(inner).schemas, itemPlan);
    if (found !== undefined) return [name, found];
  }
  return undefined;
}

/**
 * The id that a thing bears; `undefined` when it has none.
 *
 * @param value - the thing
 * @param path - of its id
 */
export function idOf(value: JsonValue, path: IdPath): string | number | undefined {
  let id: JsonValue | undefined = value;
  for (const name of path) id = isJsonObject(id) ? id[name] : undefined;
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? id : undefined;
}

/**
 * The thing with another id.
 *
 * @param value - the thing
 * @param path - of its id
 * @param id - in place of its own
 */
export function withId(value: JsonObject, path: IdPath, id: JsonValue): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const inner = value[name];
  return { ...value, [name]: rest.length === 0 ? id : withId(isJsonObject(inner) ? inner : {}, rest, id) };
}

/**
 * The singular noun of what stands at a path, in lower case: `orders` → `order`.
 *
 * @param itemPlan - ends in a parameter
 */
export function nounOf(itemPlan: PathPlan): string {
  const before = itemPlan.at(-2);
  return before?.kind === 'literal' ? nounFromWord(before.text) : '';
}

function idNameAmong(members: ReadonlyMap<string, Schema>, itemPlan: PathPlan): string | undefined {
  const last = itemPlan.at(-1);
  const parameter = last?.kind === 'parameter' ? last.name : '';
  const noun = nounOf(itemPlan);
  const names = [...members.keys()].filter((name) => mayBeId(members.get(name)));
  const isOwn =
    isIdName(parameter) || referredNoun(parameter) === noun || nounFromWord(parameter) === noun || referredNoun(parameter) !== undefined;
  return (
    names.find((name) => plainName(name) === plainName(parameter)) ??
    (isOwn ? names.find((name) => referredNoun(name) === noun) : undefined) ??
    (isOwn ? ID_NAMES.flatMap((known) => names.filter((name) => plainName(name) === known))[0] : undefined) ??
    // `/customers/{customer}` shows `id`; `/users/{login}` shows no `login`, and then `id` is another way to name it.
    names.find((name) => name === 'id' || name === 'sid')
  );
}

function mayBeId(schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  const { schemas, items } = declaredMembers(schema);
  return schemas.size === 0 && items === undefined;
}

const OUTER_NAMES = ['metadata', 'meta', 'attributes'] as const;
