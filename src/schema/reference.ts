import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken, tokensFromPointer } from '../base/json-pointer.js';
import type { Dialect } from './dialect.js';
import { rulesOfDialect } from './dialect-rules.js';
import type { Library, Node, Resource } from './node.js';
import { enter, nodeAtTokens, rootNode, rootResource } from './node.js';
import { resolveUri } from './uri.js';

/** The named places of one resource. */
interface Anchors {
  readonly plain: Map<string, Node>;
  readonly dynamic: Map<string, Node>;
}

/**
 * The node a reference leads to, or `undefined` when it leads nowhere. A document is searched for `$id` and `$anchor` only when the
 * reference is neither a pointer nor the URI of a loaded document.
 *
 * @param node - where the reference stands
 * @param reference - a URI reference as written
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function resolveReference({ resource, dialect }: Node, reference: string): Node | undefined {
  const known = targetsOf(resource, dialect);
  let target = known.get(reference);
  if (target === undefined) {
    target = followed(resource, dialect, reference);
    if (target !== undefined) known.set(reference, target);
  }
  return target;
}

/** What was found, by what it is relative to: the same reference stands in many schemas. */
const TARGETS = new WeakMap<Resource, Map<Dialect, Map<string, Node>>>();

function targetsOf(resource: Resource, dialect: Dialect): Map<string, Node> {
  let byDialect = TARGETS.get(resource);
  if (byDialect === undefined) {
    byDialect = new Map();
    TARGETS.set(resource, byDialect);
  }
  let targets = byDialect.get(dialect);
  if (targets === undefined) {
    targets = new Map();
    byDialect.set(dialect, targets);
  }
  return targets;
}

function followed(own: Resource, dialect: Dialect, reference: string): Node | undefined {
  const { uri, fragment } = resolveUri(own.uri, reference);
  const resource = uri === own.uri ? own : resourceOfUri(own, dialect, uri);
  if (resource === undefined) return undefined;
  if (fragment === '') return rootNode(resource);
  const name = decodedFragment(fragment);
  if (!name.startsWith('/')) return anchorsOf(resource).plain.get(name);
  const tokens = tokensFromPointer(name);
  const found = nodeAtTokens(rootNode(resource), tokens);
  if (found !== undefined || resource.pointer === '') return found;
  // Real OpenAPI 3.1 documents give a schema an `$id` and still mean the whole document by `#/components/…`.
  const document = rootResource(resource.library, resource.documentUri, dialect);
  return document === undefined ? undefined : nodeAtTokens(rootNode(document), tokens);
}

/**
 * The node of a `$dynamicAnchor` in a resource, or `undefined`.
 *
 * @param resource - one of the dynamic scope
 * @param name - the anchor without `#`
 */
export function dynamicAnchor(resource: Resource, name: string): Node | undefined {
  return anchorsOf(resource).dynamic.get(name);
}

/** Per library: the resources with an own `$id`, by URI, and the anchors of every resource that was searched. */
interface Index {
  readonly byUri: Map<string, Resource>;
  readonly anchors: WeakMap<object, Anchors>;
  readonly searched: Set<string>;
}

const INDEXES = new WeakMap<Library, Index>();
/** A value nested deeper than this is no schema that anybody wrote. */
const MAX_SEARCH_DEPTH = 256;

function resourceOfUri(own: Resource, dialect: Dialect, uri: string): Resource | undefined {
  const { library, documentUri } = own;
  const index = indexOf(library);
  const embedded = index.byUri.get(uri);
  if (embedded !== undefined) return embedded;
  const document = rootResource(library, uri, dialect);
  if (document !== undefined) return document;
  search(library, documentUri, { resource: own, dialect });
  return index.byUri.get(uri);
}

function anchorsOf(resource: Resource): Anchors {
  const { library } = resource;
  search(library, resource.documentUri, rootNode(resource));
  return anchorsIn(indexOf(library), resource.value);
}

function indexOf(library: Library): Index {
  let index = INDEXES.get(library);
  if (index === undefined) {
    index = { byUri: new Map(), anchors: new WeakMap(), searched: new Set() };
    INDEXES.set(library, index);
  }
  return index;
}

