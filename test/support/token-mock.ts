import type { JsonObject } from '../../src/base/json.js';
import type { DocumentPort } from '../../src/contract/document-port.js';
import { readContract } from '../../src/contract/read-contract.js';
import { createLivingMock } from '../../src/mock/living/living-mock.js';
import { createMock } from '../../src/mock/mock.js';
import { createMemoryStore } from '../../src/mock/state/memory-store.js';
import type { StateStore } from '../../src/mock/state/state-store.js';
import { DEFAULT_RULES } from '../../src/mock/rules.js';
import type { Issuer } from '../../src/mock/tokens/issuer.js';
import { generateSigningKey, type SigningKey } from '../../src/mock/tokens/signing-key.js';
import { createTokenAuthority, type TokenAuthority } from '../../src/mock/tokens/token-authority.js';
import { createTokenLife } from '../../src/mock/tokens/token-life.js';
import { type MockTokens, mockTokensFromJson } from '../../src/workspace/mock-tokens.js';
import { textPort } from './text-port.js';

/** A mock with an issuer, on a clock that is moved by hand. */
export interface TokenMock {
  readonly issuer: Issuer;
  readonly authority: TokenAuthority;
  ask(call: Asked): Promise<Shown>;
  /** A form to the token endpoint. */
  token(form: Readonly<Record<string, string>>, headers?: readonly string[]): Promise<Shown>;
  /** A login that goes straight through, and its code. */
  code(parameters?: Readonly<Record<string, string>>): Promise<string>;
  wait(ms: number): void;
}

export interface Asked {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bearer?: string | undefined;
}

export interface Shown {
  readonly status: number;
  readonly json: JsonObject;
  readonly body: string;
  readonly problems: readonly unknown[];
  header(name: string): string | undefined;
}

export const ORIGIN = 'http://mock.test';
export const CALLBACK = 'http://localhost:3000/callback';
/** Keys of RSA take long to make: the laws that do not turn on one are told with this. */
let sharedKey: Promise<SigningKey> | undefined;

export function keyOfTests(): Promise<SigningKey> {
  sharedKey ??= generateSigningKey('ES256');
  return sharedKey;
}

export function tokenMock(text: string, settings: JsonObject = {}): Promise<TokenMock> {
  return tokenMockOf(
    'api.yaml',
    textPort({ 'api.yaml': text }),
    mockTokensFromJson({ algorithm: 'ES256', ...settings }, (path) => path),
  );
}

/** One of several that share what they remember, and make their key themselves. */
export function sharingTokenMock(text: string, store: StateStore, settings: JsonObject = {}): Promise<TokenMock> {
  const port = textPort({ 'api.yaml': text });
  const tokens = mockTokensFromJson({ algorithm: 'ES256', ...settings }, (path) => path);
  return tokenMockOf('api.yaml', port, tokens, { store, key: undefined });
}

interface TokenMockWays {
  readonly key?: (() => Promise<SigningKey>) | undefined;
  readonly store?: StateStore;
}

export async function tokenMockOf(
  file: string,
  port: DocumentPort,
  settings: MockTokens,
  ways: TokenMockWays = { key: keyOfTests },
): Promise<TokenMock> {
  const { key, store = createMemoryStore() } = ways;
  const contract = await readContract(file, port);
  let now = 1_700_000_000_000;
  const nowMs = (): number => now;
  const mock = createMock(contract, { cors: 'off' });
  const authority = createTokenAuthority({ algorithm: settings.algorithm, key, seed: '7', nowMs, store });
  const life = createTokenLife({
    system: 'shop',
    mock,
    settings,
    verifies: true,
    authority,
    loadJwks: () => Promise.reject(new Error('nobody names other keys')),
    nowMs,
    rules: DEFAULT_RULES,
    cors: 'off',
    isSecure: false,
  });
  const living = createLivingMock({ mock, seed: '7', nowMs, life: { ...life, scopes: undefined } });

  const ask = async ({ method, target, headers = [], form, json, bearer }: Asked): Promise<Shown> => {
    const body = form === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : new URLSearchParams(form).toString();
    const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
    const sent = [
      ...['host', 'mock.test'],
      ...(body === undefined ? [] : ['content-type', type]),
      ...(bearer === undefined ? [] : ['authorization', `Bearer ${bearer}`]),
      ...headers,
    ];
    const request = {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      target,
      headers: sent,
      body: body === undefined ? undefined : new TextEncoder().encode(body),
    };
    const { response, problems } = await living.answer(living.scoped(request));
    const told = typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
    return {
      status: response.status,
      body: told,
      json: told.startsWith('{') ? (JSON.parse(told) as JsonObject) : {},
      problems,
      header: (name) => {
        const at = response.headers.findIndex((one, index) => index % 2 === 0 && one.toLowerCase() === name);
        return at === -1 ? undefined : response.headers[at + 1];
      },
    };
  };
  const token: TokenMock['token'] = (form, headers = []) => ask({ target: '/_mortise/oidc/token', form, headers });
  const code: TokenMock['code'] = async (parameters = {}) => {
    const query = new URLSearchParams({
      client_id: 'app',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
      login_hint: 'user-1',
      ...parameters,
    });
    const shown = await ask({ target: `/_mortise/oidc/authorize?${query}` });
    return new URL(shown.header('location') ?? '').searchParams.get('code') ?? '';
  };
  const wait = (ms: number): void => {
    now += ms;
  };
  return { issuer: life.issuer, authority, ask, token, code, wait };
}

/** An API that lets in whoever has the right scope. */
export const SHOP = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ oauth: ['orders:read'] }]
      responses:
        '200': { description: all, content: { application/json: { schema: { type: array } } } }
        '401': { description: who, content: { application/json: { schema: { type: object, required: [why] }, example: { why: unknown } } } }
        '403': { description: no, content: { application/json: { schema: { type: object, required: [why] }, example: { why: forbidden } } } }
  /me:
    get: { operationId: me, security: [{ bearer: [] }], responses: { '200': { description: you } } }
  /admin:
    get: { operationId: admin, security: [{ bearer: [admin] }], responses: { '200': { description: hello } } }
  /open:
    get: { operationId: open, security: [{}, { bearer: [] }], responses: { '200': { description: hello } } }
components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://login.example.com/shop/authorize
          tokenUrl: /shop/token
          scopes: { 'orders:read': see, 'orders:write': change }
`;
