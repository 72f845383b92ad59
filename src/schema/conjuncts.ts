import type { JsonValue } from '../base/json.js';
import { clausesFromNode } from './clauses.js';
import { childNode } from './keyword/child.js';
import type { Node } from './node.js';
import { resolveReference } from './reference.js';

/**
 * A schema and all that applies wherever it does: behind references and in `allOf`, at any depth.
 *
 * @param node - any schema
 * @returns each once, the schema itself first
 */
export function conjuncts(node: Node): readonly Node[] {
  const clauses = clausesFromNode(node);
  if (!clauses.has('$ref') && !clauses.has('allOf')) return [node];
  const known = CONJUNCTS.get(node);
  if (known !== undefined) return known;
  const found = new Set([node]);
  // A set goes on to what is added while it is walked.
  for (const part of found) for (const beside of nodesBeside(part)) found.add(beside);
  const all = [...found];
  CONJUNCTS.set(node, all);
  return all;
}

const CONJUNCTS = new WeakMap<Node, readonly Node[]>();

function nodesBeside(node: Node): readonly Node[] {
  const clauses = clausesFromNode(node);
  const reference = clauses.get('$ref')?.value;
  const target = typeof reference === 'string' ? resolveReference(node, reference) : undefined;
  const all = clauses.get('allOf');
  const branches =
    all !== undefined && Array.isArray(all.value) ? all.value.map((value: JsonValue, index) => childNode(all, value, index)) : [];
  return target === undefined ? branches : [target, ...branches];
}
