import type { JsonObject } from '../../base/json.js';
import type { HttpResponse } from '../../wire/http-message.js';
import type { TokenClient, TokenUser } from '../../workspace/mock-tokens.js';
import { authenticatedClient } from './client-authentication.js';
import type { Grant, RefreshGrant } from './grant.js';
import { isRefusal, type IssuerCall, type Parameters, parametersOf, scopesOf } from './issuer-call.js';
import { CODE_LIFETIME_MS, grantedUser, heldGrant, keepIssued, revokeGrant } from './kept-grant.js';
import { mintAccessToken, mintIdToken } from './mint.js';
import { jsonResponse, type OAuthRefusal, refusal, refusalResponse } from './oauth-response.js';
import { isVerifierOf } from './pkce.js';
import { type Realm, userOf } from './realm.js';

/**
 * The token endpoint: a code, a refresh token, a password or the client itself for tokens.
 *
 * @see RFC 6749 §3.2
 */
export async function answerToken(call: IssuerCall): Promise<HttpResponse> {
  const parameters = parametersOf(call.request);
  if (isRefusal(parameters)) return refusalResponse(parameters);
  const client = authenticatedClient(call.realm, call.request, parameters);
  if (isRefusal(client)) return refusalResponse(client);
  const granted = await grantOf(call, client, parameters);
  return isRefusal(granted) ? refusalResponse(granted) : jsonResponse(200, await tokensOf(call, granted));
}

/** What a grant gives, and what it can be renewed to. */
interface Granted {
  readonly grant: Grant;
  /** What a refresh token stands for, with all scopes of the login; `undefined`: there is none. */
  readonly renewal: Grant | undefined;
  /** Whether the one that was shown is good for more. Default false: there is a new one each time. */
  readonly keepsRefreshToken?: boolean;
}

/**
 * The members of a token answer.
 *
 * @see RFC 6749 §5.1, OpenID Connect Core §3.1.3.3
 */
export async function tokensOf(call: IssuerCall, { grant, renewal, keepsRefreshToken = false }: Granted): Promise<JsonObject> {
  const minted = await mintAccessToken(call, grant);
  const { token, expiresInSeconds } = minted;
  if (renewal !== undefined) keepIssued(call, renewal, minted);
  const user = grantedUser(call.realm, grant);
  const hasIdToken = user !== undefined && grant.scopes.includes('openid');
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    ...(renewal === undefined || keepsRefreshToken ? {} : { refresh_token: newRefreshToken(call, renewal) }),
    ...(hasIdToken ? { id_token: await mintIdToken(call, { grant, user }, { accessToken: token }) } : {}),
    scope: grant.scopes.join(' '),
  };
}

async function grantOf(call: IssuerCall, client: TokenClient, parameters: Parameters): Promise<Granted | OAuthRefusal> {
  const kind = parameters.get('grant_type');
  if (kind === undefined) return refusal('invalid_request', 'grant_type is missing');
  if (kind === 'authorization_code') return grantOfCode(call, client, parameters);
  if (kind === 'refresh_token') return grantOfRefreshToken(call, client, parameters);
  if (kind === 'client_credentials') return grantOfClient(call, client, parameters);
  if (kind === 'password') return grantOfPassword(call, client, parameters);
  return refusal(
    'unsupported_grant_type',
    `grant_type ${kind.slice(0, 100)} is none of authorization_code, refresh_token, client_credentials, password`,
  );
}

/** @see RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §4.8.2 */
async function grantOfCode(call: IssuerCall, client: TokenClient, parameters: Parameters): Promise<Granted | OAuthRefusal> {
  const { store } = call;
  const code = parameters.get('code');
  if (code === undefined) return refusal('invalid_request', 'code is missing');
  const held = store.codes.get(code);
  const grant = held === undefined ? undefined : heldGrant(call, held.grantId);
  if (held === undefined || grant?.clientId !== client.id) return refusal('invalid_grant', 'the code is unknown or too old');
  if (held.isUsed) {
    revokeGrant(call, grant);
    return refusal('invalid_grant', 'the code was used before, so all that came of it is revoked');
  }
  if (held.redirectUri !== parameters.get('redirect_uri')) return refusal('invalid_grant', 'redirect_uri is not that of the login');
  const verifier = parameters.get('code_verifier');
  if (held.challenge === undefined) {
    if (verifier !== undefined) return refusal('invalid_grant', 'code_verifier was sent, and the login had no code_challenge');
  } else if (verifier === undefined || !(await isVerifierOf(verifier, held.challenge))) {
    return refusal('invalid_grant', 'code_verifier is not that of the code_challenge');
  }
  store.codes.set(code, { ...held, isUsed: true }, call.realm.nowMs() + CODE_LIFETIME_MS);
  return { grant, renewal: grant };
}

