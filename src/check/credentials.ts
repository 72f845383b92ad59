import type { Contract, Operation, SecurityRequirement, SecurityScheme } from '../contract/contract.js';
import type { PairAuth } from '../workspace/workspace.js';
import type { HttpRequest } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';

/** What gets the test requests in, once a token was fetched: no login any more. */
export type Credential = Exclude<PairAuth, { readonly kind: 'login' }>;

/**
 * The request with what the operation's security asks for. The first alternative that the credential fits is met, else the first one that
 * can be met with placeholders: a mock lets those in, and a real provider answers what it answers to strangers.
 *
 * @param request - as built from the examples; what it already carries is left
 * @param target - the operation and its contract
 * @param credential - from the pair; `undefined` when it has none
 */
export function withCredentials(
  request: HttpRequest,
  target: { readonly operation: Operation; readonly contract: Contract },
  credential: Credential | undefined,
): HttpRequest {
  const { operation, contract } = target;
  const requirement = chosenRequirement(operation.security, contract.securitySchemes, credential);
  if (requirement === undefined) return request;
  let signed = request;
  for (const name of requirement.keys()) {
    const scheme = contract.securitySchemes.get(name);
    if (scheme !== undefined) signed = withScheme(signed, scheme, credential);
  }
  return signed;
}

function chosenRequirement(
  security: readonly SecurityRequirement[],
  schemes: ReadonlyMap<string, SecurityScheme>,
  credential: Credential | undefined,
): SecurityRequirement | undefined {
  const schemesOf = (requirement: SecurityRequirement): readonly (SecurityScheme | undefined)[] =>
    [...requirement.keys()].map((name) => schemes.get(name));
  const fitting =
    credential === undefined
      ? security.find((requirement) => requirement.size === 0)
      : security.find((requirement) => schemesOf(requirement).some((scheme) => scheme !== undefined && fits(scheme, credential)));
  return fitting ?? security.find((requirement) => schemesOf(requirement).every((scheme) => scheme !== undefined)) ?? security[0];
}

function fits(scheme: SecurityScheme, credential: Credential): boolean {
  switch (scheme.kind) {
    case 'apiKey':
      return credential.kind === 'apiKey';
    case 'http':
      return scheme.scheme.toLowerCase() === credential.kind;
    default:
      return credential.kind === 'bearer' && (scheme.kind === 'oauth2' || scheme.kind === 'openIdConnect');
  }
}

function withScheme(request: HttpRequest, scheme: SecurityScheme, credential: Credential | undefined): HttpRequest {
  switch (scheme.kind) {
    case 'apiKey':
      return withApiKey(request, scheme, credential?.kind === 'apiKey' ? credential.value : PLACEHOLDER);
    case 'http':
      return withHeader(request, 'authorization', authorization(scheme.scheme, credential));
    case 'oauth2':
    case 'openIdConnect':
      return withHeader(request, 'authorization', authorization('bearer', credential));
    default:
      return request;
  }
}

function authorization(scheme: string, credential: Credential | undefined): string {
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return `Bearer ${credential?.kind === 'bearer' ? credential.token : PLACEHOLDER}`;
    case 'basic':
      return `Basic ${base64(credential?.kind === 'basic' ? `${credential.username}:${credential.password}` : `${PLACEHOLDER}:${PLACEHOLDER}`)}`;
    case 'digest':
      return `Digest username="${PLACEHOLDER}", realm="${PLACEHOLDER}", nonce="${PLACEHOLDER}", uri="/", response="${PLACEHOLDER}"`;
    default:
      return `${scheme} ${PLACEHOLDER}`;
  }
}

type ApiKeyScheme = Extract<SecurityScheme, { readonly kind: 'apiKey' }>;

function withApiKey(request: HttpRequest, scheme: ApiKeyScheme, value: string): HttpRequest {
  if (scheme.in === 'header') return withHeader(request, scheme.name, value);
  const member = `${encodeURIComponent(scheme.name)}=${encodeURIComponent(value)}`;
  if (scheme.in === 'query') {
    if (hasQueryName(request.target, scheme.name)) return request;
    return { ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${member}` };
  }
  const cookie = headerValue(request.headers, 'cookie');
  if (cookie === undefined) return { ...request, headers: [...request.headers, 'cookie', member] };
  if (cookie.split(/; */).some((part) => part.startsWith(`${encodeURIComponent(scheme.name)}=`))) return request;
  const headers = request.headers.map((part, index) =>
    index % 2 === 1 && request.headers[index - 1]?.toLowerCase() === 'cookie' ? `${part}; ${member}` : part,
  );
  return { ...request, headers };
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  if (headerValue(request.headers, name.toLowerCase()) !== undefined) return request;
  return { ...request, headers: [...request.headers, name, value] };
}

function hasQueryName(target: string, name: string): boolean {
  const query = target.split('?', 2)[1] ?? '';
  return query.split('&').some((part) => part.split('=', 1)[0] === encodeURIComponent(name));
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** What stands where the pair gives no credential. */
const PLACEHOLDER = 'mortise';
