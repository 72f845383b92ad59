import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/contract/read-contract.js';
import { createLivingMock } from '../../../src/mock/living/living-mock.js';
import { createMock } from '../../../src/mock/mock.js';
import { createMemoryStore } from '../../../src/mock/state/memory-store.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { streamFrames } from '../../../src/wire/stream-frames.js';
import { turn } from '../../support/manual-time.js';
import { textPort } from '../../support/text-port.js';

const CONTRACT = `
openapi: 3.2.0
info: { title: Shop, version: '1' }
paths:
  /orders:
    get: { responses: { '200': { description: d, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } } } } }
    post:
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
      responses: { '201': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    get: { responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
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
                  event: { type: string, const: order }
                  data: { type: string, contentMediaType: application/json, contentSchema: { $ref: '#/components/schemas/Order' } }
components:
  schemas:
    Order: { type: object, required: [item], properties: { id: { type: string, readOnly: true }, item: { type: string } } }
`;

describe('a stream of events about what a mock remembers', () => {
  it('stays open and tells what is created after it began, in its scope alone, and lets go with the client', async () => {
    const mock = createMock(await readContract('shop.yaml', textPort({ 'shop.yaml': CONTRACT })));
    const living = createLivingMock({ mock, seed: '1', nowMs: () => 0, life: { state: createMemoryStore() } });
    const call = async (method: string, target: string, body?: string) => {
      const request = {
        method,
        target,
        headers: ['content-type', 'application/json'],
        body: body === undefined ? undefined : new TextEncoder().encode(body),
      };
      return (await living.answer({ request, scope: '', prefix: '' })).response;
    };
    const gone = new AbortController();
    const { stream } = await call('GET', '/order-events?__pace=0ms');
    const seen: string[] = [];
    const reading = (async () => {
      for await (const content of streamFrames(stream ?? { frames: [] }, { clock: createManualClock(0), signal: gone.signal }))
        seen.push(String(content));
    })();
    await turn();
    const shownCount = seen.length;
    await call('POST', '/orders', '{"item":"a lamp"}');
    await turn();
    expect(seen.slice(shownCount)).toEqual([expect.stringMatching(/^event: order\nid: \d+\ndata: \{.*"item":"a lamp".*\}\n\n$/) as string]);
    await call('GET', '/orders');
    gone.abort();
    await reading;
    await call('POST', '/orders', '{"item":"late"}');
    expect(seen.join('')).not.toContain('late');
  });

  it('tells what was created, changed and removed by the names that its schema has for it', async () => {
    const text = CONTRACT.replace('{ type: string, const: order }', '{ enum: [order.deleted, order.created, order.updated] }').replace(
      '  /order-events:',
      `    put: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }, responses: { '200': { description: d, content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } } }
    delete: { responses: { '204': { description: d } } }
  /order-events:`,
    );
    const mock = createMock(await readContract('shop.yaml', textPort({ 'shop.yaml': text })));
    const living = createLivingMock({ mock, seed: '1', nowMs: () => 0, life: { state: createMemoryStore() } });
    const call = async (method: string, target: string, item?: string) => {
      const body = item === undefined ? undefined : new TextEncoder().encode(JSON.stringify({ item }));
      const request = { method, target, headers: ['content-type', 'application/json'], body };
      return (await living.answer({ request, scope: '', prefix: '' })).response;
    };
    const { stream } = await call('GET', '/order-events');
    const seen: string[] = [];
    const end = stream?.live?.subscribe((content) => void seen.push(String(content).replaceAll(/\n(?:id: \d+|)(?=\n)/g, '')));
    const made = await call('POST', '/orders', 'a lamp');
    const { id } = JSON.parse(String(made.body)) as { readonly id: string };
    await call('PUT', `/orders/${id}`, 'a chair');
    await call('DELETE', `/orders/${id}`);
    await call('DELETE', `/orders/${id}`);
    end?.();
    await call('POST', '/orders', 'late');
    expect(seen.map((one) => [/^event: (.*)$/m.exec(one)?.[1], JSON.parse(/^data: (.*)$/m.exec(one)?.[1] ?? '')])).toEqual([
      ['order.created', { id, item: 'a lamp' }],
      ['order.updated', { id, item: 'a chair' }],
      ['order.deleted', { id, item: 'a chair' }],
    ]);
  });

  it('ends behind its items where nothing is remembered', async () => {
    const mock = createMock(await readContract('shop.yaml', textPort({ 'shop.yaml': CONTRACT })));
    const living = createLivingMock({ mock, seed: '1', nowMs: () => 0 });
    const { response } = await living.answer({
      request: { method: 'GET', target: '/order-events', headers: [], body: undefined },
      scope: '',
      prefix: '',
    });
    expect(response.stream?.live).toBeUndefined();
  });
});
