import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { compareContracts } from '../../../src/compat/compare-contracts.js';
import type { OperationUsage, ReadMember, SentRequest, Usage } from '../../../src/compat/usage/usage.js';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { AffectedConsumer } from '../../../src/finding/finding.js';
import { textPort } from '../../support/text-port.js';

const ORDER: JsonObject = {
  type: 'object',
  required: ['id', 'total'],
  properties: {
    id: { type: 'string' },
    total: { type: 'number' },
    status: { type: 'string', enum: ['open', 'paid'] },
    items: {
      type: 'array',
      items: { type: 'object', required: ['price'], properties: { price: { type: 'number' }, sku: { type: 'string' } } },
    },
  },
};

const NEW_ORDER: JsonObject = {
  type: 'object',
  required: ['sku'],
  properties: { sku: { type: 'string' }, count: { type: 'integer', minimum: 1, maximum: 100 }, note: { type: 'string' } },
};

interface Parts {
  readonly order?: JsonValue;
  readonly newOrder?: JsonValue;
  readonly parameters?: readonly JsonValue[];
  readonly get?: JsonObject | undefined;
}

const LIMIT = { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } };

function contractOf({ order = ORDER, newOrder = NEW_ORDER, parameters = [LIMIT], ...rest }: Parts): Promise<Contract> {
  const json = (schema: JsonValue): JsonObject => ({ 'application/json': { schema } });
  const get = {
    parameters,
    responses: { 200: { description: 'ok', content: json({ type: 'array', items: order }) }, 404: { description: 'no' } },
  };
  const post = {
    requestBody: { required: true, content: json(newOrder) },
    responses: { 201: { description: 'made' } },
  };
  const paths = { '/orders': { ...('get' in rest ? (rest.get === undefined ? {} : { get: rest.get }) : { get }), post } };
  const document = { openapi: '3.1.0', info: { title: 'Shop', version: '1' }, paths };
  return readContract('shop.json', textPort({ 'shop.json': JSON.stringify(document) }));
}

function read(pointer: string, survived: Partial<ReadMember['survives']> = {}): ReadMember {
  return { pointer, count: 12, survives: { null: false, absent: false, newValue: false, ...survived } };
}

function listed(reads: readonly ReadMember[] | undefined, sent: readonly SentRequest[] = []): Usage {
  const received = [{ status: 200, mediaType: 'application/json', reads, headers: undefined }];
  return usageOf([{ method: 'GET', path: '/orders', interactionCount: 12, lastSeenOn: '2026-03-01', sent, received }]);
}

function ordered(...bodies: readonly JsonValue[]): Usage {
  const sent = bodies.map((body) => ({ parameters: {}, mediaType: 'application/json', body }));
  return usageOf([{ method: 'POST', path: '/orders', interactionCount: 5, lastSeenOn: '2026-03-01', sent, received: [] }]);
}

function usageOf(operations: readonly OperationUsage[]): Usage {
  return { consumer: 'web', provider: 'shop', sources: ['journal'], operations, messages: [] };
}

/** What the comparison says of the consumer, by `code location`. */
async function verdicts(older: Parts, newer: Parts, usage: Usage): Promise<Readonly<Record<string, AffectedConsumer>>> {
  const { findings } = compareContracts(await contractOf(older), await contractOf(newer), { usage: [usage] });
  const told = findings.flatMap(({ code, args, compat }) => {
    const [consumer] = compat?.consumers ?? [];
    const location = Array.isArray(args['location']) ? args['location'].join('/') : '';
    return consumer === undefined ? [] : [[`${code} ${location} ${args['property'] ?? ''}`.trim(), consumer] as const];
  });
  return Object.fromEntries(told);
}

function changed(order: JsonObject, name: string, schema: JsonValue): JsonObject {
  return { ...order, properties: { ...(order['properties'] as JsonObject), [name]: schema } };
}

async function verdictOf(newer: Parts, usage: Usage, older: Parts = {}): Promise<readonly (readonly [string, string])[]> {
  const all = await verdicts(older, newer, usage);
  return Object.entries(all).map(([key, { verdict, evidence }]) => [`${key}: ${verdict}`, evidence] as const);
}

