import { beforeAll, describe, expect, it } from 'vitest';
import { assertKnownFilters } from '../../src/cli/known-filters.js';
import type { Contract } from '../../src/contract/contract.js';
import { readContract } from '../../src/contract/read-contract.js';
import { SHOP_CONTRACT } from '../support/shop.js';
import { textPort } from '../support/text-port.js';

let contract: Contract;
beforeAll(async () => {
  contract = await readContract('shop.yaml', textPort({ 'shop.yaml': SHOP_CONTRACT }));
});

describe('filters', () => {
  it.each([
    {},
    { operations: ['getOrder'] },
    { operations: ['*Order'] },
    { methods: ['get'] },
    { paths: ['/orders/*'] },
    { operations: ['getOrder', 'listOrders'], methods: ['POST'] },
  ])('that fit something are let through: %j', (filters) => expect(() => assertKnownFilters(filters, [contract])).not.toThrow());

  it.each([
    [{ operations: ['getOrdr'] }, '--operation', 'getOrder'],
    [{ operations: ['getOrder', 'lstOrders'] }, '--operation', 'listOrders'],
    [{ methods: ['PSOT'] }, '--method', 'POST'],
    [{ paths: ['/ordes'] }, '--path', '/orders'],
    [{ tags: ['shop'] }, '--tag', undefined],
    [{ operations: ['pay*'] }, '--operation', undefined],
  ])('that can fit nothing are refused, with what was meant: %j', (filters, option, suggestion) => {
    expect(() => assertKnownFilters(filters, [contract])).toThrow(
      expect.objectContaining({
        code: 'E_ARGUMENT_VALUE',
        args: expect.objectContaining(suggestion === undefined ? { option } : { option, suggestion }),
      }),
    );
  });

  it('say nothing where there is no contract', () => expect(() => assertKnownFilters({ tags: ['x'] }, [])).not.toThrow());
});