/** @see RFC 6749 §6, RFC 9700 §4.14.2 */
function grantOfRefreshToken(call: IssuerCall, client: TokenClient, parameters: Parameters): Granted | OAuthRefusal {
  const { store } = call;
  const token = parameters.get('refresh_token');
  if (token === undefined) return refusal('invalid_request', 'refresh_token is missing');
  const held = store.refreshTokens.get(token);
  const grant = held === undefined ? undefined : heldGrant(call, held.grantId);
  if (held === undefined || grant?.clientId !== client.id || grant.isRevoked) {
    return refusal('invalid_grant', 'the refresh token is unknown, too old or revoked');
  }
  if (held.isUsed) {
    revokeGrant(call, grant);
    return refusal('invalid_grant', 'the refresh token was used before, so all that came of its login is revoked');
  }
  const scopes = parameters.has('scope') ? scopesOf(parameters.get('scope'), grant.scopes) : grant.scopes;
  if (isRefusal(scopes)) return scopes;
  if (scopes.some((scope) => !grant.scopes.includes(scope))) return refusal('invalid_scope', 'the scope is more than was granted');
  keepRefreshToken(call, token, { ...held, isUsed: true });
  return { grant: { ...grant, scopes }, renewal: grant };
}

/** @see RFC 6749 §4.4 */
function grantOfClient({ realm }: IssuerCall, client: TokenClient, parameters: Parameters): Granted | OAuthRefusal {
  if (realm.settings.clients.length > 0 && client.secret === undefined) {
    return refusal('unauthorized_client', 'a client without a secret cannot act for itself');
  }
  const scopes = scopesOf(parameters.get('scope'), client.scopes ?? realm.scopes);
  if (isRefusal(scopes)) return scopes;
  return { grant: newGrant(realm, { client, user: undefined, scopes, parameters }), renewal: undefined };
}

/** @see RFC 6749 §4.3 */
function grantOfPassword({ realm }: IssuerCall, client: TokenClient, parameters: Parameters): Granted | OAuthRefusal {
  const username = parameters.get('username');
  const password = parameters.get('password');
  if (username === undefined || password === undefined) return refusal('invalid_request', 'username or password is missing');
  const scopes = scopesOf(parameters.get('scope'), client.scopes ?? realm.scopes);
  if (isRefusal(scopes)) return scopes;
  const user = userOf(realm, username, password);
  if (user === undefined) return refusal('invalid_grant', 'no user has this name and password');
  const grant = newGrant(realm, { client, user, scopes, parameters });
  return { grant, renewal: grant };
}

/**
 * A grant that nobody keeps yet.
 *
 * @param asked - by whom, for whom, and the request, which may name an audience and a nonce
 */
export function newGrant(
  realm: Realm,
  asked: {
    readonly client: Pick<TokenClient, 'id'>;
    readonly user: Pick<TokenUser, 'sub'> | undefined;
    readonly scopes: readonly string[];
    readonly parameters: Parameters;
    readonly loggedInAtMs?: number;
  },
): Grant {
  const { client, user, scopes, parameters } = asked;
  return {
    id: realm.authority.freshText('family'),
    clientId: client.id,
    sub: user?.sub,
    scopes,
    audience: parameters.get('audience') ?? parameters.get('resource'),
    nonce: parameters.get('nonce'),
    loggedInAtMs: asked.loggedInAtMs ?? realm.nowMs(),
    isRevoked: false,
    issued: [],
  };
}

function newRefreshToken(call: IssuerCall, { id: grantId }: Grant): string {
  const token = `rt_${call.realm.authority.freshText('refresh')}`;
  keepRefreshToken(call, token, { grantId, isUsed: false });
  return token;
}

function keepRefreshToken({ store, realm }: IssuerCall, token: string, held: RefreshGrant): void {
  store.refreshTokens.set(token, held, realm.nowMs() + realm.settings.refreshLifetimeMs);
}
