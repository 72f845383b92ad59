import type { JsonValue } from '../../base/json.js';
import type { HeaderPairs, HttpResponse } from '../../wire/http-message.js';
import { fieldText } from '../field-text.js';
import { serverHeader } from '../server-header.js';

/** Why a request to the issuer is refused. */
export interface OAuthRefusal {
  readonly kind: 'refused';
  /** @see RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; OpenID Connect Core §3.1.2.6 */
  readonly error: string;
  readonly description: string;
}

/**
 * A refusal as data.
 *
 * @param error - the registered name
 * @param description - what was wrong, in printable ASCII without quotes (RFC 6749 §5.2)
 */
export function refusal(error: string, description: string): OAuthRefusal {
  return { kind: 'refused', error, description: description.replaceAll(/[^\u0020-\u0021\u0023-\u005b\u005d-\u007e]/g, '') };
}

/**
 * An answer that nobody keeps.
 *
 * @param value - the body
 * @param headers - further ones
 * @see RFC 6749 §5.1
 */
export function jsonResponse(status: number, value: JsonValue, headers: HeaderPairs = []): HttpResponse {
  return {
    status,
    headers: ['content-type', 'application/json', 'cache-control', 'no-store', 'pragma', 'no-cache', ...serverHeader([]), ...headers],
    body: JSON.stringify(value),
  };
}

/**
 * The refusal of a token request, and of what is asked like one.
 *
 * @see RFC 6749 §5.2
 */
export function refusalResponse({ error, description }: OAuthRefusal): HttpResponse {
  const body = { error, error_description: description };
  if (error !== 'invalid_client') return jsonResponse(400, body);
  return jsonResponse(401, body, ['www-authenticate', 'Basic realm="token"']);
}

/**
 * The refusal of a call that needs an access token.
 *
 * @param refused - without one, the request has shown no token
 * @see RFC 6750 §3
 */
export function bearerRefusalResponse(refused: OAuthRefusal | undefined): HttpResponse {
  if (refused === undefined) return jsonResponse(401, { error: 'invalid_token' }, ['www-authenticate', 'Bearer realm="api"']);
  const status = refused.error === 'insufficient_scope' ? 403 : 401;
  return jsonResponse(status, { error: refused.error, error_description: refused.description }, [
    'www-authenticate',
    bearerChallenge(refused),
  ]);
}

/**
 * The challenge that says what is wrong with a token.
 *
 * @param scope - that would do
 * @see RFC 6750 §3
 */
export function bearerChallenge({ error, description }: OAuthRefusal, scope: readonly string[] = []): string {
  const wanted = scope.length === 0 ? '' : `, scope="${scope.join(' ').replaceAll(/["\\]/g, '')}"`;
  return fieldText(`Bearer realm="api", error="${error}", error_description="${description}"${wanted}`);
}
