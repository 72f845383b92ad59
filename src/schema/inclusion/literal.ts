import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { partNode } from '../hidden-property.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import type { Direction } from '../schema.js';

/**
 * How a schema is meant. `plain`: as it is written. `writing`: of whoever writes, who leaves out members that do not travel this way; `closed`:
 * who also keeps to the members that it names. `reading`: of whoever reads, who looks over members that do not travel this way; `open`: who
 * also looks over those that are forbidden by `false`. What these mean is said by `mayWrite` and `isReadable`.
 */
export type View = 'plain' | 'writing' | 'closed' | 'reading' | 'open';

/** That a schema holds, or does not hold, of the value at one place. */
export interface Literal {
  readonly node: Node;
  readonly isHeld: boolean;
  readonly view: View;
  /** Without its `nullable`: of a value that is not null. */
  readonly isBare?: boolean;
}

/**
 * The same said of a subschema.
 *
 * @param literal - of the schema that holds it
 * @param node - of the subschema
 */
export function alike({ isHeld, view }: Literal, node: Node): Literal {
  return { node, isHeld, view };
}

/**
 * The same said of a schema that `allOf` or `$ref` leads to.
 *
 * @param scene - of the clause
 * @param node - where it leads
 */
export function alikePart({ clause, literal, direction }: PartScene, node: Node): Literal {
  return alike(literal, partNode(clause.node, node, direction));
}

interface PartScene {
  readonly clause: Clause;
  readonly literal: Literal;
  readonly direction: Direction | undefined;
}

/**
 * The contrary said of a subschema. Both a writer and a reader are lenient only with what holds: what must not hold is taken as written.
 *
 * @param literal - of the schema that holds it
 * @param node - of the subschema
 */
export function contrary({ isHeld }: Literal, node: Node): Literal {
  return { node, isHeld: !isHeld, view: 'plain' };
}

/**
 * The subschemas of a clause: the one it holds, or each of its list.
 *
 * @param clause - `undefined` has none
 */
export function childNodes(clause: Clause | undefined): readonly Node[] {
  if (clause === undefined) return [];
  if (Array.isArray(clause.value)) return clause.value.map((value: JsonValue, index) => childNode(clause, value, index));
  return [childNode(clause, clause.value)];
}

/**
 * The subschemas of a clause that holds a map of them.
 *
 * @param clause - `undefined` has none
 */
export function memberNodes(clause: Clause | undefined): readonly (readonly [name: string, node: Node])[] {
  if (clause === undefined || !isJsonObject(clause.value)) return [];
  return Object.entries(clause.value).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, childNode(clause, value, name)] as const],
  );
}

/**
 * The target of a `$ref`, found once; `undefined` when it leads nowhere.
 *
 * @param clause - `undefined` has none
 */
export function referredNode(clause: Clause | undefined): Node | undefined {
  if (clause === undefined || clause.keyword !== '$ref' || typeof clause.value !== 'string') return undefined;
  const known = TARGETS.get(clause);
  if (known !== undefined) return known.target;
  const target = resolveReference(clause.node, clause.value);
  TARGETS.set(clause, { target });
  return target;
}

const TARGETS = new WeakMap<Clause, { readonly target: Node | undefined }>();
