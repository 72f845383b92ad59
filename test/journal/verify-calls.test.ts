import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { JsonObject } from '../../src/base/json.js';
import { callClaimFromJson } from '../../src/journal/call-claim-from-json.js';
import type { Exchange } from '../../src/journal/exchange.js';
import { verifyCalls } from '../../src/journal/verify-calls.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

/** A call as far as the claims here look at it. */
interface PlainCall {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly page: string | undefined;
  readonly tenant: string | undefined;
  readonly amount: number;
  readonly status: number;
}

const call: fc.Arbitrary<PlainCall> = fc.record({
  operation: fc.constantFrom('getOrder', 'listOrders'),
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom('/orders', '/orders/1', '/orders/1/lines'),
  page: fc.constantFrom(undefined, '1', '12'),
  tenant: fc.constantFrom(undefined, 'a', 'b'),
  amount: fc.constantFrom(1, 2),
  status: fc.constantFrom(200, 404),
});

/** One member of a match, and which calls it means. */
interface Clause {
  readonly json: JsonObject;
  readonly holds: (call: PlainCall) => boolean;
}

const CLAUSES: readonly Clause[] = [
  { json: { operation: 'getOrder' }, holds: ({ operation }) => operation === 'getOrder' },
  { json: { method: 'get' }, holds: ({ method }) => method === 'GET' },
  { json: { path: '/orders/{id}' }, holds: ({ path }) => path === '/orders/1' },
  { json: { path: '/orders/**' }, holds: ({ path }) => path !== '/orders' },
  { json: { path: { pattern: 's$' } }, holds: ({ path }) => path !== '/orders/1' },
  { json: { query: { page: '1' } }, holds: ({ page }) => page === '1' },
  { json: { query: { page: { pattern: '^1' } } }, holds: ({ page }) => page !== undefined },
  { json: { headers: { 'X-Tenant': true } }, holds: ({ tenant }) => tenant !== undefined },
  { json: { headers: { 'x-tenant': false } }, holds: ({ tenant }) => tenant === undefined },
  { json: { headers: { 'x-tenant': 'a' } }, holds: ({ tenant }) => tenant === 'a' },
  { json: { body: { order: { amount: 2 } } }, holds: ({ amount }) => amount === 2 },
  { json: { body: { '/order/amount': 1 } }, holds: ({ amount }) => amount === 1 },
  { json: { status: 404 }, holds: ({ status }) => status === 404 },
];
const match = fc.subarray([...CLAUSES], { maxLength: 3 }).map((clauses) => ({
  json: Object.assign({}, ...clauses.map(({ json }) => json)) as JsonObject,
  // Of two members of one name the later one stands.
  holds: (one: PlainCall) =>
    clauses.every(
      ({ json, holds }, at) => clauses.slice(at + 1).some((later) => Object.keys(later.json)[0] === Object.keys(json)[0]) || holds(one),
    ),
}));
const lost = fc.constantFrom(0, 0, 1, 3);

function exchangeOf(one: PlainCall, index: number): Exchange {
  const { operation, method, path, page, tenant, amount, status } = one;
  return exchangeWith({
    id: String(index),
    operation,
    request: {
      method,
      target: page === undefined ? path : `${path}?page=${page}`,
      headers: ['content-type', 'application/json', ...(tenant === undefined ? [] : ['X-Tenant', tenant])],
      body: JSON.stringify({ order: { amount, of: 'x' } }),
    },
    response: { status, headers: [], body: undefined },
  });
}

