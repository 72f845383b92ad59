import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { runInMemory } from './memory-runner.js';
import type { Order, Shop, ShopManners } from './memory-shop.js';
import { bodyOf, json, memoryShop, ORDERS_CONTRACT } from './memory-shop.js';

const CHANGES = `{ type: object, properties: { sku: { type: string, minLength: 1 }, quantity: { type: integer, minimum: 1, maximum: 99 }, note: { type: string }, gift: { type: boolean }, status: { type: string, enum: [open, paid, shipped] } } }`;
const CONTRACT = ORDERS_CONTRACT.replace('{ type: object, properties: { note: { type: string } } }', CHANGES);

const patching =
  (changed: (old: Order, body: JsonObject) => JsonObject, status = 200): ShopManners['respond'] =>
  (request, { orders }: Shop) => {
    if (request.method !== 'PATCH') return undefined;
    const old = orders.get(request.target.slice('/orders/'.length));
    if (old === undefined) return json(404, {});
    const next = { ...changed(old, bodyOf(request) ?? {}), id: old.id };
    orders.set(String(old.id), next);
    return json(status, status === 200 ? next : undefined);
  };

const found = async (respond: ShopManners['respond'], contract = CONTRACT): Promise<readonly string[]> => {
  const { judgements, requests } = await runInMemory(contract, memoryShop(respond === undefined ? {} : { respond }), { caseCount: 0 });
  expect(requests.some((request) => request.startsWith('PATCH'))).toBe(true);
  return judgements.map(({ code, operation }) => `${code} ${operation}`);
};

describe('what a PATCH changes', () => {
  it('is there when it is read again', async () => {
    expect(await found(patching((old, body) => ({ ...old, ...body })))).toEqual([]);
  });

  it('is missed where a PATCH is answered as done and does nothing', async () => {
    const nothing = patching((old) => old);
    expect(await found(nothing)).toEqual(['check/patch-takes-effect changeOrder']);
  });

  it('may be a part of what was sent, or come later', async () => {
    expect(await found(patching((old, { note = '' }) => ({ ...old, note })))).toEqual([]);
    const later = CONTRACT.replace("'200': { description: changed }", "'202': { description: later }");
    expect(
      await found(
        patching((old) => old, 202),
        later,
      ),
    ).toEqual([]);
  });

  it('is not known where one member alone may be changed: it may be fixed', async () => {
    expect(
      await found(
        patching((old) => old),
        ORDERS_CONTRACT,
      ),
    ).toEqual([]);
  });
});
