import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { dayOf } from '../../../src/compat/usage/day-of.js';
import { essenceOf } from '../../../src/compat/usage/essence-of.js';
import { areRelated, isWithin, placeText } from '../../../src/compat/usage/evidence.js';
import { mergeUsage } from '../../../src/compat/usage/merge-usage.js';
import { nodesAt } from '../../../src/compat/usage/nodes-at.js';
import { readOfMember, readTreeOf } from '../../../src/compat/usage/read-tree.js';
import { areShapesWhole, areValuesWhole } from '../../../src/compat/usage/select-requests.js';
import { isStraightTo } from '../../../src/compat/usage/straight-path.js';
import type { MessageUsage, OperationUsage, ReadMember, SentRequest, Usage } from '../../../src/compat/usage/usage.js';
import type { AffectedConsumer } from '../../../src/finding/finding.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { apiWith, asking, compared, giving, taking } from '../compared.js';

const NONE = { null: false, absent: false, newValue: false };
const text = { type: 'string' };

function usageOf(operations: readonly OperationUsage[], messages: readonly MessageUsage[] = []): Usage {
  return { consumer: 'web', provider: 'shop', sources: ['journal'], operations, messages };
}

/** Calls of the operation that the examples have. */
function calling(parts: Partial<OperationUsage>): OperationUsage {
  return { method: 'POST', path: '/orders', interactionCount: 2, lastSeenOn: '2026-03-01', sent: [], received: [], ...parts };
}

function reading(...pointers: readonly string[]): OperationUsage {
  const reads = pointers.map((pointer): ReadMember => ({ pointer, count: 1, survives: NONE }));
  return calling({ received: [{ status: 200, mediaType: 'application/json', reads, headers: [] }] });
}

function body(value: JsonValue): SentRequest {
  return { parameters: {}, mediaType: 'application/json', body: value };
}

/** What the heaviest finding says of the one consumer. */
async function told(older: JsonObject, newer: JsonObject, usage: Usage): Promise<AffectedConsumer | undefined> {
  return (await compared(older, newer, { usage: [usage], provider: 'shop' })).findings[0]?.compat?.consumers[0];
}

describe('the words of usage', () => {
  it('have days from 2001 on', () => {
    expect([dayOf(978_307_199_999), dayOf(978_307_200_000)]).toEqual([undefined, '2001-01-01']);
  });

  it('have media types without case, parameters and spaces', () => {
    expect([essenceOf(' Application/JSON ; q=1'), essenceOf(''), essenceOf(undefined)]).toEqual(['application/json', undefined, undefined]);
  });

  it('have places in which any item is each of them', () => {
    expect(isWithin(['items', '*', 'id'], ['items', '0'])).toBe(true);
    expect(isWithin(['items', '0', 'id'], ['items', '*'])).toBe(true);
    expect(isWithin(['items', '0'], ['items', '1'])).toBe(false);
    expect(isWithin(['items'], ['items', '*'])).toBe(false);
    expect(areRelated(['items'], ['items', '*'])).toBe(true);
    expect(placeText(['items', '*', 'id'])).toBe('items[].id');
  });
});

describe('what is read', () => {
  it('survives what any of its readings survived, whichever was noted first', () => {
    const [plain, survivor] = [NONE, { ...NONE, absent: true }].map((survives): ReadMember => ({ pointer: '/a', count: 1, survives }));
    if (plain === undefined || survivor === undefined) throw new Error('two readings are there');
    for (const reads of [
      [plain, survivor],
      [survivor, plain],
    ])
      expect(readTreeOf(reads).children.get('a')?.survives.absent).toBe(true);
  });

  it('of a member itself survives what was seen of it, not what was seen of others', () => {
    const tree = readTreeOf([
      { pointer: '/a', count: 1, survives: NONE },
      { pointer: '/*', count: 1, survives: { ...NONE, absent: true } },
    ]);
    expect([readOfMember(tree, 'a')?.survives.absent, readOfMember(tree, 'b')?.survives.absent]).toEqual([false, true]);
  });

  it('of any item is what a pattern says of any', () => {
    const schema = schemaFromValue({ patternProperties: { '^x': { maxLength: 3 } } });
    expect([nodesAt(schema, ['*']), nodesAt(schema, ['xa']), nodesAt(schema, ['a'])].map(({ length }) => length)).toEqual([1, 1, 0]);
  });

  it.each<[string, JsonValue, boolean]>([
    ['nothing', { properties: { a: text } }, true],
    ['that it may be null', { anyOf: [{ properties: { a: text } }, { type: 'null' }] }, true],
    ['a union', { anyOf: [{ properties: { a: text } }, { properties: { b: text } }] }, false],
    ['what members ask for', { properties: { a: text }, dependentRequired: { a: ['b'] } }, false],
    ['what is not', { properties: { a: text }, not: { required: ['b'] } }, false],
    ['what leads nowhere', { $ref: '#/nowhere' }, false],
  ])('is tied to the rest by %s: %j', (_, schema, expected) => {
    expect(isStraightTo(schemaFromValue(schema), ['a'])).toBe(expected);
  });
});

