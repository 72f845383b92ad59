import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import type { Finding } from '../../../src/finding/finding.js';
import { apiWith, compared, linesOf } from '../compared.js';

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

function answering(schema: JsonObject): JsonObject {
  return { responses: { '200': { description: 'done', content: { 'application/json': { schema } } } } };
}

function withSchemas(paths: JsonObject, schemas: JsonObject, more: JsonObject = {}): JsonObject {
  return { ...apiWith({}), paths, components: { schemas }, ...more };
}

function bodyOf({ compat }: Finding): unknown {
  const [other] = compat?.elsewhere ?? [];
  return JSON.parse(other?.witness?.response?.body ?? 'null');
}

it('each break of a component has a message of its own at each operation', async () => {
  const whole = (type: string): JsonObject =>
    withSchemas(
      {
        '/orders': { get: { operationId: 'list', ...answering({ type: 'array', items: reference('Order') }) } },
        '/order': { get: { operationId: 'one', ...answering(reference('Order')) } },
      },
      { Order: { type: 'object', properties: { first: { type }, second: { type } } } },
    );
  const { findings } = await compared(whole('string'), whole('integer'));
  const breaks = findings.filter(({ severity }) => severity === 'error');
  expect(breaks.map(bodyOf)).toEqual([{ first: expect.any(Number) }, { second: expect.any(Number) }]);
});

it('a break below a union is told where it is, though another arm is nearer to the value', async () => {
  const whole = (type: string): JsonObject =>
    withSchemas(
      { '/charge': { get: { operationId: 'charge', ...answering(reference('Charge')) } } },
      {
        Charge: {
          type: 'object',
          properties: { customer: { anyOf: [{ type: 'string' }, reference('Customer'), reference('Deleted')] } },
        },
        Customer: {
          type: 'object',
          required: ['id', 'created'],
          properties: { id: { type: 'string' }, created: { type }, updated: { type } },
        },
        Deleted: { type: 'object', required: ['id', 'deleted'], properties: { id: { type: 'string' }, deleted: { enum: [true] } } },
      },
    );
  const { findings } = await compared(whole('integer'), whole('string'));
  expect(linesOf(findings.filter(({ severity }) => severity === 'error'))).toEqual([
    'error compat/schema-broken response/200/body/customer/created',
    'error compat/schema-broken response/200/body/customer/updated',
  ]);
});

it('the same edit weighs what it weighs for whoever writes there', async () => {
  const content = { 'application/json': { schema: reference('Order') } };
  const whole = (properties: JsonObject): JsonObject =>
    withSchemas(
      { '/orders': { post: { operationId: 'place', requestBody: { content }, responses: { '200': { description: 'done' } } } } },
      { Order: { type: 'object', properties } },
      {
        webhooks: {
          shipped: { post: { operationId: 'shipped', requestBody: { content }, responses: { '200': { description: 'heard' } } } },
        },
      },
    );
  const { findings } = await compared(whole({ id: { type: 'string' }, note: { type: 'string' } }), whole({ id: { type: 'string' } }));
  const guards = findings.flatMap(({ code, compat }) =>
    code === 'compat/member-removed' && compat !== undefined ? [[compat.direction, compat.guards]] : [],
  );
  expect(guards).toEqual([
    ['consumer-writes', ['robust-reader']],
    ['provider-writes', []],
  ]);
});
