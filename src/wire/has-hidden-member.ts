import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Node } from '../schema/node.js';
import { nodeFromSchema } from '../schema/node.js';
import { resolveReference } from '../schema/reference.js';
import type { Direction, Schema } from '../schema/schema.js';

/**
 * Whether anything below a schema, references followed, may be marked as not travelling in a direction. Says yes when in doubt. What a
 * search that found nothing has passed is not searched again: in a document whose schemas all lead to each other, the first one pays.
 *
 * @param schema - of a whole value
 * @param direction - `readOnly` counts in a request, `writeOnly` in a response
 */
export function mayHaveHiddenMember(schema: Schema, direction: Direction): boolean {
  const clean = direction === 'request' ? CLEAN_IN_REQUESTS : CLEAN_IN_RESPONSES;
  const search: Search = { flag: direction === 'request' ? 'readOnly' : 'writeOnly', clean, found: [], seen: new Set(), referred: [] };
  const start = nodeFromSchema(schema);
  add(search, start);
  for (const node of search.found) {
    if (search.seen.size > MAX_SEARCHED_COUNT) return true;
    if (hides(search, node)) return true;
  }
  for (const value of [start.value, ...search.referred]) if (typeof value === 'object' && value !== null) clean.add(value);
  return false;
}

interface Search {
  readonly flag: 'readOnly' | 'writeOnly';
  readonly clean: WeakSet<object>;
  /** Grows while it is walked. */
  readonly found: Node[];
  readonly seen: Set<JsonValue>;
  /** What references led to: the only nodes that another search can enter by. */
  readonly referred: JsonValue[];
}

function hides(search: Search, { value, ...surroundings }: Node): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isJsonObject(value)) {
    if (value[search.flag] === true) return true;
    const target = typeof value['$ref'] === 'string' ? resolveReference({ ...surroundings, value }, value['$ref']) : undefined;
    if (target !== undefined && add(search, target)) search.referred.push(target.value);
  }
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) add(search, { ...surroundings, value: child });
  }
  return false;
}

function add({ found, seen, clean }: Search, node: Node): boolean {
  const { value } = node;
  if (typeof value !== 'object' || value === null || seen.has(value) || clean.has(value)) return false;
  seen.add(value);
  found.push(node);
  return true;
}

const CLEAN_IN_REQUESTS = new WeakSet<object>();
const CLEAN_IN_RESPONSES = new WeakSet<object>();
const MAX_SEARCHED_COUNT = 50_000;
