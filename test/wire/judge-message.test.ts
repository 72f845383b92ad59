import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { tokensFromPointer } from '../../src/base/json-pointer.js';
import { judgeMessage } from '../../src/wire/judge-message.js';
import { bytesFromPayload } from '../../src/wire/message-content.js';
import { drawnPayloadSchema } from '../../src/wire/payload-schema.js';
import { readFixture } from '../fixtures/read-fixture.js';
import { drawnInvalid } from '../laws/invalid-values.js';
import { assertSamplesValidate } from '../laws/samples-validate.js';
import { avroMessageOf, bytesOf, messageOf } from '../support/message-of.js';

const ORDER: JsonValue = {
  type: 'object',
  required: ['id', 'total'],
  properties: {
    id: { type: 'string', minLength: 1 },
    total: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    lines: { type: 'array', maxItems: 3, items: { type: 'object', required: ['sku'], properties: { sku: { enum: ['a', 'b'] } } } },
  },
};

describe('judgeMessage', () => {
  it('tells of a payload that breaks one clause just that clause', () => {
    const message = messageOf(ORDER);
    const schema = drawnPayloadSchema(message);
    const drawn = schema === undefined ? [] : drawnInvalid(schema, 100);
    expect(drawn.length).toBe(100);
    for (const { value, breach } of drawn) {
      const problems = judgeMessage(message, { payload: bytesFromPayload(value, message), headers: [] });
      expect(problems).toContainEqual(
        expect.objectContaining({
          kind: 'payload',
          code: breach.keyword,
          location: ['payload', ...tokensFromPointer(breach.instancePointer)],
          schema: { uri: breach.schemaUri, pointer: breach.schemaPointer },
        }),
      );
    }
  });

  it('tells nothing of a payload that keeps the schema', () => {
    const message = messageOf(ORDER);
    const schema = drawnPayloadSchema(message);
    const { values } = schema === undefined ? { values: [] } : assertSamplesValidate(schema, { seeds: [1, 2, 3, 4] });
    for (const value of values) expect(judgeMessage(message, { payload: bytesFromPayload(value, message), headers: [] })).toEqual([]);
  });

  it('names its subject', () => {
    const message = messageOf(ORDER, { headerSchema: { type: 'object', properties: { retries: { type: 'integer', maximum: 3 } } } });
    const problems = judgeMessage(message, { payload: bytesOf('{"id":"","total":0}'), headers: [['Retries', '4']] });
    expect(problems.map((problem) => problem.message)).toEqual([
      'header "retries" must be 3 or less',
      'payload at /id must have at least 1 character',
    ]);
  });

  it('tells bytes that cannot be read', () => {
    expect(judgeMessage(messageOf(ORDER), { payload: bytesOf('no'), headers: [] })).toMatchObject([
      { code: 'syntax', location: ['payload'] },
    ]);
    expect(judgeMessage(avroMessageOf('int'), { payload: bytesOf('hello'), headers: [] })).toMatchObject([{ code: 'syntax' }]);
  });

  it('lets any payload pass of which nothing is said, or in a language it does not judge', () => {
    const payload = Uint8Array.of(0xff, 0);
    expect(judgeMessage(messageOf(), { payload, headers: [] })).toEqual([]);
    expect(judgeMessage(messageOf(undefined, { payload: { kind: 'not-judged', format: 'x' } }), { payload, headers: [] })).toEqual([]);
    expect(judgeMessage(messageOf(ORDER, { contentType: 'image/png' }), { payload, headers: [] })).toEqual([]);
  });

  it('takes no bytes at all for null, where null may be', () => {
    const payload = new Uint8Array(0);
    expect(judgeMessage(messageOf({ type: ['object', 'null'] }), { payload, headers: [] })).toEqual([]);
    expect(judgeMessage(messageOf({ type: 'object' }), { payload, headers: [] })).toHaveLength(1);
  });

  it.each<readonly [JsonValue, readonly (readonly [string, string])[], readonly string[]]>([
    [{ required: ['X-Id'], properties: { 'X-Id': { type: 'string' } } }, [['x-id', '7']], []],
    [{ required: ['x-id'] }, [], ['required']],
    [
      { additionalProperties: false, properties: { a: {} } },
      [
        ['a', '1'],
        ['content-type', 'application/json'],
        ['traceparent', 'y'],
      ],
      [],
    ],
    [{ additionalProperties: false }, [['b', '1']], ['additionalProperties']],
    [{ properties: { flag: { type: 'boolean' } } }, [['flag', 'true']], []],
    [{ properties: { flag: { type: 'boolean' } } }, [['flag', 'yes']], ['type']],
    [{ properties: { deep: { type: 'object', required: ['x'] } } }, [['deep', '{"y":1}']], ['required']],
  ])('judges headers as what they stand for: %j', (headerSchema, headers, codes) => {
    const message = messageOf(undefined, { headerSchema });
    expect(judgeMessage(message, { payload: bytesOf('{}'), headers }).map(({ code }) => code)).toEqual(codes);
  });

  it('judges Avro by its own encoding, and forgives a union in JSON that does not name its branch', () => {
    const schema = { type: 'record', name: 'R', fields: [{ name: 'note', type: ['null', 'string'] }] };
    const binary = avroMessageOf(schema);
    expect(judgeMessage(binary, { payload: bytesFromPayload({ note: { string: 'x' } }, binary), headers: [] })).toEqual([]);
    const written = avroMessageOf(schema, 'application/json');
    const codes = (text: string) => judgeMessage(written, { payload: bytesOf(text), headers: [] }).map(({ code }) => code);
    expect(codes('{"note":{"string":"x"}}')).toEqual([]);
    expect(codes('{"note":"x"}')).toEqual([]);
    expect(codes('{"note":null}')).toEqual([]);
    expect(codes('{"note":1}')).toContain('anyOf');
    expect(codes('{}')).toEqual(['required']);
  });
});

describe('the content type of a message', () => {
  const judged = async (more: { readonly contentType?: string; readonly headers?: readonly (readonly [string, string])[] }) => {
    const { channels } = await readFixture('fixtures/specs/board-sockets.yaml');
    const [message] = channels[0]?.messages ?? [];
    if (message === undefined) throw new Error('it has a message');
    const payload = new TextEncoder().encode('{"id":"ord-1","state":"paid"}');
    return judgeMessage(message, { payload, headers: [], ...more }).map(({ kind, code, location }) => [kind, code, ...location]);
  };

  it.each(['', 'application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/cloudevents+json'])(
    'may be "%s" where JSON is declared',
    async (contentType) => {
      expect(await judged({ contentType })).toEqual([]);
      expect(await judged({ headers: [['Content-Type', contentType]] })).toEqual([]);
    },
  );

  it.each(['text/plain', 'application/xml', 'no type at all'])(
    'is a problem when it is "%s", by a header or beside them',
    async (contentType) => {
      const told = [['media-type', 'content-type', 'header', 'content-type']];
      expect(await judged({ contentType })).toEqual(told);
      expect(await judged({ headers: [['Content-Type', contentType]] })).toEqual(told);
    },
  );

  it('is a problem of no message that says none', async () => {
    expect(await judged({})).toEqual([]);
  });
});
