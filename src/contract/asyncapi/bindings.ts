import type { JsonValue } from '../../base/json.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { memberNodes } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';

/**
 * The bindings of an object by protocol, as written; what cannot be read is left out with a defect.
 *
 * @param reading - takes the defects
 * @param node - the `bindings` member
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#messageBindingsObject
 */
export function bindingNodesOf(reading: Reading, node: DocumentNode): ReadonlyMap<string, DocumentNode> {
  const target = resolveNode(reading, node);
  if (target === undefined) return new Map();
  return new Map(
    memberNodes(reading, target).flatMap(([protocol, member]) => {
      const binding = resolveNode(reading, member);
      return binding?.value === undefined ? [] : [[protocol, binding] as const];
    }),
  );
}

/**
 * The values of bindings.
 *
 * @param nodes - as `bindingNodesOf` gave them
 */
export function bindingValues(nodes: ReadonlyMap<string, DocumentNode>): ReadonlyMap<string, JsonValue> {
  return new Map([...nodes].flatMap(([protocol, { value }]) => (value === undefined ? [] : [[protocol, value] as const])));
}
