import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { MemoryRun } from './memory-runner.js';
import { runInMemory } from './memory-runner.js';
import type { Order, ShopManners } from './memory-shop.js';
import { bodyOf, createdOrder, hasCondition, isValidOrder, json, memoryShop, ORDERS_CONTRACT } from './memory-shop.js';

function run(manners: ShopManners, options: Parameters<typeof runInMemory>[2] = {}): Promise<MemoryRun> {
  return runInMemory(ORDERS_CONTRACT, memoryShop(manners), options);
}

function codesOf({ judgements }: MemoryRun): readonly string[] {
  return judgements.map(({ code, operation }) => `${code} ${operation}`);
}

const DELETES: ShopManners['respond'] = ({ method }) => (method === 'DELETE' ? json(204, undefined) : undefined);

describe('runSequences finds', () => {
  const faults: readonly (readonly [string, ShopManners, string])[] = [
    ['a DELETE that does nothing', { respond: DELETES }, 'check/delete-takes-effect deleteOrder'],
    [
      'a list that still shows what was deleted',
      {
        respond: ({ method, target }, shop) => {
          if (method !== 'DELETE') return target === '/orders' ? undefined : hidden(target, shop.orders);
          const order = shop.orders.get(target.slice('/orders/'.length));
          if (order === undefined || GONE.has(order)) return json(404, {});
          GONE.add(order);
          return json(204, undefined);
        },
      },
      'check/deleted-is-gone listOrders',
    ],
    ['a PUT that acts as PATCH', { replaced: (old, body) => ({ ...old, ...body, id: old.id }) }, 'check/put-replaces replaceOrder'],
    [
      'a PUT that keeps one member only',
      { replaced: (old, body) => ({ ...(old['note'] === undefined ? {} : { note: old['note'] }), ...body, id: old.id }) },
      'check/put-replaces replaceOrder',
    ],
    ['a PUT that changes nothing', { replaced: (old) => old }, 'check/put-replaces replaceOrder'],
    [
      'a DELETE that does nothing to what tells when it was read',
      { respond: DELETES, show: (order, { nowMs }) => ({ ...order, seen: nowMs }) },
      'check/delete-takes-effect deleteOrder',
    ],
    [
      'a PUT that adds up',
      { replaced: (old, body) => ({ ...body, id: old.id, quantity: Number(old['quantity'] ?? 0) + Number(body['quantity'] ?? 1) }) },
      'check/put-is-idempotent replaceOrder',
    ],
    [
      'a PUT that appends to a list',
      {
        replaced: (old, body) => ({
          ...body,
          id: old.id,
          ...(body['tags'] === undefined ? {} : { tags: [...listOf(old['tags']), ...listOf(body['tags'])] }),
        }),
      },
      'check/put-is-idempotent replaceOrder',
    ],
    [
      'a PUT that creates another one',
      {
        replaced: (old, body, shop) => {
          createdOrder(body, shop);
          return { ...body, id: old.id };
        },
      },
      'check/put-is-idempotent replaceOrder',
    ],
    [
      'a creation that cannot be read',
      { respond: ({ method, target }) => (method === 'GET' && target !== '/orders' ? json(404, {}) : undefined) },
      'check/created-is-there getOrder',
    ],
    ['a Location of another path', { location: ({ id }) => `/order/${id}` }, 'check/location-answers createOrder'],
    ['a Location of another id', { location: ({ id }) => `/orders/${id}0` }, 'check/location-answers createOrder'],
    [
      'an absolute Location that is wrong',
      { location: ({ id }) => `http://shop.example/order/${id}` },
      'check/location-answers createOrder',
    ],
    [
      'a refused creation that was kept',
      {
        respond: (request, shop) => {
          const body = request.method === 'POST' ? bodyOf(request) : undefined;
          if (body === undefined || isValidOrder(body)) return undefined;
          createdOrder(body, shop);
          return json(422, { error: 'refused' });
        },
      },
      'check/failed-create-leaves-nothing createOrder',
    ],
  ];

  it.each(faults)('%s', async (_name, manners, expected) => {
    const { judgements, shownBy, requests } = await run(manners);
    expect(judgements.map(({ code, operation }) => `${code} ${operation}`)).toContain(expected);
    expect(requests.length).toBeLessThanOrEqual(500);
    // Each sequence can be made again from nothing: what it takes comes from steps of its own.
    for (const steps of shownBy) {
      for (const [index, { testCase }] of steps.entries()) {
        for (const capture of testCase.captures.values()) expect(capture.kind === 'step' && capture.step < index).toBe(true);
      }
    }
  });

  it.each(faults)('%s, and nothing else', async (_name, manners, expected) => {
    expect([...new Set(codesOf(await run(manners)))]).toEqual([expected]);
  });

  const GONE = new WeakSet<Order>();
  function hidden(target: string, orders: ReadonlyMap<string, Order>): ReturnType<typeof json> | undefined {
    const order = orders.get(target.slice('/orders/'.length));
    return order !== undefined && GONE.has(order) ? json(404, {}) : undefined;
  }
});

