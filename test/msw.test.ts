import { setupServer } from 'msw/node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContract } from '../src/contract/read-contract.js';
import { createDocumentPort } from '../src/host/document-port.js';
import { createMswMock, type MswMock, type MswOptions } from '../src/msw.js';
import { Readable } from 'node:stream';
import { repositoryFolder } from './support/run-mortise.js';

const BASE = 'https://storefront.example.com';

describe('a mock in Mock Service Worker', () => {
  it('lets people log in, remembers what they order, and tells a test of each call', async () => {
    const mock = await inWorker({ stateful: true });
    const token = await tokenOf(mock);
    const authorization = `Bearer ${token}`;
    const placed = await fetch(`${BASE}/orders`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"item":"a kettle"}',
    });
    expect(placed.status).toBe(201);
    const order = (await placed.json()) as { readonly id: string };
    expect(await (await fetch(`${BASE}/orders`, { headers: { authorization } })).json()).toContainEqual(order);
    expect(await (await fetch(`${BASE}/orders/${order.id}`, { headers: { authorization } })).json()).toEqual(order);
    await mock.verify('placeOrder', { exactly: 1 });
    await expect(mock.verify('placeOrder', { exactly: 2 })).rejects.toThrow();
    expect((await mock.journal({ operation: 'listOrders' })).map(({ response }) => response?.status)).toEqual([200]);
  });

  it('tells whoever listens what its system sends, once for each call, and when it is asked to; what they answer is in the journal', async () => {
    const mock = await inWorker({ webhooks: { orderShipped: { on: 'placeOrder', to: 'https://page.example.com/hooks' } } });
    const authorization = `Bearer ${await tokenOf(mock)}`;
    const place = () =>
      fetch(`${BASE}/orders`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{"item":"a pan"}' });
    const { id } = (await (await place()).json()) as { readonly id: string };
    const heard: string[] = [];
    let ill = true;
    const end = mock.onWebhook(async (request) => {
      if (ill) throw new Error('not yet');
      const order = (await request.json()) as Record<string, string>;
      heard.push(`${request.method} ${request.url} ${order['item']} ${order['status']}`);
    });
    expect((await place()).status).toBe(201);
    await settled(mock, 2);
    ill = false;
    expect(await mock.sendWebhook('orderShipped')).toMatchObject({ outcome: 'answered', status: 204 });
    await place();
    await settled(mock, 4);
    mock.onWebhook(() => new Response('gone', { status: 410 }));
    end();
    expect(await mock.sendWebhook('orderShipped', { payload: { id, item: 'a pot', status: 'shipped' } })).toMatchObject({ status: 410 });
    expect(heard).toEqual(['POST http://localhost/ a kettle shipped', 'POST https://page.example.com/hooks a pan shipped']);
    expect((await mock.journal({ sent: true })).map(({ outcome, response }) => [outcome, response?.status])).toEqual([
      ['refused', undefined],
      ['answered', 500],
      ['answered', 204],
      ['answered', 204],
      ['answered', 410],
    ]);
    await mock.verify('placeOrder', { exactly: 3 });
  });

  it('answers what a test orders, as often as it says, and breaks as it says', async () => {
    const mock = await inWorker();
    await mock.override('listOrders', { status: 503, times: 1 });
    const list = () => fetch(`${BASE}/orders`, { headers: { authorization: 'Bearer x' } });
    expect([(await list()).status, (await list()).status]).toEqual([503, 200]);
    await mock.fault('status status=429');
    expect((await list()).status).toBe(429);
    await mock.removeFaults();
    expect((await list()).status).toBe(200);
  });

  it('keeps scopes apart', async () => {
    const mock = await inWorker({ stateful: true });
    const mine = mock.scope('mine');
    const init = { headers: { ...mine.headers, authorization: 'Bearer x', 'content-type': 'application/json' } };
    await fetch(`${BASE}/orders`, { ...init, method: 'POST', body: '{"item":"a kettle"}' });
    expect(await (await fetch(`${BASE}/orders`, init)).json()).toHaveLength(1);
    expect(await (await fetch(`${BASE}/orders`, { headers: { authorization: 'Bearer x' } })).json()).toEqual([]);
    expect(await mine.journal()).toHaveLength(2);
  });
});

async function inWorker(options: MswOptions = {}): Promise<MswMock> {
  const port = createDocumentPort({ cwd: repositoryFolder, stdin: Readable.from([]) });
  const mock = createMswMock(await readContract('fixtures/specs/storefront.yaml', port), BASE, options);
  const server = setupServer(...mock.handlers);
  server.listen({ onUnhandledRequest: 'error' });
  onTestFinished(() => server.close());
  return mock;
}

/** By the code that a login gives, as a page has it that may not leave. */
async function tokenOf({ url }: MswMock): Promise<string> {
  const redirectUri = 'http://localhost:3000/';
  const asked = { response_type: 'code', client_id: 'page', redirect_uri: redirectUri, scope: 'orders', login_hint: 'user@example.com' };
  const verifier = 'a-verifier-that-is-long-enough-for-the-specification';
  const challenge = { code_challenge: verifier, code_challenge_method: 'plain' };
  const sent = await fetch(`${url}/oauth/authorize?${new URLSearchParams({ ...asked, ...challenge })}`, { redirect: 'manual' });
  const code = new URL(sent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: 'page',
    code_verifier: verifier,
  });
  const tokens = (await (await fetch(`${url}/oauth/token`, { method: 'POST', body })).json()) as { readonly access_token: string };
  expect(tokens.access_token).toMatch(/^\S+\.\S+\.\S+$/);
  return tokens.access_token;
}

/** What a call causes comes after its answer. */
async function settled(mock: MswMock, count: number): Promise<void> {
  for (let turn = 0; turn < 500 && (await mock.journal({ sent: true })).length < count; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
