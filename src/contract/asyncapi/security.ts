import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { SecurityRequirement, SecurityScheme } from '../contract.js';
import type { DocumentNode, Reading } from '../openapi/reading.js';
import { childNode, itemNodes, memberNodes, objectOf, reportDefect, textOf } from '../openapi/reading.js';
import { resolveNode } from '../openapi/reference.js';
import { securityOf } from '../openapi/security.js';
import { isVersion2 } from './version.js';

/** The schemes that a document declares and those it uses where they stand, filled as requirements are read. */
export type SchemeShelf = Map<string, SecurityScheme>;

/**
 * The security schemes among the components, by name.
 *
 * @param reading - takes the defects
 * @param root - the document
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#securitySchemeObject
 */
export function declaredSchemes(reading: Reading, root: DocumentNode): SchemeShelf {
  const schemes: SchemeShelf = new Map();
  for (const [name, member] of memberNodes(reading, childNode(childNode(root, 'components'), 'securitySchemes'))) {
    const target = resolveNode(reading, member);
    if (target !== undefined) schemes.set(name, schemeAt(reading, target));
  }
  return schemes;
}

/**
 * What a `security` list asks for: any one of its items lets in. An absent list asks for nothing.
 *
 * @param reading - takes the defects
 * @param node - of a server or an operation
 * @param schemes - of the document; takes those that stand in the list itself
 */
export function requirementsOf(reading: Reading, node: DocumentNode, schemes: SchemeShelf): readonly SecurityRequirement[] {
  if (isVersion2(reading)) return namedRequirements(reading, node, schemes);
  return itemNodes(reading, node).flatMap((item) => {
    const target = resolveNode(reading, item);
    if (target === undefined || objectOf(reading, target) === undefined) return [];
    const name = schemeName(item);
    if (!schemes.has(name)) schemes.set(name, schemeAt(reading, target));
    const scopes = itemNodes(reading, childNode(target, 'scopes')).flatMap((scope) => textOf(reading, scope) ?? []);
    return [new Map([[name, scopes]])];
  });
}

function namedRequirements(reading: Reading, node: DocumentNode, schemes: SchemeShelf): readonly SecurityRequirement[] {
  const requirements = securityOf(reading, node, { ...node, value: undefined });
  for (const name of new Set(requirements.flatMap((requirement) => [...requirement.keys()]))) {
    if (schemes.has(name)) continue;
    reportDefect(reading, 'contract/security-scheme-unknown', node, { name });
    schemes.set(name, { kind: 'unknown', type: '' });
  }
  return requirements;
}

/** The name a reference ends in; a scheme that stands in the list itself goes by its place. */
function schemeName(item: DocumentNode): string {
  const reference = isJsonObject(item.value) ? item.value['$ref'] : undefined;
  const name = typeof reference === 'string' ? tokensFromPointer(`/${reference.slice(reference.indexOf('#') + 2)}`).at(-1) : undefined;
  return name ?? item.pointer;
}

function schemeAt(reading: Reading, node: DocumentNode): SecurityScheme {
  const type = objectOf(reading, node) === undefined ? undefined : textOf(reading, childNode(node, 'type'));
  const scheme = type === undefined ? undefined : schemeOfType(reading, node, type);
  if (scheme !== undefined) return scheme;
  reportDefect(reading, 'contract/security-scheme-invalid', node, { type });
  return { kind: 'unknown', type: type ?? '' };
}

function schemeOfType(reading: Reading, node: DocumentNode, type: string): SecurityScheme | undefined {
  if (BROKER_TYPES.has(type)) return { kind: 'unknown', type };
  if (type === 'X509') return { kind: 'mutualTLS' };
  if (type === 'oauth2' || type === 'openIdConnect') return { kind: type };
  if (type === 'http') {
    const scheme = textOf(reading, childNode(node, 'scheme'));
    return scheme === undefined ? undefined : { kind: 'http', scheme: scheme.toLowerCase() };
  }
  return type === 'httpApiKey' ? apiKeyAt(reading, node) : undefined;
}

function apiKeyAt(reading: Reading, node: DocumentNode): SecurityScheme | undefined {
  const name = textOf(reading, childNode(node, 'name'));
  const location = textOf(reading, childNode(node, 'in'));
  if (name === undefined || (location !== 'query' && location !== 'header' && location !== 'cookie')) return undefined;
  return { kind: 'apiKey', in: location, name };
}

/** What a connection to a broker is opened with: nothing in a message shows it. */
const BROKER_TYPES: ReadonlySet<string> = new Set([
  'userPassword',
  'apiKey',
  'symmetricEncryption',
  'asymmetricEncryption',
  'plain',
  'scramSha256',
  'scramSha512',
  'gssapi',
]);
