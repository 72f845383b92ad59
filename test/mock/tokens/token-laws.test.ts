import fc from 'fast-check';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey } from '../../../src/mock/tokens/signing-key.js';
import { mockTokensFromJson } from '../../../src/workspace/mock-tokens.js';
import { textPort } from '../../support/text-port.js';
import { CALLBACK, ORIGIN, SHOP, tokenMock, tokenMockOf } from '../../support/token-mock.js';

const SEED = 7;

describe('an access token', () => {
  it('is accepted until it expires, to the millisecond, and refused from then on', async () => {
    const mock = await tokenMock(SHOP, { lifetime: '15m' });
    const { json } = await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x' });
    const bearer = String(json['access_token']);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60_000 }), async (ms) => {
        expect((await mock.ask({ target: '/me', bearer })).status).toBe(200);
        mock.wait(ms);
      }),
      { seed: SEED, numRuns: 12 },
    );
    const fresh = await tokenMock(SHOP, { lifetime: '15m' });
    const { json: held } = await fresh.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x' });
    fresh.wait(15 * 60_000 - 1);
    expect((await fresh.ask({ target: '/me', bearer: String(held['access_token']) })).status).toBe(200);
    fresh.wait(1);
    const refused = await fresh.ask({ target: '/me', bearer: String(held['access_token']) });
    expect(refused.status).toBe(401);
    expect(refused.header('www-authenticate')).toBe('Bearer realm="api", error="invalid_token", error_description="the token has expired"');
  });

  it('is refused with any one character of its signature changed, even one whose bits mean nothing', async () => {
    const mock = await tokenMock(SHOP);
    const token = await mock.issuer.issue({ sub: 'user-1' }, ORIGIN);
    const start = token.lastIndexOf('.') + 1;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const changed = fc
      .tuple(fc.integer({ min: start, max: token.length - 1 }), fc.constantFrom(...alphabet, '=', '+', '/'))
      .map(([at, to]) => ({
        at,
        to,
      }));
    const last = [...alphabet].map((to) => [{ at: token.length - 1, to }] as [{ at: number; to: string }]);
    await fc.assert(
      fc.asyncProperty(changed, async ({ at, to }) => {
        fc.pre(token[at] !== to);
        const bearer = `${token.slice(0, at)}${to}${token.slice(at + 1)}`;
        expect((await mock.ask({ target: '/me', bearer })).status).toBe(401);
      }),
      { seed: SEED, numRuns: 150, examples: last.filter(([{ to }]) => to !== token.at(-1)) },
    );
    expect((await mock.ask({ target: '/me', bearer: token })).status).toBe(200);
  });

  it('is verified by any library with the keys that are published', async () => {
    const mock = await tokenMock(SHOP);
    const { json: keys } = await mock.ask({ target: '/_mortise/oidc/jwks' });
    const token = await mock.issuer.issue({ sub: 'user-1', expiresIn: '9000h' }, ORIGIN);
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys as never), {
      issuer: `${ORIGIN}/_mortise/oidc`,
      currentDate: new Date(1_700_000_000_000),
    });
    expect(payload).toMatchObject({ sub: 'user-1', email: 'user@example.com', roles: ['user'] });
    expect(JSON.stringify(keys)).not.toContain('"d"');
  });
});

describe.each(['RS256', 'ES256', 'EdDSA'] as const)('a token that is signed by %s', (algorithm) => {
  it('is verified by any library and lets in, and not where another key of the algorithm is', async () => {
    const [mock, other] = await Promise.all(
      [1, 2].map(async () => {
        const key = generateSigningKey(algorithm);
        const settings = mockTokensFromJson({ algorithm }, (path) => path);
        return tokenMockOf('api.yaml', textPort({ 'api.yaml': SHOP }), settings, { key: () => key });
      }),
    );
    if (mock === undefined || other === undefined) throw new Error('there are two');
    const { json: keys } = await mock.ask({ target: '/_mortise/oidc/jwks' });
    const token = await mock.issuer.issue({ sub: 'user-1' }, ORIGIN);
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys as never), {
      currentDate: new Date(1_700_000_000_000),
    });
    expect(payload.sub).toBe('user-1');
    expect(protectedHeader.alg).toBe(algorithm);
    expect((await mock.ask({ target: '/me', bearer: token })).status).toBe(200);
    expect((await other.ask({ target: '/me', bearer: token })).status).toBe(401);
    const { json: document } = await mock.ask({ target: '/_mortise/oidc/.well-known/openid-configuration' });
    expect(document['id_token_signing_alg_values_supported']).toEqual([algorithm]);
  });
});

