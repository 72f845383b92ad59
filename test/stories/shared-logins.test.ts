import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { missingServer, type PrivateServer } from '../support/brokers/private-server.js';
import { startRedis } from '../support/brokers/redis-server.js';
import { startMock } from '../support/run-mortise.js';

const SHOP = ['fixtures/specs/storefront.yaml', '--verify-tokens', '--state'];
const CALLBACK = 'http://localhost:3000/back';
const missingRedis = missingServer('redis-server');

describe.skipIf(missingRedis !== undefined)('two mocks with one Redis', () => {
  let redis: PrivateServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('are one issuer: who logs in at one is known at the other until it is told to forget it, and when one of them is killed', async () => {
    const state = `redis://127.0.0.1:${redis.port}`;
    const [a, b] = await Promise.all([startMock([...SHOP, state]), startMock([...SHOP, state])]);
    onTestFinished(async () => void (await Promise.all([a.stop('SIGKILL'), b.stop()])));
    const keys = await Promise.all([a, b].map(async ({ url }) => (await fetch(`${url}/_mortise/oidc/jwks`)).text()));
    expect(keys[0]).toBe(keys[1]);

    const code = await codeAt(a.url);
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    const { access_token: access = '', refresh_token: refresh = '' } = await tokenAt(b.url, exchange);
    expect(await userAt(a.url, access)).toBe('user-1');
    const placed = await fetch(`${a.url}/orders`, order(access, 'a kettle'));
    expect(placed.status).toBe(201);
    expect(await (await fetch(`${b.url}/orders`, { headers: { authorization: `Bearer ${access}` } })).json()).toEqual([
      await placed.json(),
    ]);

    const renewed = await tokenAt(b.url, { grant_type: 'refresh_token', refresh_token: refresh });
    await formAt(a.url, 'revoke', { token: renewed['access_token'] ?? '' });
    expect(await (await formAt(b.url, 'introspect', { token: renewed['access_token'] ?? '' })).json()).toEqual({ active: false });
    expect((await fetch(`${b.url}/orders`, order(renewed['access_token'] ?? '', 'a pan'))).status).toBe(401);
    // A code works once, whichever is asked, and who shows it again takes back what it gave.
    expect(await tokenAt(a.url, exchange)).toMatchObject({ error: 'invalid_grant' });
    expect((await fetch(`${b.url}/orders`, order(access, 'a pan'))).status).toBe(401);

    // One of them is killed under load: nobody whom it let in has to log in again.
    const acknowledged = await loginsUntilKilled(a.url, async () => void (await a.stop('SIGKILL')));
    expect(await lostAt(b.url, acknowledged)).toEqual([]);
  });
});

describe('a mock that keeps its state in a folder', () => {
  it('has every login that was acknowledged, and its key, after a kill -9 under load, and shows the key to nobody', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mortise-logins-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const first = await startMock([...SHOP, folder]);
    const acknowledged = await loginsUntilKilled(first.url, async () => void (await first.stop('SIGKILL')));
    const second = await startMock([...SHOP, folder]);
    onTestFinished(async () => void (await second.stop()));
    expect(await lostAt(second.url, acknowledged)).toEqual([]);
    const secrets = readdirSync(folder).filter((name) => name.includes('tokens') && name.endsWith('.jsonl'));
    expect(secrets).toHaveLength(1);
    for (const name of secrets) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  });
});

/** What somebody was told before the mock was gone. */
interface Acknowledged {
  readonly access: string;
  /** `undefined` when it was revoked. */
  readonly refresh: string | undefined;
  /** The id of an order that was placed with it; `undefined` when that was not answered any more. */
  readonly orderId: string | undefined;
}

/** Four people at once who log in, place an order, and log out every third time, until the mock is gone. */
async function loginsUntilKilled(url: string, kill: () => Promise<void>): Promise<readonly Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let isKilled = false;
  const one = async (isRevoked: boolean): Promise<void> => {
    const login = await tokenAt(url, { grant_type: 'authorization_code', code: await codeAt(url), redirect_uri: CALLBACK });
    const { access_token: access = '', refresh_token: refresh = '' } = login;
    const placed = (await (await fetch(`${url}/orders`, order(access, 'a kettle'))).json()) as { readonly id: string };
    if (isRevoked) await formAt(url, 'revoke', { token: refresh });
    acknowledged.push({ access, refresh: isRevoked ? undefined : refresh, orderId: placed.id });
  };
  const people = Array.from({ length: 4 }, async () => {
    for (let index = 0; !isKilled; index += 1) {
      try {
        await one(index % 3 === 2);
      } catch (error) {
        // Only once it is gone may it fail.
        if (!isKilled) throw error;
        return;
      }
      if (acknowledged.length >= KILLED_AFTER_COUNT && !isKilled) {
        isKilled = true;
        await kill();
      }
    }
  });
  await Promise.all(people);
  return acknowledged;
}

async function lostAt(url: string, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { access, refresh, orderId } of acknowledged) {
    const { status } = await fetch(`${url}/orders`, { headers: { authorization: `Bearer ${access}` } });
    if (status !== (refresh === undefined ? 401 : 200)) lost.push(`${refresh === undefined ? 'a revoked' : 'an'} access token: ${status}`);
    if (refresh === undefined) continue;
    const renewed = await tokenAt(url, { grant_type: 'refresh_token', refresh_token: refresh });
    const bearer = `Bearer ${renewed['access_token']}`;
    const found = await fetch(`${url}/orders/${orderId}`, { headers: { authorization: bearer } });
    if (found.status !== 200) lost.push(`the order ${orderId}: ${found.status}`);
  }
  return lost;
}

async function codeAt(url: string): Promise<string> {
  const asked = { client_id: 'page', redirect_uri: CALLBACK, response_type: 'code', scope: 'openid orders', login_hint: 'user' };
  const { headers } = await fetch(`${url}/oauth/authorize?${new URLSearchParams(asked)}`, { redirect: 'manual' });
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}

async function tokenAt(url: string, form: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const body = new URLSearchParams({ client_id: 'page', ...form });
  return (await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as Record<string, string>;
}

function formAt(url: string, endpoint: string, form: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${url}/_mortise/oidc/${endpoint}`, { method: 'POST', body: new URLSearchParams(form) });
}

async function userAt(url: string, access: string): Promise<string> {
  const response = await fetch(`${url}/_mortise/oidc/userinfo`, { headers: { authorization: `Bearer ${access}` } });
  return ((await response.json()) as { readonly sub: string }).sub;
}

function order(access: string, item: string): RequestInit {
  const headers = { authorization: `Bearer ${access}`, 'content-type': 'application/json' };
  return { method: 'POST', headers, body: JSON.stringify({ item }) };
}

const KILLED_AFTER_COUNT = 24;
