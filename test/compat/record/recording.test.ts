import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { createRecording, type RecordingResult } from '../../../src/compat/record/recording.js';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { textPort } from '../../support/text-port.js';

const PAIR = { consumer: 'web', provider: 'shop' };
const ORDER: JsonObject = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string' }, lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } } },
};
const JSON_ORDER: JsonObject = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } };

const DOCUMENTS: Readonly<Record<string, JsonObject>> = {
  '3.1': {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    components: { schemas: { Order: ORDER } },
    paths: {
      '/orders': { post: { requestBody: { content: JSON_ORDER }, responses: { 201: { description: 'made', content: JSON_ORDER } } } },
      '/it~s/{id}': { get: { responses: { 200: { description: 'ok' } } } },
    },
  },
  '2.0': {
    swagger: '2.0',
    info: { title: 'Shop', version: '1' },
    produces: ['application/json'],
    paths: {
      '/orders': { get: { responses: { 200: { description: 'ok', schema: { type: 'object', properties: { id: { type: 'string' } } } } } } },
    },
  },
};

function contractFrom(document: JsonValue): Promise<Contract> {
  return readContract('shop.json', textPort({ 'shop.json': JSON.stringify(document) }));
}

function call(line: string, status: number, body?: JsonValue, sent?: JsonValue): Exchange {
  const [method = '', target = ''] = line.split(' ');
  const json = ['content-type', 'application/json'];
  return exchangeWith({
    ...PAIR,
    request: { method, target, headers: sent === undefined ? [] : json, body: sent === undefined ? undefined : JSON.stringify(sent) },
    response: { status, headers: body === undefined ? [] : json, body: body === undefined ? undefined : JSON.stringify(body) },
  });
}

async function recorded(document: JsonValue, exchanges: readonly Exchange[]): Promise<RecordingResult> {
  const recording = createRecording(await contractFrom(document), PAIR);
  for (const exchange of exchanges) recording.take(exchange);
  return recording.result();
}

/** The document with an overlay applied, as OpenAPI's overlays are: objects are joined member by member. */
function overlaid(document: JsonObject, overlay: JsonObject | undefined): JsonObject {
  const whole = structuredClone(document) as JsonObject;
  for (const action of (overlay?.['actions'] ?? []) as unknown as readonly { readonly target: string; readonly update: JsonObject }[]) {
    const tokens = [...action.target.matchAll(/\['((?:[^'\\]|\\.)*)'\]/g)].map(([, token = '']) => token.replaceAll(/\\(.)/g, '$1'));
    let place: unknown = whole;
    for (const token of tokens) place = (place as Record<string, unknown>)[token];
    expect(place, action.target).toBeTypeOf('object');
    join(place as Record<string, unknown>, action.update);
  }
  return whole;
}

function join(into: Record<string, unknown>, update: JsonObject): void {
  for (const [name, value] of Object.entries(update)) {
    const known = into[name];
    if (typeof known === 'object' && known !== null && typeof value === 'object')
      join(known as Record<string, unknown>, value as JsonObject);
    else into[name] = value;
  }
}

