import { clausesFromNode } from '../../schema/clauses.js';
import type { Node } from '../../schema/node.js';
import { nodeFromSchema } from '../../schema/node.js';
import { resolveReference } from '../../schema/reference.js';
import type { Schema } from '../../schema/schema.js';
import { childNodes, partsOf } from './nodes-at.js';

/**
 * Whether what stands at a place and what stands elsewhere have nothing to do with each other: no union, condition or negation holds on the way to it.
 * That a value may also be `null` is none.
 *
 * @param schema - of the whole value
 * @param place - names of members, `*` for items
 */
export function isStraightTo(schema: Schema, place: readonly string[]): boolean {
  let nodes: readonly Node[] = [nodeFromSchema(schema)];
  for (const token of place) {
    const here = inPlace(nodes);
    if (here === undefined) return false;
    nodes = here.flatMap((node) => childNodes(node, token));
  }
  return inPlace(nodes) !== undefined;
}

/** All that holds of one value; `undefined` when it depends on the value what holds. */
function inPlace(nodes: readonly Node[]): readonly Node[] | undefined {
  const found = new Set<Node>(nodes);
  for (const node of found) {
    const beside = besideOf(node);
    if (beside === undefined || found.size > MAX_NODE_COUNT) return undefined;
    for (const other of beside) found.add(other);
  }
  return [...found];
}

function besideOf(node: Node): readonly Node[] | undefined {
  const clauses = clausesFromNode(node);
  if (BRANCHING.some((keyword) => clauses.has(keyword))) return undefined;
  const references = ['$ref', '$dynamicRef', '$recursiveRef'].flatMap((keyword) => clauses.get(keyword) ?? []);
  const targets = references.map(({ value }) => (typeof value === 'string' ? resolveReference(node, value) : undefined));
  const unions = ['anyOf', 'oneOf'].map((keyword) => partsOf(clauses.get(keyword)).filter((arm) => !isNull(arm)));
  if (unions.some((arms) => arms.length > 1)) return undefined;
  const beside = [...targets, ...partsOf(clauses.get('allOf')), ...unions.flat()];
  return beside.includes(undefined) ? undefined : beside.flatMap((each) => each ?? []);
}

function isNull(node: Node): boolean {
  return clausesFromNode(node).get('type')?.value === 'null';
}

const BRANCHING = ['not', 'if', 'dependentSchemas', 'dependentRequired', 'contains', 'unevaluatedProperties', 'unevaluatedItems'];
const MAX_NODE_COUNT = 200;
