import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, signingKeyFromText } from '../../../src/mock/tokens/signing-key.js';
import { createForeignKeys } from '../../../src/mock/tokens/foreign-keys.js';
import { mockTokensFromJson } from '../../../src/workspace/mock-tokens.js';
import { keyOfTests, ORIGIN, SHOP, tokenMock } from '../../support/token-mock.js';

const NOW_SECONDS = 1_700_000_000;

describe('a mock that looks into tokens', () => {
  it('answers 401 without a token and with a wrong one, 403 with one that lacks a right, each as the contract has it', async () => {
    const mock = await tokenMock(SHOP);
    const none = await mock.ask({ target: '/orders' });
    expect([none.status, none.json, none.header('www-authenticate')]).toEqual([401, { why: 'unknown' }, 'Bearer realm="api"']);
    const wrong = await mock.ask({ target: '/orders', bearer: 'a.b.c' });
    expect([wrong.status, wrong.json]).toEqual([401, { why: 'unknown' }]);
    expect(wrong.header('www-authenticate')).toContain('error="invalid_token"');
    const small = await mock.ask({ target: '/orders', bearer: await mock.issuer.issue({ scope: 'orders:write' }, ORIGIN) });
    expect([small.status, small.json]).toEqual([403, { why: 'forbidden' }]);
    expect(small.header('www-authenticate')).toBe(
      'Bearer realm="api", error="insufficient_scope", error_description="the token lacks orders:read", scope="orders:read"',
    );
    expect(small.problems).toMatchObject([{ on: 'request', kind: 'security', code: 'insufficient_scope' }]);
    for (const claims of [
      { scope: 'orders:read' },
      { scope: undefined, scp: ['orders:read'] },
      { scope: undefined, scp: 'a orders:read' },
    ]) {
      expect((await mock.ask({ target: '/orders', bearer: await mock.issuer.issue(claims, ORIGIN) })).status).toBe(200);
    }
  });

  it('asks for roles where the scheme has no scopes', async () => {
    const mock = await tokenMock(SHOP);
    const statusOf = async (claims: Readonly<Record<string, unknown>>): Promise<number> =>
      (await mock.ask({ target: '/admin', bearer: await mock.issuer.issue(claims, ORIGIN) })).status;
    expect(await statusOf({ sub: 'user-1' })).toBe(403);
    expect(await statusOf({ sub: 'admin-1' })).toBe(200);
    expect(await statusOf({ sub: 'x', permissions: ['admin'] })).toBe(200);
  });

  it('lets everybody in where nothing is asked for, but nobody with a wrong token', async () => {
    const mock = await tokenMock(SHOP);
    expect((await mock.ask({ target: '/open' })).status).toBe(200);
    expect((await mock.ask({ target: '/open', bearer: 'a.b.c' })).status).toBe(401);
    expect((await mock.ask({ target: '/open', bearer: await mock.issuer.issue({}, ORIGIN) })).status).toBe(200);
  });

  it('takes no role for a scope', async () => {
    const mock = await tokenMock(SHOP);
    const bearer = await mock.issuer.issue({ scope: 'orders:write', roles: ['orders:read'], permissions: ['orders:read'] }, ORIGIN);
    expect((await mock.ask({ target: '/orders', bearer })).status).toBe(403);
  });

  it('insists on an API key that was given out, where any were, and takes a token in its place', async () => {
    const text = SHOP.replace(
      '  /open:',
      "  /keyed:\n    get: { operationId: keyed, security: [{ key: [] }, { bearer: [] }], responses: { '200': { description: hello } } }\n  /open:",
    ).replace('    bearer:', '    key: { type: apiKey, in: header, name: X-Key }\n    bearer:');
    const ask = async (mock: Awaited<ReturnType<typeof tokenMock>>, key: string | undefined, bearer?: string) =>
      (await mock.ask({ target: '/keyed', headers: key === undefined ? [] : ['x-key', key], bearer })).status;
    const strict = await tokenMock(text, { apiKeys: ['mine', 'yours'] });
    expect([await ask(strict, 'mine'), await ask(strict, 'yours'), await ask(strict, 'min'), await ask(strict, undefined)]).toEqual([
      ...[200, 200, 401, 401],
    ]);
    const token = await strict.issuer.issue({ sub: 'user-1' }, ORIGIN);
    expect([await ask(strict, undefined, token), await ask(strict, 'wrong', token), await ask(strict, 'wrong', 'x')]).toEqual([
      200, 200, 401,
    ]);
    expect(await ask(await tokenMock(text), 'any')).toBe(200);
  });

  it('takes one of several requirements whose credentials are there', async () => {
    const either = SHOP.replace(
      'security: [{ bearer: [] }]',
      'security: [{ bearer: [admin] }, { key: [] }, { key: [], oauth: [never] }]',
    ).replace('securitySchemes:', 'securitySchemes:\n    key: { type: apiKey, in: header, name: X-Key }');
    const mock = await tokenMock(either);
    expect((await mock.ask({ target: '/me', headers: ['x-key', 'k'] })).status).toBe(200);
    expect((await mock.ask({ target: '/me', bearer: 'a.b.c' })).status).toBe(401);
    expect((await mock.ask({ target: '/me', bearer: 'a.b.c', headers: ['x-key', 'k'] })).status).toBe(200);
    expect((await mock.ask({ target: '/me', bearer: await mock.issuer.issue({ sub: 'user-1' }, ORIGIN) })).status).toBe(403);
  });

  it.each([
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: '9999999999' }],
    ['a beginning in the future', { nbf: NOW_SECONDS + 1 }],
    ['a making in the future', { iat: NOW_SECONDS + 1 }],
    ['another issuer', { iss: 'https://evil.test/_mortise/oidc' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: ['other', 7] }],
  ])('refuses a token that it signed with %s', async (_, claims) => {
    const mock = await tokenMock(SHOP, { audience: 'shop' });
    expect((await mock.ask({ target: '/me', bearer: await mock.issuer.issue({}, ORIGIN) })).status).toBe(200);
    expect((await mock.ask({ target: '/me', bearer: await mock.issuer.issue(claims, ORIGIN) })).status).toBe(401);
  });

  it('refuses the ID token of a login, a token without a signature, and one that its public key is the secret of', async () => {
    const mock = await tokenMock(SHOP);
    const { json } = await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x', scope: 'openid' });
    expect((await mock.ask({ target: '/me', bearer: String(json['id_token']) })).status).toBe(401);
    const claims = { iss: `${ORIGIN}/_mortise/oidc`, sub: 'user-1', exp: NOW_SECONDS + 60 };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect((await mock.ask({ target: '/me', bearer: `${part({ alg: 'none', typ: 'at+jwt' })}.${part(claims)}.` })).status).toBe(401);
    const { publicJwk } = await keyOfTests();
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .sign(new TextEncoder().encode(JSON.stringify(publicJwk)));
    expect((await mock.ask({ target: '/me', bearer: confused })).status).toBe(401);
  });

  it('allows for clocks that differ, as far as it was told', async () => {
    const mock = await tokenMock(SHOP, { leeway: '30s' });
    const bearer = await mock.issuer.issue({ exp: NOW_SECONDS - 29 }, ORIGIN);
    expect((await mock.ask({ target: '/me', bearer })).status).toBe(200);
    mock.wait(1_000);
    expect((await mock.ask({ target: '/me', bearer })).status).toBe(401);
  });
});