describe('the same evidence twice', () => {
  it('is no more than once', () => {
    const usage = usageOf([calling({ interactionCount: 5 })], []);
    expect(mergeUsage(usage, usage).operations.map(({ interactionCount }) => interactionCount)).toEqual([5]);
  });

  it('of which one was tracked is what was tracked', () => {
    const [tracked, blind] = [
      reading('/a'),
      calling({ received: [{ status: 200, mediaType: 'application/json', reads: undefined, headers: undefined }] }),
    ];
    const merged = mergeUsage(usageOf([tracked]), usageOf([blind]));
    expect(merged.operations[0]?.received[0]?.reads?.map(({ pointer }) => pointer)).toEqual(['/a']);
  });
});

describe('requests that are kept stand for all', () => {
  const shaped = (count: number): readonly SentRequest[] => Array.from({ length: count }, (_, index) => body({ [`m${index}`]: 1 }));

  it('as long as there are fewer shapes than are kept', () => {
    expect([areShapesWhole(shaped(15)), areShapesWhole(shaped(16))]).toEqual([true, false]);
  });

  it('for a list of values only where each value is a word, or they are all one number', () => {
    const whole = (...values: readonly JsonValue[]): boolean =>
      areValuesWhole(
        values.map((value) => body({ a: value })),
        '/body/a',
        'enum',
      );
    expect([whole('x', 'y'), whole(3), whole(3, 4), whole('two words')]).toEqual([true, true, false, false]);
  });

  it('for a limit only where not too many words were met there, or below', () => {
    const words = (count: number): JsonValue => Array.from({ length: count }, (_, index) => `w${'abcdefghij'.charAt(index)}`);
    const whole = (count: number): boolean => areValuesWhole([body({ a: words(count) })], '/body/a', 'maxLength');
    expect([whole(7), whole(8)]).toEqual([true, false]);
  });
});

