import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Direction } from '../schema.js';
import { childNode } from '../keyword/child.js';
import type { Node } from '../node.js';
import { resolveReference } from '../reference.js';
import { madeNode } from './made-node.js';
import { childrenOf } from './place-children.js';

/** A place in the values of a schema, and the schemas that hold there together. */
export interface ReachablePlace {
  /** From the whole value: members by name, items by index. */
  readonly tokens: readonly (string | number)[];
  /** The object or list it stands in; `undefined` for the whole value. */
  readonly parent: ReachablePlace | undefined;
  /** What leads here, as written: the schemas of the member or item, and those of the chosen branches. */
  readonly conjuncts: readonly Node[];
  /** What must hold too for the chosen branches to be asked, though breaking it is no fault: a condition, a member that others depend on. */
  readonly guards: readonly Node[];
  /** The same with all that stands behind their references and in their `allOf`; `false` among them where nothing may stand. */
  readonly nodes: readonly Node[];
  /** The branches that values have here, outermost first; empty where the place is seen without any. */
  readonly branches: readonly Branch[];
}

/** One branch of a union. */
export interface Branch {
  /** `oneOf`, `anyOf`, `if` or `dependentSchemas`. */
  readonly clause: Clause;
  /** For people: `branch 2 of oneOf`. */
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly guards: readonly Node[];
}

/**
 * The places in the values of a schema at which clauses hold, the shallowest first, each once as it is and once for each branch of the unions
 * that hold there. What was seen twice is not walked again, which ends recursion; what lies in `not`, `if`, `contains` and `propertyNames`
 * is no place, since nothing there holds of the value.
 *
 * @param root - the schema of the whole value
 * @param direction - members that do not travel that way are left out
 * @returns at most {@link MAX_PLACE_COUNT}, lazily
 */
export function* reachablePlaces(root: Node, direction: Direction | undefined): Generator<ReachablePlace> {
  const visits = new Map<JsonValue, number>();
  const queue: ReachablePlace[] = [newPlace({ tokens: [], parent: undefined, conjuncts: [root], guards: [], branches: [] })];
  let count = 0;
  for (let index = 0; index < queue.length && count < MAX_PLACE_COUNT; index += 1) {
    const place = queue[index];
    if (place === undefined || !isNews(place, visits)) continue;
    count += 1;
    yield place;
    if (queue.length < MAX_QUEUE_LENGTH) queue.push(...branchPlaces(place), ...childPlaces(place, direction));
  }
}

const MAX_PLACE_COUNT = 2_000;
const MAX_QUEUE_LENGTH = 20_000;
const MAX_DEPTH = 12;
const MAX_VISIT_COUNT = 2;
const MAX_BRANCHES_PER_UNION = 50;
const MAX_NESTED_BRANCHES = 3;

/**
 * The branches of the unions that hold at a place and of which none is chosen yet.
 *
 * @param place - any place
 */
export function branchesAt(place: ReachablePlace): readonly Branch[] {
  const chosen = new Set(place.branches.map(({ clause }) => clause));
  return place.nodes.flatMap((node) => branchesOf(node).filter(({ clause }) => !chosen.has(clause)));
}

/**
 * A place with all that stands behind what leads to it.
 *
 * @param fields - the place by what leads to it
 */
export function newPlace(fields: Omit<ReachablePlace, 'nodes'>): ReachablePlace {
  const nodes: Node[] = [];
  for (const node of fields.conjuncts) collect(node, nodes, 0);
  return { ...fields, nodes };
}

const MAX_CHAIN_LENGTH = 64;

/** The node, what its references lead to, and what its `allOf` holds; each once. */
function collect(node: Node, found: Node[], depth: number): void {
  if (depth > MAX_CHAIN_LENGTH || node.value === true || found.some(({ value }) => value === node.value && isJsonObject(value))) return;
  found.push(node);
  const clauses = clausesFromNode(node);
  for (const keyword of REFERENCES) {
    const clause = clauses.get(keyword);
    const target = typeof clause?.value === 'string' ? resolveReference(node, clause.value) : undefined;
    if (target !== undefined) collect(target, found, depth + 1);
  }
  const all = clauses.get('allOf');
  if (all !== undefined && Array.isArray(all.value))
    for (const [index, value] of all.value.entries()) collect(childNode(all, value as JsonValue, index), found, depth + 1);
}

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'];

/** Whether a schema holds here that was not seen often enough. */
function isNews({ nodes }: ReachablePlace, visits: Map<JsonValue, number>): boolean {
  let isNew = false;
  for (const { value } of nodes) {
    if (!isJsonObject(value)) {
      isNew = true;
      continue;
    }
    const count = visits.get(value) ?? 0;
    if (count < MAX_VISIT_COUNT) isNew = true;
    visits.set(value, count + 1);
  }
  return isNew;
}

/**
 * The same place once for each branch of a union that can still be chosen there; none when enough are.
 *
 * @param place - any place
 */
export function* branchPlaces(place: ReachablePlace): Generator<ReachablePlace> {
  if (place.branches.length >= MAX_NESTED_BRANCHES) return;
  for (const branch of branchesAt(place)) {
    const { tokens, parent } = place;
    yield newPlace({
      tokens,
      parent,
      conjuncts: [...place.conjuncts, ...branch.nodes],
      guards: [...place.guards, ...branch.guards],
      branches: [...place.branches, branch],
    });
  }
}

function* childPlaces(place: ReachablePlace, direction: Direction | undefined): Generator<ReachablePlace> {
  if (place.tokens.length >= MAX_DEPTH) return;
  for (const { token, nodes } of childrenOf(place.nodes, direction))
    yield newPlace({ tokens: [...place.tokens, token], parent: place, conjuncts: nodes, guards: [], branches: [] });
}

function branchesOf(node: Node): readonly Branch[] {
  const clauses = clausesFromNode(node);
  const found: Branch[] = [];
  for (const keyword of ['oneOf', 'anyOf']) {
    const clause = clauses.get(keyword);
    if (clause === undefined || !Array.isArray(clause.value)) continue;
    const all: readonly JsonValue[] = clause.value;
    for (const [index, value] of all.slice(0, MAX_BRANCHES_PER_UNION).entries())
      found.push({ clause, name: `branch ${index + 1} of ${keyword}`, nodes: [childNode(clause, value, index)], guards: [] });
  }
  const condition = clauses.get('if');
  if (condition !== undefined) found.push(...conditionBranches(condition, node));
  const dependent = clauses.get('dependentSchemas');
  if (dependent !== undefined && isJsonObject(dependent.value)) {
    for (const [name, schema] of Object.entries(dependent.value).slice(0, MAX_BRANCHES_PER_UNION))
      found.push({
        clause: dependent,
        name: `what depends on ${name}`,
        nodes: [childNode(dependent, schema ?? true, name)],
        guards: [madeNode(node, { type: 'object', required: [name] })],
      });
  }
  return found;
}

function conditionBranches(condition: Clause, node: Node): readonly Branch[] {
  const clauses = clausesFromNode(node);
  const branchNodes = (keyword: string): readonly Node[] => {
    const clause = clauses.get(keyword);
    return clause === undefined ? [] : [childNode(clause, clause.value)];
  };
  return [
    { clause: condition, name: 'by its then', nodes: branchNodes('then'), guards: [childNode(condition, condition.value)] },
    { clause: condition, name: 'by its else', nodes: branchNodes('else'), guards: [madeNode(node, { not: condition.value })] },
  ];
}
