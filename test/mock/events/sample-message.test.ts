import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { randomFromSeed } from '../../../src/base/random.js';
import type { Message } from '../../../src/contract/channel.js';
import { sampleMessage } from '../../../src/mock/events/sample-message.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { bytesFromPayload } from '../../../src/wire/message-content.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { avroMessageOf, messageOf } from '../../support/message-of.js';

const SEEDS = ['a', 'b', 'c', 'd', 'e'];

function expectKept(message: Message): void {
  for (const seed of SEEDS) {
    const sample = sampleMessage(message, randomFromSeed(seed));
    expect(judgeMessage(message, { payload: bytesFromPayload(sample.payload, message), headers: sample.headers })).toEqual([]);
    expect(sampleMessage(message, randomFromSeed(seed))).toEqual(sample);
  }
}

function example(name: string, payload: JsonValue, headers?: JsonValue) {
  return { name, payload, headers, file: 'a.yaml', pointer: `/examples/${name}` };
}

describe('sampleMessage', () => {
  it('gives messages that keep the contract, the same for the same seed', async () => {
    for (const name of ['events-2', 'events-3']) {
      const { channels } = await readFixture(`fixtures/specs/${name}.yaml`);
      for (const message of channels.flatMap(({ messages }) => messages)) expectKept(message);
    }
  });

  it('gives headers of every type as texts that are read back', () => {
    const properties = {
      n: { type: 'number' },
      b: { type: 'boolean' },
      o: { type: 'object', required: ['x'] },
      l: { type: 'array', items: { type: 'integer' } },
    };
    expectKept(messageOf({}, { headerSchema: { type: 'object', required: Object.keys(properties), properties } }));
  });

  it('gives the first example that keeps the contract', () => {
    const message = messageOf({ type: 'integer' }, { examples: [example('wrong', 'x'), example('right', 5), example('other', 6)] });
    expect(sampleMessage(message, randomFromSeed('a')).payload).toBe(5);
  });

  it('understands an example that was written as the text of its JSON', () => {
    const message = messageOf({ type: 'object', required: ['a'] }, { examples: [example('text', '{"a":1}')] });
    expect(sampleMessage(message, randomFromSeed('a')).payload).toEqual({ a: 1 });
  });

  it('draws the headers that an example does not show', () => {
    const message = messageOf(
      {},
      { examples: [example('one', 5)], headerSchema: { required: ['id'], properties: { id: { type: 'string' } } } },
    );
    expect(sampleMessage(message, randomFromSeed('a'))).toMatchObject({ payload: 5, headers: [['id', expect.any(String)]] });
  });

  it.each<readonly [Message['correlationId'], unknown]>([
    [{ of: 'header', pointer: '/correlation-id' }, { headers: [['correlation-id', expect.stringMatching(/^[0-9a-f-]{36}$/)]] }],
    [{ of: 'payload', pointer: '/meta/id' }, { payload: { meta: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } } }],
    [{ of: 'payload', pointer: '' }, { payload: {} }],
  ])('puts a correlation id where one is said to stand: %j', (correlationId, expected) => {
    expect(sampleMessage(messageOf({ enum: [{}] }, { correlationId, examples: [] }), randomFromSeed('a'))).toMatchObject(
      correlationId?.of === 'payload' ? { payload: {} } : (expected as object),
    );
    expect(
      sampleMessage(messageOf({ type: 'object' }, { correlationId, examples: [example('x', {})] }), randomFromSeed('a')),
    ).toMatchObject(expected as object);
  });

  it('gives Avro to the letter', () => {
    const message = avroMessageOf({ type: 'record', name: 'R', fields: [{ name: 'u', type: ['string', 'int'] }] });
    expectKept(message);
    const { payload } = sampleMessage(message, randomFromSeed('a'));
    expect(payload).toMatchObject({ u: expect.any(Object) });
  });

  it('refuses a schema that nothing keeps', () => {
    expect(() => sampleMessage(messageOf(false), randomFromSeed('a'))).toThrow(expect.objectContaining({ code: 'E_SCHEMA_UNSATISFIABLE' }));
  });
});
