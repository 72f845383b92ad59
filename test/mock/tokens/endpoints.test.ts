import { describe, expect, it } from 'vitest';
import { CALLBACK, ORIGIN, SHOP, tokenMock } from '../../support/token-mock.js';

const OIDC = '/_mortise/oidc';
const LOGIN = {
  client_id: 'app',
  redirect_uri: CALLBACK,
  response_type: 'code',
  scope: 'openid email',
  state: 'back',
  login_hint: 'user-1',
};
const query = (parameters: Readonly<Record<string, string>>): string => new URLSearchParams(parameters).toString();
const CLIENTS = {
  clients: [
    { id: 'app', secret: 'shh', redirectUris: ['https://app.example.com/back'], scopes: ['orders:read'] },
    { id: 'page', redirectUris: ['https://page.example.com/'] },
  ],
};

describe('where the issuer answers', () => {
  it('is told by its documents, each under the name that led to it', async () => {
    const mock = await tokenMock(SHOP);
    for (const target of [
      `${OIDC}/.well-known/openid-configuration`,
      `${OIDC}/.well-known/oauth-authorization-server`,
      `/.well-known/oauth-authorization-server${OIDC}`,
    ]) {
      const { status, json } = await mock.ask({ target });
      expect([status, json['issuer'], json['token_endpoint']]).toEqual([200, `${ORIGIN}${OIDC}`, `${ORIGIN}${OIDC}/token`]);
    }
  });

  it('is also at the paths of the addresses that a flow names, whatever their host', async () => {
    const mock = await tokenMock(SHOP);
    const login = await mock.ask({ target: `/shop/authorize?${query(LOGIN)}` });
    const code = new URL(login.header('location') ?? '').searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', client_id: 'app', redirect_uri: CALLBACK, code };
    expect((await mock.ask({ target: '/shop/token', form })).status).toBe(200);
  });

  it('is the issuer of an openIdConnectUrl, with its own name', async () => {
    const mock = await tokenMock(`
openapi: 3.1.0
info: { title: t, version: '1' }
paths: {}
components: { securitySchemes: { login: { type: openIdConnect, openIdConnectUrl: 'https://id.example.com/realms/shop/.well-known/openid-configuration' } } }
`);
    const { json } = await mock.ask({ target: '/realms/shop/.well-known/openid-configuration' });
    expect(json['issuer']).toBe(`${ORIGIN}/realms/shop`);
  });

  it('names what stands before it: a scope, a port of several systems, a proxy that speaks TLS', async () => {
    const mock = await tokenMock(SHOP);
    const headers = ['x-forwarded-prefix', '/shop', 'x-forwarded-proto', 'https'];
    const { json } = await mock.ask({ target: `${OIDC}/.well-known/openid-configuration`, headers });
    expect(json['issuer']).toBe(`https://mock.test/shop${OIDC}`);
    const evil = await mock.ask({
      target: `${OIDC}/.well-known/openid-configuration`,
      headers: ['x-forwarded-prefix', '//evil.test/"><x'],
    });
    expect(evil.json['issuer']).toBe(`${ORIGIN}${OIDC}`);
  });

  it('leaves everything else to the contract', async () => {
    const mock = await tokenMock(SHOP);
    expect((await mock.ask({ target: '/open' })).status).toBe(200);
    expect((await mock.ask({ target: `${OIDC}/nothing` })).status).toBe(404);
    expect((await mock.ask({ method: 'GET', target: '/shop/token' })).status).toBe(404);
  });
});

