import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Operation } from '../../contract/contract.js';
import { nounFromWord, plainName } from '../../contract/resource-name.js';
import type { Schema } from '../../schema/schema.js';
import { declaredMembers } from './declared-members.js';
import { idPathIn, nounOf } from './id-member.js';
import type { PathPlan } from './place.js';

/** Where one thing, or a list of them, stands in a body: the names of the members around it. */
export interface ShownPlace {
  readonly path: readonly string[];
  /** Of the thing, or of each in the list. */
  readonly schema: Schema;
}

/**
 * Where a body holds a thing of the kind that a path leads to: it is the thing, or has it in a member (`{ data: {…} }`); `undefined` when it
 * shows none.
 *
 * @param schema - of the body
 * @param itemPlan - of the things
 */
export function itemPlaceIn(schema: Schema, itemPlan: PathPlan): ShownPlace | undefined {
  if (idPathIn(schema, itemPlan) !== undefined) return { path: [], schema };
  const { schemas } = declaredMembers(schema);
  for (const [name, inner] of wrappersFirst(schemas, nounOf(itemPlan))) {
    if (idPathIn(inner, itemPlan) !== undefined) return { path: [name], schema: inner };
  }
  return undefined;
}

/**
 * Where an operation on one thing shows it: as {@link itemPlaceIn} says, else its whole body, for what a path alone names need not bear an id.
 *
 * @param operation - at the path of the things
 * @param schema - of the body
 * @param itemPlan - of the things
 */
export function ownPlaceIn(operation: Pick<Operation, 'method'>, schema: Schema, itemPlan: PathPlan): ShownPlace | undefined {
  const found = itemPlaceIn(schema, itemPlan);
  if (found !== undefined || !SHOWING.has(operation.method)) return found;
  return isThing(schema) ? { path: [], schema } : undefined;
}

/**
 * Where a body holds a list of things: it is the list, or has it in a member, or in a member of a member (`{ data: { items: […] } }`).
 *
 * @param schema - of the body
 * @param itemPlan - of the things
 */
export function listPlaceIn(schema: Schema, itemPlan: PathPlan): ShownPlace | undefined {
  const { items, schemas } = declaredMembers(schema);
  if (items !== undefined) return isThing(items) ? { path: [], schema: items } : undefined;
  const noun = nounOf(itemPlan);
  const direct = listAmong(schemas, noun, itemPlan);
  if (direct !== undefined) return direct;
  for (const [name, inner] of wrappersFirst(schemas, noun)) {
    const found = listAmong(declaredMembers(inner).schemas, noun, itemPlan);
    if (found !== undefined) return { ...found, path: [name, ...found.path] };
  }
  return undefined;
}

/**
 * The value at a place; `undefined` when nothing is there.
 *
 * @param body - of an answer
 * @param path - of the place
 */
export function valueAt(body: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let value = body;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}

/**
 * The body with another value at a place.
 *
 * @param body - of an answer; what is no object is replaced by one
 * @param path - of the place
 * @param value - for it
 */
export function withValueAt(body: JsonValue | undefined, path: readonly string[], value: JsonValue): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const object: JsonObject = isJsonObject(body) ? body : {};
  return { ...object, [name]: withValueAt(object[name], rest, value) };
}

function listAmong(schemas: ReadonlyMap<string, Schema>, noun: string, itemPlan: PathPlan): ShownPlace | undefined {
  const lists = [...schemas].flatMap(([name, schema]) => {
    const { items } = declaredMembers(schema);
    return items !== undefined && isThing(items) ? [{ name, items }] : [];
  });
  const best =
    lists.find(({ name }) => nounFromWord(name) === noun) ??
    lists.find(({ name }) => LIST_NAMES.has(plainName(name))) ??
    lists.find(({ items }) => idPathIn(items, itemPlan) !== undefined) ??
    (lists.length === 1 ? lists[0] : undefined);
  return best === undefined ? undefined : { path: [best.name], schema: best.items };
}

function isThing(schema: Schema): boolean {
  return declaredMembers(schema).schemas.size > 0;
}

function wrappersFirst(schemas: ReadonlyMap<string, Schema>, noun: string): readonly (readonly [string, Schema])[] {
  return [...schemas].filter(([name]) => WRAPPERS.has(plainName(name)) || nounFromWord(name) === noun || plainName(name) === noun);
}

const SHOWING: ReadonlySet<string> = new Set(['GET', 'PUT', 'PATCH']);
const WRAPPERS: ReadonlySet<string> = new Set(['data', 'item', 'result', 'payload', 'response', 'body', 'record', 'resource', 'object']);
const LIST_NAMES: ReadonlySet<string> = new Set([
  'data',
  'items',
  'results',
  'values',
  'entries',
  'records',
  'content',
  'list',
  'value',
  'elements',
  'nodes',
  'rows',
]);
