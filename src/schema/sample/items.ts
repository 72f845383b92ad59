import type { JsonValue } from '../../base/json.js';
import { clausesFromNode } from '../clauses.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { clausesNamed } from './facts.js';
import type { Way } from './ways.js';

/** An item that `contains` asks for. */
export interface WantedItem {
  readonly node: Node;
  readonly count: number;
}

/**
 * The items that `contains` asks for, one entry a clause.
 *
 * @param way - the schemas, taken apart
 */
export function wantedItems({ nodes }: Way): readonly WantedItem[] {
  return clausesNamed(nodes, 'contains').map((clause) => {
    const least = clausesFromNode(clause.node).get('minContains')?.value;
    return { node: childNode(clause, clause.value), count: typeof least === 'number' ? least : 1 };
  });
}

/**
 * All schemas that speak of the item at an index.
 *
 * @param way - the schemas, taken apart
 * @param index - from 0
 */
export function itemNodes({ nodes }: Pick<Way, 'nodes'>, index: number): readonly Node[] {
  const spoken: Node[] = [];
  for (const node of nodes) {
    const clauses = clausesFromNode(node);
    const prefix = clauses.get('prefixItems');
    const items = clauses.get('items');
    const inPrefix: JsonValue | undefined = prefix !== undefined && Array.isArray(prefix.value) ? prefix.value[index] : undefined;
    if (prefix !== undefined && inPrefix !== undefined) spoken.push(childNode(prefix, inPrefix, index));
    else if (items !== undefined) spoken.push(childNode(items, items.value));
  }
  if (spoken.length > 0) return spoken;
  return clausesNamed(nodes, 'unevaluatedItems')
    .filter(({ value }) => value !== false)
    .map((clause) => childNode(clause, clause.value));
}
