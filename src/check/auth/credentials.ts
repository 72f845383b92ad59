import type { Contract, Operation, SecurityScheme } from '../../contract/contract.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { base64FromBytes } from '../../journal/recorded-body.js';
import type { KnownCredential } from '../../workspace/workspace.js';

/** An operation and the contract that says how it is guarded. */
export interface AuthTarget {
  readonly operation: Operation;
  readonly contract: Contract;
}

/** What is held for a security scheme: by its name, or because it is of the kind. */
export type Held = (name: string, scheme: SecurityScheme) => KnownCredential | undefined;

/**
 * The request with what some security schemes ask for; what it already carries is left.
 *
 * @param request - as built from the values of a case
 * @param schemes - all that have to be met together, by name
 * @param held - what there is for each; where there is nothing a placeholder stands: a mock lets it in, and a real provider answers as it answers strangers
 */
export function withCredentials(request: HttpRequest, schemes: ReadonlyMap<string, SecurityScheme>, held: Held): HttpRequest {
  let signed = request;
  for (const [name, scheme] of schemes) signed = withScheme(signed, scheme, held(name, scheme));
  return signed;
}

/**
 * Whether a request carries something for a scheme already, good or not.
 *
 * @param request - as built
 * @param scheme - of the contract
 */
export function carries(request: HttpRequest, scheme: SecurityScheme): boolean {
  switch (scheme.kind) {
    case 'apiKey':
      if (scheme.in === 'query') return hasQueryName(request.target, scheme.name);
      return scheme.in === 'header'
        ? headerValue(request.headers, scheme.name.toLowerCase()) !== undefined
        : cookieNames(headerValue(request.headers, 'cookie')).includes(encodeURIComponent(scheme.name));
    case 'http':
    case 'oauth2':
    case 'openIdConnect':
      return headerValue(request.headers, 'authorization') !== undefined;
    default:
      return false;
  }
}

/**
 * Whether a credential is of the kind that a scheme asks for.
 *
 * @param scheme - of the contract
 * @param credential - of the pair
 */
export function fits(scheme: SecurityScheme, credential: KnownCredential): boolean {
  switch (scheme.kind) {
    case 'apiKey':
      return credential.kind === 'apiKey';
    case 'http':
      return scheme.scheme.toLowerCase() === credential.kind;
    default:
      return credential.kind === 'bearer' && (scheme.kind === 'oauth2' || scheme.kind === 'openIdConnect');
  }
}

/**
 * A user and a password as they stand after `Basic`.
 *
 * @see RFC 7617 §2
 */
export function basicText(username: string, password: string): string {
  return base64FromBytes(new TextEncoder().encode(`${username}:${password}`));
}

function withScheme(request: HttpRequest, scheme: SecurityScheme, credential: KnownCredential | undefined): HttpRequest {
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

function authorization(scheme: string, credential: KnownCredential | undefined): string {
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return `Bearer ${credential?.kind === 'bearer' ? credential.token : PLACEHOLDER}`;
    case 'basic':
      return `Basic ${credential?.kind === 'basic' ? basicText(credential.username, credential.password) : basicText(PLACEHOLDER, PLACEHOLDER)}`;
    case 'digest':
      return `Digest username="${PLACEHOLDER}", realm="${PLACEHOLDER}", nonce="${PLACEHOLDER}", uri="/", response="${PLACEHOLDER}"`;
    default:
      return `${scheme} ${credential?.kind === 'bearer' ? credential.token : PLACEHOLDER}`;
  }
}

type ApiKeyScheme = Extract<SecurityScheme, { readonly kind: 'apiKey' }>;

function withApiKey(request: HttpRequest, scheme: ApiKeyScheme, value: string): HttpRequest {
  if (carries(request, scheme)) return request;
  if (scheme.in === 'header') return withHeader(request, scheme.name, value);
  const member = `${encodeURIComponent(scheme.name)}=${encodeURIComponent(value)}`;
  if (scheme.in === 'query') return { ...request, target: `${request.target}${request.target.includes('?') ? '&' : '?'}${member}` };
  if (headerValue(request.headers, 'cookie') === undefined) return { ...request, headers: [...request.headers, 'cookie', member] };
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

function cookieNames(cookie: string | undefined): readonly string[] {
  return (cookie ?? '').split(/; */).map((part) => part.split('=', 1)[0] ?? '');
}

/** What stands where the pair gives no credential. */
const PLACEHOLDER = 'mortise';
