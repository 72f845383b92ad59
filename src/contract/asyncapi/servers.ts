import { isJsonObject } from '../../base/json.js';
import type { ContractServer } from '../channel.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, memberNodes, objectOf, reportDefect, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { placeOf } from './place.js';

/** A server, with the places that references to it may name. */
export interface ServerSite {
  readonly server: ContractServer;
  readonly node: DocumentNode;
  readonly places: readonly string[];
}

/**
 * The servers of a document, in document order; one whose host or protocol is missing is kept with an empty text and a defect.
 *
 * @param reading - takes the defects
 * @param root - the document
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#serverObject
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0#serverObject
 */
export function serversOf(reading: Reading, root: DocumentNode): readonly ServerSite[] {
  return memberNodes(reading, childNode(root, 'servers')).flatMap(([id, member]) => {
    const target = resolveNode(reading, member);
    if (target === undefined || objectOf(reading, target) === undefined) return [];
    return [{ server: serverAt(reading, id, target), node: target, places: [placeOf(member), placeOf(target)] }];
  });
}

function serverAt(reading: Reading, id: string, node: DocumentNode): ContractServer {
  const url = filled(reading, node, 'url');
  const host = filled(reading, node, 'host');
  const split = splitUrl(host === undefined || host === '' ? (url ?? '') : host);
  if (host === undefined && url === undefined) reportDefect(reading, 'contract/server-invalid', node, { missing: 'host' });
  const protocol = textOf(reading, childNode(node, 'protocol')) ?? split.scheme;
  if (protocol === undefined) reportDefect(reading, 'contract/server-invalid', node, { missing: 'protocol' });
  const pathname = filled(reading, node, 'pathname') ?? split.pathname;
  return {
    id,
    host: split.host,
    protocol: (protocol ?? '').toLowerCase(),
    protocolVersion: versionOf(node),
    pathname: pathname === '' || pathname === '/' || pathname.startsWith('/') ? pathname.replace(/\/$/, '') : `/${pathname}`,
    pointer: node.pointer,
  };
}

/** YAML makes a number of `protocolVersion: 5`. */
function versionOf(node: DocumentNode): string | undefined {
  const { value } = childNode(node, 'protocolVersion');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#serverVariableObject */
function filled(reading: Reading, node: DocumentNode, name: string): string | undefined {
  const member = childNode(node, name);
  const text = textOf(reading, member);
  return text?.replace(/\{([^{}]*)\}/g, (_match, variable: string) => {
    const value = defaultOf(reading, childNode(childNode(node, 'variables'), variable));
    if (value !== undefined) return value;
    reportDefect(reading, 'contract/server-invalid', member, { missing: 'default', variable });
    return variable;
  });
}

/** Without a default the first value that is shown or allowed stands in. */
function defaultOf(reading: Reading, node: DocumentNode): string | undefined {
  const target = resolveNode(reading, node);
  if (target === undefined || !isJsonObject(target.value)) return undefined;
  const { default: stated, examples, enum: allowed } = target.value;
  const [value] = [stated, ...[examples, allowed].flatMap((list) => (Array.isArray(list) ? list : []))].filter(
    (each) => each !== undefined,
  );
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function splitUrl(url: string): { readonly scheme: string | undefined; readonly host: string; readonly pathname: string } {
  const match = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/)?([^/?#]*)([^?#]*)/i.exec(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `//${url}`);
  return { scheme: match?.[1]?.toLowerCase(), host: match?.[2] ?? '', pathname: match?.[3] ?? '' };
}
