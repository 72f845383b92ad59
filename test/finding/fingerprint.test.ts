import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding/finding.js';
import { fingerprintOf, shapeOfSeen } from '../../src/finding/fingerprint.js';

const FINDING: Finding = {
  code: 'check/body-matches-schema',
  severity: 'error',
  pair: { consumer: 'web', provider: 'shop' },
  operation: 'getOrder',
  place: { file: '/home/ana/api/shop.yaml', pointer: '/components/schemas/Order/properties/price/type', line: 12, column: 3 },
  args: { location: ['body', 'items', '0', 'price'], expected: 'a number', seen: 'response body at /items/0/price must be number' },
};

const SEED = 20261121;

describe('the fingerprint of a finding', () => {
  it('is m- and ten characters that nobody mistakes for one another', () => {
    expect(fingerprintOf(FINDING)).toMatch(/^m-[0-9a-hjkmnp-tv-z]{10}$/);
  });

  it('stays what it is from version to version, or every baseline would be lost', () => {
    expect(fingerprintOf(FINDING)).toMatchInlineSnapshot(`"m-jy77vfn7fz"`);
  });

  it('does not depend on what differs between runs and machines', () => {
    const irrelevant = fc.record({
      folder: fc.constantFrom('', '/a/b/', './', 'C:/c/'),
      line: fc.nat(),
      index: fc.nat(),
      severity: fc.constantFrom('error', 'warning', 'info' as const),
      count: fc.nat(),
      seed: fc.string(),
      expected: fc.string(),
      body: fc.string(),
    });
    fc.assert(
      fc.property(irrelevant, ({ folder, line, index, severity, count, seed, expected, body }) => {
        const other: Finding = {
          ...FINDING,
          severity,
          place: { file: `${folder}shop.yaml`, pointer: FINDING.place?.pointer ?? '', line, column: line + 1 },
          args: {
            count,
            expected,
            example: body,
            seen: `response body at /items/${index}/price must be number`,
            location: ['body', 'items', String(index), 'price'],
          },
          witness: { curl: body, request: { line: `GET /${body}`, headers: [], body } },
          replay: { seed, steps: [] },
          id: 'm-0000000000',
        };
        expect(fingerprintOf(other)).toBe(fingerprintOf(FINDING));
      }),
      { seed: SEED },
    );
  });

  it.each<readonly [string, Partial<Finding>]>([
    ['consumer', { pair: { consumer: 'mobile', provider: 'shop' } }],
    ['provider', { pair: { consumer: 'web', provider: 'bank' } }],
    ['check', { code: 'check/headers-match' }],
    ['operation', { operation: 'listOrders' }],
    ['file', { place: { file: 'bank.yaml', pointer: FINDING.place?.pointer ?? '' } }],
    ['clause', { place: { file: 'shop.yaml', pointer: '/components/schemas/Order/required' } }],
    ['location', { args: { ...FINDING.args, location: ['body', 'items', '0', 'name'] } }],
    ['kind of what was seen', { args: { ...FINDING.args, seen: "response body at /items/0 must have the property 'price'" } }],
    ['check behind a flaky one', { code: 'check/flaky', args: { ...FINDING.args, check: 'headers-match' } }],
  ])('differs when the %s does', (_what, change) => {
    expect(fingerprintOf({ ...FINDING, ...change })).not.toBe(fingerprintOf(FINDING));
  });

  it('tells the checks behind flaky findings apart', () => {
    const flaky = (check: string): string => fingerprintOf({ ...FINDING, code: 'check/flaky', args: { check } });
    expect(flaky('status-declared')).not.toBe(flaky('headers-match'));
  });

  it('does not collide among a hundred thousand causes', () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, index) => fingerprintOf({ ...FINDING, operation: `operation${index}` })));
    expect(ids.size).toBe(100_000);
  });

  it('does not depend on how long a slow answer took, nor on what a dying program said', () => {
    const slow = (seen: string): string => fingerprintOf({ ...FINDING, code: 'check/response-time', args: { seen } });
    expect(slow('812 ms')).toBe(slow('1.2 s'));
    const gone = (seen: string): string => fingerprintOf({ ...FINDING, code: 'check/no-answer', args: { seen } });
    expect(gone('ECONNREFUSED 127.0.0.1:4711')).toBe(gone('reset'));
  });

  it('is one for all the ways in which sequences show the same defect of an operation', () => {
    const undone = (location: readonly string[], seen: string): string =>
      fingerprintOf({ ...FINDING, code: 'check/delete-takes-effect', args: { location, seen } });
    expect(undone(['status'], 'GET /orders/o7 answers 200')).toBe(undone(['body', 'id'], 'GET /orders answers 200'));
  });
});

describe('the shape of what was seen', () => {
  it.each([
    ['500', '500'],
    ['404 to GET /orders/1', '404 to GET /orders/#'],
    ['201: a body of 17 bytes', '201: a body of # bytes'],
    ['500 ms', '# ms'],
    ['7 of 12', '# of #'],
    ['the name "Mia" at 3f2a-b', 'the name "" at #'],
    ['header "X-Total" is required', 'header "X-Total" is required'],
    ["must have the property 'name'", "must have the property 'name'"],
    ["must not have the property 'x91ab'", "must not have the property ''"],
    ['6f1d2c3b-aaaa-4bcd-8f00-1234567890ab is gone', '# is gone'],
  ])('of %j is %j', (seen, shape) => {
    expect(shapeOfSeen(seen)).toBe(shape);
  });
});
