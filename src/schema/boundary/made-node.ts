import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import { enter, nodeFromSchema } from '../node.js';
import { schemaFromValue } from '../schema-from-value.js';

/**
 * A schema that nobody wrote, read as if it stood in the place of another.
 *
 * @param node - whose dialect and references it has
 * @param value - of the made schema
 */
export function madeNode(node: Node, value: JsonValue): Node {
  return enter(node.resource, { value, dialect: node.dialect, pointer: node.pointer });
}

/**
 * A schema of draft 2020-12 that stands alone.
 *
 * @param value - as it would be written; without references
 */
export function plainNode(value: JsonObject): Node {
  return nodeFromSchema(schemaFromValue(value));
}
