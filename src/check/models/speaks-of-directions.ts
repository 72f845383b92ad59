import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import type { Node } from '../../schema/node.js';
import { enter, nodeFromSchema } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';
import type { Schema } from '../../schema/schema.js';

/**
 * Whether a schema, or one that it refers to, says of something that it is read or written only; yes also of one too large to look through.
 *
 * @param schema - where it was written
 */
export function speaksOfDirections(schema: Schema): boolean {
  const seen = new Set<unknown>();
  const pending: Node[] = [nodeFromSchema(schema)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node.value)) continue;
    seen.add(node.value);
    if (seen.size > MAX_COUNT || isDirected(node)) return true;
    pending.push(...nodesBelow(node));
  }
  return false;
}

function isDirected({ value }: Node): boolean {
  return isJsonObject(value) && (value['readOnly'] === true || value['writeOnly'] === true);
}

function nodesBelow(node: Node): readonly Node[] {
  const { value, resource, dialect, pointer } = node;
  if (typeof value !== 'object' || value === null) return [];
  const target = isJsonObject(value) && typeof value['$ref'] === 'string' ? resolveReference(node, value['$ref']) : undefined;
  const inner = Object.entries(value).flatMap(([token, member]) =>
    typeof member === 'object' && member !== null
      ? [enter(resource, { value: member, dialect, pointer: appendToken(pointer, token) })]
      : [],
  );
  return target === undefined ? inner : [...inner, target];
}

const MAX_COUNT = 20_000;
