import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { memberCheck } from '../schema/member-check.js';
import type { Schema } from '../schema/schema.js';
import type { Coercion, MemberCoercions, TextTree } from './coerce-text.js';
import { compileCoercion, compileMembers, setMember } from './coerce-text.js';
import { branchesFromSchemas } from './schema-branch.js';

/** Headers as they travel: names as sent, values as texts. */
export type MessageHeaders = readonly (readonly [name: string, value: string])[];

/**
 * The object that a schema of headers judges: each text with the type that is declared for it, each name as it is declared whatever its case on the
 * wire, and without those that connections and tracers add and nobody declares.
 *
 * @param headers - as received; of a name that comes twice the first counts, unless the schema wants a list
 * @param schema - of the message's headers
 */
export function headersObject(headers: MessageHeaders, schema: Schema): JsonValue {
  const plan = planOf(schema);
  if (plan.members !== undefined) return objectFromMembers(headers, plan, plan.members);
  const tree = new Map<string, TextTree>();
  for (const [name, value] of headers) {
    const key = plan.keys.get(name) ?? keyOf(name, plan);
    if (key !== undefined && !tree.has(key)) tree.set(key, value);
  }
  return plan.coerce(tree);
}

/** Where each header has one reading no tree has to be made first: all messages come by here. */
function objectFromMembers(headers: MessageHeaders, plan: HeaderPlan, readerOf: MemberCoercions): JsonValue {
  const object: Record<string, JsonValue> = {};
  for (const [name, value] of headers) {
    const key = plan.keys.get(name) ?? keyOf(name, plan);
    if (key === undefined || Object.hasOwn(object, key)) continue;
    setMember(object, key, readerOf(key)(value));
  }
  return object;
}

/**
 * Judges another text of one header in headers that keep their schema, without judging the others again.
 *
 * @param schema - of the message's headers
 * @param name - of a header that is there, in any case
 * @returns `undefined` where the header alone does not decide
 */
export function headerCheck(schema: Schema, name: string): ((text: string) => boolean) | undefined {
  const { names, members } = planOf(schema);
  const lower = name.toLowerCase();
  const key = names.get(lower) ?? (UNDECLARED.has(lower) ? undefined : name);
  const check = key === undefined || members === undefined ? undefined : memberCheck(schema, [key]);
  if (key === undefined || members === undefined || check === undefined) return undefined;
  const read = members(key);
  return (text) => {
    const value = read(text);
    return (typeof value === 'string' || typeof value === 'number') && check(value);
  };
}

/**
 * Headers as they travel, of an object as a schema judges it: what is no text is written as JSON.
 *
 * @param object - a value of the schema of headers
 */
export function headersFromObject(object: JsonValue | undefined): MessageHeaders {
  if (!isJsonObject(object)) return [];
  return Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  );
}

interface HeaderPlan {
  readonly coerce: Coercion;
  /** How each header is read; `undefined` where that depends on the others. */
  readonly members: MemberCoercions | undefined;
  /** Declared names by themselves in lower case. */
  readonly names: ReadonlyMap<string, string>;
  /** What names on the wire were found to be: the same few come with every message. */
  readonly keys: Map<string, string>;
}

/** @returns `undefined` for one that is left out */
function keyOf(name: string, { names, keys }: HeaderPlan): string | undefined {
  const lower = name.toLowerCase();
  const declared = names.get(lower);
  if (declared === undefined && UNDECLARED.has(lower)) return undefined;
  const key = declared ?? name;
  if (keys.size < MAX_REMEMBERED_COUNT && name.length < MAX_REMEMBERED_LENGTH) keys.set(name, key);
  return key;
}

function planOf(schema: Schema): HeaderPlan {
  let plan = PLANS.get(schema);
  if (plan === undefined) {
    const branches = branchesFromSchemas([schema]);
    const names = branches.flatMap(({ properties }) => [...properties.keys()]);
    plan = {
      coerce: compileCoercion([schema]),
      members: compileMembers([schema]),
      names: new Map(names.map((name) => [name.toLowerCase(), name])),
      keys: new Map(),
    };
    PLANS.set(schema, plan);
  }
  return plan;
}

const PLANS = new WeakMap<Schema, HeaderPlan>();
const MAX_REMEMBERED_COUNT = 1_000;
const MAX_REMEMBERED_LENGTH = 100;
const UNDECLARED: ReadonlySet<string> = new Set([
  'content-type',
  'content-length',
  'content-encoding',
  'traceparent',
  'tracestate',
  'baggage',
]);
