import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { ContractComparisonOptions } from '../../../src/compat/contract-comparison.js';
import { compared, linesOf } from '../compared.js';

/** One channel, what flows there, and what is done with it. */
function events(parts: { channel?: JsonObject; messages?: JsonObject; operation?: JsonObject | null; rest?: JsonObject }): JsonObject {
  const { channel = {}, messages = { order: {} }, operation = {}, rest = {} } = parts;
  const channels = { placed: { address: 'orders', messages, ...channel } };
  const own = operation === null ? {} : { announce: { action: 'send', channel: { $ref: '#/channels/placed' }, ...operation } };
  return { asyncapi: '3.0.0', info: { title: 'Orders', version: '1.0.0' }, channels, operations: own, ...rest };
}

function avro(schema: JsonValue): JsonObject {
  return { order: { contentType: 'avro/binary', payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema } } };
}

async function lines(older: JsonValue, newer: JsonValue, options: Partial<ContractComparisonOptions> = {}): Promise<readonly string[]> {
  return linesOf((await compared(older, newer, options)).findings);
}

const keyed = (key: string, address: string): JsonObject => ({
  ...events({}),
  channels: { [key]: { address, messages: { order: {} } } },
  operations: { announce: { action: 'send', channel: { $ref: `#/channels/${key}` } } },
});

/** As AsyncAPI 2 has it. */
const beside = (schemaFormat: string): JsonObject => ({
  asyncapi: '2.6.0',
  info: { title: 'Orders', version: '1.0.0' },
  channels: { orders: { subscribe: { operationId: 'announce', message: { messageId: 'order', schemaFormat, payload: 'x' } } } },
});

const kafka = (binding: JsonObject): JsonObject => events({ channel: { bindings: { kafka: binding } } });
const servers = (...all: readonly JsonObject[]): JsonObject =>
  events({ rest: { servers: Object.fromEntries(all.map((server, index) => [`s${index}`, server])) } });
const A = { host: 'a.example', protocol: 'kafka' };
const B = { host: 'b.example', protocol: 'kafka' };
const RECEIVE = { operation: { action: 'receive' } };

