import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Slot } from '../../src/check/slot.js';
import type { ValuePool } from '../../src/check/value-pool.js';
import { createValuePool } from '../../src/check/value-pool.js';
import type { Operation } from '../../src/contract/contract.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';

function operation(method: string, path: string): Operation {
  return {
    id: `${method} ${path}`,
    method,
    path,
    file: 'api.yaml',
    pointer: '',
    deprecated: false,
    parameters: [],
    requestBody: undefined,
    responses: [],
    security: [],
    defects: [],
    unusable: undefined,
  };
}

interface Taught {
  readonly method?: string;
  readonly path: string;
  readonly target?: string;
  readonly status?: number;
  readonly body?: JsonValue;
  readonly location?: string;
}

function teach(pool: ValuePool, { method = 'GET', path, target = path, status = 200, body, location }: Taught): void {
  const headers = location === undefined ? [] : ['Location', location];
  const response = { status, headers, body: body === undefined ? undefined : JSON.stringify(body) };
  pool.learn(operation(method, path), exchangeWith({ request: { method, target, headers: [], body: undefined }, response }));
}

function slot(path: string, location: Slot['in'], name: string): Slot {
  return { operation: operation('GET', path), in: location, name };
}

const ORDER: Slot = slot('/orders/{orderId}', 'path', 'orderId');

describe('createValuePool', () => {
  it('gives the ids of what was created, latest first', () => {
    const pool = createValuePool();
    teach(pool, { method: 'POST', path: '/orders', status: 201, body: { id: 'a' } });
    teach(pool, { method: 'POST', path: '/orders', status: 201, body: { id: 'b' } });
    expect(pool.valuesFor(ORDER)).toEqual(['b', 'a']);
  });

  it.each<readonly [string, Taught]>([
    ['a body', { path: '/orders', body: { id: 'x' } }],
    ['an envelope', { path: '/orders', body: { data: { id: 'x' } } }],
    ['a list', { path: '/orders', body: [{ id: 'x' }] }],
    ['a list in an envelope', { path: '/orders', body: { items: [{ orderId: 'x' }], total: 1 } }],
    ['a list two levels down', { path: '/orders', body: { data: { results: [{ order_id: 'x' }] } } }],
    ['another resource', { path: '/carts', body: { id: 'c', order: { id: 'x' } } }],
    ['a Location', { method: 'POST', path: '/orders', status: 201, location: '/v1/orders/x' }],
    ['an absolute Location', { method: 'POST', path: '/anything', status: 201, location: 'https://a.example/orders/x?y=1' }],
    ['the path of what was found', { path: '/orders/{id}', target: '/v1/orders/x' }],
  ])('takes ids from %s', (_name, taught) => {
    const pool = createValuePool();
    teach(pool, taught);
    expect(pool.valuesFor(ORDER)).toContain('x');
  });

  it('gives no ids of one resource for another', () => {
    const pool = createValuePool();
    teach(pool, { path: '/orders', body: { id: 'a', items: [{ id: 'i' }], customer: { id: 'c' } } });
    expect(pool.valuesFor(ORDER)).toEqual(['a']);
    expect(pool.valuesFor(slot('/customers/{customerId}', 'path', 'customerId'))).toEqual(['c']);
    expect(pool.valuesFor(slot('/products/{id}', 'path', 'id'))).toEqual([]);
  });

  it('gives a body what it refers to, and nothing that would repeat what exists', () => {
    const pool = createValuePool();
    teach(pool, { path: '/customers', body: [{ id: 7, name: 'Ada' }] });
    expect(pool.valuesFor(slot('/orders', 'body', '/lines/0/customerId'))).toEqual([7]);
    expect(pool.valuesFor(slot('/customers', 'body', '/name'))).toEqual([]);
    expect(pool.valuesFor(slot('/customers', 'body', '/id'))).toEqual([]);
  });

  it('gives a query what its resource shows', () => {
    const pool = createValuePool();
    teach(pool, { path: '/orders', body: [{ id: 1, status: 'open' }] });
    expect(pool.valuesFor(slot('/orders', 'query', 'status'))).toEqual(['open']);
  });

  it('offers an id from a path as text and as number', () => {
    const pool = createValuePool();
    teach(pool, { method: 'POST', path: '/orders', status: 201, location: '/orders/12' });
    expect(pool.valuesFor(ORDER)).toEqual(['12', 12]);
  });

  it('forgets what was deleted, however a list still shows it, until a write brings it back', () => {
    const pool = createValuePool();
    teach(pool, { method: 'POST', path: '/orders', status: 201, body: { id: 'a' } });
    teach(pool, { method: 'DELETE', path: '/orders/{orderId}', target: '/orders/a', status: 204 });
    teach(pool, { path: '/orders', body: [{ id: 'a' }] });
    expect(pool.valuesFor(ORDER)).toEqual([]);
    teach(pool, { method: 'PUT', path: '/orders/{orderId}', target: '/orders/a', status: 201, body: { id: 'a' } });
    expect(pool.valuesFor(ORDER)).toEqual(['a']);
  });

  it('keeps a thing whose deletion was refused', () => {
    const pool = createValuePool();
    teach(pool, { method: 'POST', path: '/orders', status: 201, body: { id: 'a' } });
    teach(pool, { method: 'DELETE', path: '/orders/{orderId}', target: '/orders/a', status: 409 });
    expect(pool.valuesFor(ORDER)).toEqual(['a']);
  });

  it('keeps no secrets', () => {
    const pool = createValuePool();
    teach(pool, { path: '/users', body: { id: 1, apiToken: 't', password: 'p' } });
    expect(pool.valuesFor(slot('/users', 'query', 'apiToken'))).toEqual([]);
    expect(pool.valuesFor(slot('/users', 'query', 'password'))).toEqual([]);
  });

  it('gives nothing but what the provider said or the caller asked for, and a bounded number of it', () => {
    const ids = fc.array(fc.oneof(fc.string({ minLength: 1, maxLength: 8 }), fc.nat()), { maxLength: 120 });
    fc.assert(
      fc.property(ids, (given) => {
        const pool = createValuePool();
        for (const id of given) teach(pool, { method: 'POST', path: '/orders', status: 201, body: { id } });
        const values = pool.valuesFor(ORDER);
        expect(values.length).toBeLessThanOrEqual(50);
        const known = new Set(given.map(String));
        for (const value of values) expect(known.has(String(value))).toBe(true);
        const last = given.at(-1);
        if (last !== undefined) expect(String(values[0])).toBe(String(last));
      }),
      { seed: 20_260_801 },
    );
  });

  it('takes any exchange', () => {
    const path = fc.constantFrom('/orders', '/orders/{id}', '/{a}/{b}', '/', 'x{y}z/{q}?a=b');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('GET', 'POST', 'DELETE'), path, exchangeArbitrary())), (calls) => {
        const pool = createValuePool();
        for (const [method, template, exchange] of calls) pool.learn(operation(method, template), exchange);
        expect(pool.valuesFor(ORDER).length).toBeLessThanOrEqual(50);
      }),
      { seed: 20_260_802 },
    );
  });
});
