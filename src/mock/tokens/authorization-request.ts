import type { TokenClient } from '../../workspace/mock-tokens.js';
import { isRefusal, type Parameters, scopesOf } from './issuer-call.js';
import { type OAuthRefusal, refusal } from './oauth-response.js';
import { CODE_VERIFIER, type CodeChallenge } from './pkce.js';
import { clientOf, type IssuerRealm } from './realm.js';
import { isAllowedRedirect } from './redirect-uri.js';

/** A request to log in that may be answered. */
export interface AuthorizationRequest {
  readonly client: TokenClient;
  readonly reply: AuthorizationReply;
  readonly responseTypes: ReadonlySet<string>;
  readonly scopes: readonly string[];
  readonly challenge: CodeChallenge | undefined;
  readonly prompts: ReadonlySet<string>;
  readonly parameters: Parameters;
}

/** Where and how the client is told. */
export interface AuthorizationReply {
  readonly redirectUri: string;
  /** Whether the request said where: a token request must say the same then. */
  readonly isNamed: boolean;
  readonly mode: 'query' | 'fragment' | 'form_post';
  readonly state: string | undefined;
}

/** What is wrong, and whether the client may be told at its address: only where that is known to be its own. */
export interface AuthorizationRefusal {
  readonly refused: OAuthRefusal;
  readonly reply: AuthorizationReply | undefined;
}

/**
 * What a request to log in asks for.
 *
 * @param realm - of the issuer
 * @param parameters - of the request
 * @see RFC 6749 §4.1.1, §4.1.2.1; OpenID Connect Core §3.1.2.1
 */
export function authorizationRequest(realm: IssuerRealm, parameters: Parameters): AuthorizationRequest | AuthorizationRefusal {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) return { refused: refusal('invalid_request', 'client_id is missing'), reply: undefined };
  const client = clientOf(realm, clientId);
  if (client === undefined) return { refused: refusal('unauthorized_client', 'the client is unknown'), reply: undefined };
  const redirectUri = redirectUriOf(client, parameters);
  if (isRefusal(redirectUri)) return { refused: redirectUri, reply: undefined };

  const responseTypes = new Set((parameters.get('response_type') ?? '').split(' ').filter((type) => type !== ''));
  const isImplicit = responseTypes.size > 0 && !responseTypes.has('code');
  const askedMode = parameters.get('response_mode');
  const mode = MODES.find((known) => known === askedMode) ?? (isImplicit ? 'fragment' : 'query');
  const reply = { redirectUri, isNamed: parameters.has('redirect_uri'), mode, state: parameters.get('state') };
  const refused =
    askedMode === undefined || askedMode === mode
      ? responseTypeProblem(realm, responseTypes, mode)
      : refusal('invalid_request', 'response_mode is none of query, fragment, form_post');
  if (refused !== undefined) return { refused, reply };
  const scopes = scopesOf(parameters.get('scope'), client.scopes ?? realm.scopes);
  if (isRefusal(scopes)) return { refused: scopes, reply };
  const challenge = challengeOf(parameters);
  if (isRefusal(challenge)) return { refused: challenge, reply };
  const prompts = new Set((parameters.get('prompt') ?? '').split(' ').filter((prompt) => prompt !== ''));
  const unmet = openIdProblem(parameters, { responseTypes, scopes, prompts });
  if (unmet !== undefined) return { refused: unmet, reply };
  return { client, reply, responseTypes, scopes, challenge, prompts, parameters };
}

function responseTypeProblem(
  realm: IssuerRealm,
  responseTypes: ReadonlySet<string>,
  mode: AuthorizationReply['mode'],
): OAuthRefusal | undefined {
  if (responseTypes.size === 0) return refusal('invalid_request', 'response_type is missing');
  if (!isOffered(responseTypes, realm)) {
    return refusal('unsupported_response_type', `response_type must be ${realm.hasImplicitFlow ? 'code, token or id_token' : 'code'}`);
  }
  const isPutIntoQuery = mode === 'query' && !responseTypes.has('code');
  return isPutIntoQuery ? refusal('invalid_request', 'tokens are never put into a query') : undefined;
}

/** @see OpenID Connect Core §3.1.2.1, §3.2.2.1 */
function openIdProblem(
  parameters: Parameters,
  { responseTypes, scopes, prompts }: Pick<AuthorizationRequest, 'responseTypes' | 'scopes' | 'prompts'>,
): OAuthRefusal | undefined {
  if (prompts.has('none') && prompts.size > 1) return refusal('invalid_request', 'the prompt none goes with no other');
  if (!responseTypes.has('id_token')) return undefined;
  if (!scopes.includes('openid')) return refusal('invalid_scope', 'an ID token needs the scope openid');
  return parameters.has('nonce') ? undefined : refusal('invalid_request', 'nonce is missing');
}

function redirectUriOf(client: TokenClient, parameters: Parameters): string | OAuthRefusal {
  const asked = parameters.get('redirect_uri');
  const [only, ...others] = client.redirectUris;
  if (asked === undefined) {
    return only !== undefined && others.length === 0 ? only : refusal('invalid_request', 'redirect_uri is missing');
  }
  if (isAllowedRedirect(asked, client)) return asked;
  return refusal('invalid_request', 'redirect_uri is neither one that the client lists nor on this machine');
}

function isOffered(responseTypes: ReadonlySet<string>, { hasImplicitFlow }: IssuerRealm): boolean {
  if (responseTypes.has('code')) return responseTypes.size === 1;
  return hasImplicitFlow && [...responseTypes].every((type) => type === 'token' || type === 'id_token');
}

/** @see RFC 7636 §4.3, §4.4.1 */
function challengeOf(parameters: Parameters): CodeChallenge | undefined | OAuthRefusal {
  const challenge = parameters.get('code_challenge');
  const method = parameters.get('code_challenge_method') ?? 'plain';
  if (challenge === undefined) {
    return parameters.has('code_challenge_method') ? refusal('invalid_request', 'code_challenge is missing') : undefined;
  }
  if (method !== 'S256' && method !== 'plain') return refusal('invalid_request', 'code_challenge_method is none of S256, plain');
  if (!CODE_VERIFIER.test(challenge)) return refusal('invalid_request', 'code_challenge must be 43 to 128 letters, digits or -._~');
  return { challenge, method };
}

const MODES = ['query', 'fragment', 'form_post'] as const;
