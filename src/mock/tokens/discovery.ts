import type { HttpResponse } from '../../wire/http-message.js';
import { type IssuerCall, STANDARD_SCOPES } from './issuer-call.js';
import { jsonResponse } from './oauth-response.js';

/**
 * What the issuer offers, and where.
 *
 * @see OpenID Connect Discovery §3, RFC 8414 §2
 */
export async function answerDiscovery({ issuer, origin, endpoints, realm }: IssuerCall): Promise<HttpResponse> {
  const implicit = realm.hasImplicitFlow ? ['token', 'id_token', 'id_token token'] : [];
  return jsonResponse(200, {
    issuer,
    authorization_endpoint: `${origin}${endpoints.authorization}`,
    token_endpoint: `${origin}${endpoints.token}`,
    jwks_uri: `${origin}${endpoints.jwks}`,
    userinfo_endpoint: `${origin}${endpoints.userinfo}`,
    introspection_endpoint: `${origin}${endpoints.introspection}`,
    revocation_endpoint: `${origin}${endpoints.revocation}`,
    end_session_endpoint: `${origin}${endpoints.endSession}`,
    scopes_supported: [...new Set([...STANDARD_SCOPES, ...realm.scopes])],
    response_types_supported: ['code', ...implicit],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'password',
      ...(realm.hasImplicitFlow ? ['implicit'] : []),
    ],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [realm.settings.algorithm],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256', 'plain'],
    prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'nonce',
      'email',
      'email_verified',
      'name',
      'preferred_username',
      'roles',
    ],
    authorization_response_iss_parameter_supported: true,
  });
}

/**
 * The public half of the key.
 *
 * @see RFC 7517 §5
 */
export async function answerJwks({ realm }: IssuerCall): Promise<HttpResponse> {
  const { publicJwk } = await realm.authority.key();
  return jsonResponse(200, { keys: [{ ...publicJwk }] } as never);
}
