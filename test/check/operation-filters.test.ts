import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWanted } from '../../src/check/operation-filters.js';

const GET_ORDER = { id: 'getOrder', method: 'GET', path: '/shops/{shop}/orders/{id}', tags: ['orders', 'read'] };

describe('filters of operations', () => {
  it('let all pass that ask for nothing', () => {
    expect(isWanted(GET_ORDER, {})).toBe(true);
    expect(isWanted(GET_ORDER, { tags: [], paths: [] })).toBe(true);
  });

  it('want any of one kind, and each of several kinds', () => {
    expect(isWanted(GET_ORDER, { tags: ['users', 'read'], methods: ['get'] })).toBe(true);
    expect(isWanted(GET_ORDER, { tags: ['read'], methods: ['POST'] })).toBe(false);
  });

  it.each([
    ['/shops/*', true],
    ['*/orders/{id}', true],
    ['/shops/*/orders/*', true],
    ['*', true],
    ['/shops', false],
    ['*/orders', false],
    ['/shops/*/x/*', false],
    ['/SHOPS/*', false],
  ])('know the path %s: %s', (path, isFitting) => {
    expect(isWanted(GET_ORDER, { paths: [path] })).toBe(isFitting);
  });

  it('know an id by every pattern that leaves a piece of it out, and by no longer one', () => {
    const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pieces, fc.array(fc.string({ maxLength: 3 }), { minLength: 4, maxLength: 4 }), (kept, left) => {
        const id = kept.map((piece, index) => `${piece}${index + 1 < kept.length ? (left[index] ?? '') : ''}`).join('');
        expect(isWanted({ ...GET_ORDER, id }, { operations: [kept.join('*')] })).toBe(true);
        expect(isWanted({ ...GET_ORDER, id }, { operations: [`${id}c`] })).toBe(false);
      }),
      { seed: 5 },
    );
  });
});
