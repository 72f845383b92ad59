import { isJsonObject } from '../base/json.js';
import { appendToken } from '../base/json-pointer.js';
import { rulesOfDialect } from './dialect-rules.js';
import { nodeFromSchema, schemaFromNode } from './node.js';
import { resolveReference } from './reference.js';
import type { Schema } from './schema.js';

/**
 * The schema some members below another: `schemaAt(schema, 'properties', 'id')`. References on the way are not followed.
 *
 * @param schema - where to start
 * @param tokens - member names and indexes as written in the document
 * @returns the child, `undefined` when nothing is there
 */
export function schemaAt(schema: Schema, ...tokens: readonly (string | number)[]): Schema | undefined {
  let { value, pointer } = schema;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    const child = (value as Readonly<Record<string | number, typeof value>>)[token];
    if (child === undefined) return undefined;
    value = child;
    pointer = appendToken(pointer, token);
  }
  return { ...schema, value, pointer };
}

/**
 * The schema behind a chain of `$ref`: the first that is more than a reference. A reference with remarks beside it (`description`,
 * `readOnly`, `x-…`) still counts as one; with a clause beside it, it does not.
 *
 * @param schema - itself returned when it is no reference
 * @returns `undefined` when the chain leads nowhere or back to itself
 */
export function resolveSchema(schema: Schema): Schema | undefined {
  if (!isBareReference(schema)) return schema;
  let node = nodeFromSchema(schema);
  const seen = new Set<unknown>();
  while (isJsonObject(node.value) && isBareReference(node)) {
    const reference = node.value['$ref'];
    if (seen.has(node.value) || typeof reference !== 'string') return undefined;
    seen.add(node.value);
    const target = resolveReference(node, reference);
    if (target === undefined) return undefined;
    node = target;
  }
  return schemaFromNode(node);
}

function isBareReference({ value, dialect }: Pick<Schema, 'value' | 'dialect'>): boolean {
  if (!isJsonObject(value) || typeof value['$ref'] !== 'string') return false;
  return rulesOfDialect(dialect).isReferenceAlone || Object.keys(value).every((member) => REMARKS.has(member) || member.startsWith('x-'));
}

const REMARKS: ReadonlySet<string> = new Set(
  '$ref $comment title description summary default example examples deprecated readOnly writeOnly externalDocs xml'.split(' '),
);
