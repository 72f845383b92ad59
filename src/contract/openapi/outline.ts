import { isJsonObject } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import type { Operation, OperationEntry } from '../contract.js';
import type { OperationSite } from './operation.js';
import { readOperation } from './operation.js';
import { pathVariables } from './path-variables.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, memberNodes, reportDefect, reportWrongType } from './reading.js';
import { resolveNode } from './reference.js';
import { schemeNamesIn } from './security.js';

/** The operations of a document, and the names of the security schemes that they ask for. */
export interface Outline {
  readonly entries: readonly OperationEntry[];
  readonly schemeNames: ReadonlySet<string>;
}

/**
 * Every operation below `paths`, in document order, unread.
 *
 * @param reading - takes the defects of the outline
 * @param root - the document
 * @param knownSchemes - the names of its security schemes
 * @returns entries with distinct ids
 * @see https://spec.openapis.org/oas/v3.2.0.html#paths-object
 */
export function outlineOf(reading: Reading, root: DocumentNode, knownSchemes: ReadonlySet<string>): Outline {
  const ids = new Set<string>();
  const entries: OperationEntry[] = [];
  const schemeNames = new Set(schemeNamesIn(childNode(root, 'security')));
  for (const [name, member] of memberNodes(reading, childNode(root, 'paths'))) {
    if (name.startsWith('x-')) continue;
    const path = pathOf(reading, name, member);
    for (const { node, entry } of operationsAt(reading, { path, member, root, knownSchemes, ids })) {
      entries.push(entry);
      for (const schemeName of schemeNamesIn(childNode(node, 'security'))) schemeNames.add(schemeName);
    }
  }
  return { entries, schemeNames };
}

/** A path item, and what the operations in it need of its document. */
export interface PathItemSite extends Pick<OperationSite, 'root' | 'knownSchemes'> {
  /** The template; `/` where a name or an expression stands for the path. */
  readonly path: string;
  readonly member: DocumentNode;
  /** Those that are taken. */
  readonly ids: Set<string>;
}

/**
 * The operations of one path item, in document order, unread.
 *
 * @param reading - takes the defects
 * @param site - the path item
 */
export function operationsAt(
  reading: Reading,
  site: PathItemSite,
): readonly { readonly node: DocumentNode; readonly entry: OperationEntry }[] {
  const { path, root, knownSchemes, ids } = site;
  const pathItems = pathItemsOf(reading, site.member);
  return [...methodsOf(reading, pathItems)].map(([method, node]) => {
    const id = distinctId(reading, { node, method, path, ids });
    return { node, entry: entryOf(reading, { id, method, path }, { node, pathItems, root, knownSchemes }) };
  });
}

function pathOf(reading: Reading, name: string, member: DocumentNode): string {
  if (!name.startsWith('/')) reportDefect(reading, 'contract/path-without-slash', member, { path: name });
  const { defect } = pathVariables(name);
  if (defect !== undefined) reportDefect(reading, 'contract/path-template-invalid', member, { path: name, reason: defect });
  return name.startsWith('/') ? name : `/${name}`;
}

/** The path item itself, then the ones its `$ref` leads to: what the nearer one says holds. */
function pathItemsOf(reading: Reading, member: DocumentNode): readonly DocumentNode[] {
  if (!isJsonObject(member.value)) {
    reportWrongType(reading, member, 'object');
    return [];
  }
  if (!Object.hasOwn(member.value, '$ref')) return [member];
  const target = resolveNode(reading, member);
  return target === undefined ? [member] : [member, target];
}

function methodsOf(reading: Reading, pathItems: readonly DocumentNode[]): ReadonlyMap<string, DocumentNode> {
  const methods = new Map<string, DocumentNode>();
  const add = (method: string, node: DocumentNode) => {
    if (!methods.has(method)) methods.set(method, node);
  };
  for (const pathItem of pathItems) {
    if (!isJsonObject(pathItem.value)) continue;
    for (const name of Object.keys(pathItem.value)) {
      if (METHODS.has(name) || (name === 'query' && reading.specification === '3.2')) add(name.toUpperCase(), childNode(pathItem, name));
    }
    if (reading.specification !== '3.2') continue;
    for (const [name, node] of memberNodes(reading, childNode(pathItem, 'additionalOperations'))) add(name, node);
  }
  return methods;
}

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

interface Candidate {
  readonly node: DocumentNode;
  readonly method: string;
  readonly path: string;
  readonly ids: Set<string>;
}

function distinctId(reading: Reading, { node, method, path, ids }: Candidate): string {
  const own = childNode(node, 'operationId');
  const wanted = typeof own.value === 'string' && own.value !== '' ? own.value : undefined;
  if (wanted !== undefined && ids.has(wanted)) reportDefect(reading, 'contract/operation-id-duplicate', own, { operationId: wanted });
  let id = wanted === undefined || ids.has(wanted) ? `${method} ${path}` : wanted;
  for (let count = 2; ids.has(id); count += 1) id = `${method} ${path} (${count})`;
  ids.add(id);
  return id;
}

function entryOf(reading: Reading, head: Pick<OperationEntry, 'id' | 'method' | 'path'>, site: OperationSite): OperationEntry {
  const entry = { ...head, pointer: site.node.pointer, tags: tagsOf(site.node) };
  let operation: Operation | undefined;
  const read = (): Operation => {
    const defects: Finding[] = [];
    operation ??= readOperation({ ...reading, operation: head.id, defects }, entry, site);
    return operation;
  };
  return { ...entry, read };
}

/** Tags only group: one that is not a text is not worth a defect. */
function tagsOf(node: DocumentNode): readonly string[] {
  const tags = childNode(node, 'tags').value;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
