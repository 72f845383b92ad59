import { describe, expect, it } from 'vitest';
import { creationOf } from '../../../src/check/stateful/find-creation.js';
import { runRandomSequences } from '../../../src/check/stateful/random-sequences.js';
import { createSequenceContext } from '../../../src/check/stateful/sequence-context.js';
import type { MemoryRun } from './memory-runner.js';
import { memoryLane } from './memory-runner.js';
import type { ShopManners } from './memory-shop.js';
import { json, memoryShop, ORDERS_CONTRACT } from './memory-shop.js';

async function moved(manners: ShopManners, seed: string, sequenceCount: number): Promise<MemoryRun> {
  const { runner, run } = await memoryLane(ORDERS_CONTRACT, memoryShop(manners), { seed });
  const start = runner.operations.find(({ id }) => id === 'createOrder');
  if (start === undefined) throw new Error('the contract creates orders');
  const context = createSequenceContext(runner, start);
  const [resource] = context.resources;
  const creation = resource === undefined ? undefined : await creationOf(context, resource);
  if (creation === undefined) throw new Error('the shop takes orders');
  await runRandomSequences(context, creation, sequenceCount);
  return run;
}

describe('runRandomSequences', () => {
  it('finds nothing in ten thousand steps with a correct provider', async () => {
    const { judgements, requests } = await moved({}, 'law', 1_500);
    expect(judgements).toEqual([]);
    expect(requests.length).toBeGreaterThan(10_000);
  });

  it('finds nothing with a correct provider that sets instants, versions and defaults', async () => {
    const manners: ShopManners = {
      show: (order, { nowMs }) => ({ ...order, seenAt: `${nowMs}` }),
      defaults: { status: 'open', note: '', quantity: 1 },
      replaced: (old, body, shop) => ({
        status: 'open',
        note: '',
        quantity: 1,
        ...body,
        id: old.id,
        version: Number(old['version'] ?? 0) + 1,
        updatedAt: `${shop.nowMs}`,
      }),
    };
    expect((await moved(manners, 'twin', 500)).judgements).toEqual([]);
  });

  it('finds nothing with a correct provider that finds again what is asked to be created', async () => {
    const respond: ShopManners['respond'] = ({ method }, shop) => {
      const [order] = shop.orders.values();
      return method === 'POST' && order !== undefined ? json(200, order) : undefined;
    };
    expect((await moved({ respond }, 'again', 200)).judgements).toEqual([]);
  });

  it.each(['one', 'two', 'three'])('ends with the smallest sequence that shows a fault (%s)', async (seed) => {
    const manners: ShopManners = {
      respond: ({ method, target }, shop) => {
        const order = shop.orders.get(target.slice('/orders/'.length));
        return method === 'DELETE' && order?.['wasReplaced'] === true ? json(204, undefined) : undefined;
      },
      replaced: (old, body) => ({ ...body, id: old.id, wasReplaced: true }),
    };
    const { judgements, shownBy } = await moved(manners, seed, 60);
    expect(judgements.map(({ code }) => code)).toEqual(['check/delete-takes-effect']);
    const [steps = []] = shownBy;
    expect(steps.map(({ testCase }) => testCase.operation.id)).toEqual([
      'createOrder',
      'replaceOrder',
      'getOrder',
      'deleteOrder',
      'getOrder',
    ]);
    // The body that replaced it is as small as the schema lets it be.
    expect(Object.keys(steps[1]?.testCase.body?.value ?? {})).toEqual(['sku']);
  });
});
