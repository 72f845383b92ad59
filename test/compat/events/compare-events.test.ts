import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { compareContracts } from '../../../src/compat/compare-contracts.js';
import type { ContractComparison, ContractComparisonOptions } from '../../../src/compat/contract-comparison.js';
import type { Usage } from '../../../src/compat/usage/usage.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { textPort } from '../../support/text-port.js';
import { compared, linesOf } from '../compared.js';

const OBJECT = { type: 'object', properties: { id: { type: 'string' } } };

function channelWith(message: JsonObject, rest: JsonObject = {}): JsonObject {
  return {
    asyncapi: '3.0.0',
    info: { title: 'Orders', version: '1.0.0' },
    channels: { placed: { address: 'orders/{id}', parameters: { id: {} }, messages: { order: message } } },
    operations: { announce: { action: 'send', channel: { $ref: '#/channels/placed' } } },
    ...rest,
  };
}

function receiving(message: JsonObject): JsonObject {
  return channelWith(message, { operations: { take: { action: 'receive', channel: { $ref: '#/channels/placed' } } } });
}

/** What the provider does with the channel, by the ids of its operations. */
function acting(actions: Readonly<Record<string, 'send' | 'receive'>>): JsonObject {
  const channel = { $ref: '#/channels/placed' };
  return channelWith({}, { operations: Object.fromEntries(Object.entries(actions).map(([id, action]) => [id, { action, channel }])) });
}

function avro(fields: readonly JsonObject[]): JsonObject {
  return {
    contentType: 'avro/binary',
    payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema: { type: 'record', name: 'Order', fields } },
  };
}

function protobuf(text: string): JsonObject {
  return { payload: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: text } };
}

async function lines(older: JsonValue, newer: JsonValue, options: Partial<ContractComparisonOptions> = {}): Promise<readonly string[]> {
  return linesOf((await compared(older, newer, options)).findings);
}

describe('each kind of change of events has its finding and weighs what the law says', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    [
      'a channel that is gone',
      channelWith({}),
      channelWith({}, { channels: {}, operations: {} }),
      ['error compat/channel-removed channel/orders/{id}'],
    ],
    [
      'a channel that is new',
      channelWith({}, { channels: {}, operations: {} }),
      channelWith({}),
      ['info compat/channel-added channel/orders/{id}'],
    ],
    [
      'another address',
      channelWith({}),
      channelWith({}, { channels: { placed: { address: 'orders/new/{id}', parameters: { id: {} }, messages: { order: {} } } } }),
      ['error compat/address-changed channel/address'],
    ],
    ['an operation that is gone', channelWith({}), channelWith({}, { operations: {} }), ['error compat/operation-removed operation/send']],
    [
      'an operation of the same id that goes the other way',
      acting({ announce: 'send' }),
      acting({ announce: 'receive' }),
      ['error compat/operation-turned operation/action'],
    ],
    [
      'another operation that goes the other way',
      acting({ announce: 'send' }),
      acting({ take: 'receive' }),
      ['error compat/operation-removed operation/send', 'info compat/operation-added operation/receive'],
    ],
    ['two operations that change places', acting({ announce: 'send', take: 'receive' }), acting({ announce: 'receive', take: 'send' }), []],
    [
      'an operation that goes the other way beside one that is new',
      acting({ announce: 'send' }),
      acting({ announce: 'receive', repeat: 'send' }),
      ['info compat/operation-added operation/receive'],
    ],
    [
      'what is sent may be more',
      channelWith({ payload: { enum: ['a'] } }),
      channelWith({ payload: { enum: ['a', 'b'] } }),
      ['error compat/schema-broken message/order/payload'],
    ],
    [
      'a new member that is sent',
      channelWith({ payload: { type: 'object' } }),
      channelWith({ payload: OBJECT }),
      ['info compat/member-added message/order/payload/id'],
    ],
    [
      'headers',
      channelWith({ headers: { ...OBJECT, required: ['id'] } }),
      channelWith({ headers: OBJECT }),
      ['error compat/schema-broken message/order/headers'],
    ],
    [
      'a key',
      channelWith({ bindings: { kafka: { key: { type: 'string' } } } }),
      channelWith({ bindings: { kafka: { key: { type: 'string', maxLength: 3 } } } }),
      ['error compat/schema-broken message/order/key'],
    ],
    [
      'another content type',
      channelWith({ contentType: 'application/json' }),
      channelWith({ contentType: 'text/csv' }),
      ['error compat/content-type-changed message/order/content-type'],
    ],
    [
      'a correlation id elsewhere',
      channelWith({ correlationId: { location: '$message.header#/a' } }),
      channelWith({ correlationId: { location: '$message.header#/b' } }),
      ['error compat/correlation-changed message/order/correlation-id'],
    ],
    ['a message that is deprecated', channelWith({}), channelWith({ deprecated: true }), ['info compat/deprecated message/order']],
    [
      'a topic',
      channelWith({}, { channels: { placed: { address: 'a', bindings: { kafka: { topic: 'x' } }, messages: { order: {} } } } }),
      channelWith({}, { channels: { placed: { address: 'a', bindings: { kafka: { topic: 'y' } }, messages: { order: {} } } } }),
      ['error compat/binding-changed channel/kafka/topic'],
    ],
    [
      'a language that is not judged',
      channelWith(protobuf('message A {}')),
      channelWith(protobuf('message B {}')),
      ['warning compat/payload-undecided message/order/payload'],
    ],
    ['the same text of it', channelWith(protobuf('message A {}')), channelWith(protobuf('message A {}')), []],
    [
      'a field of Avro with a default',
      channelWith(avro([{ name: 'id', type: 'string' }])),
      channelWith(
        avro([
          { name: 'id', type: 'string' },
          { name: 'note', type: 'string', default: '' },
        ]),
      ),
      ['info compat/schema-changed message/order/payload'],
    ],
    [
      'a field of Avro without one',
      receiving(avro([{ name: 'id', type: 'string' }])),
      receiving(
        avro([
          { name: 'id', type: 'string' },
          { name: 'note', type: 'string' },
        ]),
      ),
      ['error compat/schema-broken message/order/payload/note'],
    ],
    [
      'a number of Avro that grew',
      channelWith(avro([{ name: 'n', type: 'int' }])),
      channelWith(avro([{ name: 'n', type: 'long' }])),
      ['error compat/schema-broken message/order/payload/n'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(await lines(older, newer)).toEqual(expected);
  });
});

