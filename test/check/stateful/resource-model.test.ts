import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Resource } from '../../../src/check/stateful/resource-model.js';
import { resourcesOf } from '../../../src/check/stateful/resource-model.js';
import { nounFromWord, referredNoun } from '../../../src/contract/resource-name.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { textPort } from '../../support/text-port.js';

async function resourcesIn(...lines: readonly string[]): Promise<readonly Resource[]> {
  const paths: Record<string, Record<string, JsonValue>> = {};
  for (const line of lines) {
    const [method = '', path = '', status = '200'] = line.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: { [status]: { description: 'x' } } } };
  }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths };
  const contract = await readContract('a.json', textPort({ 'a.json': JSON.stringify(document) }));
  return resourcesOf(
    contract,
    contract.operations.map((entry) => entry.read()),
  );
}

function shown(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ noun, create, createdBy, ...others }) => {
    const roles = (['list', 'read', 'replace', 'change', 'remove'] as const).filter((role) => others[role] !== undefined);
    return `${noun}: ${create.path} by ${createdBy}, ${roles.join(' ')} at ${others.itemPath}`;
  });
}

describe('resourcesOf', () => {
  it('knows a collection and its items', async () => {
    const resources = await resourcesIn(
      'POST /orders',
      'GET /orders',
      'GET /orders/{id}',
      'PUT /orders/{id}',
      'PATCH /orders/{id}',
      'DELETE /orders/{id}',
    );
    expect(shown(resources)).toEqual(['order: /orders by post, list read replace change remove at /orders/{id}']);
  });

  it('takes what there is', async () => {
    expect(shown(await resourcesIn('POST /a', 'DELETE /a/{id}'))).toEqual(['a: /a by post, remove at /a/{id}']);
  });

  it('knows what stands below something else, whatever its parameters are called', async () => {
    const resources = await resourcesIn('POST /users/{id}/orders', 'GET /users/{userId}/orders/{orderId}');
    expect(shown(resources)).toEqual(['order: /users/{id}/orders by post, read at /users/{userId}/orders/{orderId}']);
  });

  it('finds the only path of the items elsewhere', async () => {
    expect(shown(await resourcesIn('POST /users/{id}/orders', 'GET /orders/{orderId}', 'GET /orders'))).toEqual([
      'order: /users/{id}/orders by post, list read at /orders/{orderId}',
    ]);
  });

  it('knows a PUT that creates, where nothing else does', async () => {
    expect(shown(await resourcesIn('PUT /keys/{key} 201', 'GET /keys/{key}'))).toEqual([
      'key: /keys/{key} by put, read replace at /keys/{key}',
    ]);
    expect(shown(await resourcesIn('PUT /keys/{key}', 'GET /keys/{key}'))).toEqual([]);
    expect(shown(await resourcesIn('POST /keys', 'PUT /keys/{key} 201'))).toEqual(['key: /keys by post, replace at /keys/{key}']);
  });

  it.each([
    [['POST /orders']],
    [['POST /orders', 'GET /orders']],
    [['POST /orders/search', 'GET /orders/search/{id}']],
    [['POST /orders/{id}/cancel', 'GET /orders/{id}']],
    [['POST /orders/{id}', 'GET /orders/{id}']],
    [['POST /users/{id}/orders', 'GET /a/orders/{orderId}', 'GET /b/orders/{orderId}']],
  ])('makes nothing of %j', async (lines) => {
    expect(shown(await resourcesIn(...lines))).toEqual([]);
  });
});

describe('nounFromWord', () => {
  it.each([
    ['orders', 'order'],
    ['order-items', 'orderitem'],
    ['categories', 'category'],
    ['boxes', 'box'],
    ['addresses', 'address'],
    ['status', 'status'],
    ['news', 'new'],
    ['Users', 'user'],
  ])('makes %s to %s', (word, noun) => {
    expect(nounFromWord(word)).toBe(noun);
  });
});

describe('referredNoun', () => {
  it.each([
    ['customerId', 'customer'],
    ['customer_id', 'customer'],
    ['order-uuid', 'order'],
    ['productIds', 'product'],
    ['id', undefined],
    ['paid', undefined],
    ['valid', undefined],
    ['name', undefined],
  ])('reads %s as %s', (name, noun) => {
    expect(referredNoun(name)).toBe(noun);
  });
});
