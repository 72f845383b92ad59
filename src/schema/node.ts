import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { appendToken, tokensFromPointer } from '../base/json-pointer.js';
import { dialectFromSchemaUri, rulesOfDialect } from './dialect-rules.js';
import type { Dialect } from './dialect.js';
import type { DocumentSet, Schema } from './schema.js';
import { resolveUri, withoutFragment } from './uri.js';

/** A schema in its surroundings: what it is relative to, and by which rules it is read. */
export interface Node {
  readonly value: JsonValue;
  readonly dialect: Dialect;
  readonly resource: Resource;
  /** Within the document, not within the resource. */
  readonly pointer: string;
  /** Members that `required` does not ask for here: a schema that this one is a part of says that they do not travel. See `partNode`. */
  readonly exempt?: ReadonlySet<string>;
}

/** A document, or a part of one that has its own `$id`: what `#…` and relative references start from. */
export interface Resource {
  /** Without a fragment. */
  readonly uri: string;
  readonly value: JsonValue;
  readonly documentUri: string;
  readonly pointer: string;
  readonly dialect: Dialect;
  readonly library: Library;
}

/** What was found so far in one set of documents. Filled as references are followed, never ahead of need. */
export interface Library {
  readonly documents: DocumentSet;
  readonly nodes: Map<Dialect, WeakMap<object, Node>>;
  readonly roots: Map<string, Resource>;
}

/**
 * The library of a set of documents; one set has one.
 *
 * @param documents - the set that a schema came with
 */
export function libraryOf(documents: DocumentSet): Library {
  let library = LIBRARIES.get(documents);
  if (library === undefined) {
    library = { documents, nodes: new Map(), roots: new Map() };
    LIBRARIES.set(documents, library);
  }
  return library;
}

/**
 * The node of a schema: the resource it belongs to is found by walking from the document's root.
 *
 * @param schema - as another room gave it
 */
export function nodeFromSchema(schema: Schema): Node {
  const library = libraryOf(schema.documents);
  const root = rootResource(library, schema.uri, schema.dialect);
  if (root !== undefined) {
    if (rulesOfDialect(schema.dialect).id === undefined)
      return enter(root, { value: schema.value, dialect: schema.dialect, pointer: schema.pointer });
    const node = nodeAtTokens(rootNode(root), tokensFromPointer(schema.pointer));
    if (node !== undefined && node.value === schema.value) return node;
  }
  const alone = {
    uri: schema.uri,
    value: schema.value,
    documentUri: schema.uri,
    pointer: schema.pointer,
    dialect: schema.dialect,
    library,
  };
  return enter(alone, { value: schema.value, dialect: schema.dialect, pointer: schema.pointer });
}

/**
 * The schema that other rooms see of a node.
 *
 * @param node - any node
 */
export function schemaFromNode(node: Node): Schema {
  const { documentUri, library } = node.resource;
  return { value: node.value, dialect: node.dialect, uri: documentUri, pointer: node.pointer, documents: library.documents };
}

/**
 * The document of a URI as a resource, or `undefined` when it was not loaded.
 *
 * @param library - where to look
 * @param uri - without a fragment
 * @param dialect - of the reference that leads there; a `$schema` in the document wins over it
 */
export function rootResource(library: Library, uri: string, dialect: Dialect): Resource | undefined {
  const key = `${dialect} ${uri}`;
  const known = library.roots.get(key);
  if (known !== undefined) return known;
  const value = library.documents.get(uri) ?? library.documents.get(decoded(uri));
  if (value === undefined) return undefined;
  const own = dialectOfRoot(value, dialect);
  const { resource } = enter({ uri, value, documentUri: uri, pointer: '', dialect: own, library }, { value, dialect: own, pointer: '' });
  library.roots.set(key, resource);
  return resource;
}

/**
 * The node a resource starts with.
 *
 * @param resource - a document or an embedded resource
 */
export function rootNode(resource: Resource): Node {
  return enter(resource, { value: resource.value, dialect: resource.dialect, pointer: resource.pointer });
}

/**
 * The node some tokens below another, or `undefined` when nothing is there. An `$id` on the way changes the resource.
 *
 * @param from - where to start
 * @param tokens - unescaped reference tokens
 */
export function nodeAtTokens(from: Node, tokens: readonly string[]): Node | undefined {
  let node = from;
  for (const token of tokens) {
    const value = node.value;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    const child = (value as JsonObject)[token];
    if (child === undefined) return undefined;
    node = enter(node.resource, { value: child, dialect: node.dialect, pointer: appendToken(node.pointer, token) });
  }
  return node;
}

/**
 * A node below a resource; when it has its own `$id` it is the start of a new resource.
 *
 * @param resource - of the node above
 * @param at - the value, the dialect of the node above, and the pointer of the value in the document
 */
export function enter(resource: Resource, at: { readonly value: JsonValue; readonly dialect: Dialect; readonly pointer: string }): Node {
  const { value, dialect, pointer } = at;
  if (!isJsonObject(value)) return { value, dialect, resource, pointer };
  const cache = nodeCache(resource.library, dialect);
  const known = cache.get(value);
  if (known !== undefined) return known;
  const node = newNode(resource, value, { dialect, pointer });
  cache.set(value, node);
  return node;
}

/**
 * The node of a value that stands in the documents of another one, where it was entered before.
 *
 * @param beside - of the same documents, and read by the same dialect
 * @param value - as it stands there
 */
export function knownNode({ resource, dialect }: Node, value: JsonValue): Node | undefined {
  return isJsonObject(value) ? nodeCache(resource.library, dialect).get(value) : undefined;
}

/**
 * The `$id` that starts a new resource, or `undefined`; one that is only a fragment is an anchor of old drafts.
 *
 * @param value - a schema as written
 * @param dialect - that it is read by
 */
export function ownId(value: JsonObject, dialect: Dialect): string | undefined {
  const rules = rulesOfDialect(dialect);
  if (rules.id === undefined) return undefined;
  const id = value[rules.id];
  if (typeof id !== 'string' || id.startsWith('#') || id === '') return undefined;
  return rules.isReferenceAlone && typeof value['$ref'] === 'string' ? undefined : id;
}

const LIBRARIES = new WeakMap<DocumentSet, Library>();

function newNode(resource: Resource, value: JsonObject, at: { readonly dialect: Dialect; readonly pointer: string }): Node {
  const named = typeof value['$schema'] === 'string' ? dialectFromSchemaUri(value['$schema']) : undefined;
  const id = ownId(value, named ?? at.dialect);
  if (id === undefined) return { value, dialect: at.dialect, resource, pointer: at.pointer };
  const dialect = named ?? at.dialect;
  const own: Resource = { ...resource, uri: withoutFragment(resolveUri(resource.uri, id).uri), value, pointer: at.pointer, dialect };
  return { value, dialect, resource: own, pointer: at.pointer };
}

function nodeCache(library: Library, dialect: Dialect): WeakMap<object, Node> {
  let cache = library.nodes.get(dialect);
  if (cache === undefined) {
    cache = new WeakMap();
    library.nodes.set(dialect, cache);
  }
  return cache;
}

function dialectOfRoot(value: JsonValue, dialect: Dialect): Dialect {
  if (!isJsonObject(value) || typeof value['$schema'] !== 'string') return dialect;
  return dialectFromSchemaUri(value['$schema']) ?? dialect;
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    // A `%` that is no escape: the URI is looked up as it is.
    return uri;
  }
}
