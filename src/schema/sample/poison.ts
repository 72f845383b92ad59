import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { ValidateOptions } from '../validate.js';
import { isValidByNode } from '../validate.js';

/** A member with a value that some schema refuses. */
export interface Poison {
  readonly name: string;
  readonly value: JsonValue;
}

/**
 * The schemas that a value may have to be refused by: the branches of `oneOf`, all but one of which must not match, and `not`.
 *
 * @param nodes - of a way
 */
export function refusers(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => {
    const clauses = clausesFromNode(node);
    const union = clauses.get('oneOf');
    const negation = clauses.get('not');
    return [
      ...(union !== undefined && Array.isArray(union.value)
        ? union.value.map((branch: JsonValue, index) => childNode(union, branch, index))
        : []),
      ...(negation === undefined ? [] : [childNode(negation, negation.value)]),
    ];
  });
}

/**
 * Members that make a schema refuse the object they are put into. Unions of objects without required members overlap, and only so can a
 * value be told to belong to just one of them.
 *
 * @param node - the schema that shall refuse
 * @param options - of the judgement
 */
export function* poisonsFor(node: Node, options: ValidateOptions): Generator<Poison> {
  const target = targetOf(node);
  const properties = clausesFromNode(target).get('properties');
  if (properties === undefined || !isJsonObject(properties.value)) return;
  for (const [name, schema] of Object.entries(properties.value)) {
    const property = childNode(properties, schema ?? true, name);
    for (const value of ODD_VALUES) if (!isValidByNode(property, value, options)) yield { name, value };
  }
}

/** One value of each type: a property with any type of its own refuses most of them. */
const ODD_VALUES: readonly JsonValue[] = [false, 0, '', 'string', [], {}, null];

function targetOf(node: Node): Node {
  const reference = clausesFromNode(node).get('$ref')?.value;
  return typeof reference === 'string' ? (resolveReference(node, reference) ?? node) : node;
}
