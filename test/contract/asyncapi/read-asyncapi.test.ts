import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Channel, EventOperation, Message } from '../../../src/contract/channel.js';
import type { Contract } from '../../../src/contract/contract.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { Schema } from '../../../src/schema/schema.js';
import { resolveSchema } from '../../../src/schema/schema-at.js';
import { isValid } from '../../../src/schema/validate.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { textPort } from '../../support/text-port.js';

const INFO = { title: 'T', version: '1' };

async function contractOf(document: JsonValue, others: Readonly<Record<string, JsonValue>> = {}): Promise<Contract> {
  const texts = Object.entries({ 'a.yaml': document, ...others }).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return readContract('a.yaml', textPort(Object.fromEntries(texts)));
}

/** A document of 3.0 with one channel `c` that has one message `m`. */
function withMessage(message: JsonValue, more: Readonly<Record<string, JsonValue>> = {}): JsonValue {
  return { asyncapi: '3.0.0', info: INFO, channels: { c: { address: 'c', messages: { m: message } } }, ...more };
}

async function messageOf(message: JsonValue, more: Readonly<Record<string, JsonValue>> = {}): Promise<Message> {
  const found = (await contractOf(withMessage(message, more))).channels[0]?.messages[0];
  if (found === undefined) throw new Error('there is no message');
  return found;
}

function codesOf(contract: Contract): readonly string[] {
  const ofMessages = contract.channels.flatMap(({ messages }) => messages.flatMap(({ defects }) => defects));
  return [...contract.defects, ...ofMessages].map(({ code }) => code);
}

describe('AsyncAPI, versions', () => {
  it.each([
    ['2.0.0', 'asyncapi-2.0'],
    ['2.0.0-rc2', 'asyncapi-2.0'],
    ['2.6.0', 'asyncapi-2.6'],
    [2.4, 'asyncapi-2.4'],
    ['3.0.0', 'asyncapi-3.0'],
    [3, 'asyncapi-3.0'],
    ['3.1.0', 'asyncapi-3.1'],
  ])('knows %s', async (asyncapi, specification) => {
    expect((await contractOf({ asyncapi, info: INFO, channels: {} })).specification).toBe(specification);
  });

  it.each(['1.2.0', '2.7.0', '3.2.0', '4.0.0', null])('refuses %j', async (asyncapi) => {
    await expect(contractOf({ asyncapi, info: INFO })).rejects.toMatchObject({ code: 'E_DOCUMENT_VERSION', args: { member: 'asyncapi' } });
  });

  it('gives one model for a document of 2.x and its twin of 3.x', async () => {
    const [older, newer] = [await readFixture('fixtures/specs/events-2.yaml'), await readFixture('fixtures/specs/events-3.yaml')];
    expect(older.channels.map(plainChannel)).toEqual(newer.channels.map(plainChannel));
    expect(older.eventOperations.map(plainOperation)).toEqual(newer.eventOperations.map(plainOperation));
    expect(older.servers.map(({ pointer: _pointer, ...server }) => server)).toEqual(
      newer.servers.map(({ pointer: _pointer, ...server }) => server),
    );
    expect(older.securitySchemes).toEqual(newer.securitySchemes);
    expect([older.title, older.version, older.basePaths]).toEqual([newer.title, newer.version, newer.basePaths]);
  });
});

/** Without where it stands. */
function plainChannel({ file: _file, pointer: _pointer, ...channel }: Channel): unknown {
  return {
    ...channel,
    parameters: channel.parameters.map((parameter) => ({ ...parameter, file: '', pointer: '', schema: plainSchema(parameter.schema) })),
    messages: channel.messages.map(plainMessage),
  };
}

function plainMessage(message: Message): unknown {
  const { payload, examples, key, headers } = message;
  return {
    ...message,
    file: '',
    pointer: '',
    payload: payload.kind === 'json-schema' ? plainSchema(payload.schema) : payload,
    headers: plainSchema(headers),
    key: plainSchema(key),
    examples: examples.map((example) => ({ ...example, file: '', pointer: '' })),
  };
}