describe('what a change of a response does to a consumer', () => {
  const total = { order: changed(ORDER, 'total', { type: 'string' }) };

  test('breaks who reads the member, and names the place and the count', async () => {
    expect(await verdictOf(total, listed([read('/*'), read('/*/total')]))).toContainEqual([
      expect.stringMatching(/^compat\/schema-broken .*total: breaks$/),
      'reads [].total in 12 interactions',
    ]);
  });

  test('breaks who meets it only in another operation than the one it is told of', async () => {
    const shared = async (total: string): Promise<Contract> => {
      const content = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } };
      const get = { responses: { 200: { description: 'ok', content } } };
      const schemas = { Order: changed(ORDER, 'total', { type: total }) };
      const document = {
        openapi: '3.1.0',
        info: { title: 'Shop', version: '1' },
        paths: { '/a': { get }, '/b': { get } },
        components: { schemas },
      };
      return readContract('shop.json', textPort({ 'shop.json': JSON.stringify(document) }));
    };
    const call = (path: string, pointer: string): OperationUsage => {
      const received = [{ status: 200, mediaType: 'application/json', reads: [read(''), read(pointer)], headers: undefined }];
      return { method: 'GET', path, interactionCount: 12, lastSeenOn: '2026-03-01', sent: [], received };
    };
    const both: readonly (readonly [readonly OperationUsage[], string])[] = [
      [[call('/a', '/total')], 'breaks'],
      [[call('/b', '/total')], 'breaks'],
      [[call('/c', '/total')], 'safe'],
      [[call('/a', '/id'), call('/b', '/total')], 'breaks'],
      [[call('/a', '/total'), call('/b', '/id')], 'breaks'],
      [[call('/a', '/id'), call('/b', '/id')], 'safe'],
    ];
    for (const [calls, expected] of both) {
      const { findings, consumers } = compareContracts(await shared('number'), await shared('string'), { usage: [usageOf(calls)] });
      expect(findings.map(({ compat }) => compat?.consumers.map(({ verdict }) => verdict))).toEqual([[expected]]);
      expect(consumers.map(({ verdict }) => verdict)).toEqual([expected]);
    }
  });

  test('is safe for who does not read it', async () => {
    expect(await verdictOf(total, listed([read('/*'), read('/*/id')]))).toContainEqual([
      expect.stringMatching(/total: safe$/),
      'does not read [].total in 12 interactions',
    ]);
  });

  test('is unknown where nobody tracked what is read', async () => {
    expect(await verdictOf(total, listed(undefined))).toContainEqual([
      expect.stringMatching(/total: unknown$/),
      expect.stringContaining('not tracked'),
    ]);
  });

  test('is unknown for who was never seen to call anything, and safe for who calls something else', async () => {
    const [, none] = (await verdictOf({ order: ORDER, get: undefined }, usageOf([])))[0] ?? [];
    expect(none).toBe('was never seen to call anything');
    const other = await verdictOf({ get: undefined }, ordered({ sku: 'a' }));
    expect(other).toEqual([['compat/operation-removed : safe'.replace(' :', ':'), 'does not call GET /orders in 5 interactions']]);
  });

  test('that takes the operation away breaks who calls it', async () => {
    expect(await verdictOf({ get: undefined }, listed([]))).toEqual([
      ['compat/operation-removed: breaks', 'calls GET /orders in 12 interactions'],
    ]);
  });

  test.each(['null', 'absent', 'newValue'] as const)('is safe where the consumer survived just that: %s', async (kind) => {
    const orders = {
      null: changed(ORDER, 'status', { type: ['string', 'null'], enum: ['open', 'paid', null] }),
      absent: { ...ORDER, required: ['id'] },
      newValue: changed(ORDER, 'status', { type: 'string', enum: ['open', 'paid', 'void'] }),
    };
    const name = kind === 'absent' ? 'total' : 'status';
    const without = await verdictOf({ order: orders[kind] }, listed([read('/*'), read(`/*/${name}`)]));
    expect(without.filter(([key]) => key.startsWith('compat/schema-broken'))).toContainEqual([
      expect.stringMatching(/: breaks$/),
      expect.stringContaining(name),
    ]);
    const survived = await verdictOf({ order: orders[kind] }, listed([read('/*'), read(`/*/${name}`, { [kind]: true })]));
    expect(survived.filter(([key]) => key.startsWith('compat/schema-broken'))).toContainEqual([
      expect.stringMatching(/: safe$/),
      expect.stringContaining('still holds'),
    ]);
  });

  test('tells two changes of one answer apart', async () => {
    const both = { order: changed(changed(ORDER, 'total', { type: 'string' }), 'id', { type: 'integer' }) };
    const found = await verdictOf(both, listed([read('/*'), read('/*/total')]));
    expect(found).toContainEqual([expect.stringMatching(/total: breaks$/), expect.anything()]);
    expect(found).toContainEqual([expect.stringMatching(/id: safe$/), expect.anything()]);
  });

  const arm = (kind: string, name: string, schema: JsonValue): JsonObject => ({
    type: 'object',
    required: ['kind', name],
    properties: { kind: { const: kind }, [name]: schema },
  });
  const text = { type: 'string' };
  const whole = { type: 'integer' };

  test('is not called safe where a union ties what is read to what is not', async () => {
    const older = { order: { oneOf: [arm('card', 'last4', text), arm('bank', 'iban', text)] } };
    const newer = { order: { oneOf: [arm('card', 'last4', text), arm('bank', 'iban', whole)] } };
    const found = await verdictOf(newer, listed([read('/*'), read('/*/iban')]), older);
    expect(found.filter(([key]) => key.startsWith('compat/schema-broken') && key.endsWith(': safe'))).toEqual([]);
  });

  test('of an arm of a union is safe for who reads only what the others speak of', async () => {
    const older = { order: { oneOf: [arm('card', 'last4', text), arm('bank', 'iban', text)] } };
    const newer = { order: { oneOf: [arm('card', 'last4', whole), arm('bank', 'iban', text)] } };
    const found = await verdictOf(newer, listed([read('/*'), read('/*/kind'), read('/*/iban')]), older);
    expect(found.filter(([key]) => key.startsWith('compat/schema-broken')).map(([key]) => key.split(': ')[1])).toEqual(['safe']);
  });
});

