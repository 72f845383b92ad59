import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { Authenticator } from '../../../src/check/auth/authenticator.js';
import { createAuthenticator } from '../../../src/check/auth/authenticator.js';
import type { AuthTarget } from '../../../src/check/auth/credentials.js';
import { sendRequest } from '../../../src/check/send-request.js';
import { createHttpClient } from '../../../src/host/http-client.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';
import { CLIENT_SECRET, startTokenServer, USER_PASSWORD } from '../../support/token-server.js';
import type { TokenServer, TokenServerOptions } from '../../support/token-server.js';
import { contractOf, operationOf } from '../../wire/operation-from.js';

const CLIENT = { tokenUrl: '/token', clientId: 'shop', clientSecret: CLIENT_SECRET };
const TARGET: AuthTarget = {
  operation: operationOf({ id: 'getThing', security: [new Map([['oauth', []]])] }),
  contract: contractOf({ securitySchemes: new Map([['oauth', { kind: 'oauth2' }]]) }),
};

describe('a token endpoint', () => {
  it.each<[string, JsonObject, Readonly<Record<string, string>>]>([
    [
      'client credentials',
      { clientCredentials: { ...CLIENT, scope: 'read write', audience: 'things' } },
      { grant_type: 'client_credentials', scope: 'read write', audience: 'things' },
    ],
    [
      'client credentials in the form',
      { clientCredentials: { ...CLIENT, clientAuth: 'post' } },
      { grant_type: 'client_credentials', client_id: 'shop', client_secret: CLIENT_SECRET },
    ],
    [
      'a user and a password',
      { password: { ...CLIENT, username: 'ana', password: USER_PASSWORD, parameters: { resource: 'x' } } },
      { grant_type: 'password', username: 'ana', password: USER_PASSWORD, resource: 'x' },
    ],
    [
      'a refresh token',
      { refreshToken: { ...CLIENT, refreshToken: 'first-refresh' } },
      { grant_type: 'refresh_token', refresh_token: 'first-refresh' },
    ],
  ])('gives a token for %s', async (_what, auth, form) => {
    const { server, authenticator, call } = await begin(auth);
    expect(await authenticator.ready(TARGET)).toBeUndefined();
    expect(server.grants).toEqual([form]);
    expect((await call()).response?.status).toBe(200);
  });

  it('is asked once for many calls, and not before the first that needs it', async () => {
    const { server, authenticator, call } = await begin({ clientCredentials: CLIENT });
    expect(await authenticator.ready({ ...TARGET, operation: operationOf() })).toBeUndefined();
    expect(server.grants).toHaveLength(0);
    for (let count = 0; count < 5; count += 1) expect((await call()).response?.status).toBe(200);
    expect(server.grants).toHaveLength(1);
  });

  it('is asked again when its token is about to expire', async () => {
    let nowMs = 1_000_000;
    const { server, call } = await begin({ clientCredentials: CLIENT }, { expiresInSeconds: 60, refresh: 'works' }, () => nowMs);
    await call();
    nowMs += 53_000;
    await call();
    expect(server.grants).toHaveLength(1);
    nowMs += 2_000;
    expect((await call()).response?.status).toBe(200);
    expect(server.grants.map((form) => form['grant_type'])).toEqual(['client_credentials', 'refresh_token']);
  });

  it('is asked again when its token is refused, and the call is tried once more', async () => {
    const { server, call } = await begin({ clientCredentials: CLIENT }, { callsPerToken: 3 });
    const statuses: (number | undefined)[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await call()).response?.status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(server.refusalCount()).toBe(1);
    expect(server.grants).toHaveLength(2);
  });

  it('is asked once when several calls see the token refused at once', async () => {
    const { server, authenticator, send } = await begin({ clientCredentials: CLIENT }, { callsPerToken: 0 });
    await authenticator.ready(TARGET);
    const refused = await Promise.all(Array.from({ length: 8 }, send));
    expect(await Promise.all(refused.map((exchange) => authenticator.refused(exchange)))).toEqual(refused.map(() => true));
    expect(server.grants).toHaveLength(2);
  });

  it('is asked as at first when it does not take its own refresh token back', async () => {
    const { server, call } = await begin({ clientCredentials: CLIENT }, { callsPerToken: 1, refresh: 'is refused' });
    await call();
    expect((await call()).response?.status).toBe(200);
    expect(server.grants.map((form) => form['grant_type'])).toEqual(['client_credentials', 'refresh_token', 'client_credentials']);
  });

  it('says why nobody gets in, without the secret that it repeats', async () => {
    const { authenticator, exchanges } = await begin({
      clientCredentials: { ...CLIENT, clientSecret: 'the-wrong-one', clientAuth: 'post' },
    });
    const failure = await authenticator.ready(TARGET);
    expect(failure?.judgement).toMatchObject({
      code: 'check/login-failed',
      severity: 'error',
      operation: 'POST /token',
      args: { system: 'things', reason: 'it was answered 401 invalid_client: nobody has the-wrong-one' },
    });
    expect(failure?.exchange).toBe(exchanges[0]);
    expect(authenticator.secretValues()).toContain('the-wrong-one');
  });

  it('is told at the place of the scheme that it is for', async () => {
    const auth = { schemes: { oauth: { clientCredentials: { ...CLIENT, clientSecret: 'the-wrong-one' } } } };
    const { authenticator } = await begin(auth);
    expect((await authenticator.ready())?.judgement.place).toEqual({ file: 'a.yaml', pointer: '/components/securitySchemes/oauth' });
  });

  it('is told apart when it cannot be reached, and when it is no address', async () => {
    const { authenticator } = await begin({ clientCredentials: { ...CLIENT, tokenUrl: 'http://127.0.0.1:1/token' } });
    expect((await authenticator.ready(TARGET))?.judgement.args['reason']).toMatch(/ECONNREFUSED/);
    const wrong = await begin({ clientCredentials: { ...CLIENT, tokenUrl: 'http://a:b:c' } });
    expect((await wrong.authenticator.ready(TARGET))?.judgement.args['reason']).toBe('http://a:b:c is no address');
  });

  it('is not troubled for a mock', async () => {
    const { server, authenticator, exchanges } = await begin({ clientCredentials: CLIENT }, {}, () => 0, 'mock');
    expect(await authenticator.ready(TARGET)).toBeUndefined();
    expect(server.grants).toEqual([]);
    expect(exchanges).toEqual([]);
  });

  it('gives out secrets that are known as such before anybody is told of the call', async () => {
    const seen: (readonly string[])[] = [];
    const { authenticator } = await begin(
      { clientCredentials: CLIENT },
      { refresh: 'works' },
      () => 0,
      'url',
      (auth) => seen.push([...auth.secretValues()]),
    );
    await authenticator.ready(TARGET);
    expect(seen[0]).toEqual(
      expect.arrayContaining(['tok/1+secret=', 'tok%2F1%2Bsecret%3D', 'refresh-1', CLIENT_SECRET, 's3cret%2F%2B+word']),
    );
  });
});