function plainSchema(schema: Schema | undefined): unknown {
  return schema === undefined ? undefined : [schema.dialect, resolveSchema(schema)?.value];
}

function plainOperation({ file: _file, pointer: _pointer, channel, messages, ...operation }: EventOperation): unknown {
  return { ...operation, channel: channel.id, messages: messages.map(({ id }) => id) };
}

describe('AsyncAPI, traits', () => {
  const trait = { contentType: 'text/plain', headers: { type: 'object', properties: { a: {} }, required: ['a'] } };
  const message = { contentType: 'application/json', headers: { type: 'object', properties: { b: {} } }, traits: [trait] };

  it('lets the message win in 3.x', async () => {
    expect((await messageOf(message)).contentType).toBe('application/json');
  });

  it('lets the trait win in 2.x, being a patch', async () => {
    const { channels } = await contractOf({ asyncapi: '2.6.0', info: INFO, channels: { c: { subscribe: { message } } } });
    expect(channels[0]?.messages[0]?.contentType).toBe('text/plain');
  });

  it('merges objects member by member', async () => {
    const { headers } = await messageOf(message);
    expect(headers?.value).toEqual({ type: 'object', properties: { a: {}, b: {} }, required: ['a'] });
  });

  it('lets the last trait win among traits', async () => {
    const traits = [{ name: 'first', title: 'x' }, { name: 'last' }];
    expect((await messageOf({ traits })).name).toBe('last');
  });

  it('keeps references of a trait in another file leading to where they led', async () => {
    const { channels } = await contractOf(withMessage({ headers: { type: 'object' }, traits: [{ $ref: 'traits.yaml#/t' }] }), {
      'traits.yaml': { t: { headers: { properties: { id: { $ref: '#/id' } } } }, id: { type: 'integer' } },
    });
    const headers = channels[0]?.messages[0]?.headers;
    expect(headers !== undefined && [isValid(headers, { id: 1 }), isValid(headers, { id: 'x' })]).toEqual([true, false]);
  });

  it('removes what a winning null says is not there', async () => {
    expect((await messageOf({ name: null, traits: [{ name: 'x' }] })).name).toBeUndefined();
  });
});