describe('what a change of a request does to a consumer', () => {
  const fewer = { newOrder: changed(NEW_ORDER, 'count', { type: 'integer', minimum: 1, maximum: 10 }) };

  test('breaks who really sent what is refused now', async () => {
    expect(await verdictOf(fewer, ordered({ sku: 'a', count: 50 }))).toContainEqual([
      expect.stringMatching(/count: breaks$/),
      'sends in 5 interactions what is refused now: request body at /count must be 10 or less',
    ]);
  });

  test('is safe for who sends what is still taken, or nothing there', async () => {
    expect(await verdictOf(fewer, ordered({ sku: 'a', count: 5 }))).toContainEqual([
      expect.stringMatching(/count: safe$/),
      'sends body.count in 5 interactions, all of which is still taken',
    ]);
    expect(await verdictOf(fewer, ordered({ sku: 'a' }))).toContainEqual([
      expect.stringMatching(/count: safe$/),
      'does not send body.count in 5 interactions',
    ]);
  });

  test('breaks who does not send a member that is required now, and it alone', async () => {
    const newer = { newOrder: { ...changed(NEW_ORDER, 'count', { type: 'integer', minimum: 1, maximum: 10 }), required: ['sku', 'note'] } };
    const found = await verdictOf(newer, ordered({ sku: 'a', count: 5 }));
    expect(found).toContainEqual([expect.stringMatching(/note: breaks$/), expect.stringContaining("'note'")]);
    expect(found).toContainEqual([expect.stringMatching(/count: safe$/), expect.anything()]);
  });

  test('cannot tell where what was sent was not kept, or was a secret', async () => {
    expect(await verdictOf(fewer, ordered())).toContainEqual([expect.stringMatching(/: unknown$/), expect.stringContaining('not kept')]);
    const longer = { newOrder: changed(NEW_ORDER, 'note', { type: 'string', minLength: 30 }) };
    expect(await verdictOf(longer, ordered({ sku: 'a', note: '[redacted]' }))).toContainEqual([
      expect.stringMatching(/note: unknown$/),
      expect.anything(),
    ]);
  });

  test('cannot tell of texts that somebody typed, of which only a few are kept', async () => {
    const narrower = { newOrder: changed(NEW_ORDER, 'note', { type: 'string', pattern: '^[^!]*$' }) };
    expect(await verdictOf(narrower, ordered({ sku: 'a', note: 'by the 3rd door' }))).toContainEqual([
      expect.stringMatching(/note: unknown$/),
      expect.anything(),
    ]);
  });

  test.each([
    ['numbers that must be one of some', { type: 'integer', enum: [1, 5] }, [1, 5], 'unknown'],
    ['the only number that was ever sent', { type: 'integer', enum: [1, 5] }, [5, 5], 'safe'],
    ['numbers that must be multiples', { type: 'integer', multipleOf: 2 }, [2, 4], 'unknown'],
  ] as const)('knows of numbers only the extremes: %s', async (_, schema, counts, expected) => {
    const newer = { newOrder: changed(NEW_ORDER, 'count', { ...schema, ...('enum' in schema ? { enum: [...schema.enum] } : {}) }) };
    const found = await verdictOf(newer, ordered(...counts.map((count) => ({ sku: 'a', count }))));
    expect(found.filter(([key]) => /schema-broken.*count/.test(key)).map(([key]) => key.split(': ')[1])).toEqual([expected]);
  });

  test('cannot tell of what is about the call as a whole, and speaks of nothing that is sent', async () => {
    const get = { responses: { 200: { description: 'ok' } } };
    const sent: readonly SentRequest[] = [{ parameters: {}, mediaType: undefined, body: undefined }];
    expect(await verdictOf({ get: { ...get, 'x-stability-level': 'draft' } }, listed([], sent), { get })).toEqual([
      ['compat/stability-changed: unknown', 'calls it in 12 interactions; what it sends does not tell'],
    ]);
  });

  test('of a parameter breaks who sends a value beyond it', async () => {
    const newer = { parameters: [{ ...LIMIT, schema: { type: 'integer', maximum: 50 } }] };
    const sent = (limit: number): readonly SentRequest[] => [
      { parameters: { 'query:limit': limit }, mediaType: undefined, body: undefined },
    ];
    expect(await verdictOf(newer, listed([], sent(80)))).toContainEqual([
      expect.stringMatching(/limit: breaks$/),
      expect.stringContaining('50 or less'),
    ]);
    expect(await verdictOf(newer, listed([], sent(20)))).toContainEqual([expect.stringMatching(/limit: safe$/), expect.anything()]);
  });
});