describe('what a change does to a consumer', () => {
  it('that calls something else rests on all that it was seen to do', async () => {
    const days = ['2026-03-01', '2026-05-01', undefined, '2026-04-01'];
    const others = days.map((lastSeenOn, index) => calling({ path: `/o${index}`, lastSeenOn, interactionCount: 1 }));
    expect(await told(apiWith({}), apiWith(asking({ required: true })), usageOf(others))).toMatchObject({
      verdict: 'safe',
      interactionCount: 4,
      lastSeenOn: '2026-05-01',
    });
  });

  it('of a row of texts is not known: the schema speaks of each one', async () => {
    const of = (schema: JsonObject): JsonObject => {
      const content = { 'application/jsonl': { itemSchema: schema } };
      return { ...apiWith({ responses: { '200': { description: 'done', content } } }), openapi: '3.2.0' };
    };
    const usage = calling({ received: [{ status: 200, mediaType: 'application/jsonl', reads: [], headers: [] }] });
    expect((await told(of(text), of({ type: 'integer' }), usageOf([usage])))?.verdict).toBe('unknown');
  });

  it('of a request that was refused before is none', async () => {
    const of = (maximum: number): JsonObject => apiWith(taking({ type: 'object', properties: { a: { maximum } } }));
    expect((await told(of(9), of(5), usageOf([calling({ sent: [body({ a: 7 })] })])))?.verdict).toBe('breaks');
    expect((await told(of(9), of(5), usageOf([calling({ sent: [body({ a: 10 })] })])))?.verdict).toBe('unknown');
  });

  it('of a type of body that is taken no longer is what all in it comes to', async () => {
    const of = (...types: readonly string[]): JsonObject => {
      const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'object', properties: { a: text } } }]));
      return apiWith({ requestBody: { required: true, content } });
    };
    const usage = usageOf([calling({ sent: [body({ a: 'x' })] })]);
    expect((await told(of('application/json', 'application/xml'), of('application/xml'), usage))?.verdict).toBe('breaks');
  });

  it('of a member that is missing is told where it was not sent, and only there', async () => {
    const order = (required: readonly string[]): JsonObject => ({
      type: 'object',
      properties: { at: { type: 'object', properties: { id: text, by: text }, required: [...required] } },
    });
    const [older, newer] = [apiWith(taking(order([]))), apiWith(taking(order(['id'])))];
    const verdictOf = async (value: JsonValue): Promise<string | undefined> =>
      (await told(older, newer, usageOf([calling({ sent: [body(value)] })])))?.verdict;
    expect([await verdictOf({ at: { by: 'x' } }), await verdictOf({ at: { id: 'x' } }), await verdictOf({})]).toEqual([
      'breaks',
      'safe',
      'safe',
    ]);
  });

  it('of a parameter of the path is that of its place, whatever it is called', async () => {
    const of = (name: string, maximum: number): JsonObject => {
      const parameters = [{ name, in: 'path', required: true, schema: { type: 'integer', maximum } }];
      return { ...apiWith({}), paths: { [`/orders/{${name}}`]: { get: { parameters, responses: { '200': { description: 'done' } } } } } };
    };
    const sent = [{ parameters: { 'path:id': 7 }, mediaType: undefined, body: undefined }];
    const usage = usageOf([calling({ method: 'GET', path: '/orders/{id}', sent })]);
    expect((await told(of('id', 9), of('key', 5), usage))?.verdict).toBe('breaks');
    expect((await told(of('id', 9), of('key', 8), usage))?.verdict).toBe('safe');
  });

  it('of a header is that of its name in either case', async () => {
    const of = (name: string, maximum: number): JsonObject => apiWith(asking({ name, in: 'header', schema: { type: 'integer', maximum } }));
    const sent = [{ parameters: { 'header:X-Count': 7 }, mediaType: undefined, body: undefined }];
    const usage = usageOf([calling({ sent })]);
    for (const name of ['X-Count', 'x-count']) {
      expect((await told(of('X-Count', 9), of(name, 5), usage))?.verdict).toBe('breaks');
      expect((await told(of('X-Count', 9), of(name, 8), usage))?.verdict).toBe('safe');
    }
  });

  it('of a header that is required now is that of its name in either case', async () => {
    const of = (name: string, required: boolean): JsonObject => apiWith(asking({ name, in: 'header', required }));
    const usage = (parameters: SentRequest['parameters']): Usage =>
      usageOf([calling({ sent: [{ parameters, mediaType: undefined, body: undefined }] })]);
    for (const name of ['X-Count', 'x-count']) {
      expect((await told(of('X-Count', false), of(name, true), usage({})))?.verdict).toBe('breaks');
      expect((await told(of('X-Count', false), of(name, true), usage({ 'header:X-Count': 7 })))?.verdict).toBe('safe');
    }
  });

  it('of a style that names a parameter of the path breaks who sends it by its old name', async () => {
    const of = (name: string): JsonObject => {
      const parameters = [{ name, in: 'path', required: true, style: 'matrix', schema: { type: 'integer' } }];
      return { ...apiWith({}), paths: { [`/orders/{${name}}`]: { get: { parameters, responses: { '200': { description: 'done' } } } } } };
    };
    const sent = [{ parameters: { 'path:id': 7 }, mediaType: undefined, body: undefined }];
    const usage = usageOf([calling({ method: 'GET', path: '/orders/{id}', sent })]);
    expect(await told(of('id'), of('key'), usage)).toMatchObject({ verdict: 'breaks' });
  });

  it('is not known where the newer version ties what is read to what is not', async () => {
    const older = { type: 'object', properties: { a: text, b: text }, required: ['a'] };
    const plain = { ...older, properties: { a: { type: ['string', 'integer'] }, b: { type: 'integer' } } };
    const tied = {
      type: 'object',
      properties: { a: { type: ['string', 'integer'] } },
      required: ['a'],
      oneOf: [
        { properties: { b: { type: 'integer' } }, required: ['b'] },
        { properties: { b: { type: 'boolean' } }, required: ['b'] },
      ],
    };
    const verdictAtB = async (newer: JsonObject): Promise<readonly unknown[]> => {
      const { findings } = await compared(apiWith(giving(older)), apiWith(giving(newer)), {
        usage: [usageOf([reading('/a')])],
        provider: 'shop',
      });
      const atB = findings.filter(({ severity, args }) => severity === 'error' && (args['location'] as readonly string[]).at(-1) === 'b');
      return [...new Set(atB.map(({ compat }) => compat?.consumers[0]?.verdict))];
    };
    expect([await verdictAtB(plain), await verdictAtB(tied)]).toEqual([['safe'], ['unknown']]);
  });

  it('of a header that it reads is not known where the comparison is not', async () => {
    const of = (pattern: string): JsonObject => {
      const headers = { etag: { schema: { ...text, pattern } } };
      return apiWith({ responses: { '200': { description: 'done', headers } } });
    };
    const usage = (headers: readonly string[]): Usage =>
      usageOf([calling({ received: [{ status: 200, mediaType: undefined, reads: [], headers }] })]);
    expect((await told(of('^(?=ab)'), of('^ab'), usage(['etag'])))?.verdict).toBe('unknown');
    expect((await told(of('^(?=ab)'), of('^ab'), usage([])))?.verdict).toBe('safe');
    expect((await told(of('^a'), of('^b'), usage(['etag'])))?.verdict).toBe('breaks');
  });

  it('of a member that is only read may be told by its own place', async () => {
    const of = (a: JsonObject): JsonObject => apiWith(giving({ type: 'object', properties: { a, b: text }, required: ['a', 'b'] }));
    const newer = apiWith(giving({ type: 'object', properties: { a: text, b: text }, required: ['a'] }));
    expect((await told(of(text), newer, usageOf([reading('/b')])))?.verdict).toBe('breaks');
    expect((await told(of(text), newer, usageOf([reading('/a')])))?.verdict).toBe('safe');
  });
});

