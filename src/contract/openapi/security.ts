import { isJsonObject } from '../../base/json.js';
import type { SecurityRequirement, SecurityScheme } from '../contract.js';
import type { DocumentNode, Reading } from './reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, textOf } from './reading.js';
import { resolveNode } from './reference.js';

/**
 * The security schemes of a document, by name.
 *
 * @param reading - takes the defects
 * @param root - the document
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object
 */
export function securitySchemesOf(reading: Reading, root: DocumentNode): Map<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>();
  const components =
    objectOf(reading, childNode(root, 'components')) === undefined ? { ...root, value: undefined } : childNode(root, 'components');
  const node = reading.specification === '2.0' ? childNode(root, 'securityDefinitions') : childNode(components, 'securitySchemes');
  for (const [name, member] of memberNodes(reading, node)) {
    const target = resolveNode(reading, member);
    if (target !== undefined) schemes.set(name, schemeAtNode(reading, target));
  }
  return schemes;
}

/**
 * The requirements of an operation, or those of the document when it has none of its own. An empty list asks for nothing.
 *
 * @param reading - takes the defects
 * @param own - the `security` of the operation
 * @param shared - the `security` of the document
 * @see https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object
 */
export function securityOf(reading: Reading, own: DocumentNode, shared: DocumentNode): readonly SecurityRequirement[] {
  return itemNodes(reading, own.value === undefined ? shared : own).flatMap((item) => {
    if (objectOf(reading, item) === undefined) return [];
    return [
      new Map(
        memberNodes(reading, item).map(
          ([name, member]) => [name, itemNodes(reading, member).flatMap((scope) => textOf(reading, scope) ?? [])] as const,
        ),
      ),
    ];
  });
}

/**
 * The scheme names that a `security` list asks for, whatever else is wrong with it.
 *
 * @param node - of an operation or the document
 */
export function schemeNamesIn(node: DocumentNode): readonly string[] {
  return Array.isArray(node.value) ? node.value.flatMap((requirement) => (isJsonObject(requirement) ? Object.keys(requirement) : [])) : [];
}

function schemeAtNode(reading: Reading, node: DocumentNode): SecurityScheme {
  const type = textOf(reading, childNode(node, 'type'));
  const scheme = type === undefined ? undefined : schemeOfType(reading, node, type);
  if (scheme !== undefined) return scheme;
  reportDefect(reading, 'contract/security-scheme-invalid', node, { type });
  return { kind: 'unknown', type: type ?? '' };
}

function schemeOfType(reading: Reading, node: DocumentNode, type: string): SecurityScheme | undefined {
  if (type === 'basic') return { kind: 'http', scheme: 'basic' };
  if (type === 'oauth2' || type === 'openIdConnect' || type === 'mutualTLS') return { kind: type };
  if (type === 'http') {
    const scheme = textOf(reading, childNode(node, 'scheme'));
    return scheme === undefined ? undefined : { kind: 'http', scheme: scheme.toLowerCase() };
  }
  return type === 'apiKey' ? apiKeyAtNode(reading, node) : undefined;
}

function apiKeyAtNode(reading: Reading, node: DocumentNode): SecurityScheme | undefined {
  const name = textOf(reading, childNode(node, 'name'));
  const location = textOf(reading, childNode(node, 'in'));
  if (name === undefined || (location !== 'query' && location !== 'header' && location !== 'cookie')) return undefined;
  return { kind: 'apiKey', in: location, name };
}
