import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { startMockServer } from '../../src/host/mock-server.js';
import { createTokenLives } from '../../src/host/tokens/token-lives.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { DEFAULT_RULES } from '../../src/mock/rules.js';
import { repositoryFolder, runMortise } from '../support/run-mortise.js';
import { textPort } from '../support/text-port.js';
import { SHOP } from '../support/token-mock.js';

const run = promisify(execFile);
/** A service of its own: it knows the address of the issuer and nothing else. */
const SERVICE = `
import { createRemoteJWKSet, jwtVerify } from 'jose';
const [issuer, token] = process.argv.slice(1);
const { jwks_uri } = await (await fetch(issuer + '/.well-known/openid-configuration')).json();
const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer });
console.log(payload.sub, payload.scope);
`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function shop(): Promise<string> {
  const mock = createMock(await readContract('shop.yaml', textPort({ 'shop.yaml': SHOP })));
  const life = createTokenLives({ seed: '7' })({ name: 'shop', mock, verifies: true, rules: DEFAULT_RULES, cors: 'off', isSecure: false });
  const journal = createMemoryJournal();
  const server = await startMockServer({ mock, life, provider: 'shop', host: '127.0.0.1', port: 0, seed: '7', journal });
  closing.push(() => server.close());
  return server.url;
}

describe('logging in at a mock over HTTP', () => {
  it('goes from a code to tokens that another process verifies by the published keys, and on to new ones', async () => {
    const url = await shop();
    const issuer = `${url}/_mortise/oidc`;
    const known = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
    expect(known['issuer']).toBe(issuer);
    const verifier = 'a-verifier-that-is-long-enough-for-rfc-7636-';
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    const asked = new URLSearchParams({
      client_id: 'page',
      redirect_uri: 'http://localhost:3000/back',
      response_type: 'code',
      scope: 'openid orders:read',
      code_challenge: Buffer.from(digest).toString('base64url'),
      code_challenge_method: 'S256',
      login_hint: 'ana',
    });
    const login = await fetch(`${known['authorization_endpoint']}?${asked}`, { redirect: 'manual' });
    const code = new URL(login.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const ask = async (form: Record<string, string>): Promise<Record<string, string>> => {
      const answer = await fetch(known['token_endpoint'] ?? '', {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'page', ...form }),
      });
      return (await answer.json()) as Record<string, string>;
    };
    const tokens = await ask({
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost:3000/back',
      code_verifier: verifier,
    });
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', SERVICE, issuer, tokens['access_token'] ?? ''], {
      cwd: repositoryFolder,
    });
    expect(stdout.trim()).toBe('ana openid orders:read');
    const renewed = await ask({ grant_type: 'refresh_token', refresh_token: tokens['refresh_token'] ?? '' });
    const orders = await fetch(`${url}/orders`, { headers: { authorization: `Bearer ${renewed['access_token']}` } });
    expect(orders.status).toBe(200);
    expect((await fetch(`${url}/orders`, { headers: { authorization: 'Bearer made.up.token' } })).status).toBe(401);
  });

  it('is how a tester gets in at a mock that looks into tokens', async () => {
    const url = await shop();
    const folder = mkdtempSync(join(tmpdir(), 'mortise-login-'));
    try {
      writeFileSync(join(folder, 'shop.yaml'), SHOP);
      const auth = `{ clientCredentials: { tokenUrl: /shop/token, clientId: page, clientSecret: any, scope: 'orders:read' } }`;
      const workspace = `systems: { web: null, shop: { openapi: shop.yaml, url: '${url}' } }
integrations: [{ consumer: web, provider: shop, uses: [listOrders, me], auth: ${auth} }]
`;
      writeFileSync(join(folder, 'mortise.yaml'), workspace);
      const { exitCode, stdout, stderr } = await runMortise(['test', join(folder, 'mortise.yaml'), '--phase', 'examples', '--seed', '7']);
      expect(`${stdout}${stderr}`).not.toContain('401');
      expect(exitCode).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
