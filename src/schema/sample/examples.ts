import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';

/**
 * What the author of some schemas would show, in the order in which people expect it to be chosen; not judged yet. `null` shows nothing.
 *
 * @param nodes - schemas that hold together
 */
export function examplesOf(nodes: readonly Node[]): readonly JsonValue[] {
  const all = nodes.map(clausesFromNode);
  const values = [
    ...all.map((clauses) => clauses.get('example')?.value),
    ...all.map((clauses) => clauses.get('default')?.value),
    ...all.map((clauses) => firstExample(clauses.get('examples')?.value)),
  ];
  return values.filter((value) => value !== undefined && value !== null);
}

/** A list in JSON Schema; real documents also have a map, as elsewhere in OpenAPI. */
function firstExample(examples: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(examples)) return examples[0];
  if (!isJsonObject(examples)) return undefined;
  const first = Object.values(examples)[0];
  return isJsonObject(first) && 'value' in first ? first['value'] : undefined;
}
