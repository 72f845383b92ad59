import type { HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { TokenUser } from '../../workspace/mock-tokens.js';
import { type AuthorizationRefusal, type AuthorizationRequest, authorizationRequest } from './authorization-request.js';
import { redirect, refuseAuthorization, replyToClient } from './authorization-response.js';
import { ISSUER_PATH } from './endpoints.js';
import { isRefusal, type IssuerCall, type Parameters, parametersOf } from './issuer-call.js';
import { CODE_LIFETIME_MS, grantedUser, keepGrant } from './kept-grant.js';
import { loginPage, NO_USER } from './login-page.js';
import { mintAccessToken, mintIdToken } from './mint.js';
import { refusal } from './oauth-response.js';
import { userOf, usersOf } from './realm.js';
import { newSession, sessionOf } from './session.js';
import { newGrant } from './token-endpoint.js';

/** Who logs in, and since when. */
interface Login {
  readonly user: TokenUser;
  readonly loggedInAtMs: number;
}

/**
 * The authorization endpoint: straight back to the client where the user is known (by `login_hint`, by a session, or since nobody is there who could
 * look at a page), else to the login page.
 *
 * @see RFC 6749 §4.1.1
 */
export async function answerAuthorization(call: IssuerCall): Promise<HttpResponse> {
  const asked = requestOf(call);
  if ('refused' in asked) return refuseAuthorization(asked, call.issuer);
  const session = freshSession(call, asked);
  const login = isPromptedFor(asked) ? undefined : (hintedLogin(call, asked) ?? session ?? unattendedLogin(call));
  if (login !== undefined) return letIn(call, asked, login);
  if (asked.prompts.has('none')) {
    const refused = refusal('login_required', 'nobody is logged in');
    return refuseAuthorization({ refused, reply: asked.reply }, call.issuer);
  }
  return redirect(`${call.origin}${ISSUER_PATH}/login?${new URLSearchParams([...asked.parameters, [ISSUER_PARAMETER, call.issuer]])}`);
}

/**
 * The login page, and what comes of it.
 *
 * @param call - by GET to see it, by POST with the chosen `user`
 */
export async function answerLogin(call: IssuerCall): Promise<HttpResponse> {
  const asked = requestOf(call);
  if ('refused' in asked) return refuseAuthorization(asked, call.issuer);
  const issuer = asked.parameters.get(ISSUER_PARAMETER);
  // The name of the issuer is the one under which the login began, if it is this one's.
  const named = issuer?.startsWith(`${call.origin}/`) ? { ...call, issuer } : call;
  const name = asked.parameters.get(USER_PARAMETER);
  if (call.request.method !== 'POST' || name === undefined) return loginPage(call, asked, undefined);
  const user = userOf(call.realm, name, undefined);
  if (user === undefined) return loginPage(call, asked, NO_USER);
  return letIn(named, asked, { user, loggedInAtMs: call.realm.nowMs() });
}

function requestOf({ request, realm }: IssuerCall): AuthorizationRequest | AuthorizationRefusal {
  const parameters = parametersOf(request);
  return isRefusal(parameters) ? { refused: parameters, reply: undefined } : authorizationRequest(realm, parameters);
}

function isPromptedFor({ prompts }: AuthorizationRequest): boolean {
  return prompts.has('login') || prompts.has('select_account');
}

/** @see OpenID Connect Core §3.1.2.1, max_age */
function freshSession(call: IssuerCall, { parameters }: AuthorizationRequest): Login | undefined {
  const session = sessionOf(call);
  const user = session === undefined ? undefined : grantedUser(call.realm, session);
  if (session === undefined || user === undefined) return undefined;
  const { loggedInAtMs } = session;
  const maxAge = parameters.get('max_age');
  const isFresh = maxAge === undefined || call.realm.nowMs() - loggedInAtMs <= Number(maxAge) * 1_000;
  return isFresh ? { user, loggedInAtMs } : undefined;
}

function hintedLogin({ realm }: IssuerCall, { parameters }: { readonly parameters: Parameters }): Login | undefined {
  const hint = parameters.get('login_hint');
  const user = hint === undefined ? undefined : userOf(realm, hint, undefined);
  return user === undefined ? undefined : { user, loggedInAtMs: realm.nowMs() };
}

/** Nobody looks at a page that a program asks for: it is let in as the first user. */
function unattendedLogin({ realm, request }: IssuerCall): Login | undefined {
  const isBrowser = /text\/html|application\/xhtml\+xml/i.test(headerValue(request.headers, 'accept') ?? '');
  const [first] = usersOf(realm);
  if (first === undefined || (isBrowser && realm.settings.login === 'page')) return undefined;
  return { user: first, loggedInAtMs: realm.nowMs() };
}

async function letIn(call: IssuerCall, asked: AuthorizationRequest, login: Login): Promise<HttpResponse> {
  const { client, reply, responseTypes, scopes, challenge, parameters } = asked;
  const { realm, store, issuer } = call;
  const grant = newGrant(realm, { client, ...login, scopes, parameters });
  const cookie = newSession(call, { sub: login.user.sub, loggedInAtMs: login.loggedInAtMs });
  if (responseTypes.has('code')) {
    const code = realm.authority.freshText('code');
    const redirectUri = reply.isNamed ? reply.redirectUri : undefined;
    keepGrant(call, grant);
    store.codes.set(code, { grantId: grant.id, redirectUri, challenge, isUsed: false }, realm.nowMs() + CODE_LIFETIME_MS);
    return replyToClient(reply, { code, iss: issuer }, cookie);
  }
  const minted = responseTypes.has('token') ? await mintAccessToken(call, grant) : undefined;
  const idToken = responseTypes.has('id_token')
    ? await mintIdToken(call, { grant, user: login.user }, { accessToken: minted?.token })
    : undefined;
  const access =
    minted === undefined
      ? {}
      : { access_token: minted.token, token_type: 'Bearer', expires_in: String(minted.expiresInSeconds), scope: scopes.join(' ') };
  return replyToClient(reply, { ...access, id_token: idToken, iss: issuer }, cookie);
}

const ISSUER_PARAMETER = 'mortise_issuer';
const USER_PARAMETER = 'mortise_user';