describe('runSequences accuses nobody', () => {
  const correct: readonly (readonly [string, ShopManners])[] = [
    ['who is plain', {}],
    [
      'who deletes softly',
      {
        respond: ({ method, target }, shop) => {
          const id = target.slice('/orders/'.length);
          const order = shop.orders.get(id);
          if (method !== 'DELETE' || order === undefined) return undefined;
          shop.orders.set(id, { ...order, deleted: true });
          return json(204, undefined);
        },
      },
    ],
    [
      'who deletes softly and only tells when',
      {
        respond: ({ method, target }, shop) => {
          const id = target.slice('/orders/'.length);
          const order = shop.orders.get(id);
          if (method !== 'DELETE' || order === undefined) return undefined;
          shop.orders.set(id, { ...order, deletedAt: `${shop.nowMs}` });
          return json(204, undefined);
        },
      },
    ],
    ['who only promises to create', { respond: ({ method }) => (method === 'POST' ? json(202, { id: 'o9' }) : undefined) }],
    ['who only promises to delete', { respond: ({ method }) => (method === 'DELETE' ? json(202, { job: 1 }) : undefined) }],
    ['who sets instants', { show: (order, { nowMs }) => ({ ...order, createdAt: `${nowMs}`, updatedAt: `${nowMs}` }) }],
    ['who counts versions', { replaced: (old, body) => ({ ...body, id: old.id, version: Number(old['version'] ?? 1) + 1 }) }],
    [
      'who counts writes under another name',
      { replaced: (old, body) => ({ ...body, id: old.id, writes: Number(old['writes'] ?? 1) + 1 }) },
    ],
    ['who keeps a history', { replaced: (old, body) => ({ ...body, id: old.id, history: [...listOf(old['history']), 'put'] }) }],
    ['who tells ids in Location only', { hasBodies: false, createStatus: 204 }],
    [
      'who tells nothing but the Location',
      { respond: (request, shop) => (request.method === 'POST' && isValidOrder(bodyOf(request)) ? created(request, shop) : undefined) },
    ],
    ['who answers a creation with 200', { createStatus: 200, location: () => undefined }],
    ['who fills in defaults', { defaults: { quantity: 1, note: '', gift: true, status: 'shipped', tags: [] } }],
    ['whose ids are numbers', { nextId: (count) => count }],
    ['whose ids are UUIDs', { nextId: (count) => `00000000-0000-4000-8000-${String(count).padStart(12, '0')}` }],
    [
      'who shows a list in pages',
      { respond: ({ method, target }) => (method === 'GET' && target === '/orders' ? json(200, [{ id: 'o1', sku: 'a' }]) : undefined) },
    ],
    [
      'who needs time',
      {
        respond: ({ method, target }, shop) => {
          const order = method === 'GET' ? shop.orders.get(target.slice('/orders/'.length)) : undefined;
          const seenAtMs = order === undefined ? undefined : (FIRST_SEEN.get(order) ?? shop.nowMs);
          if (order === undefined || seenAtMs === undefined) return undefined;
          FIRST_SEEN.set(order, seenAtMs);
          return shop.nowMs - seenAtMs < 400 ? json(404, {}) : undefined;
        },
      },
    ],
    [
      'who stands behind a cache',
      {
        respond: ({ method, target }, shop) => {
          const order = shop.orders.get(target.slice('/orders/'.length));
          if (method === 'GET' && order !== undefined) CACHE.set(target, order);
          const cached = method === 'GET' ? CACHE.get(target) : undefined;
          return cached === undefined || order !== undefined ? undefined : json(200, cached, ['Age', '12']);
        },
      },
    ],
    [
      'who finds again what is asked to be created',
      {
        respond: ({ method }, shop) => {
          const [order] = shop.orders.values();
          return method === 'POST' && order !== undefined ? json(200, order) : undefined;
        },
      },
    ],
    ['who keeps a journal of writes', { replaced: (old, body) => ({ ...body, id: old.id, journal: [...listOf(old['journal']), 'put'] }) }],
    [
      'whose PUT asks for a condition',
      { respond: (request) => (request.method === 'PUT' && !hasCondition(request) ? json(428, {}) : undefined) },
    ],
    ['whose PUT leaves one member as it was created', { replaced: (old, body) => ({ ...body, id: old.id, sku: old['sku'] ?? null }) }],
    [
      'who deletes softly what tells when it was read',
      {
        show: (order, { nowMs }) => ({ ...order, seen: nowMs }),
        respond: ({ method, target }, shop) => {
          const id = target.slice('/orders/'.length);
          const order = shop.orders.get(id);
          if (method !== 'DELETE' || order === undefined) return undefined;
          shop.orders.set(id, { ...order, deleted: true });
          return json(204, undefined);
        },
      },
    ],
    ['whose PUT is refused', { respond: ({ method }) => (method === 'PUT' ? json(409, {}) : undefined) }],
    ['who may not be read', { respond: ({ method }) => (method === 'GET' ? json(403, {}) : undefined) }],
    ['whose Location is elsewhere', { location: ({ id }) => `https://cdn.example/files/${id}` }],
    ['whose Location is absolute and right', { location: ({ id }) => `http://shop.example/orders/${id}` }],
    ['whose Location is relative', { location: ({ id }) => `orders/${id}` }],
    ['who keeps no state and answers from examples', { respond: stateless }],
    [
      'who keeps sets in any order',
      { replaced: (old, body) => ({ ...body, id: old.id, ...(Array.isArray(body['tags']) ? { tags: body['tags'].toReversed() } : {}) }) },
    ],
    ['who refuses everything', { respond: ({ method }) => (method === 'POST' ? json(401, {}) : undefined) }],
    ['who has an envelope', { show: (order) => ({ data: order }) }],
    [
      'who always deletes with 204',
      {
        respond: ({ method, target }, shop) => {
          if (method !== 'DELETE') return undefined;
          shop.orders.delete(target.slice('/orders/'.length));
          return json(204, undefined);
        },
      },
    ],
  ];

  it.each(correct)('%s', async (_name, manners) => {
    expect(codesOf(await run(manners))).toEqual([]);
  });

  it.each([
    ['knows', '/v1/orders/'],
    ['does not know', '/orders/'],
  ])('whose Location %s of what stands before its paths', async (_name, before) => {
    const shop = memoryShop({ location: ({ id }) => `${before}${id}` });
    const below: typeof shop = (request, nowMs) => {
      const target = request.target.startsWith('/v1/') ? request.target.slice('/v1'.length) : '/nowhere';
      return shop({ ...request, target }, nowMs);
    };
    const { judgements, requests } = await runInMemory(ORDERS_CONTRACT, below, { urlPath: '/v1' });
    expect([judgements, requests.length > 30]).toEqual([[], true]);
  });

  it('that is a mock', async () => {
    const { judgements, requests } = await run({ respond: DELETES }, { isMock: true });
    expect([judgements, requests.length > 0]).toEqual([[], true]);
  });

  const CACHE = new Map<string, Order>();
  const FIRST_SEEN = new WeakMap<Order, number>();
});