describe('AsyncAPI, channels and operations', () => {
  it('gives every message of 2.x an id of its own: messageId, name, the component, the number', async () => {
    const oneOf = [{ messageId: 'a' }, { name: 'b' }, { $ref: '#/components/messages/c' }, {}, { name: 'b' }];
    const { channels } = await contractOf({
      asyncapi: '2.6.0',
      info: INFO,
      channels: { x: { publish: { message: { oneOf } } } },
      components: { messages: { c: {} } },
    });
    expect(channels[0]?.messages.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'x 4', 'b (2)']);
  });

  it('takes the point of view of the system: others subscribe to what it sends', async () => {
    const { eventOperations } = await contractOf({
      asyncapi: '2.6.0',
      info: INFO,
      channels: { x: { subscribe: { message: {} }, publish: { operationId: 'take', message: {} } } },
    });
    expect(eventOperations.map(({ id, action }) => [id, action])).toEqual([
      ['take', 'receive'],
      ['send x', 'send'],
    ]);
  });

  it('shares a message that both operations of a channel name', async () => {
    const message = { $ref: '#/components/messages/m' };
    const { channels, eventOperations } = await contractOf({
      asyncapi: '2.6.0',
      info: INFO,
      channels: { x: { subscribe: { message }, publish: { message } } },
      components: { messages: { m: {} } },
    });
    expect(channels[0]?.messages).toHaveLength(1);
    expect(new Set(eventOperations.map(({ messages }) => messages[0]))).toEqual(new Set(channels[0]?.messages));
  });

  it('means all messages of the channel unless the operation names some, by the channel or by the component', async () => {
    const { eventOperations } = await contractOf(
      withMessage(
        { $ref: '#/components/messages/m' },
        {
          operations: {
            all: { action: 'send', channel: { $ref: '#/channels/c' } },
            one: { action: 'send', channel: { $ref: '#/channels/c' }, messages: [{ $ref: '#/channels/c/messages/m' }] },
            same: { action: 'send', channel: { $ref: '#/channels/c' }, messages: [{ $ref: '#/components/messages/m' }] },
            none: { action: 'send', channel: { $ref: '#/channels/c' }, messages: [] },
          },
          components: { messages: { m: {} } },
        },
      ),
    );
    expect(eventOperations.map(({ messages }) => messages.length)).toEqual([1, 1, 1, 0]);
  });

  it('reads replies: a channel, its messages, and where the address is told', async () => {
    const { eventOperations } = await contractOf(
      withMessage(
        {},
        {
          operations: {
            ask: {
              action: 'receive',
              channel: { $ref: '#/channels/c' },
              reply: { channel: { $ref: '#/channels/c' }, address: { location: '$message.header#/replyTo' } },
            },
          },
        },
      ),
    );
    const [ask] = eventOperations;
    expect(ask?.reply).toEqual({ channel: ask?.channel, address: { of: 'header', pointer: '/replyTo' }, messages: ask?.channel.messages });
  });

  it('knows a channel whose address is only known at run time', async () => {
    const { channels } = await contractOf({ asyncapi: '3.0.0', info: INFO, channels: { a: { address: null }, b: {} } });
    expect(channels.map(({ address }) => address)).toEqual([undefined, undefined]);
  });

  it('lets a broken message take no other down', async () => {
    const document = {
      asyncapi: '3.0.0',
      info: INFO,
      channels: { a: { messages: { bad: 1, gone: { $ref: '#/x' }, good: {} } }, b: 5, c: {} },
    };
    const contract = await contractOf(document);
    expect(contract.channels.map(({ id, messages }) => [id, messages.map((message) => message.id)])).toEqual([
      ['a', ['good']],
      ['c', []],
    ]);
    expect(codesOf(contract).toSorted()).toEqual(['contract/ref-unresolved', 'contract/wrong-type', 'contract/wrong-type']);
  });

  it('uses the security of the servers where the operation says nothing', async () => {
    const { eventOperations } = await readFixture('fixtures/specs/events-3.yaml');
    expect(eventOperations.map(({ security }) => security)).toEqual([[new Map([['web', ['stock:read']]])], [new Map([['password', []]])]]);
  });
});

describe('AsyncAPI, servers', () => {
  it.each([
    [
      { url: 'wss://example.com/ws', protocol: 'wss' },
      { host: 'example.com', protocol: 'wss', pathname: '/ws' },
    ],
    [
      { url: 'broker:9092', protocol: 'KAFKA' },
      { host: 'broker:9092', protocol: 'kafka', pathname: '' },
    ],
    [
      { url: 'amqp://broker', protocol: 'amqp' },
      { host: 'broker', protocol: 'amqp', pathname: '' },
    ],
    [{ url: '{host}:{port}', protocol: 'mqtt', variables: { port: { enum: ['1883'] }, host: { default: 'h' } } }, { host: 'h:1883' }],
  ])('splits the url %j', async (server, expected) => {
    const { servers } = await contractOf({ asyncapi: '2.6.0', info: INFO, servers: { s: server }, channels: {} });
    expect(servers).toMatchObject([expected]);
  });

  it('tells a server without a host or a protocol, and keeps it', async () => {
    const contract = await contractOf({ asyncapi: '3.0.0', info: INFO, servers: { s: {} } });
    expect(contract.servers).toMatchObject([{ id: 's', host: '', protocol: '' }]);
    expect(contract.defects.map(({ args }) => args['missing'])).toEqual(['host', 'protocol']);
  });
});

