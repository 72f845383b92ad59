import { appendToken } from '../../base/json-pointer.js';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { Judgement } from '../finding-from-failure.js';
import type { CaseCredentials } from '../test-case.js';
import { withBadCredentials } from './bad-credentials.js';
import type { HasCredential } from './chosen-schemes.js';
import { chosenSchemes, isGuarded } from './chosen-schemes.js';
import type { AuthTarget } from './credentials.js';
import { withCredentials } from './credentials.js';
import type { Key, Keyring } from './keyring.js';
import { createKeyring } from './keyring.js';
import { secretsOfPair, withForms } from './secrets-of-pair.js';
import type { TokenWorld } from './token-fetch.js';
import { tokenFetch } from './token-fetch.js';
import { createTokenSource } from './token-source.js';

/** What gets the requests of a pair in. Tokens are fetched when a call first needs them, kept as long as they hold, and never shown. */
export interface Authenticator {
  /**
   * The request with credentials; `undefined` when that kind cannot be had for the operation: nothing is asked for, or it is not seen on the wire.
   *
   * @param request - as built, with the headers of the pair
   * @param target - the operation it calls
   * @param how - whose credentials
   */
  apply(request: HttpRequest, target: AuthTarget, how: CaseCredentials): HttpRequest | undefined;
  /**
   * Fetches the tokens that are needed and not held, or hold no longer. Cheap when there is nothing to fetch: meant to be awaited before each call.
   *
   * @param target - the operation that is to be called; `undefined` for all that the pair names
   * @returns what went wrong, as it is to be reported; `undefined` when the call can be made
   */
  ready(target?: AuthTarget): Promise<LoginFailure | undefined>;
  /**
   * Told of each answer to a request with the pair's own credentials: a token that is refused (401) is fetched anew, once for all who see it
   * refused, but not again and again for an operation that refuses every token.
   *
   * @returns whether the call is worth another try; the second answer stands, whatever it is
   */
  refused(exchange: Exchange): Promise<boolean>;
  /** All that must not be shown; grows with each token. */
  secretValues(): readonly string[];
}

/** Why there is no way in, and the call that shows it. */
export interface LoginFailure {
  readonly judgement: Judgement;
  readonly exchange: Exchange | undefined;
}

/**
 * The way in of a pair. Nothing is called yet.
 *
 * @param world - what the pair says, and how calls are made
 * @see OpenAPI 3.1.1 §4.8.30 (Security Requirement Object)
 */
export function createAuthenticator(world: TokenWorld): Authenticator {
  const secrets = [...secretsOfPair(world.pair)];
  const keepSecret = (secret: string): void => {
    for (const form of withForms(secret)) if (!secrets.includes(form)) secrets.push(form);
  };
  const { nowMs } = world.caller;
  const keyring = createKeyring(world.pair.auth, (credential) =>
    createTokenSource({ fetch: tokenFetch(credential, world, keepSecret), nowMs }),
  );
  const has: HasCredential = (name, scheme) => keyring.find(name, scheme) !== undefined;
  const hasSources = keyring.keys.some(({ source }) => source !== undefined);
  const apply: Authenticator['apply'] = (request, target, how) => {
    const schemes = chosenSchemes(target, has, request);
    if (how === 'pair') return withCredentials(request, schemes, keyring.held);
    return isGuarded(target) ? withBadCredentials(request, target, { how, schemes }) : undefined;
  };
  return {
    apply,
    ready: async (target) => (hasSources ? firstFailure(keysFor(target, keyring, has), world) : undefined),
    refused: async (exchange) => hasSources && (await isWorthAnotherTry(keyring, exchange)),
    secretValues: () => secrets,
  };
}

function keysFor(target: AuthTarget | undefined, keyring: Keyring, has: HasCredential): readonly Key[] {
  if (target === undefined) return keyring.keys;
  return [...chosenSchemes(target, has)].flatMap(([name, scheme]) => keyring.find(name, scheme) ?? []);
}

async function firstFailure(keys: readonly Key[], world: TokenWorld): Promise<LoginFailure | undefined> {
  for (const key of keys) {
    const failure = await key.source?.ready();
    if (failure !== undefined) return { judgement: loginFailed(key, failure.reason, world), exchange: failure.exchange };
  }
  return undefined;
}

async function isWorthAnotherTry({ keys }: Keyring, { request, response, operation = '' }: Exchange): Promise<boolean> {
  if (response === undefined) return false;
  for (const { source } of keys) {
    if (response.status !== 401) source?.accepted(operation);
    else if (source !== undefined && (await source.renewFor(request, operation))) return true;
  }
  return false;
}

function loginFailed({ credential, scheme }: Key, reason: string, { contract, contracts, pair }: TokenWorld): Judgement {
  const asked = credential.kind === 'login' || credential.kind === 'grant' ? credential.system : undefined;
  const system = asked ?? pair.provider;
  const common = { code: 'check/login-failed', severity: 'error', args: { reason, system } } as const;
  if (credential.kind === 'login') {
    const { file, operations } = contracts.get(system) ?? contract;
    const pointer = operations.find((entry) => entry.id === credential.operation)?.pointer ?? '';
    return { ...common, operation: credential.operation, place: { file, pointer } };
  }
  const folder = contract.specification === '2.0' ? '/securityDefinitions' : '/components/securitySchemes';
  const place = { file: contract.file, pointer: scheme === undefined ? '' : appendToken(folder, scheme) };
  return { ...common, operation: credential.kind === 'grant' ? `POST ${credential.tokenUrl}` : '', place };
}