it('the mode says which version writes: a new required member breaks who reads what was written before', async () => {
  const [older, newer] = [channelWith({ payload: OBJECT }), channelWith({ payload: { ...OBJECT, required: ['id'] } })];
  expect(await lines(older, newer, { events: 'forward' })).toEqual(['info compat/schema-changed message/order/payload/id']);
  expect(await lines(older, newer, { events: 'backward' })).toEqual(['error compat/schema-broken message/order/payload']);
  expect(await lines(older, newer)).toContain('error compat/schema-broken message/order/payload');
});

it('what is received by the provider is written by its consumers', async () => {
  const [older, newer] = [receiving({ payload: { enum: ['a', 'b'] } }), receiving({ payload: { enum: ['a'] } })];
  const { findings } = await compared(older, newer, { events: 'backward' });
  expect(linesOf(findings)).toEqual(['error compat/schema-broken message/order/payload']);
  expect(findings[0]).toMatchObject({
    compat: { direction: 'consumer-writes', effect: 'narrowed' },
    witness: { request: { line: 'orders/{id} order', body: '"b"' } },
  });
});

it.each<['send' | 'receive', JsonValue, JsonValue, string]>([
  // Confluent's order of upgrades: who reads goes first where the newer version reads what the older one wrote, else who writes.
  ['send', ['a'], ['a', 'b'], 'consumers-first'],
  ['send', ['a', 'b'], ['a'], 'provider-first'],
  ['receive', ['a'], ['a', 'b'], 'provider-first'],
  ['receive', ['a', 'b'], ['a'], 'consumers-first'],
  ['send', ['a'], ['b'], 'none'],
  ['receive', ['a'], ['b'], 'none'],
])('of events that a provider %ss, once %j and now %j, %s', async (action, older, newer, expected) => {
  const of = (values: JsonValue): JsonObject => (action === 'send' ? channelWith : receiving)({ payload: { enum: values } });
  const { deployment, findings } = await compared(of(older), of(newer));
  expect(findings[0]?.severity).toBe('error');
  expect(deployment).toBe(expected);
});

it('a reply is written by who did not ask', async () => {
  const asking = (schema: JsonObject): JsonObject => ({
    ...channelWith({}),
    channels: {
      ask: { address: 'ask', messages: { question: {} } },
      answer: { address: 'answer', messages: { answer: { payload: schema } } },
    },
    operations: { serve: { action: 'receive', channel: { $ref: '#/channels/ask' }, reply: { channel: { $ref: '#/channels/answer' } } } },
  });
  const found = await compared(asking({ enum: ['a'] }), asking({ enum: ['a', 'b'] }), { events: 'forward' });
  expect(found.findings.map(({ code, compat, args }) => [code, compat?.direction, args['location']])).toContainEqual([
    'compat/schema-broken',
    'provider-writes',
    ['reply', 'message', 'answer', 'payload'],
  ]);
});

it('schemas alone are compared by the names of their files', async () => {
  const folder = async (schema: JsonValue): Promise<Awaited<ReturnType<typeof readContract>>> => {
    const texts = { 'placed.json': JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...(schema as JsonObject) }) };
    return readContract('placed.json', textPort(texts));
  };
  const comparison: ContractComparison = compareContracts(await folder(OBJECT), await folder({ ...OBJECT, required: ['id'] }), {
    usage: [],
    events: 'backward',
  });
  expect(linesOf(comparison.findings)[0]).toMatch(/^error compat\/schema-broken message\/.*payload$/);
});

it('tells of an operation that goes the other way both places, that no order keeps it whole, and whom it breaks', async () => {
  const seen = {
    channel: 'placed',
    message: 'order',
    action: 'receive',
    count: 3,
    lastSeenOn: undefined,
    reads: undefined,
    sent: [],
  } as const;
  const usage: Usage = { consumer: 'mobile', provider: 'orders', sources: ['journal'], operations: [], messages: [seen] };
  const { findings, deployment, semver, consumers } = await compared(acting({ announce: 'send' }), acting({ announce: 'receive' }), {
    usage: [usage],
  });
  expect({ deployment, semver }).toEqual({ deployment: 'none', semver: 'major' });
  expect(consumers).toMatchObject([{ consumer: 'mobile', verdict: 'breaks' }]);
  expect(findings).toMatchObject([
    { operation: 'announce', place: { pointer: '/operations/announce' }, compat: { older: { pointer: '/operations/announce' } } },
  ]);
});