describe('AsyncAPI, payloads', () => {
  it.each([
    ['application/vnd.aai.asyncapi;version=3.0.0', 'draft-07'],
    ['application/vnd.aai.asyncapi+yaml;version=2.6.0', 'draft-07'],
    ['application/schema+json;version=draft-04', 'draft-04'],
    ['application/schema+yaml;version=2020-12', '2020-12'],
    ['application/vnd.oai.openapi+json;version=3.0.3', 'openapi-3.0'],
    ['application/vnd.oai.openapi;version=3.1.0', 'openapi-3.1'],
  ])('reads %s in its own dialect', async (schemaFormat, dialect) => {
    const { payload } = await messageOf({ payload: { schemaFormat, schema: { type: 'string' } } });
    expect(payload).toMatchObject({ kind: 'json-schema', schema: { dialect, value: { type: 'string' } } });
  });

  it('reads schemaFormat beside the payload in 2.x', async () => {
    const message = { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', payload: 'string' };
    const { channels } = await contractOf({ asyncapi: '2.6.0', info: INFO, channels: { c: { subscribe: { message } } } });
    expect(channels[0]?.messages[0]).toMatchObject({ payload: { kind: 'avro', schema: 'string' }, contentType: 'avro/binary' });
  });

  it('says of a language it does not judge that it does not', async () => {
    const message = await messageOf({ payload: { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: 'message A {}' } });
    expect(message.payload).toEqual({ kind: 'not-judged', format: 'application/vnd.google.protobuf;version=3' });
    expect(message.defects).toMatchObject([{ code: 'contract/payload-not-judged', severity: 'info' }]);
  });

  it('reads a schema of AsyncAPI that is called so by its components as one of several formats', async () => {
    const components = { schemas: { s: { schemaFormat: 'application/schema+json;version=draft-06', schema: { type: 'null' } } } };
    const { payload } = await messageOf({ payload: { $ref: '#/components/schemas/s' } }, { components });
    expect(payload).toMatchObject({ schema: { dialect: 'draft-06', pointer: '/components/schemas/s/schema' } });
  });

  it('understands the examples of 2.0, which stand under their names, and JSON that was written as a text', async () => {
    const { examples } = await messageOf({ examples: [{ ana: { payload: '{"a":1}', headers: '{"b":"2"}' } }, { payload: 1 }] });
    expect(examples).toMatchObject([
      { name: 'ana', payload: '{"a":1}', headers: { b: '2' } },
      { name: '2', payload: 1 },
    ]);
  });
});

describe('AsyncAPI, CloudEvents', () => {
  const EVENT = { id: '1', source: '/a', specversion: '1.0', type: 'x' };

  it.each([
    'https://raw.githubusercontent.com/cloudevents/spec/v1.0.1/spec.json',
    'https://raw.githubusercontent.com/cloudevents/spec/v1.0.2/cloudevents/formats/cloudevents.json',
    'https://github.com/cloudevents/spec/blob/v1.0/spec.json',
  ])('knows the schema at %s without fetching it', async ($ref) => {
    const message = await messageOf({ payload: { $ref } });
    const schema = message.payload.kind === 'json-schema' ? message.payload.schema : undefined;
    expect(message.defects).toEqual([]);
    expect(schema !== undefined && [isValid(schema, EVENT), isValid(schema, { ...EVENT, id: '' })]).toEqual([true, false]);
  });

  it('requires the four attributes of a structured event, and what the payload says besides', async () => {
    const payload = { properties: { data: { type: 'integer' } } };
    const message = await messageOf({ contentType: 'application/cloudevents+json', payload });
    const schema = message.payload.kind === 'json-schema' ? message.payload.schema : undefined;
    if (schema === undefined) throw new Error('there is no schema');
    expect(isValid(schema, { ...EVENT, data: 1 })).toBe(true);
    expect(isValid(schema, { ...EVENT, data: 'x' })).toBe(false);
    for (const name of Object.keys(EVENT))
      expect([name, isValid(schema, { ...EVENT, [name]: undefined, [`x${name}`]: '1' })]).toEqual([name, false]);
  });

  it.each(['ce-', 'ce_', 'cloudEvents:'])('requires the four attributes of a binary event as headers: %s', async (prefix) => {
    const { headers } = await messageOf({ headers: { type: 'object', properties: { [`${prefix}type`]: { type: 'string' } } } });
    const event = Object.fromEntries(Object.entries(EVENT).map(([name, value]) => [`${prefix}${name}`, value]));
    expect(headers !== undefined && [isValid(headers, event), isValid(headers, { [`${prefix}type`]: 'x' })]).toEqual([true, false]);
  });
});