describe('runSequences', () => {
  it('asks a resource of five operations within sixty requests, before it moves at random', async () => {
    const { requests } = await run({}, { caseCount: 0 });
    expect(requests.length).toBeLessThanOrEqual(60 + 15);
  });

  it('makes the same calls of the same seed', async () => {
    const [first, second, other] = [await run({}), await run({}), await run({}, { seed: 'other' })];
    expect(first.requests).toEqual(second.requests);
    expect(first.requests).not.toEqual(other.requests);
  });

  it('calls flaky what is not there a second time', async () => {
    let count = 0;
    const { judgements } = await run({
      respond: ({ method }, shop) => {
        if (method !== 'DELETE') return undefined;
        count += 1;
        return count <= 2 && shop.orders.size > 0 ? json(204, undefined) : undefined;
      },
    });
    expect(judgements.map(({ code, args }) => `${code} ${String(args['check'])}`)).toEqual(['check/flaky check/delete-takes-effect']);
  });

  it('says nothing of a check that is switched off', async () => {
    const { judgements } = await run({ respond: DELETES }, { pair: { checks: new Map([['delete-takes-effect', 'off']]) } });
    expect(judgements).toEqual([]);
  });
});

function created(request: Parameters<typeof bodyOf>[0], shop: Parameters<typeof createdOrder>[1]): ReturnType<typeof json> {
  const order = createdOrder(bodyOf(request) ?? {}, shop);
  return json(201, undefined, ['location', `/orders/${order.id}`]);
}

function stateless({ method, target }: { readonly method: string; readonly target: string }): ReturnType<typeof json> {
  const example: JsonObject = { id: 'o1', sku: 'tea' };
  if (method === 'POST') return json(201, example, ['location', '/orders/o1']);
  if (method === 'DELETE') return json(204, undefined);
  return json(200, method === 'GET' && target === '/orders' ? [example] : example);
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
