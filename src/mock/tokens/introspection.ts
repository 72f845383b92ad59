import type { JsonObject } from '../../base/json.js';
import type { HttpResponse } from '../../wire/http-message.js';
import { judgeOwnToken } from './bearer-token.js';
import { authenticatedClient } from './client-authentication.js';
import { isRefusal, type IssuerCall, parametersOf } from './issuer-call.js';
import { heldGrant, revokeGrant } from './kept-grant.js';
import { jsonResponse, refusal, refusalResponse } from './oauth-response.js';

/**
 * Whether a token holds, and what it says.
 *
 * @see RFC 7662 §2
 */
export async function answerIntrospection(call: IssuerCall): Promise<HttpResponse> {
  const token = tokenOf(call);
  if (typeof token !== 'string') return refusalResponse(token);
  const judged = await judgeOwnToken(call.realm, token, { issuer: call.issuer, audience: undefined });
  if (judged.kind === 'refused') return jsonResponse(200, refreshTokenState(call, token));
  const { claims } = judged;
  return jsonResponse(200, { ...claims, active: true, token_type: 'Bearer', username: claims['email'] ?? claims['sub'] });
}

/**
 * Takes a token back; one that is unknown is no error.
 *
 * @see RFC 7009 §2.1, §2.2
 */
export async function answerRevocation(call: IssuerCall): Promise<HttpResponse> {
  const token = tokenOf(call);
  if (typeof token !== 'string') return refusalResponse(token);
  const { realm, store } = call;
  const refreshed = store.refreshTokens.get(token);
  if (refreshed !== undefined) {
    const grant = store.grants.get(refreshed.grantId);
    if (grant !== undefined) revokeGrant(call, grant);
  } else {
    const read = await realm.authority.read(token);
    const exp = read.kind === 'read' ? read.claims['exp'] : undefined;
    if (read.kind === 'read' && typeof exp === 'number')
      realm.authority.revoke(String(read.claims['jti']), exp * 1_000 + realm.settings.leewayMs);
  }
  return jsonResponse(200, {});
}

function tokenOf({ request, realm }: IssuerCall): string | ReturnType<typeof refusal> {
  const parameters = parametersOf(request);
  if (isRefusal(parameters)) return parameters;
  const isOpen =
    realm.settings.clients.length === 0 && !parameters.has('client_id') && !request.headers.some((name) => /^authorization$/i.test(name));
  const client = isOpen ? undefined : authenticatedClient(realm, request, parameters);
  if (client !== undefined && isRefusal(client)) return client;
  return parameters.get('token') ?? refusal('invalid_request', 'token is missing');
}

function refreshTokenState(call: IssuerCall, token: string): JsonObject {
  const held = call.store.refreshTokens.get(token);
  const grant = held === undefined ? undefined : heldGrant(call, held.grantId);
  if (held === undefined || held.isUsed || grant === undefined || grant.isRevoked) return { active: false };
  const { clientId, sub, scopes } = grant;
  return { active: true, client_id: clientId, sub: sub ?? clientId, scope: scopes.join(' '), iss: call.issuer };
}
