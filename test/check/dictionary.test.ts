import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Slot } from '../../src/check/slot.js';
import { dictionarySuggest } from '../../src/check/dictionary.js';
import { operationOf } from '../wire/operation-from.js';

const CREATE = operationOf({ id: 'createOrder' });

describe('a dictionary', () => {
  it.each<[slot: Omit<Slot, 'operation'>, keys: readonly string[]]>([
    [{ in: 'path', name: 'id' }, ['createOrder.path:id', 'path:id', 'id']],
    [{ in: 'header', name: 'X-Tenant' }, ['createOrder.header:X-Tenant', 'header:X-Tenant', 'X-Tenant']],
    [{ in: 'body', name: '/items/3/sku' }, ['createOrder.body#/items/3/sku', 'createOrder.body#/items/*/sku', 'sku']],
    [{ in: 'body', name: '/items/*/sku' }, ['createOrder.body#/items/*/sku', 'sku']],
    [{ in: 'body', name: '/tags/0' }, ['createOrder.body#/tags/0', 'createOrder.body#/tags/*', 'tags']],
    [{ in: 'body', name: '/a~1b/c~0d' }, ['createOrder.body#/a~1b/c~0d', 'c~d']],
    [{ in: 'body', name: '' }, ['createOrder.body#']],
  ])('gives for %j the values of the key that says most: %j', (slot, keys) => {
    for (const [index, key] of keys.entries()) {
      const dictionary = Object.fromEntries([...keys.slice(index), 'other', 'getOrder.path:id'].map((name) => [name, [name]]));
      expect(valuesFor(dictionary, slot)).toEqual([key]);
    }
    expect(valuesFor({ other: [1], [`get${keys[0]}`]: [2] }, slot)).toEqual([]);
  });

  it('takes no key for a bare name that stands for something else', () => {
    expect(valuesFor({ 'query:id': [1], toString: [2] }, { in: 'path', name: 'id' })).toEqual([]);
    expect(valuesFor({ id: [1] }, { in: 'path', name: 'constructor' })).toEqual([]);
  });
});

function valuesFor(dictionary: Readonly<Record<string, readonly JsonValue[]>>, slot: Omit<Slot, 'operation'>): readonly JsonValue[] {
  return dictionarySuggest({ dictionary })({ operation: CREATE, ...slot });
}
