import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Node } from '../schema/node.js';
import { nodeFromSchema } from '../schema/node.js';
import { resolveReference } from '../schema/reference.js';
import type { Direction, Schema } from '../schema/schema.js';

/**
 * Whether anything below a schema, references followed, may be marked as not travelling in a direction. Says yes when in doubt: a text
 * search of the schema, cheap enough to make for every body, that keeps nothing.
 *
 * @param schema - of a whole value
 * @param direction - `readOnly` counts in a request, `writeOnly` in a response
 */
export function mayHaveHiddenMember(schema: Schema, direction: Direction): boolean {
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
  const node = nodeFromSchema(schema);
  const found: Node[] = [node];
  const seen = new Set<JsonValue>([node.value]);
  for (const { value, ...surroundings } of found) {
    if (typeof value !== 'object' || value === null) continue;
    if (seen.size > MAX_SEARCHED_COUNT) return true;
    if (isJsonObject(value)) {
      if (value[flag] === true) return true;
      const target = typeof value['$ref'] === 'string' ? resolveReference({ ...surroundings, value }, value['$ref']) : undefined;
      add(found, seen, target);
    }
    for (const child of Object.values(value)) if (child !== undefined) add(found, seen, { ...surroundings, value: child });
  }
  return false;
}

function add(found: Node[], seen: Set<JsonValue>, node: Node | undefined): void {
  if (node === undefined || typeof node.value !== 'object' || node.value === null || seen.has(node.value)) return;
  seen.add(node.value);
  found.push(node);
}

const MAX_SEARCHED_COUNT = 50_000;
