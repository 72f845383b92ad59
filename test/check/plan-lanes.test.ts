import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lanesOfShard, planLanes } from '../../src/check/plan-lanes.js';
import { readContract } from '../../src/contract/read-contract.js';
import { pairFromJson } from '../../src/workspace/pair-from-json.js';
import type { JsonObject } from '../../src/base/json.js';
import { SHOP_CONTRACT } from '../support/shop.js';
import { textPort } from '../support/text-port.js';

describe('the lanes of a pair', () => {
  it('are the phases of each operation, what creates data first', async () => {
    const titles = (await shopLanes()).map(({ title }) => title);
    expect(titles.filter((title) => title.endsWith('examples'))).toEqual([
      'createOrder · examples',
      'listOrders · examples',
      'getOrder · examples',
      'deleteOrder · examples',
    ]);
    expect(titles.indexOf('createOrder · stateful')).toBeGreaterThan(titles.indexOf('deleteOrder · examples'));
    expect(titles.indexOf('createOrder · coverage')).toBeGreaterThan(titles.indexOf('createOrder · stateful'));
    expect(titles.at(-1)).toBe('deleteOrder · fuzzing');
  });

  it('leave out what is not wanted, and what cannot be tested', async () => {
    const lanes = await shopLanes({ fixtures: { deleteOrder: { skip: 'the data are shared' } } }, ['coverage']);
    expect(lanes.map(({ id }) => id)).toEqual(['createOrder/coverage', 'listOrders/coverage', 'getOrder/coverage']);
  });

  it('fall to exactly one shard each, however the run is cut', async () => {
    const lanes = await shopLanes();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 50 }), (count, laneOffset) => {
        const shards = Array.from({ length: count }, (_, index) => lanesOfShard(lanes, { index: index + 1, count }, laneOffset));
        expect(shards.flat().toSorted((one, other) => one.id.localeCompare(other.id))).toEqual(
          lanes.toSorted((one, other) => one.id.localeCompare(other.id)),
        );
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2);
      }),
      { seed: 2 },
    );
  });
});

async function shopLanes(pair: JsonObject = {}, phases?: readonly ('examples' | 'coverage')[]): Promise<ReturnType<typeof planLanes>> {
  const contract = await readContract('c.yaml', textPort({ 'c.yaml': SHOP_CONTRACT }));
  return planLanes(contract, pairFromJson({ consumer: 'a', provider: 'b', ...pair }, ''), { phases });
}
