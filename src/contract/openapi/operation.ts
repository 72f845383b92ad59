import type { Finding } from '../../finding/finding.js';
import type { Operation, OperationEntry, RequestBody } from '../contract.js';
import { contentOf } from './content.js';
import type { ParameterHead } from './parameter.js';
import { parameterHeads, parametersFromHeads } from './parameters.js';
import { pathVariables } from './path-variables.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, flagOf, objectOf, reportDefect } from './reading.js';
import { resolveNode } from './reference.js';
import { responsesOf } from './response.js';
import { securityOf } from './security.js';
import { swaggerBody } from './swagger-body.js';
import { mediaTypeNames } from './swagger-content.js';

/** Where an operation stands: itself, the path items it belongs to (one, or more through `$ref`; the nearest first), and its document. */
export interface OperationSite {
  readonly node: DocumentNode;
  readonly pathItems: readonly DocumentNode[];
  readonly root: DocumentNode;
  /** Names of schemes that the document has. */
  readonly knownSchemes: ReadonlySet<string>;
}

/**
 * The operation with everything it refers to outside of schemas, in the terms of OpenAPI 3.
 *
 * @param reading - takes the defects; they end in the operation
 * @param entry - its line in the outline
 * @param site - where it stands
 * @see https://spec.openapis.org/oas/v3.2.0.html#operation-object
 */
export function readOperation(reading: Reading, entry: Omit<OperationEntry, 'read' | 'tags'>, site: OperationSite): Operation {
  const { node, root } = site;
  const { id, method, path, pointer } = entry;
  const head = { id, method, path, file: node.uri, pointer };
  if (objectOf(reading, node) === undefined) return unusable(reading, head, site);
  const heads = parameterHeads(
    reading,
    [...[...site.pathItems].reverse(), node].map((owner) => childNode(owner, 'parameters')),
  );
  const parameters = parametersFromHeads(reading, heads, { node, path });
  const requestBody = requestBodyOf(reading, heads, site);
  const produces = mediaTypeNames(reading, childNode(node, 'produces'), childNode(root, 'produces'));
  const responses = responsesOf(reading, childNode(node, 'responses'), produces);
  const operation = {
    ...head,
    deprecated: flagOf(reading, childNode(node, 'deprecated')) ?? false,
    parameters,
    requestBody,
    responses,
    security: securityOf(reading, childNode(node, 'security'), childNode(root, 'security')),
  };
  noteUnknownSchemes(reading, operation.security, site);
  return { ...operation, unusable: unusableReason(reading, operation, site), defects: reading.defects };
}

/** Nothing can be read where there is no object. */
function unusable(reading: Reading, head: Pick<Operation, 'id' | 'method' | 'path' | 'file' | 'pointer'>, site: OperationSite): Operation {
  const reason = reportDefect(reading, 'contract/operation-unusable', site.node, { reason: 'not-an-object' });
  const empty = { deprecated: false, parameters: [], requestBody: undefined, responses: [], security: [] };
  return { ...head, ...empty, unusable: reason, defects: reading.defects };
}

function requestBodyOf(reading: Reading, heads: readonly ParameterHead[], { node, root }: OperationSite): RequestBody | undefined {
  if (reading.specification === '2.0') {
    const bodyHeads = heads.filter((head) => head.in === 'body' || head.in === 'formData');
    return swaggerBody(reading, bodyHeads, mediaTypeNames(reading, childNode(node, 'consumes'), childNode(root, 'consumes')));
  }
  const target = resolveNode(reading, childNode(node, 'requestBody'));
  if (target === undefined || objectOf(reading, target) === undefined) return undefined;
  const required = flagOf(reading, childNode(target, 'required')) ?? false;
  return { required, pointer: target.pointer, file: target.uri, content: contentOf(reading, childNode(target, 'content')) };
}

function noteUnknownSchemes(reading: Reading, security: Operation['security'], { node, root, knownSchemes }: OperationSite): void {
  const own = childNode(node, 'security');
  const place = own.value === undefined ? childNode(root, 'security') : own;
  const names = new Set(security.flatMap((requirement) => [...requirement.keys()]));
  for (const name of names) if (!knownSchemes.has(name)) reportDefect(reading, 'contract/security-scheme-unknown', place, { name });
}

function unusableReason(reading: Reading, operation: Pick<Operation, 'path' | 'responses'>, { node }: OperationSite): Finding | undefined {
  const responses = childNode(node, 'responses');
  if (responses.value === undefined) reportDefect(reading, 'contract/responses-missing', node);
  const { defect } = pathVariables(operation.path);
  if (defect === 'unbalanced' || defect === 'unnamed')
    return reportDefect(reading, 'contract/operation-unusable', node, { reason: 'path-template' });
  const isUnreadable = responses.value !== undefined && operation.responses.length === 0 && hasMembers(responses);
  return isUnreadable ? reportDefect(reading, 'contract/operation-unusable', responses, { reason: 'no-readable-response' }) : undefined;
}

function hasMembers({ value }: DocumentNode): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}
