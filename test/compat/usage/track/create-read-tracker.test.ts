import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/base/json.js';
import { isJsonObject } from '../../../../src/base/json.js';
import { createReadTracker, type ReadTracker } from '../../../../src/compat/usage/track/create-read-tracker.js';
import { trackedValue } from '../../../../src/compat/usage/track/tracked-value.js';
import type { ReadMember, ReceivedAnswer } from '../../../../src/compat/usage/usage.js';
import type { Contract } from '../../../../src/contract/contract.js';
import { readContract } from '../../../../src/contract/read-contract.js';
import { smallJson } from '../../../laws/schema-arbitrary.js';
import { textPort } from '../../../support/text-port.js';

const SPEC = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: /v1 }]
paths:
  /orders/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        200:
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  id: { type: string }
                  total: { type: number }
                  note: { type: [string, 'null'] }
                  status: { type: string, enum: [open, paid] }
                  items: { type: array, items: { type: object, properties: { price: { type: number }, sku: { type: string } } } }
                  labels: { type: object, additionalProperties: { type: string } }
`;
const CALL = { method: 'GET', url: 'https://shop.example/v1/orders/7?x=1' };
const ORDER = {
  id: 'o',
  total: 3,
  note: null,
  status: 'open',
  items: [
    { price: 1, sku: 'a' },
    { price: 2, sku: 'b' },
  ],
  labels: { a: 'x' },
};

let contract: Contract;
let tracker: ReadTracker;
beforeEach(async () => {
  contract = await readContract('shop.yaml', textPort({ 'shop.yaml': SPEC }));
  tracker = createReadTracker(contract, { consumer: 'web', provider: 'shop' });
});

function answer(): ReceivedAnswer | undefined {
  return tracker.usage().operations[0]?.received[0];
}

function pointers(): readonly string[] | undefined {
  return answer()?.reads?.map(({ pointer }) => pointer);
}

function readAt(pointer: string): ReadMember | undefined {
  return answer()?.reads?.find((read) => read.pointer === pointer);
}

function respond(body: unknown, headers: Record<string, string> = {}): Response {
  return tracker.trackReads(Response.json(body, { headers }), CALL);
}

async function orderOf(body: unknown = ORDER): Promise<typeof ORDER> {
  return (await respond(body).json()) as typeof ORDER;
}

describe('tracked reads', () => {
  test('are the members that were looked at, items as one', async () => {
    const order = await orderOf();
    expect(order.items.map(({ price }) => price).reduce((sum, price) => sum + price, 0)).toBe(3);
    expect(pointers()).toEqual(['', '/items', '/items/*', '/items/*/price']);
    expect(tracker.usage().operations[0]).toMatchObject({ method: 'GET', path: '/orders/{id}', interactionCount: 1 });
  });

  test('are none when only the status was looked at', () => {
    expect(respond(ORDER).status).toBe(200);
    expect(answer()?.reads).toEqual([]);
  });

  test('are not known of who takes the text, or a copy of it', async () => {
    await respond(ORDER).text();
    expect(answer()?.reads).toBeUndefined();
  });

  test('of a clone count as well', async () => {
    const copy = respond(ORDER).clone();
    expect(((await copy.json()) as typeof ORDER).total).toBe(3);
    expect(pointers()).toEqual(['', '/total']);
  });

  test('of an object whose names are gone through are all of them', async () => {
    const { labels } = await orderOf();
    expect(Object.keys(labels)).toEqual(['a']);
    expect(pointers()).toContain('/labels/*');
  });

  test('count answers, not looks', async () => {
    for (const _ of [1, 2]) {
      const order = await orderOf();
      expect(order.total + order.total).toBe(6);
    }
    expect(readAt('/total')?.count).toBe(2);
  });

  test('of headers are their names', async () => {
    expect(respond(ORDER, { etag: '"1"' }).headers.get('ETag')).toBe('"1"');
    expect(answer()?.headers).toEqual(['etag']);
  });

  test('of members that nobody declares and that are not there are not kept: `then` is looked for by every await', async () => {
    const order = (await Promise.resolve(await orderOf())) as Record<string, unknown>;
    expect(order['then']).toBeUndefined();
    expect(pointers()).toEqual(['']);
  });

  test('leave answers to other calls alone', () => {
    const response = Response.json({});
    expect(tracker.trackReads(response, { method: 'GET', url: '/elsewhere' })).toBe(response);
    expect(tracker.usage().operations).toEqual([]);
  });

  test('of a parsed body need no response', () => {
    expect(tracker.trackReads(ORDER, { ...CALL, status: 200 }).total).toBe(3);
    expect(pointers()).toEqual(['', '/total']);
  });
});

describe('what was survived', () => {
  const odd = { id: 'o', note: null, status: 'void' };
  const look = async (): Promise<unknown> => {
    const order = await orderOf(odd);
    return [order.note, order.total, order.status];
  };

  test('is null, absent and an unknown value that were looked at in an interaction that succeeded', async () => {
    await tracker.run(look);
    expect(readAt('/note')?.survives).toEqual({ null: true, absent: false, newValue: false });
    expect(readAt('/total')?.survives).toEqual({ null: false, absent: true, newValue: false });
    expect(readAt('/status')?.survives).toEqual({ null: false, absent: false, newValue: true });
  });

  test('is nothing in one that failed, though it was read', async () => {
    const failing = tracker.run(async () => {
      await look();
      throw new Error('no total');
    });
    await expect(failing).rejects.toThrow('no total');
    expect(readAt('/total')).toEqual({ pointer: '/total', count: 1, survives: { null: false, absent: false, newValue: false } });
  });

  test('is nothing before anybody said that it went well', async () => {
    await look();
    expect(readAt('/note')?.survives.null).toBe(false);
    tracker.succeeded();
    expect(readAt('/note')?.survives.null).toBe(true);
  });

  test('is nothing of two that ran at the same time, since nobody knows whose it was', async () => {
    await Promise.all([tracker.run(look), tracker.run(look)]);
    expect(readAt('/note')?.survives.null).toBe(false);
  });

  test('is nothing that was looked at after the interaction was over', async () => {
    let kept: typeof ORDER | undefined;
    await tracker.run(async () => {
      kept = await orderOf(odd);
    });
    expect(kept?.note).toBe(null);
    tracker.succeeded();
    expect(readAt('/note')).toMatchObject({ count: 1, survives: { null: false } });
  });
});

describe('a tracked value', () => {
  const log = { note: () => undefined, noteHeader: () => undefined, loseTrack: () => undefined };

  test('passes for the plain one', () => {
    fc.assert(
      fc.property(smallJson, (value) => {
        const tracked = trackedValue(value, log);
        expect(JSON.stringify(tracked)).toBe(JSON.stringify(value));
        expect(Array.isArray(tracked)).toBe(Array.isArray(value));
        expect(tracked).toEqual(value);
        if (isJsonObject(tracked)) expect({ ...tracked }).toEqual(value);
        if (Array.isArray(tracked)) expect([...(tracked as JsonValue[])]).toEqual(value);
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  test('gives the same object twice, takes changes, and can be frozen', () => {
    const tracked = trackedValue({ items: [{ price: 1 }], name: 'a' }, log) as { items: { price: number }[]; name: string };
    expect(tracked.items).toBe(tracked.items);
    tracked.name = 'b';
    tracked.items.push({ price: 2 });
    expect(tracked).toEqual({ items: [{ price: 1 }, { price: 2 }], name: 'b' });
    Object.freeze(tracked);
    expect(tracked.items[0]?.price).toBe(1);
    expect('name' in tracked && Object.hasOwn(tracked, 'items')).toBe(true);
  });
});
