import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { Endpoints } from './endpoints.js';
import type { GrantStore } from './grant-store.js';
import { type OAuthRefusal, refusal } from './oauth-response.js';
import type { Realm } from './realm.js';

/** One request to the issuer, with all that its answer depends on. */
export interface IssuerCall {
  readonly request: HttpRequest;
  /** The `iss` of what is given out. */
  readonly issuer: string;
  /** Where the mock was asked, without a trailing slash: `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** The paths that the issuer tells callers. */
  readonly endpoints: Endpoints;
  readonly store: GrantStore;
  readonly realm: Realm;
}

/** The parameters of a request, each once. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The parameters of the query, or of the form of a POST; those without a value count as absent.
 *
 * @see RFC 6749 §3.1, §3.2
 */
export function parametersOf({ method, target, headers, body }: HttpRequest): Parameters | OAuthRefusal {
  if (method !== 'POST') return parametersFromText(target.includes('?') ? target.slice(target.indexOf('?') + 1) : '');
  if ((body?.length ?? 0) > MAX_FORM_BYTES) return refusal('invalid_request', 'the form is too large');
  const type = headerValue(headers, 'content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) {
    return refusal('invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  return parametersFromText(new TextDecoder().decode(body));
}

function parametersFromText(text: string): Parameters | OAuthRefusal {
  if (text.length > MAX_FORM_BYTES) return refusal('invalid_request', 'the query is too long');
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value === '') continue;
    // `resource` may come several times (RFC 8707 §2); the first is taken.
    if (parameters.has(name) && name !== 'resource') return refusal('invalid_request', `the parameter ${name} comes twice`);
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

/** @returns whether it is a refusal, not what was hoped for */
export function isRefusal(value: unknown): value is OAuthRefusal {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';
}

/**
 * The scopes that a client gets of those it asks for; all it may have when it asks for none.
 *
 * @param asked - separated by blanks
 * @param allowed - of the client or, where it lists none, of the contract; empty: any
 * @see RFC 6749 §3.3
 */
export function scopesOf(asked: string | undefined, allowed: readonly string[]): readonly string[] | OAuthRefusal {
  const scopes = [...new Set((asked ?? '').split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) return allowed;
  if (allowed.length === 0) return scopes;
  const unknown = scopes.find((scope) => !allowed.includes(scope) && !STANDARD_SCOPES.includes(scope));
  return unknown === undefined ? scopes : refusal('invalid_scope', `the scope ${unknown} is none that this client may ask for`);
}

/** @see OpenID Connect Core §5.4, §11 */
export const STANDARD_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];
const MAX_FORM_BYTES = 64 * 1024;
