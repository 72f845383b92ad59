import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missingServer } from '../support/brokers/private-server.js';
import { startRedis } from '../support/brokers/redis-server.js';
import { startMock } from '../support/run-mortise.js';

const ORDER = `content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }`;
const CONTRACT = `
openapi: 3.2.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    get: { responses: { '200': { description: d, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
    post: { requestBody: { required: true, ${ORDER} }, responses: { '201': { description: d, ${ORDER} } } }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: d, ${ORDER} } } }
    put: { requestBody: { required: true, ${ORDER} }, responses: { '200': { description: d, ${ORDER} } } }
    delete: { responses: { '204': { description: d } } }
  /order-events:
    get:
      responses:
        '200':
          description: d
          content:
            text/event-stream:
              itemSchema:
                type: object
                required: [data]
                properties:
                  event: { enum: [order.created, order.updated, order.deleted] }
                  data: { type: string, contentMediaType: application/json, contentSchema: { $ref: '#/components/schemas/Order' } }
components:
  schemas:
    Order: { type: object, required: [item], properties: { id: { type: string, readOnly: true }, item: { type: string } } }
`;

describe('clients of streams at two processes that share a Redis', () => {
  it.skipIf(missingServer('redis-server') !== undefined)(
    'all hear what is done at either of them, in their scope, and those of the one go on when the other is killed',
    { timeout: 120_000 },
    async () => {
      const redis = await startRedis();
      onTestFinished(() => redis.stop());
      const folder = mkdtempSync(join(tmpdir(), 'mortise-streams-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const file = join(folder, 'shop.yaml');
      writeFileSync(file, CONTRACT);
      const args = [file, '--state', `redis://127.0.0.1:${redis.port}`];
      const [first, second] = await Promise.all([startMock(args), startMock(args)]);
      onTestFinished(async () => void (await Promise.all([first.stop(), second.stop()])));
      const own = await Promise.all([listen(first.url), listen(second.url)]);
      const other = await listen(second.url, 'else');
      const heard = (event: string, item: string) =>
        expect.poll(() => own.map(({ events }) => events.filter((one) => one === `${event} ${item}`).length), POLL).toEqual([1, 1]);

      // Who begins to listen hears what comes a little later: by these each of them is known to.
      await expectHeardAlready(own, [first.url, second.url], '');
      await expectHeardAlready([other], [first.url], 'else');

      const id = await order(first.url, 'POST', '/orders', 'a lamp');
      await heard('order.created', 'a lamp');
      await order(second.url, 'PUT', `/orders/${id}`, 'a chair');
      await heard('order.updated', 'a chair');
      await order(first.url, 'DELETE', `/orders/${id}`);
      await heard('order.deleted', 'a chair');
      const told = ['order.created a lamp', 'order.updated a chair', 'order.deleted a chair'];
      for (const { events } of own) expect(events.filter((event) => told.includes(event))).toEqual(told);
      expect(other.events.filter((event) => told.includes(event))).toEqual([]);

      await first.stop('SIGKILL');
      await order(second.url, 'POST', '/orders', 'a desk');
      await expect.poll(() => own[1]?.events, POLL).toContain('order.created a desk');
      expect(own[0]?.events).not.toContain('order.created a desk');
    },
  );
});

const POLL = { timeout: 20_000, interval: 10 };

interface Listener {
  /** `order.created a lamp`, as they came. */
  readonly events: readonly string[];
}

/** Reads a stream until the test ends, or its server does. */
async function listen(url: string, scope = ''): Promise<Listener> {
  const gone = new AbortController();
  onTestFinished(() => gone.abort());
  const { body } = await fetch(`${url}/order-events?__pace=0ms`, { headers: headersOf(scope), signal: gone.signal });
  const events: string[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for await (const piece of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const parts = `${text}${piece}`.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data !== undefined) events.push(`${/^event: (.*)$/m.exec(part)?.[1]} ${(JSON.parse(data) as { readonly item: string }).item}`);
      }
    }
  };
  // It ends with an error however it ends.
  void read().catch(() => undefined);
  return { events };
}

/** Orders something new at each of the servers until every listener has heard of one from each. */
async function expectHeardAlready(listeners: readonly Listener[], urls: readonly string[], scope: string): Promise<void> {
  for (const [at, url] of urls.entries()) {
    let count = 0;
    await expect
      .poll(async () => {
        count += 1;
        await order(url, 'POST', '/orders', `trial ${at}.${count}`, scope);
        return listeners.every(({ events }) => events.some((event) => event.startsWith(`order.created trial ${at}.`)));
      }, POLL)
      .toBe(true);
  }
}

async function order(url: string, method: string, path: string, item?: string, scope = ''): Promise<string> {
  const body = item === undefined ? {} : { body: JSON.stringify({ item }) };
  const response = await fetch(`${url}${path}`, { method, headers: { ...headersOf(scope), 'content-type': 'application/json' }, ...body });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const text = await response.text();
  return text === '' ? '' : (JSON.parse(text) as { readonly id: string }).id;
}

const headersOf = (scope: string): Record<string, string> => (scope === '' ? {} : { 'mortise-scope': scope });