interface Begun {
  readonly server: TokenServer;
  readonly authenticator: Authenticator;
  /** Calls for tokens. */
  readonly exchanges: readonly Exchange[];
  /** One call with the credentials that are held. */
  readonly send: () => Promise<Exchange>;
  /** One call as an engine makes it. */
  readonly call: () => Promise<Exchange>;
}

async function begin(
  auth: JsonObject,
  options: TokenServerOptions = {},
  nowMs: () => number = () => 0,
  kind: 'url' | 'mock' = 'url',
  onExchange: (authenticator: Authenticator) => void = () => undefined,
): Promise<Begun> {
  const server = await startTokenServer(options);
  const client = createHttpClient();
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const exchanges: Exchange[] = [];
  let idCount = 0;
  const caller = {
    consumer: 'shop',
    provider: 'things',
    baseUrl: server.url,
    signal: new AbortController().signal,
    send: client.send,
    nowMs,
    nextId: () => String(++idCount),
  };
  const authenticator = createAuthenticator({
    pair: pairFromJson({ consumer: 'shop', provider: 'things', auth }, ''),
    contract: TARGET.contract,
    contracts: new Map(),
    caller,
    session: { kind, baseUrl: server.url, urlOf: () => undefined },
    onExchange: (exchange) => {
      exchanges.push(exchange);
      onExchange(authenticator);
    },
  });
  const send = async (): Promise<Exchange> => {
    const request = authenticator.apply({ method: 'GET', target: '/things', headers: [], body: undefined }, TARGET, 'pair');
    if (request === undefined) throw new Error('no request');
    const sent = await sendRequest(request, 'getThing', caller);
    if (sent.kind !== 'exchange') throw new Error(sent.reason);
    return sent.exchange;
  };
  const call = async (): Promise<Exchange> => {
    await authenticator.ready(TARGET);
    const exchange = await send();
    return (await authenticator.refused(exchange)) ? send() : exchange;
  };
  return { server, authenticator, exchanges, send, call };
}
