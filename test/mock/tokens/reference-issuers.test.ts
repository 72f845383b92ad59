import { describe, expect, it } from 'vitest';
import { fixturePort } from '../../fixtures/read-fixture.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import { keyOfTests, type TokenMock, tokenMockOf } from '../../support/token-mock.js';

const BACK = 'https://shop.example.com/callback';

async function mockOfSystem(name: string): Promise<TokenMock> {
  const port = fixturePort();
  const { systems } = await readWorkspace('contracts/mortise.yaml', port, {});
  const system = systems.get(name);
  const { openapi, mockTokens } = system ?? {};
  if (openapi === undefined || mockTokens === undefined || mockTokens === false) throw new Error(`${name} issues no tokens`);
  return tokenMockOf(openapi, port, { ...mockTokens, algorithm: 'ES256' });
}

describe('the issuers of the reference workspace', () => {
  it('answer as Google does, at its addresses, within its contract', async () => {
    const port = fixturePort();
    const { systems } = await readWorkspace('contracts/mortise.yaml', port, {});
    const tokens = systems.get('google-oauth')?.mockTokens;
    const { generateSigningKey } = await import('../../../src/mock/tokens/signing-key.js');
    if (tokens === undefined || tokens === false) throw new Error('it issues no tokens');
    // The contract names RS256, so its keys are of RSA.
    const mock = await tokenMockOf('contracts/google-oauth.openapi.yaml', port, tokens, { key: () => generateSigningKey('RS256') });
    const asked = new URLSearchParams({
      client_id: 'web-client',
      redirect_uri: BACK,
      response_type: 'code',
      scope: 'openid email profile',
      state: 's-4f9d21c0',
    });
    const login = await mock.ask({ target: `/o/oauth2/v2/auth?${asked}` });
    expect([login.status, login.problems]).toEqual([302, []]);
    const code = new URL(login.header('location') ?? '').searchParams.get('code') ?? '';
    const client = { client_id: 'web-client', client_secret: 'web-secret' };
    const tokensOf = await mock.ask({ target: '/token', form: { grant_type: 'authorization_code', ...client, redirect_uri: BACK, code } });
    expect([tokensOf.status, tokensOf.problems]).toEqual([200, []]);
    const user = await mock.ask({ target: '/oauth2/v3/userinfo', bearer: String(tokensOf.json['access_token']) });
    expect([user.status, user.problems, user.json]).toEqual([
      200,
      [],
      expect.objectContaining({ sub: '100', email: 'ana@example.com', given_name: 'Ana' }),
    ]);
    const keys = await mock.ask({ target: '/oauth2/v3/certs' });
    expect([keys.status, keys.problems]).toEqual([200, []]);
    const wrong = await mock.ask({ target: '/token', form: { grant_type: 'password', ...client } });
    expect([wrong.status, wrong.json['error'], wrong.problems]).toEqual([400, 'unsupported_grant_type', [expect.anything()]]);
    const nobody = await mock.ask({ target: '/oauth2/v3/userinfo', bearer: 'a.b.c' });
    expect([nobody.status, nobody.json['error'], nobody.problems]).toEqual([401, 'invalid_token', []]);
    const stateless = await mock.ask({
      target: `/o/oauth2/v2/auth?${new URLSearchParams([...asked].filter(([name]) => name !== 'state'))}`,
    });
    expect(stateless.header('location')).toContain('error=invalid_request');
  });

  it('answer as Okta does, and refuse in its words', async () => {
    const mock = await mockOfSystem('okta');
    const basic = ['authorization', `Basic ${btoa('okta-client:okta-secret')}`];
    const got = await mock.ask({
      target: '/oauth2/default/v1/token',
      form: { grant_type: 'client_credentials', scope: 'profile' },
      headers: basic,
    });
    expect([got.status, got.problems]).toEqual([200, []]);
    const form = { token: String(got.json['access_token']) };
    const known = await mock.ask({ target: '/oauth2/default/v1/introspect', form, headers: basic });
    expect([known.status, known.problems, known.json]).toEqual([
      200,
      [],
      expect.objectContaining({ active: true, sub: 'okta-client', scope: 'profile' }),
    ]);
    const refused = await mock.ask({
      target: '/oauth2/default/v1/introspect',
      form,
      headers: ['authorization', `Basic ${btoa('okta-client:no')}`],
    });
    expect([refused.status, refused.problems, refused.json['errorCode']]).toEqual([401, [], expect.any(String)]);
  });

  it('log in at the auth service with real tokens, which say what its contract says and let in until they expire', async () => {
    const mock = await mockOfSystem('auth');
    const login = (password: string) => mock.ask({ target: '/auth/login', json: { email: 'ana@example.com', password } });
    const got = await login('correct-horse-ana');
    expect([got.status, got.problems, got.json['expires_in']]).toEqual([200, [], 900]);
    const claims = JSON.parse(Buffer.from(String(got.json['access_token']).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({
      sub: 'usr_ana',
      tenant_id: 'ten_demo',
      email: 'ana@example.com',
      roles: ['admin'],
      permissions: ['read:orders', 'write:products'],
      session_id: 'ses_ana',
      iat: 1_700_000_000,
      exp: 1_700_000_900,
    });
    const bearer = String(got.json['access_token']);
    expect((await mock.ask({ target: '/auth/me', bearer })).status).toBe(200);
    mock.wait(900_000);
    expect((await mock.ask({ target: '/auth/me', bearer })).status).toBe(401);
    const renewed = await mock.ask({ target: '/auth/refresh', json: { refresh_token: got.json['refresh_token'] } });
    expect([renewed.status, renewed.problems, renewed.json['refresh_token']]).toEqual([200, [], got.json['refresh_token']]);
    expect((await mock.ask({ target: '/auth/me', bearer: String(renewed.json['access_token']) })).status).toBe(200);
    const [one, other] = [await login('correct-horse-ana'), await login('correct-horse-ana')];
    const logout = { target: '/auth/logout', json: { refresh_token: one.json['refresh_token'] } };
    expect((await mock.ask({ ...logout, json: {}, bearer: String(one.json['access_token']) })).status).toBe(422);
    expect((await mock.ask({ target: '/auth/me', bearer: String(one.json['access_token']) })).status).toBe(200);
    expect((await mock.ask({ ...logout, bearer: String(one.json['access_token']) })).status).toBe(204);
    expect((await mock.ask({ target: '/auth/me', bearer: String(one.json['access_token']) })).status).toBe(401);
    expect((await mock.ask({ target: '/auth/refresh', json: logout.json })).status).toBe(401);
    expect((await mock.ask({ target: '/auth/me', bearer: String(other.json['access_token']) })).status).toBe(200);
    const wrong = await login('not-her-password');
    expect([wrong.status, wrong.problems, wrong.header('content-type')]).toEqual([401, [], 'application/problem+json']);
    const short = await login('x');
    expect(short.status).toBe(422);
    const preferred = await mock.ask({
      target: '/auth/login',
      json: { email: 'ana@example.com', password: 'correct-horse-ana' },
      headers: ['prefer', 'code=401'],
    });
    expect(preferred.status).toBe(401);
    expect((await keyOfTests()).algorithm).toBe('ES256');
  });
});
