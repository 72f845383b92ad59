import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { valueAtPointer } from '../base/json-pointer.js';
import type { Contract } from '../contract/contract.js';
import type { Exchange } from '../journal/exchange.js';
import { textFromUtf8 } from '../journal/recorded-body.js';
import type { Fixture, Pair, PairAuth } from '../workspace/workspace.js';
import type { Caller } from './send-planned.js';
import { sendRequest, wireRequest } from './send-planned.js';
import type { Credential } from './credentials.js';
import { planExamples } from './plan-examples.js';

/** What became of getting in: the credential, and the call that fetched it; or why there is none. */
export type Login =
  | { readonly kind: 'in'; readonly credential: Credential | undefined; readonly exchange: Exchange | undefined }
  | { readonly kind: 'failed'; readonly operation: string; readonly reason: string; readonly exchange: Exchange | undefined };

/**
 * The credential of a pair; when it names an operation that answers with a token, that is called.
 *
 * @param auth - of the pair
 * @param contract - of the system that is asked
 * @param basePath - where that system's operations begin
 * @param caller - already pointed at that system
 */
export async function login(auth: PairAuth | undefined, contract: Contract, basePath: string, caller: Caller): Promise<Login> {
  if (auth?.kind !== 'login') return { kind: 'in', credential: auth, exchange: undefined };
  const failed = (reason: string, exchange?: Exchange): Login => ({ kind: 'failed', operation: auth.operation, reason, exchange });
  const planned = planExamples(contract, loginPair(auth));
  const request = planned.requests[0];
  if (request === undefined) return failed(planned.untested[0]?.reason ?? 'the contract has no such operation');
  const { request: wired } = wireRequest(request, { contract, basePath, credential: undefined, headers: {}, captured: () => undefined });
  const sent = await sendRequest(wired, auth.operation, caller);
  if (sent.kind === 'unsendable') return failed(sent.reason);
  const { exchange } = sent;
  if (exchange.response === undefined) return failed(sent.reason ?? 'nobody answered', exchange);
  if (exchange.response.status >= 300) return failed(`it was answered ${exchange.response.status}`, exchange);
  const token = tokenFromBody(exchange.response.body, auth.tokenPointer);
  if (token === undefined) return failed(`the answer has no text at ${auth.tokenPointer}`, exchange);
  return { kind: 'in', credential: { kind: 'bearer', token }, exchange };
}

/**
 * The texts of a pair's way in that must not be shown: tokens, passwords, keys.
 *
 * @param auth - of the pair
 */
export function secretsOfAuth(auth: PairAuth | undefined): readonly string[] {
  switch (auth?.kind) {
    case 'bearer':
      return [auth.token];
    case 'apiKey':
      return [auth.value];
    case 'basic':
      return [auth.password];
    case 'login':
      return secretTexts(auth.body, '');
    default:
      return [];
  }
}

function loginPair(auth: Extract<PairAuth, { readonly kind: 'login' }>): Pick<Pair, 'uses' | 'parameters' | 'fixtures'> {
  const fixture: Fixture = { parameters: auth.parameters, headers: auth.headers, body: auth.body, capture: {}, skip: undefined };
  return { uses: [auth.operation], parameters: {}, fixtures: new Map([[auth.operation, fixture]]) };
}

function tokenFromBody(body: Uint8Array | string | undefined, pointer: string): string | undefined {
  const token = jsonAt(body, pointer);
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/**
 * The value that a pointer leads to in a JSON body, or `undefined` when it is no JSON or has none there.
 *
 * @param body - of a response
 * @param pointer - a JSON pointer
 */
export function jsonAt(body: Uint8Array | string | undefined, pointer: string): JsonValue | undefined {
  const text = body === undefined || typeof body === 'string' ? body : textFromUtf8(body);
  if (text === undefined) return undefined;
  try {
    return valueAtPointer(JSON.parse(text) as JsonValue, pointer);
  } catch {
    // Whether the body is JSON is another check's matter; here it only has nothing to take.
    return undefined;
  }
}

function secretTexts(value: JsonValue | undefined, key: string): readonly string[] {
  if (typeof value === 'string') return SECRET_KEY.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => secretTexts(item, key));
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, member]) => secretTexts(member, name)) : [];
}

const SECRET_KEY = /passw|secret|token|key$/i;