describe('what became of events', () => {
  it.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['a binding of another version says the same', kafka({ bindingVersion: '0.4.0' }), kafka({ bindingVersion: '0.5.0' }), []],
    [
      'a topic that is named from now on is set up otherwise',
      kafka({}),
      kafka({ topic: 'x' }),
      ['info compat/binding-changed channel/kafka/topic'],
    ],
    [
      'a topic that is named no longer may be any',
      kafka({ topic: 'x' }),
      kafka({}),
      ['warning compat/binding-changed channel/kafka/topic'],
    ],
    ['one of two brokers of a protocol', servers(A, B), servers(A), ['warning compat/server-removed server/kafka://b.example']],
    [
      'the only broker of a protocol',
      servers(A, { ...B, protocol: 'mqtt' }),
      servers(A),
      ['error compat/server-removed server/mqtt://b.example'],
    ],
    [
      'a slash before an address',
      events({ channel: { address: '/orders' } }),
      events({}),
      ['error compat/address-changed channel/address'],
    ],
    [
      'one more message beside the only one',
      events({ messages: { order: {} } }),
      events({ messages: { one: {}, two: {} } }),
      [
        'warning compat/message-added message/one',
        'warning compat/message-removed message/order',
        'warning compat/message-added message/two',
      ],
    ],
    [
      'one message in place of two',
      events({ messages: { one: {}, two: {} } }),
      events({ messages: { order: {} } }),
      [
        'warning compat/message-removed message/one',
        'warning compat/message-added message/order',
        'warning compat/message-removed message/two',
      ],
    ],
    [
      'a channel by another key, with a slash before its address',
      keyed('before', '/orders'),
      keyed('after', 'orders'),
      ['error compat/address-changed channel/address'],
    ],
    [
      'a payload in another language whose name stands beside it',
      beside('application/vnd.google.protobuf;version=3'),
      beside('application/raml+yaml;version=1.0'),
      ['warning compat/payload-undecided message/order/payload'],
    ],
    [
      'another kind of JSON',
      events({ messages: { order: { contentType: 'application/json' } } }),
      events({ messages: { order: { contentType: 'application/vnd.orders+json' } } }),
      ['warning compat/content-type-changed message/order/content-type'],
    ],
    [
      'a payload in another language',
      events({ messages: { order: { payload: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: 'x' } } } }),
      events({ messages: { order: { payload: { schemaFormat: 'application/raml+yaml;version=1.0', schema: 'x' } } } }),
      ['warning compat/payload-undecided message/order/payload'],
    ],
    [
      'a symbol for those that are unknown',
      events({ messages: avro({ default: 'A', type: 'enum', name: 'E', symbols: ['A', 'B'] }) }),
      events({ messages: avro({ default: 'A', type: 'enum', name: 'E', symbols: ['A', 'C'] }) }),
      ['warning compat/payload-undecided message/order/payload', 'warning compat/payload-undecided message/order/payload'],
    ],
  ])('%s', async (_, older, newer, expected) => {
    expect(await lines(older, newer)).toEqual(expected);
  });

  it('a channel may go once its last day has passed', async () => {
    const older = events({ channel: { deprecated: true, 'x-sunset': '2026-06-30' } });
    const newer = events({ rest: { channels: {}, operations: {} } });
    expect(await lines(older, newer, { today: '2026-07-01' })).toEqual(['info compat/channel-removed channel/orders']);
    expect(await lines(older, newer, { today: '2026-06-30' })).toEqual(['error compat/channel-removed channel/orders']);
  });

  it('a new message stops a strict receiver', async () => {
    const newer = events({ messages: { order: {}, note: {} } });
    expect(await lines(events({}), newer, { mode: 'strict' })).toEqual(['error compat/message-added message/note']);
    expect(await lines(events({}), newer)).toEqual(['warning compat/message-added message/note']);
  });

  it('a new message asks nobody to go first where nobody says who sends it', async () => {
    const [older, newer] = [{ order: {} }, { order: {}, note: {} }].map((messages) => events({ messages, operation: null }));
    expect((await compared(older ?? {}, newer ?? {})).deployment).toBe('any-order');
  });

  it('a mode that looks the other way than who writes tells only what breaks', async () => {
    const of = (values: JsonValue): JsonObject => events({ messages: { order: { payload: { enum: values } } } });
    expect(await lines(of(['a', 'b']), of(['a']), { events: 'backward' })).toEqual(['error compat/schema-broken message/order/payload']);
    expect(await lines(of(['a']), of(['a', 'b']), { events: 'backward' })).toEqual([]);
  });

  it('who gets in for less is told as that', async () => {
    const schemes = { components: { securitySchemes: { user: { type: 'userPassword' }, key: { type: 'X509' } } } };
    const secured = (...names: readonly string[]): JsonObject =>
      events({ operation: { security: names.map((name) => ({ $ref: `#/components/securitySchemes/${name}` })) }, rest: schemes });
    expect(await lines(secured('user'), secured('user', 'key'))).toEqual(['info compat/security-changed security']);
    expect(await lines(secured('user', 'key'), secured('user'))).toEqual(['error compat/security-changed security']);
    expect(await lines(secured('user'), secured('key'))).toEqual(['error compat/security-changed security']);
  });

  it('a break of Avro that the way back has is of both', async () => {
    const record = (type: string): JsonObject => avro({ type: 'record', name: 'Order', fields: [{ name: 'n', type }] });
    const { findings } = await compared(events({ messages: record('long') }), events({ messages: record('int') }));
    expect(findings.map(({ compat }) => [compat?.direction, compat?.effect])).toEqual([['both', 'narrowed']]);
    const back = await compared(events({ messages: record('int') }), events({ messages: record('long') }));
    expect(back.findings.map(({ compat }) => [compat?.direction, compat?.effect])).toEqual([['provider-writes', 'widened']]);
  });

  it('a witness stands on the channel of the version that writes it', async () => {
    const of = (address: string, values: JsonValue): JsonObject =>
      events({ ...RECEIVE, channel: { address, parameters: {} }, messages: { order: { payload: { enum: values } } } });
    const { findings } = await compared(of('/orders', ['a', 'b']), of('orders', ['a']), { events: 'backward' });
    expect(findings.find(({ code }) => code === 'compat/schema-broken')?.witness?.request?.line).toBe('/orders order');
  });
});

describe('a reply', () => {
  const asked = (reply: string, schema: JsonObject): JsonObject => ({
    ...events({}),
    channels: {
      ask: { address: 'ask', messages: { question: {} } },
      answer: { address: reply, messages: { answer: { payload: schema } } },
    },
    operations: { serve: { action: 'receive', channel: { $ref: '#/channels/ask' }, reply: { channel: { $ref: '#/channels/answer' } } } },
  });

  it('stands on its own channel', async () => {
    const { findings } = await compared(asked('answers', { enum: ['a'] }), asked('answers', { enum: ['a', 'b'] }), { events: 'forward' });
    const told = findings.find(({ args }) => (args['location'] as readonly string[])[0] === 'reply');
    expect(told?.witness?.request?.line).toBe('answers answer');
    expect(told?.compat).toMatchObject({ direction: 'provider-writes', effect: 'widened' });
  });
});