describe('what a change of messages does to a consumer', () => {
  const events = (schema: JsonValue | undefined, action = 'receive'): JsonObject => ({
    asyncapi: '3.0.0',
    info: { title: 'Shop', version: '1' },
    channels: { orders: { address: 'orders', messages: schema === undefined ? { other: {} } : { order: { payload: schema }, other: {} } } },
    operations: { take: { action, channel: { $ref: '#/channels/orders' } } },
  });
  const message = (parts: Partial<MessageUsage>): Usage =>
    usageOf(
      [],
      [{ channel: 'orders', action: 'send', message: 'order', count: 3, lastSeenOn: undefined, sent: [], reads: undefined, ...parts }],
    );

  it('is none of the change where it was wrong before', async () => {
    const [older, newer] = [events({ enum: ['a', 'b'] }), events({ enum: ['a'] })];
    expect((await told(older, newer, message({ sent: ['b'] })))?.verdict).toBe('breaks');
    expect((await told(older, newer, message({ sent: ['c'] })))?.verdict).toBe('unknown');
  });

  it('is not known of what fitted no message: it may have been meant as any', async () => {
    const [older, newer] = [events({ enum: ['a', 'b'] }), events({ enum: ['a'] })];
    expect((await told(older, newer, message({ message: undefined })))?.verdict).toBe('unknown');
    expect((await told(older, newer, message({ message: 'other' })))?.verdict).toBe('safe');
  });

  it('that is gone breaks who sends it', async () => {
    expect((await told(events(text), events(undefined), message({})))?.verdict).toBe('breaks');
  });

  it('looks at all members, whatever they are marked as', async () => {
    const order = (type: string): JsonValue => ({
      type: 'object',
      properties: { id: { type, readOnly: true }, secret: { type, writeOnly: true } },
    });
    const reads: readonly ReadMember[] = [{ pointer: '/id', count: 1, survives: NONE }];
    const usage = message({ action: 'receive', reads });
    expect((await told(events(order('string'), 'send'), events(order('integer'), 'send'), usage))?.verdict).toBe('breaks');
  });
});