describe('keys of another issuer', () => {
  it('are fetched once, and again for a key that is new, but not more often than twice a minute', async () => {
    const [first, second] = await Promise.all([generateSigningKey('ES256'), generateSigningKey('ES256')]);
    let nowMs = NOW_SECONDS * 1_000;
    let keys = [first.publicJwk];
    let loadCount = 0;
    const foreign = createForeignKeys({
      load: async () => {
        loadCount += 1;
        return JSON.stringify({ keys });
      },
      settings: mockTokensFromJson({ issuer: 'https://id.example.com' }, (path) => path),
      nowMs: () => nowMs,
    });
    const signed = (key: typeof first, issuer = 'https://id.example.com'): Promise<string> =>
      new SignJWT({ iss: issuer, exp: NOW_SECONDS + 600 })
        .setProtectedHeader({ alg: 'ES256', kid: key.publicJwk.kid })
        .sign(key.privateKey);
    expect(await foreign.judge(await signed(first))).toMatchObject({ kind: 'held' });
    expect(await foreign.judge(await signed(first, 'https://evil.test'))).toMatchObject({ kind: 'refused' });
    keys = [second.publicJwk];
    expect(await foreign.judge(await signed(second))).toMatchObject({ kind: 'refused' });
    expect(loadCount).toBe(1);
    nowMs += 30_001;
    expect(await foreign.judge(await signed(second))).toMatchObject({ kind: 'held' });
    expect(loadCount).toBe(2);
  });
});

describe('a key from a file', () => {
  it('is read as JWK and PEM, and refused where it is none of the algorithm or has nothing private', async () => {
    const { exportJWK, exportPKCS8 } = await import('jose');
    const own = await keyOfTests();
    const jwk = JSON.stringify(await exportJWK(own.privateKey));
    for (const text of [jwk, await exportPKCS8(own.privateKey)]) {
      expect((await signingKeyFromText(text, 'ES256'))?.publicJwk).toEqual(own.publicJwk);
      expect(await signingKeyFromText(text, 'RS256')).toBeUndefined();
    }
    expect(await signingKeyFromText(JSON.stringify(own.publicJwk), 'ES256')).toBeUndefined();
    expect(await signingKeyFromText('no key', 'ES256')).toBeUndefined();
  });
});