describe('a claim on calls', () => {
  it('of a number is judged as one would by counting, whatever was lost', () => {
    const bound = fc.constantFrom<JsonObject>({}, { atLeast: 2 }, { exactly: 1 }, { exactly: 0 }, { atMost: 2 }, { atMost: 0 });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 8 }), match, bound, lost, (calls, { json, holds }, bounds, lostCount) => {
        const seen = verifyCalls(callClaimFromJson({ match: json, ...bounds }), calls.map(exchangeOf), lostCount);
        const count = calls.filter(holds).length;
        const isKept = (number: number): boolean =>
          number >= Number(bounds['exactly'] ?? bounds['atLeast'] ?? (bounds['atMost'] === undefined ? 1 : 0)) &&
          number <= Number(bounds['exactly'] ?? bounds['atMost'] ?? Number.POSITIVE_INFINITY);
        const worlds = Array.from({ length: lostCount + 1 }, (_, more) => isKept(count + more));
        const verdict = worlds.every(Boolean) ? 'holds' : worlds.some(Boolean) ? 'unknown' : 'fails';
        expect(seen).toMatchObject({ verdict, count, callCount: calls.length, lostCount });
        // What came close is never what was meant.
        for (const { id } of seen.nearMisses) expect(calls.filter((one, index) => String(index) === id && holds(one))).toEqual([]);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  it('of a sequence holds when any way through the calls exists', () => {
    const isThere = (calls: readonly PlainCall[], steps: readonly ((one: PlainCall) => boolean)[]): boolean => {
      const [step, ...rest] = steps;
      return step === undefined || calls.some((one, at) => step(one) && isThere(calls.slice(at + 1), rest));
    };
    fc.assert(
      fc.property(fc.array(call, { maxLength: 7 }), fc.array(match, { minLength: 1, maxLength: 3 }), lost, (calls, matches, lostCount) => {
        const claim = callClaimFromJson({ sequence: matches.map(({ json }) => json) });
        const isFound = isThere(
          calls,
          matches.map(({ holds }) => holds),
        );
        const { verdict } = verifyCalls(claim, calls.map(exchangeOf), lostCount);
        expect(verdict).toBe(isFound ? 'holds' : lostCount > 0 ? 'unknown' : 'fails');
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  it('shows the nearest call first, with all in which it differs', () => {
    const calls = [
      { operation: 'a', method: 'POST', path: '/x', page: undefined, tenant: undefined, amount: 1, status: 404 },
      { operation: 'a', method: 'POST', path: '/orders', page: undefined, tenant: undefined, amount: 1, status: 404 },
    ].map(exchangeOf);
    const { nearMisses } = verifyCalls(callClaimFromJson({ match: { path: '/orders', method: 'GET', status: 404 } }), calls, 0);
    expect(nearMisses).toMatchObject([
      { id: '1', differences: [{ part: 'method', expected: 'GET', seen: 'POST' }] },
      { id: '0', differences: [{ part: 'method' }, { part: 'path', expected: '/orders', seen: '/x' }] },
    ]);
  });

  it('looks for the nearest of a step only behind the step before', () => {
    const calls = ['/a', '/b', '/c'].map((target, index) =>
      exchangeWith({ id: String(index), request: { method: 'GET', target, headers: [], body: undefined } }),
    );
    const { verdict, count, nearMisses } = verifyCalls(callClaimFromJson({ sequence: [{ path: '/b' }, { path: '/a' }] }), calls, 0);
    expect([verdict, count, nearMisses.map(({ id }) => id)]).toEqual(['fails', 1, ['2']]);
  });

  it('on a body that was too long to be kept is open', () => {
    const long = exchangeWith({ request: { method: 'POST', target: '/orders', headers: [], body: '{"a":1,', truncatedBytes: 9 } });
    const claim = (bounds: JsonObject) => callClaimFromJson({ match: { body: { a: 2 } }, ...bounds });
    expect(verifyCalls(claim({ atLeast: 1 }), [long], 0)).toMatchObject({ verdict: 'unknown', unknownCount: 1 });
    expect(verifyCalls(claim({ exactly: 0 }), [long], 0).verdict).toBe('unknown');
    expect(verifyCalls(claim({ atLeast: 2 }), [long], 0).verdict).toBe('fails');
    const next = exchangeWith({ request: { method: 'GET', target: '/next', headers: [], body: undefined } });
    const sequence = callClaimFromJson({ sequence: [{ body: { a: 2 } }, { path: '/next' }] });
    expect(verifyCalls(sequence, [long, next], 0)).toMatchObject({ verdict: 'unknown', count: 0, unknownCount: 1 });
    expect(verifyCalls(sequence, [next], 0).verdict).toBe('fails');
  });

  it.each<[JsonObject, string]>([
    [{ match: { pathh: '/x' } }, '/match/pathh'],
    [{ match: { path: { pattern: '(' } } }, '/match/path/pattern'],
    [{ exactly: -1 }, '/exactly'],
    [{ exactly: 1, atLeast: 1 }, '/atLeast'],
    [{ atLeast: 1, atMost: 2 }, '/atMost'],
    [{ sequence: [] }, '/sequence'],
    [{ sequence: [{}], match: {} }, '/match'],
    [{ sequence: [{ headers: { a: { pattern: '[' } } }] }, '/sequence/0/headers/a/pattern'],
  ])('that is none is refused where it is wrong: %j', (json, pointer) => {
    expect(() => callClaimFromJson(json)).toThrow(InputError);
    expect(() => callClaimFromJson(json)).toThrow(
      expect.objectContaining({ code: 'E_CLAIM_INVALID', args: expect.objectContaining({ pointer }) }),
    );
  });
});