const EVENTS = (total: JsonValue, reason: JsonValue): JsonObject => ({
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1' },
  channels: {
    orders: {
      address: 'orders',
      messages: { created: { payload: { type: 'object', required: ['id', 'total'], properties: { id: { type: 'string' }, total } } } },
    },
    refunds: { address: 'refunds', messages: { asked: { payload: { type: 'object', properties: { reason } } } } },
  },
  operations: {
    publish: { action: 'send', channel: { $ref: '#/channels/orders' } },
    take: { action: 'receive', channel: { $ref: '#/channels/refunds' } },
  },
});

describe('what a change of a message does to a consumer', () => {
  const older = EVENTS({ type: 'number' }, { type: 'string' });
  const usage = (messages: Usage['messages']): Usage => ({ ...usageOf([]), messages });
  const received = (reads: readonly ReadMember[] | undefined): Usage =>
    usage([{ channel: 'orders', action: 'receive', message: 'created', count: 7, lastSeenOn: '2026-03-01', sent: [], reads }]);
  const sent = (...payloads: readonly JsonValue[]): Usage =>
    usage([{ channel: 'refunds', action: 'send', message: 'asked', count: 3, lastSeenOn: '2026-03-01', sent: payloads, reads: undefined }]);
  const verdict = async (newer: JsonObject, whom: Usage): Promise<readonly string[]> => {
    const read = (name: string, document: JsonObject): Promise<Contract> =>
      readContract(name, textPort({ [name]: JSON.stringify(document) }));
    const { findings } = compareContracts(await read('old.json', older), await read('new.json', newer), { usage: [whom] });
    return findings.flatMap(({ severity, compat }) =>
      severity === 'error' ? (compat?.consumers ?? []).map((each) => `${each.verdict}: ${each.evidence}`) : [],
    );
  };

  test('that it receives depends on what it reads', async () => {
    const newer = EVENTS({ type: 'string' }, { type: 'string' });
    expect(await verdict(newer, received([read('/total')]))).toContainEqual('breaks: reads total in 12 interactions');
    expect(new Set(await verdict(newer, received([read('/id')])))).toEqual(new Set(['safe: does not read total in 7 interactions']));
    expect(await verdict(newer, received(undefined))).toContainEqual(expect.stringContaining('unknown: '));
    expect(new Set(await verdict(newer, sent({ reason: 'a' })))).toEqual(
      new Set(['safe: has nothing to do with orders created in 3 interactions']),
    );
  });

  test('that it sends breaks it when what it sent is refused, and is not called safe for the few that pass', async () => {
    const newer = EVENTS({ type: 'number' }, { enum: ['late'] });
    expect(await verdict(newer, sent({ reason: 'late' }, { reason: 'broken' }))).toContainEqual(
      expect.stringContaining('breaks: sends asked'),
    );
    expect(await verdict(newer, sent({ reason: 'late' }))).toContainEqual(expect.stringContaining('unknown: sends asked'));
  });
});