function anchorsIn(index: Index, root: JsonValue): Anchors {
  if (!isJsonObject(root)) return { plain: new Map(), dynamic: new Map() };
  let anchors = index.anchors.get(root);
  if (anchors === undefined) {
    anchors = { plain: new Map(), dynamic: new Map() };
    index.anchors.set(root, anchors);
  }
  return anchors;
}

function search(library: Library, documentUri: string, from: Pick<Node, 'resource' | 'dialect'>): void {
  const index = indexOf(library);
  if (index.searched.has(documentUri)) return;
  index.searched.add(documentUri);
  const root = rootResource(library, documentUri, from.dialect) ?? from.resource;
  searchNode(index, rootNode(root), 0);
}

function searchNode(index: Index, node: Node, depth: number): void {
  if (depth > MAX_SEARCH_DEPTH || typeof node.value !== 'object' || node.value === null) return;
  if (isJsonObject(node.value)) noteNames(index, node);
  for (const [token, value] of Object.entries(node.value)) {
    if (value === undefined || typeof value !== 'object' || value === null || !mayHoldSchemas(node, token)) continue;
    const below = enter(node.resource, { value, dialect: node.dialect, pointer: appendToken(node.pointer, token) });
    if (rulesOfDialect(node.dialect).isOpenApi || SCHEMA_KEYWORDS.has(token) || isItemSchema(token, value))
      searchNode(index, below, depth + 1);
    else searchMembers(index, below, depth + 1);
  }
}

/** `items` is one schema, or in old drafts a list of them. */
function isItemSchema(token: string, value: JsonValue): boolean {
  return token === 'items' && isJsonObject(value);
}

/** A map or list of schemas: its members are schemas, whatever their names. */
function searchMembers(index: Index, node: Node, depth: number): void {
  if (typeof node.value !== 'object' || node.value === null) return;
  for (const [token, value] of Object.entries(node.value)) {
    if (value === undefined) continue;
    const below = enter(node.resource, { value, dialect: node.dialect, pointer: appendToken(node.pointer, token) });
    searchNode(index, below, depth + 1);
  }
}

function noteNames(index: Index, node: Node): void {
  const value = node.value;
  if (!isJsonObject(value)) return;
  if (node.resource.value === value && !index.byUri.has(node.resource.uri)) index.byUri.set(node.resource.uri, node.resource);
  const rules = rulesOfDialect(node.dialect);
  const anchors = anchorsIn(index, node.resource.value);
  if (rules.draft >= 2019 && typeof value['$anchor'] === 'string') keepFirst(anchors.plain, value['$anchor'], node);
  if (rules.draft >= 2020 && typeof value['$dynamicAnchor'] === 'string') {
    keepFirst(anchors.plain, value['$dynamicAnchor'], node);
    keepFirst(anchors.dynamic, value['$dynamicAnchor'], node);
  }
  const id = rules.id === undefined || rules.draft >= 2019 ? undefined : value[rules.id];
  const isAlone = rules.isReferenceAlone && typeof value['$ref'] === 'string';
  if (typeof id === 'string' && id.includes('#') && !isAlone) keepFirst(anchors.plain, id.slice(id.indexOf('#') + 1), node);
}

function keepFirst(map: Map<string, Node>, name: string, node: Node): void {
  if (!map.has(name)) map.set(name, node);
}

function mayHoldSchemas(node: Node, token: string): boolean {
  if (rulesOfDialect(node.dialect).isOpenApi) return !DATA_MEMBERS.has(token);
  return SCHEMA_KEYWORDS.has(token) || SCHEMA_MAPS.has(token);
}

/** Members of OpenAPI that hold data: an `$id` in there names nothing. */
const DATA_MEMBERS: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const']);
const SCHEMA_KEYWORDS: ReadonlySet<string> = new Set(
  'additionalItems additionalProperties contains contentSchema else if not propertyNames then unevaluatedItems unevaluatedProperties'.split(
    ' ',
  ),
);
const SCHEMA_MAPS: ReadonlySet<string> = new Set(
  '$defs definitions dependencies dependentSchemas patternProperties properties allOf anyOf oneOf prefixItems items'.split(' '),
);

function decodedFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A `%` that is no escape: real documents have them in component names.
    return fragment;
  }
}
