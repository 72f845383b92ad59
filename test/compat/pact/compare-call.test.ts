import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { comparePactToContract } from '../../../src/compat/pact/compare-pact-to-contract.js';
import type { Pact } from '../../../src/compat/pact/pact.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { apiWith, asking, contractOf } from '../compared.js';

function pactOf(interaction: JsonObject): Pact {
  const names = { consumer: { name: 'web' }, provider: { name: 'shop' } };
  return pactFromJson(
    { ...names, interactions: [{ description: 'it', ...interaction }], metadata: { pactSpecification: { version: '4.0' } } },
    'pact.json',
  );
}

it('a call without credentials keeps to its contract: pacts have none', async () => {
  const contract = await contractOf(
    apiWith({ security: [{ key: [] }] }, { components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'x-key' } } } }),
  );
  const call = { type: 'Synchronous/HTTP', request: { method: 'POST', path: '/orders' }, response: { status: 200 } };
  expect(comparePactToContract(pactOf(call), contract)).toEqual([]);
});

it.each([
  [399, ['pact/request-invalid']],
  [400, []],
  [499, []],
  [500, ['pact/request-invalid']],
])('a wrong request that is answered %i is %j', async (status, expected) => {
  const responses = { [status]: { description: 'it' } };
  const contract = await contractOf(apiWith({ ...asking({ required: true }), responses }));
  const call = { type: 'Synchronous/HTTP', request: { method: 'POST', path: '/orders' }, response: { status } };
  expect(comparePactToContract(pactOf(call), contract).map(({ code }) => code)).toEqual(expected);
});

it.each([
  [32, 'pact/message-undeclared'],
  [33, 'pact/undecided'],
])('a message that none of %i fits is %s: more are not tried', async (count, expected) => {
  const payload = { type: 'object', properties: { id: { type: 'string' } } };
  const messages = Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, { payload }]));
  const contract = await contractOf({
    asyncapi: '3.0.0',
    info: { title: 'Shop', version: '1' },
    channels: { orders: { address: 'orders', messages } },
    operations: { announce: { action: 'send', channel: { $ref: '#/channels/orders' } } },
  });
  const contents = { content: { id: 7 }, contentType: 'application/json', encoded: false };
  const found = comparePactToContract(pactOf({ type: 'Asynchronous/Messages', contents, metadata: { topic: 'orders' } }), contract);
  expect(found.map(({ code }) => code)).toEqual([expected]);
});
