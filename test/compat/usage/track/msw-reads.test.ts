import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { readContract } from '../../../../src/contract/read-contract.js';
import { createReadTracker, handlersFromContract } from '../../../../src/msw.js';
import { textPort } from '../../../support/text-port.js';

const BASE = 'https://shop.example/v1';
const SPEC = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        200:
          description: ok
          content:
            application/json:
              schema: { type: object, required: [id, total], properties: { id: { type: string }, total: { type: number } } }
              example: { id: o1, total: 12 }
`;

test('a tracked fetch around Mock Service Worker tells what a program sends, and what it reads of the answers of the mock', async () => {
  const contract = await readContract('shop.yaml', textPort({ 'shop.yaml': SPEC }));
  const reads = createReadTracker(contract, { consumer: 'web', provider: 'shop', baseUrl: BASE, nowMs: () => Date.UTC(2026, 2, 1) });
  const server = setupServer(...handlersFromContract(contract, BASE));
  server.listen({ onUnhandledRequest: 'error' });
  try {
    const total = await reads.run(async () => {
      const response = await reads.fetch(fetch)(`${BASE}/orders/7`);
      return ((await response.json()) as { total: number }).total;
    });
    expect(total).toBe(12);
  } finally {
    server.close();
  }
  expect(reads.usage().operations).toMatchObject([
    {
      method: 'GET',
      path: '/orders/{id}',
      lastSeenOn: '2026-03-01',
      sent: [{ parameters: { 'path:id': '7' } }],
      received: [{ status: 200, reads: [{ pointer: '' }, { pointer: '/total', count: 1 }] }],
    },
  ]);
});