describe('a refresh token', () => {
  it('works once, however long the chain, and ends all that came of its login when it is used again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.nat(4), async (length, reused) => {
        const mock = await tokenMock(SHOP);
        const first = await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x' });
        const tokens = [String(first.json['refresh_token'])];
        let access = String(first.json['access_token']);
        for (let index = 0; index < length; index += 1) {
          const next = await mock.token({ grant_type: 'refresh_token', client_id: 'app', refresh_token: tokens.at(-1) ?? '' });
          expect(next.status).toBe(200);
          tokens.push(String(next.json['refresh_token']));
          access = String(next.json['access_token']);
        }
        expect(new Set(tokens).size).toBe(length + 1);
        expect((await mock.ask({ target: '/me', bearer: access })).status).toBe(200);
        const again = await mock.token({ grant_type: 'refresh_token', client_id: 'app', refresh_token: tokens[reused % length] ?? '' });
        expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
        const latest = await mock.token({ grant_type: 'refresh_token', client_id: 'app', refresh_token: tokens.at(-1) ?? '' });
        expect(latest.status).toBe(400);
        expect((await mock.ask({ target: '/me', bearer: access })).status).toBe(401);
      }),
      { seed: SEED, numRuns: 8 },
    );
  });

  it('never gives more than the login did, and gives it all again after a smaller answer', async () => {
    const mock = await tokenMock(SHOP);
    const login = await mock.token({
      grant_type: 'password',
      client_id: 'app',
      username: 'user',
      password: 'x',
      scope: 'openid orders:read',
    });
    const more = await mock.token({
      grant_type: 'refresh_token',
      client_id: 'app',
      refresh_token: String(login.json['refresh_token']),
      scope: 'orders:write',
    });
    expect(more).toMatchObject({ status: 400, json: { error: 'invalid_scope' } });
    const less = await mock.token({
      grant_type: 'refresh_token',
      client_id: 'app',
      refresh_token: String(login.json['refresh_token']),
      scope: 'openid',
    });
    expect(less.json['scope']).toBe('openid');
    const all = await mock.token({ grant_type: 'refresh_token', client_id: 'app', refresh_token: String(less.json['refresh_token']) });
    expect(all.json['scope']).toBe('openid orders:read');
  });

  it('is forgotten when it is too old', async () => {
    const mock = await tokenMock(SHOP, { refreshLifetime: '1m' });
    const { json } = await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x' });
    mock.wait(60_000);
    const late = await mock.token({ grant_type: 'refresh_token', client_id: 'app', refresh_token: String(json['refresh_token']) });
    expect(late).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });
});

describe('a code', () => {
  const exchange = (code: string, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    grant_type: 'authorization_code',
    client_id: 'app',
    redirect_uri: CALLBACK,
    code,
    ...more,
  });

  it('works once, and a second use takes back what the first gave', async () => {
    const mock = await tokenMock(SHOP);
    const code = await mock.code();
    const first = await mock.token(exchange(code));
    expect(first.status).toBe(200);
    expect((await mock.ask({ target: '/me', bearer: String(first.json['access_token']) })).status).toBe(200);
    expect(await mock.token(exchange(code))).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    expect((await mock.ask({ target: '/me', bearer: String(first.json['access_token']) })).status).toBe(401);
  });

  it('works once even when it comes twice at the same time', async () => {
    const mock = await tokenMock(SHOP);
    const verifier = 'v'.repeat(43);
    const code = await mock.code({ code_challenge: verifier, code_challenge_method: 'plain' });
    const both = await Promise.all([1, 2].map(() => mock.token(exchange(code, { code_verifier: verifier }))));
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is refused to whoever has another verifier than the challenge was made of', async () => {
    const mock = await tokenMock(SHOP);
    const characters = 'ABCxyz0189-._~';
    const verifier = fc.string({ unit: fc.constantFrom(...characters), minLength: 43, maxLength: 128 });
    await fc.assert(
      fc.asyncProperty(verifier, verifier, fc.constantFrom('S256', 'plain'), async (own, other, method) => {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(own)));
        const challenge = method === 'plain' ? own : Buffer.from(digest).toString('base64url');
        const code = await mock.code({ code_challenge: challenge, code_challenge_method: method });
        if (other !== own) {
          expect(await mock.token(exchange(code, { code_verifier: other }))).toMatchObject({
            status: 400,
            json: { error: 'invalid_grant' },
          });
        }
        expect(await mock.token(exchange(code))).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
        expect((await mock.token(exchange(code, { code_verifier: own }))).status).toBe(200);
      }),
      { seed: SEED, numRuns: 20 },
    );
  });

  it('is refused to another client, with another address, too late, and with a verifier nobody asked for', async () => {
    const mock = await tokenMock(SHOP);
    const refused = { status: 400, json: { error: 'invalid_grant' } };
    expect(await mock.token(exchange(await mock.code(), { client_id: 'other' }))).toMatchObject(refused);
    expect(await mock.token(exchange(await mock.code(), { redirect_uri: `${CALLBACK}/` }))).toMatchObject(refused);
    expect(await mock.token(exchange(await mock.code(), { code_verifier: 'v'.repeat(43) }))).toMatchObject(refused);
    const code = await mock.code();
    mock.wait(10 * 60_000);
    expect(await mock.token(exchange(code))).toMatchObject(refused);
  });
});
