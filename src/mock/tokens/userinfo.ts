import type { HttpResponse } from '../../wire/http-message.js';
import { bearerTokenOf, judgeOwnToken } from './bearer-token.js';
import { profileClaimsOf } from './claims.js';
import type { IssuerCall } from './issuer-call.js';
import { bearerRefusalResponse, jsonResponse, refusal } from './oauth-response.js';
import { userOf } from './realm.js';

/**
 * Who the user of an access token is, as far as its scopes allow.
 *
 * @see OpenID Connect Core §5.3
 */
export async function answerUserinfo({ request, realm, issuer }: IssuerCall): Promise<HttpResponse> {
  const token = bearerTokenOf(request);
  if (token === undefined) return bearerRefusalResponse(undefined);
  const judged = await judgeOwnToken(realm, token, { issuer, audience: undefined });
  if (judged.kind === 'refused') return bearerRefusalResponse(judged);
  const { claims } = judged;
  const scopes = String(claims['scope'] ?? '').split(' ');
  if (!scopes.includes('openid')) return bearerRefusalResponse(refusal('insufficient_scope', 'the token must have the scope openid'));
  const sub = String(claims['sub']);
  const user = userOf(realm, sub, undefined);
  return jsonResponse(200, { ...(user === undefined ? {} : profileClaimsOf(user, scopes)), sub });
}