describe('the authorization endpoint', () => {
  it('sends the user back with code, state and the name of the issuer', async () => {
    const mock = await tokenMock(SHOP);
    const { status, header } = await mock.ask({ target: `${OIDC}/authorize?${query(LOGIN)}` });
    const back = new URL(header('location') ?? '');
    expect([status, `${back.origin}${back.pathname}`]).toEqual([302, CALLBACK]);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      code: expect.stringMatching(/^\w{24}$/),
      state: 'back',
      iss: `${ORIGIN}${OIDC}`,
    });
  });

  it('shows a browser a page, on which one chooses who to be, and remembers it for the next time', async () => {
    const mock = await tokenMock(SHOP);
    const { login_hint: _, ...asked } = LOGIN;
    const accept = ['accept', 'text/html,*/*'];
    const toPage = await mock.ask({ target: `${OIDC}/authorize?${query(asked)}`, headers: accept });
    const page = await mock.ask({ target: (toPage.header('location') ?? '').slice(ORIGIN.length), headers: accept });
    expect(page.header('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('Ada Admin');
    const chosen = await mock.ask({ target: `${OIDC}/login`, form: { ...asked, mortise_user: 'admin-1' }, headers: accept });
    expect(chosen.header('location')).toMatch(/code=/);
    const cookie = ['cookie', (chosen.header('set-cookie') ?? '').split(';')[0] ?? ''];
    const silent = await mock.ask({ target: `${OIDC}/authorize?${query({ ...asked, prompt: 'none' })}`, headers: [...accept, ...cookie] });
    expect(silent.header('location')).toMatch(/[?&]code=/);
    const again = await mock.ask({ target: `${OIDC}/authorize?${query({ ...asked, prompt: 'login' })}`, headers: [...accept, ...cookie] });
    expect(again.header('location')).toContain(`${OIDC}/login?`);
    await mock.ask({ target: `${OIDC}/logout`, headers: cookie });
    const ended = await mock.ask({ target: `${OIDC}/authorize?${query({ ...asked, prompt: 'none' })}`, headers: [...accept, ...cookie] });
    expect(ended.header('location')).toMatch(/error=login_required/);
  });

  it('writes nothing of a request into the page that could become code', async () => {
    const mock = await tokenMock(SHOP);
    const attack = '"><script>alert(1)</script>';
    const target = `${OIDC}/login?${query({ ...LOGIN, client_id: attack, state: attack })}`;
    const page = await mock.ask({ target, headers: ['accept', 'text/html'] });
    expect(page.body).toContain('&quot;&gt;&lt;script&gt;');
    expect(page.body).not.toContain('<script');
    expect(page.header('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    ['another site', 'https://evil.test/'],
    ['a name that only looks like this machine', 'http://localhost.evil.test/'],
    ['a user name before the host', 'http://localhost@evil.test/'],
    ['a fragment', 'http://localhost/#x'],
    ['a line that ends', 'http://localhost/\r\nSet-Cookie:a=b'],
    ['a script', 'javascript:alert(1)'],
    ['a path', '/back'],
    ['a longer one than the client lists', 'https://app.example.com/back/../evil'],
  ])('never sends anybody to %s', async (_, redirectUri) => {
    for (const settings of [{}, CLIENTS]) {
      const mock = await tokenMock(SHOP, settings);
      const { status, header } = await mock.ask({ target: `${OIDC}/authorize?${query({ ...LOGIN, redirect_uri: redirectUri })}` });
      expect([status, header('location')]).toEqual([400, undefined]);
    }
  });

  it.each(['http://localhost:3000/x', 'http://127.0.0.1:9/', 'http://[::1]/', 'https://shop.localhost/', 'com.example.app:/back'])(
    'sends users back to %s without being told of it',
    async (redirectUri) => {
      const mock = await tokenMock(SHOP);
      expect((await mock.ask({ target: `${OIDC}/authorize?${query({ ...LOGIN, redirect_uri: redirectUri })}` })).status).toBe(302);
    },
  );

  it('tells the client what is wrong once its address is known', async () => {
    const mock = await tokenMock(SHOP);
    const errorOf = async (more: Readonly<Record<string, string>>): Promise<string | null> => {
      const { header } = await mock.ask({ target: `${OIDC}/authorize?${query({ ...LOGIN, ...more })}` });
      const back = new URL(header('location') ?? '');
      expect(`${back.searchParams.get('state')}${back.hash.includes('state=back')}`).toMatch(/back|true/);
      return back.searchParams.get('error') ?? new URLSearchParams(back.hash.slice(1)).get('error');
    };
    expect(await errorOf({ response_type: 'token' })).toBe('unsupported_response_type');
    expect(await errorOf({ scope: 'openid everything' })).toBe('invalid_scope');
    expect(await errorOf({ code_challenge: 'short' })).toBe('invalid_request');
    expect(await errorOf({ prompt: 'none login' })).toBe('invalid_request');
    expect(await errorOf({ response_mode: 'telegram' })).toBe('invalid_request');
  });

  it('gives tokens without a code only where a flow of the contract does, and never in a query', async () => {
    const implicit = SHOP.replace('authorizationCode:', 'implicit:').replace('tokenUrl: /shop/token', 'x-none: 1');
    const asked = query({ ...LOGIN, response_type: 'id_token token', nonce: 'n-1', scope: 'openid orders:read' });
    const mock = await tokenMock(implicit);
    const { header } = await mock.ask({ target: `${OIDC}/authorize?${asked}` });
    const told = new URLSearchParams(new URL(header('location') ?? '').hash.slice(1));
    expect([...told.keys()]).toEqual(['access_token', 'token_type', 'expires_in', 'scope', 'id_token', 'iss', 'state']);
    expect((await mock.ask({ target: '/orders', bearer: told.get('access_token') ?? '' })).status).toBe(200);
    expect((await mock.ask({ target: `${OIDC}/authorize?${asked}&response_mode=query` })).header('location')).toMatch(
      /error=invalid_request/,
    );
  });

  it('posts what it tells by a form that sends itself, when asked to', async () => {
    const mock = await tokenMock(SHOP);
    const { status, body } = await mock.ask({
      target: `${OIDC}/authorize?${query({ ...LOGIN, response_mode: 'form_post', state: '<&>' })}`,
    });
    expect(status).toBe(200);
    expect(body).toContain(`action="${CALLBACK}"`);
    expect(body).toContain('name="state" value="&lt;&amp;&gt;"');
  });
});

describe('the token endpoint', () => {
  it('knows its clients by header or form, and refuses others with the challenge of the protocol', async () => {
    const mock = await tokenMock(SHOP, CLIENTS);
    const basic = (text: string): readonly string[] => ['authorization', `Basic ${btoa(text)}`];
    const form = { grant_type: 'client_credentials' };
    expect((await mock.token(form, basic('app:shh'))).json['scope']).toBe('orders:read');
    expect((await mock.token({ ...form, client_id: 'app', client_secret: 'shh' })).status).toBe(200);
    const wrong = await mock.token(form, basic('app:no'));
    expect([wrong.status, wrong.json['error'], wrong.header('www-authenticate')]).toEqual([401, 'invalid_client', 'Basic realm="token"']);
    expect((await mock.token({ ...form, client_id: 'nobody' })).json['error']).toBe('invalid_client');
    expect((await mock.token({ ...form, client_secret: 'shh' }, basic('app:shh'))).json['error']).toBe('invalid_request');
    expect((await mock.token({ ...form, client_id: 'page' })).json['error']).toBe('unauthorized_client');
    expect((await mock.token({ ...form, scope: 'orders:write' }, basic('app:shh'))).json['error']).toBe('invalid_scope');
  });

  it('names the error of every other wrong request, and lets nobody keep its answers', async () => {
    const mock = await tokenMock(SHOP, { users: [{ sub: 'ana', password: 'right' }] });
    const errorOf = async (form: Readonly<Record<string, string>>): Promise<unknown> =>
      (await mock.token({ client_id: 'app', ...form })).json['error'];
    expect(await errorOf({})).toBe('invalid_request');
    expect(await errorOf({ grant_type: 'magic' })).toBe('unsupported_grant_type');
    expect(await errorOf({ grant_type: 'password', username: 'ana', password: 'wrong' })).toBe('invalid_grant');
    expect(await errorOf({ grant_type: 'password', username: 'nobody', password: 'right' })).toBe('invalid_grant');
    expect(await errorOf({ grant_type: 'authorization_code', code: 'made up' })).toBe('invalid_grant');
    const twice = await mock.ask({ target: `${OIDC}/token`, headers: ['content-type', 'application/x-www-form-urlencoded'], json: {} });
    expect(twice.json['error']).toBe('invalid_request');
    const good = await mock.token({ grant_type: 'password', client_id: 'app', username: 'ana', password: 'right' });
    expect([good.status, good.header('cache-control')]).toEqual([200, 'no-store']);
  });

  it('gives the same ids and codes for the same seed', async () => {
    const told = async (): Promise<string> => {
      const mock = await tokenMock(SHOP);
      return `${await mock.code()} ${(await mock.token({ grant_type: 'password', client_id: 'a', username: 'user', password: 'x' })).json['refresh_token']}`;
    };
    expect(await told()).toBe(await told());
  });

  it('keeps the codes of one scope from another', async () => {
    const mock = await tokenMock(SHOP);
    const request = { method: 'GET', target: `${OIDC}/authorize?${query(LOGIN)}`, headers: ['host', 'mock.test'], body: undefined };
    const answer = await mock.issuer.answer(request, 'one', '/~one');
    const location = new URL(answer?.response.headers[answer.response.headers.indexOf('location') + 1] ?? '');
    expect(location.searchParams.get('iss')).toBe(`${ORIGIN}/~one${OIDC}`);
    const form = {
      grant_type: 'authorization_code',
      client_id: 'app',
      redirect_uri: CALLBACK,
      code: location.searchParams.get('code') ?? '',
    };
    expect(await mock.token(form)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });
});

describe('what is known of a token', () => {
  it('is told by userinfo as far as its scopes go', async () => {
    const mock = await tokenMock(SHOP);
    const tokenFor = async (scope: string): Promise<string> =>
      String((await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x', scope })).json['access_token']);
    const full = await mock.ask({ target: `${OIDC}/userinfo`, bearer: await tokenFor('openid email profile') });
    expect(full.json).toMatchObject({ sub: 'user-1', email: 'user@example.com', name: 'Una User' });
    const small = await mock.ask({ target: `${OIDC}/userinfo`, bearer: await tokenFor('openid') });
    expect(Object.keys(small.json)).toEqual(['roles', 'sub']);
    expect((await mock.ask({ target: `${OIDC}/userinfo`, bearer: await tokenFor('orders:read') })).status).toBe(403);
    const none = await mock.ask({ target: `${OIDC}/userinfo` });
    expect([none.status, none.header('www-authenticate')]).toEqual([401, 'Bearer realm="api"']);
  });

  it.each(['jwt', 'opaque'])('is told by introspection until it is revoked (%s)', async (format) => {
    const mock = await tokenMock(SHOP, { format });
    const { json } = await mock.token({ grant_type: 'password', client_id: 'app', username: 'user', password: 'x' });
    const token = String(json['access_token']);
    expect(token.split('.')).toHaveLength(format === 'jwt' ? 3 : 1);
    const look = async (shown: string): Promise<unknown> => (await mock.ask({ target: `${OIDC}/introspect`, form: { token: shown } })).json;
    expect(await look(token)).toMatchObject({ active: true, sub: 'user-1', client_id: 'app', token_type: 'Bearer' });
    expect(await look(String(json['refresh_token']))).toMatchObject({ active: true });
    expect(await look('made-up')).toEqual({ active: false });
    expect((await mock.ask({ target: '/me', bearer: token })).status).toBe(200);
    expect((await mock.ask({ target: `${OIDC}/revoke`, form: { token } })).status).toBe(200);
    expect(await look(token)).toEqual({ active: false });
    expect((await mock.ask({ target: '/me', bearer: token })).status).toBe(401);
    expect((await mock.ask({ target: `${OIDC}/revoke`, form: { token: 'made-up' } })).status).toBe(200);
  });

  it('is what a test orders', async () => {
    const mock = await tokenMock(SHOP);
    const expired = await mock.issuer.issue({ sub: 'user-1', expiresIn: '-1m' }, ORIGIN);
    expect((await mock.ask({ target: '/me', bearer: expired })).header('www-authenticate')).toContain('has expired');
    const { json } = await mock.ask({ target: `${OIDC}/issue`, json: { sub: 'x', roles: ['admin'], expiresIn: '5m' } });
    expect((await mock.ask({ target: '/admin', bearer: String(json['access_token']) })).status).toBe(200);
    await expect(mock.issuer.issue({ expiresIn: 'soon' }, ORIGIN)).rejects.toMatchObject({ code: 'E_ARGUMENT_VALUE' });
    expect((await mock.ask({ target: `${OIDC}/issue`, json: { expiresIn: 'soon' } })).status).toBe(400);
  });
});
