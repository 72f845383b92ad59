import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { SecurityRequirement, SecurityScheme } from '../contract.js';
import type { OAuthFlow } from '../security.js';
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
  if (type === 'oauth2') return { kind: type, flows: flowsAtNode(node.value) };
  if (type === 'openIdConnect') return { kind: type, discoveryUrl: memberText(node.value, 'openIdConnectUrl') };
  if (type === 'mutualTLS') return { kind: type };
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

/**
 * The flows of a scheme; what is no flow is left out, for lint tells of it and a mock can do without.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html#oauth-flows-object, https://swagger.io/specification/v2/#security-scheme-object
 */
function flowsAtNode(scheme: JsonValue | undefined): readonly OAuthFlow[] {
  if (!isJsonObject(scheme)) return [];
  const { flow, flows } = scheme;
  const written: readonly (readonly [string, JsonValue | undefined])[] =
    typeof flow === 'string' ? [[flow, scheme]] : isJsonObject(flows) ? Object.entries(flows) : [];
  return written.flatMap(([name, value]) => {
    const kind = FLOW_KINDS.get(name);
    if (kind === undefined || !isJsonObject(value)) return [];
    const scopes = value['scopes'];
    return {
      kind,
      authorizationUrl: memberText(value, 'authorizationUrl'),
      tokenUrl: memberText(value, 'tokenUrl'),
      refreshUrl: memberText(value, 'refreshUrl'),
      scopes: isJsonObject(scopes) ? Object.keys(scopes).filter((scope) => !scope.startsWith('x-')) : [],
    };
  });
}

function memberText(value: JsonValue | undefined, name: string): string | undefined {
  const member = isJsonObject(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : undefined;
}

/** Those of 3.x, and what Swagger 2.0 calls them. */
const FLOW_KINDS: ReadonlyMap<string, OAuthFlow['kind']> = new Map([
  ['authorizationCode', 'authorizationCode'],
  ['accessCode', 'authorizationCode'],
  ['implicit', 'implicit'],
  ['password', 'password'],
  ['clientCredentials', 'clientCredentials'],
  ['application', 'clientCredentials'],
  ['deviceAuthorization', 'deviceAuthorization'],
]);
