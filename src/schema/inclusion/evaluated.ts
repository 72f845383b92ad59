import { isJsonObject } from '../../base/json.js';
import type { Clauses } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { conjuncts } from '../conjuncts.js';
import type { Node } from '../node.js';
import { childNodes, memberNodes, referredNode } from './literal.js';

/** Members and items that the clauses of a schema speak of. */
export interface Evaluated {
  readonly names: ReadonlySet<string>;
  readonly sources: readonly string[];
  readonly isAllNames: boolean;
  /** Items before this index. */
  readonly itemCount: number;
}

/**
 * `itself`: what the schema's own clauses say; `surely`: what holds for every value that it lets in; `perhaps`: what only some branch says too,
 * or some branch that is no arm of the schema's own unions, those in its `allOf` among them.
 */
type Degree = 'itself' | 'surely' | 'perhaps' | 'perhaps without arms';

/**
 * What a schema speaks of, in place; found once.
 *
 * @param node - the schema
 * @param degree - how sure
 * @param isRoot - whether what the schema itself leaves to `unevaluated…` counts
 */
export function evaluatedBy(node: Node, degree: Degree, isRoot = true): Evaluated {
  const key = isRoot ? degree : `${degree} beside`;
  const byKey = KNOWN.get(node) ?? new Map<string, Evaluated>();
  KNOWN.set(node, byKey);
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const armless = new Set(degree === 'perhaps without arms' ? conjuncts(node) : []);
  const bag: Bag = { degree, armless, names: new Set(), sources: new Set(), isAllNames: false, itemCount: 0, seen: new Set() };
  note(node, bag, isRoot);
  const evaluated = { names: bag.names, sources: [...bag.sources], isAllNames: bag.isAllNames, itemCount: bag.itemCount };
  byKey.set(key, evaluated);
  return evaluated;
}

const KNOWN = new WeakMap<Node, Map<string, Evaluated>>();

interface Bag {
  readonly degree: Degree;
  readonly names: Set<string>;
  readonly sources: Set<string>;
  isAllNames: boolean;
  itemCount: number;
  readonly seen: Set<Node>;
  /** The schemas whose own arms are left out. */
  readonly armless: ReadonlySet<Node>;
}

function note(node: Node, bag: Bag, isRoot: boolean): void {
  if (!isJsonObject(node.value) || bag.seen.has(node)) return;
  bag.seen.add(node);
  const clauses = clausesFromNode(node);
  // Null is let in by `nullable` without a look at the rest, but then there is no member or item either.
  noteOwn(clauses, bag, isRoot);
  if (bag.degree === 'itself') return;
  const target = referredNode(clauses.get('$ref'));
  if (target !== undefined) note(target, bag, true);
  for (const child of childNodes(clauses.get('allOf'))) note(child, bag, true);
  if (bag.degree === 'surely') return;
  if (clauses.has('$dynamicRef') || clauses.has('$recursiveRef')) [bag.isAllNames, bag.itemCount] = [true, Number.POSITIVE_INFINITY];
  const branches = (bag.armless.has(node) ? CONDITIONS : BRANCHES).flatMap((keyword) => childNodes(clauses.get(keyword)));
  for (const child of branches) note(child, bag, true);
  for (const [, child] of memberNodes(clauses.get('dependentSchemas'))) note(child, bag, true);
}

const CONDITIONS = ['if', 'then', 'else'];
const BRANCHES = ['anyOf', 'oneOf', ...CONDITIONS];

function noteOwn(clauses: Clauses, bag: Bag, isRoot: boolean): void {
  const isOpenEnded = isRoot && bag.degree !== 'surely';
  const properties = clauses.get('properties')?.value;
  if (isJsonObject(properties)) for (const name of Object.keys(properties)) bag.names.add(name);
  const patterns = clauses.get('patternProperties')?.value;
  if (isJsonObject(patterns)) for (const source of Object.keys(patterns)) bag.sources.add(source);
  if (clauses.has('additionalProperties') || (isOpenEnded && clauses.has('unevaluatedProperties'))) bag.isAllNames = true;
  const prefix = clauses.get('prefixItems')?.value;
  if (Array.isArray(prefix)) bag.itemCount = Math.max(bag.itemCount, prefix.length);
  const hasRest = clauses.has('items') || (isOpenEnded && clauses.has('unevaluatedItems'));
  if (hasRest || (bag.degree !== 'itself' && bag.degree !== 'surely' && clauses.has('contains'))) bag.itemCount = Number.POSITIVE_INFINITY;
}