describe('what a recording shows', () => {
  test.each([
    ['an undeclared status', '3.1', [call('POST /orders', 409, { reason: 'no' }, { id: 'a' })]],
    ['an undeclared path with an id in it', '3.1', [call('GET /customers/1234', 200, { name: 'x' })]],
    ['another method of a path', '3.1', [call('GET /orders', 200, [{ id: 'a' }])]],
    ['a path that has to be escaped', '3.1', [call('GET /it~s/a', 500, { reason: 'no' })]],
    ['undeclared statuses of Swagger 2.0', '2.0', [call('GET /orders', 404, { reason: null })]],
  ] as const)('proposes a patch by which it keeps the contract: %s', async (_, version, exchanges) => {
    const document = DOCUMENTS[version] ?? {};
    const before = await recorded(document, exchanges);
    expect([before.brokenCount, before.missing.length]).toEqual([1, 1]);
    const after = await recorded(overlaid(document, before.overlay), exchanges);
    expect([after.brokenCount, after.missing.length, after.overlay]).toEqual([0, 0, undefined]);
  });

  test('proposes members that nobody declared, where the schema stands, once for all of its uses', async () => {
    const document = DOCUMENTS['3.1'] ?? {};
    const body = {
      id: 'a',
      total: 3,
      lines: [
        { sku: 'x', price: 1.5 },
        { sku: 'y', price: null },
      ],
    };
    const { overlay } = await recorded(document, [call('POST /orders', 201, body, { id: 'a' })]);
    expect(overlay?.['actions']).toMatchObject([
      { target: "$['components']['schemas']['Order']['properties']", update: { total: { type: 'integer' } } },
      {
        target: "$['components']['schemas']['Order']['properties']['lines']['items']['properties']",
        update: { price: { type: ['null', 'number'] } },
      },
    ]);
    expect((await recorded(overlaid(document, overlay), [call('POST /orders', 201, body, { id: 'a' })])).missing).toEqual([]);
  });

  test('says which other document lacks members that were seen, since a patch of the contract does not reach it', async () => {
    const api = {
      openapi: '3.1.0',
      info: { title: 'Shop', version: '1' },
      paths: {
        '/orders': {
          get: { responses: { 200: { description: 'ok', content: { 'application/json': { schema: { $ref: 'order.json' } } } } } },
        },
      },
    };
    const order = { type: 'object', properties: { id: { type: 'string' } } };
    const port = textPort({ 'api.json': JSON.stringify(api), 'order.json': JSON.stringify(order) });
    const recording = createRecording(await readContract('api.json', port), PAIR);
    recording.take(call('GET /orders', 200, { id: 'a', total: 3 }));
    expect(recording.result()).toMatchObject({ missing: [], overlay: undefined, lackingFiles: ['order.json'], unansweredCount: 0 });
  });

  test('counts the calls that the provider owes an answer to, not those that were given up', async () => {
    const unanswered = (outcome: Exchange['outcome']): Exchange => ({ ...call('GET /orders', 200), response: undefined, outcome });
    const exchanges = (['refused', 'reset', 'timedOut', 'aborted'] as const).map(unanswered);
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, exchanges)).unansweredCount).toBe(3);
  });

  test('proposes nothing for what a caller asked for in vain, nor for what a fault made up', async () => {
    const exchanges = [
      call('GET /nowhere', 404, { title: 'no' }),
      { ...call('POST /orders', 503, { title: 'no' }, { id: 'a' }), fault: 'down' },
    ];
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, exchanges)).missing).toEqual([]);
  });

  test.each([404, 405, 501])('proposes no operation for a path that is answered with %i: nobody has it', async (status) => {
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, [call('GET /nowhere', status, { title: 'no' })])).missing).toEqual([]);
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, [call('GET /nowhere', 503, { title: 'no' })])).missing).toHaveLength(1);
  });

  test.each([
    ['3.0.3', {}],
    ['3.1.0', { type: ['integer', 'string'] }],
    ['3.2.0', { type: ['integer', 'string'] }],
  ])('proposes several types where a contract of %s may name them', async (openapi, expected) => {
    const exchanges = [
      call('POST /orders', 201, { id: 'a', total: 3 }, { id: 'a' }),
      call('POST /orders', 201, { id: 'a', total: 'x' }, { id: 'a' }),
    ];
    const { overlay } = await recorded({ ...DOCUMENTS['3.1'], openapi }, exchanges);
    expect(overlay?.['actions']).toMatchObject([{ update: { total: expected } }]);
    expect(JSON.stringify(overlay).includes('"type"')).toBe('type' in expected);
  });

  test('keeps of each operation and status the smallest example that keeps the contract', async () => {
    const exchanges = [
      call('POST /orders', 201, { id: 'longer' }, { id: 'longer' }),
      call('POST /orders', 201, { id: 'b' }, { id: 'b' }),
      call('POST /orders', 201, { id: 7 }, { id: 'a' }),
    ];
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, exchanges)).examples).toEqual({
      'POST /orders': {
        201: { request: { method: 'POST', target: '/orders', body: { id: 'b' } }, response: { status: 201, body: { id: 'b' } } },
      },
    });
  });

  test('says nothing of a body that was not kept whole', async () => {
    const cut = call('POST /orders', 201, { id: 'a' }, { id: 'a' });
    const { response } = cut;
    const exchange = { ...cut, response: response === undefined ? undefined : { ...response, body: '{"id":', truncatedBytes: 9 } };
    expect((await recorded(DOCUMENTS['3.1'] ?? {}, [exchange])).brokenCount).toBe(0);
  });
});
