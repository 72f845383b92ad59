import type { Contract } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { GrantCredential, LoginCredential, Pair, TokenPlace } from '../../workspace/workspace.js';
import { basePathFor } from '../base-path.js';
import type { ProviderSession } from '../ports.js';
import type { Caller } from '../send-request.js';
import { sendRequest } from '../send-request.js';
import { grantRequest } from './grant-request.js';
import { loginRequest } from './login-request.js';
import type { TokenAnswer } from './token-answer.js';
import { tokenFromAnswer } from './token-answer.js';
import type { TokenCall, TokenSourceInput } from './token-source.js';

/** What a call for a token needs of the world. */
export interface TokenWorld {
  readonly pair: Pair;
  /** Of the pair's provider. */
  readonly contract: Contract;
  /** Of the other systems that are asked for tokens (`askedSystems(pair)`), by name. */
  readonly contracts: ReadonlyMap<string, Contract>;
  /** How calls are made; the provider's. */
  readonly caller: Caller;
  /** Where the systems answer. */
  readonly session: Pick<ProviderSession, 'kind' | 'baseUrl' | 'urlOf'>;
  /** Told of each call for a token, once what it gave is among the secrets. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

/**
 * How the token of a credential is fetched.
 *
 * @param credential - of the pair
 * @param world - who calls, and where
 * @param keepSecret - told of what must not be shown, before anybody else is told of the call
 */
export function tokenFetch(
  credential: LoginCredential | GrantCredential,
  world: TokenWorld,
  keepSecret: (secret: string) => void,
): TokenSourceInput['fetch'] {
  return async (refreshToken) => {
    // A mock lets everybody in and gives out no tokens: the real endpoint is not troubled for it.
    if (credential.kind === 'grant' && world.session.kind === 'mock') return MOCK_TOKEN;
    const planned = credential.kind === 'login' ? planLogin(credential, world, refreshToken) : planGrant(credential, world, refreshToken);
    if (planned.kind === 'impossible') return failed(planned.reason);
    const { request, operation, system, baseUrl } = planned;
    const sent = await sendRequest(request, operation, { ...world.caller, provider: system, baseUrl });
    if (sent.kind === 'unsendable') return failed(sent.reason);
    const call = callFromExchange(sent.exchange, sent.reason, credential.kind === 'login' ? credential.token : GRANT_TOKEN);
    if (call.answer.kind === 'token') keepSecrets(call.answer, keepSecret);
    world.onExchange?.(sent.exchange);
    return call;
  };
}

function callFromExchange(exchange: Exchange, reason: string | undefined, place: TokenPlace): TokenCall {
  if (exchange.response === undefined) return { ...failed(reason ?? 'nobody answered'), exchange };
  return { answer: tokenFromAnswer(exchange.response, place), exchange };
}

function keepSecrets(
  { token, refreshToken }: Extract<TokenAnswer, { readonly kind: 'token' }>,
  keepSecret: (secret: string) => void,
): void {
  keepSecret(token);
  if (refreshToken !== undefined) keepSecret(refreshToken);
}

type PlannedCall =
  | { readonly kind: 'call'; readonly request: HttpRequest; readonly operation: string; readonly system: string; readonly baseUrl: string }
  | { readonly kind: 'impossible'; readonly reason: string };

function planLogin(credential: LoginCredential, world: TokenWorld, refreshToken: string | undefined): PlannedCall {
  // An operation that logs in has no second form: it is called again as at first.
  if (refreshToken !== undefined) return { kind: 'impossible', reason: 'a login is not refreshed' };
  const system = credential.system ?? world.pair.provider;
  const contract = system === world.pair.provider ? world.contract : world.contracts.get(system);
  if (contract === undefined) return { kind: 'impossible', reason: `${system} has no contract` };
  const baseUrl = urlOf(system, world);
  const login = loginRequest(credential, contract, basePathFor(contract, baseUrl));
  return login.kind === 'impossible' ? login : { kind: 'call', request: login.request, operation: credential.operation, system, baseUrl };
}

function planGrant(credential: GrantCredential, world: TokenWorld, refreshToken: string | undefined): PlannedCall {
  const system = credential.system ?? world.pair.provider;
  const addressed = grantRequest(credential, urlOf(system, world), refreshToken);
  if (addressed === undefined) return { kind: 'impossible', reason: `${credential.tokenUrl} is no address` };
  const { request, baseUrl } = addressed;
  return { kind: 'call', request, baseUrl, system, operation: `POST ${request.target}` };
}

function urlOf(system: string, { session, pair }: TokenWorld): string {
  return system === pair.provider ? session.baseUrl : (session.urlOf(system) ?? session.baseUrl);
}

function failed(reason: string): TokenCall {
  return { answer: { kind: 'refused', reason }, exchange: undefined };
}

/** @see RFC 6749 §5.1 */
const GRANT_TOKEN: TokenPlace = { kind: 'body', pointer: '/access_token' };
const MOCK_TOKEN: TokenCall = {
  answer: { kind: 'token', token: 'mortise', expiresInSeconds: undefined, refreshToken: undefined },
  exchange: undefined,
};
