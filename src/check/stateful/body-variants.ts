import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import type { MemberFacts } from './client-member.js';
import type { SchemaMember } from '../../schema/schema-members.js';
import { partsOf, schemaMembers } from '../../schema/schema-members.js';

/** A whole representation with optional members, and the same without them. */
export interface BodyVariants {
  readonly full: JsonObject;
  readonly slim: JsonObject;
  /** `full` with other values for the optional members; `undefined` when there are none. */
  readonly other: JsonObject | undefined;
}

/**
 * Two representations that tell whether a PUT replaces: one with optional members that a client decides, one without them; `undefined` when the schema
 * has none that can be left out.
 *
 * @param schema - of the request
 * @param bodies - that keep it, with as many optional members as there are
 * @param facts - which members clients decide
 */
export function bodyVariants(schema: Schema, bodies: readonly JsonValue[], facts: MemberFacts): BodyVariants | undefined {
  const members = schemaMembers(schema);
  const merged: JsonObject = Object.assign({}, ...bodies.toReversed().filter(isJsonObject));
  const whole = [merged, ...bodies].find((body): body is JsonObject => isJsonObject(body) && keeps(schema, body));
  if (whole === undefined) return undefined;
  const telling = withTellingValues(schema, whole, members);
  const optional = Object.keys(telling).filter(
    (name) => members.get(name)?.required === false && facts.isClients(name) && telling[name] !== null,
  );
  const slim = withoutMembers(schema, telling, optional);
  const removed = optional.filter((name) => slim[name] === undefined);
  return removed.length === 0 ? undefined : { full: telling, slim, other: withOtherValues(schema, telling, { members, names: removed }) };
}

/**
 * The body without as many of some members as its schema lets go.
 *
 * @param schema - that the body keeps
 * @param body - an object
 * @param names - of the members
 */
export function withoutMembers(schema: Schema | undefined, body: JsonObject, names: readonly string[]): JsonObject {
  const all = without(body, new Set(names));
  if (schema === undefined || keeps(schema, all)) return all;
  let slim = body;
  for (const name of names) {
    const candidate = without(slim, new Set([name]));
    if (keeps(schema, candidate)) slim = candidate;
  }
  return slim;
}

/**
 * Values that no provider puts in place of an absent one: `true`, and the last of an enumeration. Nothing but zero is the same when it is added up, so
 * there is none, in required members neither.
 */
function withTellingValues(schema: Schema, body: JsonObject, members: ReadonlyMap<string, SchemaMember>): JsonObject {
  let telling = body;
  for (const [name, value] of Object.entries(body)) {
    const member = members.get(name);
    if (member === undefined || (member.required && value !== 0) || value === undefined) continue;
    const candidate = { ...telling, [name]: tellingValue(member.schema, value) };
    if (keeps(schema, candidate)) telling = candidate;
  }
  return telling;
}

function tellingValue(schema: Schema, value: JsonValue): JsonValue {
  const choices = choicesOf(schema);
  if (value === false) return true;
  return choices.at(-1) ?? (value === 0 ? 1 : value);
}

function withOtherValues(
  schema: Schema,
  body: JsonObject,
  { members, names }: { readonly members: ReadonlyMap<string, SchemaMember>; readonly names: readonly string[] },
): JsonObject | undefined {
  let changed = body;
  for (const name of names) {
    const own = members.get(name)?.schema;
    const value = body[name];
    if (own === undefined || value === undefined) continue;
    const candidate = otherValues(own, value)
      .map((other) => ({ ...changed, [name]: other }))
      .find((other) => keeps(schema, other));
    if (candidate !== undefined) changed = candidate;
  }
  return changed === body ? undefined : changed;
}

function otherValues(schema: Schema, value: JsonValue): readonly JsonValue[] {
  const choices = choicesOf(schema).filter((choice) => choice !== value);
  if (choices.length > 0) return choices;
  if (typeof value === 'number') return [value + 1, value - 1];
  if (typeof value === 'string') return [`${value} x`, `${value}x`, value.slice(1)];
  return typeof value === 'boolean' ? [!value] : [];
}

function choicesOf(schema: Schema): readonly JsonValue[] {
  const lists = partsOf(schema).map(({ value }) => (isJsonObject(value) ? value['enum'] : undefined));
  return lists.find((list): list is readonly JsonValue[] => Array.isArray(list))?.filter((choice) => choice !== null) ?? [];
}

function without(body: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));
}

function keeps(schema: Schema, body: JsonValue): boolean {
  return isValid(schema, body, { direction: 'request' });
}
