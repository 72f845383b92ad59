import type { OperationEntry } from '../contract/contract.js';
import type { QueryCondition, Segment } from './path-template.js';
import { decodedSegment, matchMixedSegment, parsePathTemplate } from './path-template.js';

/** Where a request leads: to an operation, to a path that has other methods, or nowhere. */
export type Route =
  | {
      readonly kind: 'operation';
      readonly entry: OperationEntry;
      readonly pathValues: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'method'; readonly allow: readonly string[] }
  | { readonly kind: 'none' };

export interface Router {
  /**
   * @param method - as received
   * @param path - the path of the target, percent-encoding untouched
   * @param query - what stands behind `?`, or the empty string
   */
  route(method: string, path: string, query: string): Route;
}

/**
 * A router over all operations of a contract: literal segments win over templated ones, segment by segment; its cost does not grow with
 * the number of operations. HEAD is led to GET where the contract has no HEAD of its own.
 *
 * @param entries - in document order; of two that cannot be told apart the first wins
 * @param basePaths - path prefixes that may stand before every path; `''` serves the bare paths
 */
export function createRouter(entries: readonly OperationEntry[], basePaths: readonly string[]): Router {
  const root = newNode();
  for (const basePath of basePaths) {
    // The operations of a path stand together: its template is taken apart once.
    let path: string | undefined;
    let arrival: Arrival | undefined;
    for (const entry of entries) {
      if (arrival === undefined || entry.path !== path) arrival = nodeForPath(root, basePath, entry.path);
      path = entry.path;
      arrival.node.targets.push({ entry, names: arrival.names, conditions: arrival.conditions });
    }
  }
  return { route: (method, path, query) => routeFrom(root, method, path, query) };
}

interface Node {
  readonly literals: Map<string, Node>;
  readonly mixed: { readonly segment: Extract<Segment, { kind: 'mixed' }>; readonly node: Node }[];
  any: Node | undefined;
  targets: Target[];
}

interface Target {
  readonly entry: OperationEntry;
  readonly names: readonly string[];
  readonly conditions: readonly QueryCondition[];
}

const NO_VALUES: ReadonlyMap<string, string> = new Map();
const NOWHERE: Route = { kind: 'none' };
/** A request with more segments than this reaches no contract: the search is recursive, so its depth is bounded. */
const MAX_SEGMENT_COUNT = 256;

function newNode(): Node {
  return { literals: new Map(), mixed: [], any: undefined, targets: [] };
}

interface Arrival extends Pick<Target, 'names' | 'conditions'> {
  readonly node: Node;
}

function nodeForPath(root: Node, basePath: string, path: string): Arrival {
  const template = parsePathTemplate(`${basePath}${path.startsWith('/') ? '' : '/'}${path}`);
  const names: string[] = [];
  let node = root;
  for (const segment of template.segments) {
    if (segment.kind === 'parameter') names.push(segment.name);
    if (segment.kind === 'mixed') names.push(...segment.names);
    node = childFor(node, segment);
  }
  return { node, names, conditions: template.conditions };
}

function childFor(node: Node, segment: Segment): Node {
  if (segment.kind === 'parameter') {
    node.any ??= newNode();
    return node.any;
  }
  if (segment.kind === 'literal') {
    const child = node.literals.get(segment.text) ?? newNode();
    node.literals.set(segment.text, child);
    return child;
  }
  const known = node.mixed.find((candidate) => candidate.segment.pattern === segment.pattern);
  if (known !== undefined) return known.node;
  const child = { segment, node: newNode() };
  node.mixed.push(child);
  // More literal text is more concrete.
  node.mixed.sort((left, right) => right.segment.pattern.length - left.segment.pattern.length);
  return child.node;
}

function routeFrom(root: Node, method: string, path: string, query: string): Route {
  const start = path.startsWith('/') ? 1 : 0;
  const found = descend(root, start, newSearch(method, path, query));
  if (found !== undefined) return found;
  // Only a miss asks what else there is: most requests never pay for the answer.
  const miss: Search = { ...newSearch('', path, query), allowed: new Set() };
  descend(root, start, miss);
  const allowed = miss.allowed ?? new Set();
  if (method === 'HEAD' && allowed.has('GET')) {
    const viaGet = descend(root, start, newSearch('GET', path, query));
    if (viaGet !== undefined) return viaGet;
  }
  if (allowed.size === 0) return NOWHERE;
  if (allowed.has('GET')) allowed.add('HEAD');
  allowed.add('OPTIONS');
  return { kind: 'method', allow: [...allowed].sort() };
}

interface Search {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Of the parameters on the way to here, still percent-encoded. */
  readonly values: string[];
  /** Collects the methods of every path that fits. */
  readonly allowed: Set<string> | undefined;
  segmentCount: number;
}

function newSearch(method: string, path: string, query: string): Search {
  return { method, path, query, values: [], allowed: undefined, segmentCount: 0 };
}

/** Looks from a node on, for what the path holds from `start` on; past its end there is nothing left to match. */
function descend(node: Node, start: number, search: Search): Route | undefined {
  const { path } = search;
  if (start > path.length) return arrive(node, search);
  if (search.segmentCount === MAX_SEGMENT_COUNT) return undefined;
  const slash = path.indexOf('/', start);
  const end = slash === -1 ? path.length : slash;
  const raw = path.slice(start, end);
  const text = decodedSegment(raw);
  search.segmentCount += 1;
  const found = descendBy(node, { raw, text, next: end + 1 }, search);
  search.segmentCount -= 1;
  return found;
}

interface Step {
  readonly raw: string;
  readonly text: string;
  readonly next: number;
}

function descendBy(node: Node, { raw, text, next }: Step, search: Search): Route | undefined {
  const literal = node.literals.get(text);
  if (literal !== undefined) {
    const found = descend(literal, next, search);
    if (found !== undefined) return found;
  }
  for (const { segment, node: child } of node.mixed) {
    const values = matchMixedSegment(segment, text);
    if (values === undefined) continue;
    const found = withValues(values.map(encodeURIComponent), child, next, search);
    if (found !== undefined) return found;
  }
  if (node.any === undefined || raw === '') return undefined;
  return withValues([raw], node.any, next, search);
}

function withValues(values: readonly string[], node: Node, next: number, search: Search): Route | undefined {
  for (const value of values) search.values.push(value);
  const found = descend(node, next, search);
  if (found === undefined) search.values.length -= values.length;
  return found;
}

function arrive(node: Node, { method, query, values, allowed }: Search): Route | undefined {
  let best: Target | undefined;
  for (const target of node.targets) {
    allowed?.add(target.entry.method);
    if (target.entry.method !== method) continue;
    if (best !== undefined && target.conditions.length <= best.conditions.length) continue;
    if (target.conditions.length === 0 || conditionsHold(target.conditions, query)) best = target;
  }
  if (best === undefined) return undefined;
  return { kind: 'operation', entry: best.entry, pathValues: namedValues(best.names, values) };
}

function namedValues(names: readonly string[], values: readonly string[]): ReadonlyMap<string, string> {
  if (names.length === 0) return NO_VALUES;
  const named = new Map<string, string>();
  for (let index = 0; index < names.length; index += 1) named.set(names[index] ?? '', values[index] ?? '');
  return named;
}

function conditionsHold(conditions: readonly QueryCondition[], query: string): boolean {
  const parameters = new URLSearchParams(query);
  return conditions.every(({ name, value }) => (value === undefined ? parameters.has(name) : parameters.getAll(name).includes(value)));
}
