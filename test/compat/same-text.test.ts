import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import { valueAtPointer } from '../../src/base/json-pointer.js';
import { compareTexts } from '../../src/compat/same-text.js';
import { smallSchema } from '../laws/schema-arbitrary.js';

const OLDER = 'older.json';
const NEWER = 'newer.json';

/** Whether the same place of two documents says the same. */
function isSame(older: JsonValue, newer: JsonValue, pointer = '/components/schemas/A'): boolean {
  const documents = (uri: string, value: JsonValue): { readonly get: (name: string) => JsonValue | undefined } => ({
    get: (name) => (name === uri ? value : undefined),
  });
  const node = (uri: string, root: JsonValue): Parameters<ReturnType<typeof compareTexts>>[0] => ({
    value: valueAtPointer(root, pointer),
    uri,
    pointer,
  });
  return compareTexts(documents(OLDER, older), documents(NEWER, newer))(node(OLDER, older), node(NEWER, newer));
}

function components(schemas: JsonObject): JsonObject {
  return { components: { schemas } };
}

const TO = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

describe('two texts', () => {
  it('are the same when one is a copy of the other with its members turned about and other remarks', () => {
    fc.assert(
      fc.property(smallSchema, smallSchema, (first, second) => {
        const schemas = { A: { allOf: [lifted(first), TO('B')] }, B: { properties: { self: TO('A'), other: lifted(second) } } };
        expect(isSame(components(schemas), components(turnedAbout(schemas)))).toBe(true);
      }),
      { seed: 63, numRuns: 60 },
    );
  });

  it('are other texts once one word of them is another, however far down the references', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 11 }), fc.boolean(), (length, at, isCircle) => {
        const chain = (type: string): JsonObject =>
          components(
            Object.fromEntries(
              Array.from({ length }, (_, index) => {
                const next = index + 1 < length ? { next: TO(nameOf(index + 1)) } : isCircle ? { next: TO('A') } : {};
                const own = { own: { type: index === at % length ? type : 'string' } };
                return [nameOf(index), { properties: { ...next, ...own } }];
              }),
            ),
          );
        expect(isSame(chain('integer'), chain('integer'))).toBe(true);
        expect(isSame(chain('integer'), chain('number'))).toBe(false);
      }),
      { seed: 64, numRuns: 60 },
    );
  });

  it('that were compared once are remembered rightly, whichever was asked first', () => {
    const document = (type: string): JsonObject =>
      components({
        A: { properties: { b: TO('B'), c: TO('C') } },
        B: { properties: { a: TO('A') } },
        C: { properties: { d: TO('D') } },
        D: { type },
        E: { properties: { e: TO('E') } },
      });
    const [older, newer] = [document('string'), document('integer')];
    const orders = ['ABCDE', 'EDCBA', 'BADCE', 'CABED'].map((order) => {
      const same = compareTexts(
        { get: (uri) => (uri === OLDER ? older : undefined) },
        { get: (uri) => (uri === NEWER ? newer : undefined) },
      );
      const answers = [...order].map((name) => {
        const pointer = `/components/schemas/${name}`;
        const sides = [
          { value: valueAtPointer(older, pointer), uri: OLDER, pointer },
          { value: valueAtPointer(newer, pointer), uri: NEWER, pointer },
        ] as const;
        return [name, same(...sides)] as const;
      });
      return answers.filter(([, answer]) => answer).map(([name]) => name);
    });
    expect(orders).toEqual([['E'], ['E'], ['E'], ['E']]);
  });

  it('of one object in two places are remembered by what they are there', () => {
    const [left, right] = ['string', 'integer'].map((type): JsonObject => ({ description: { type } }));
    if (left === undefined || right === undefined) throw new Error('two objects are there');
    const [older, newer] = [left, right].map((shared): JsonObject => ({ note: shared, properties: shared }));
    const same = compareTexts({ get: () => older }, { get: () => newer });
    const at = (pointer: string): boolean => same({ value: left, uri: OLDER, pointer }, { value: right, uri: NEWER, pointer });
    expect([at('/note'), at('/properties'), at('/note')]).toEqual([true, false, true]);
  });

  it.each<[string, JsonObject, JsonObject, boolean]>([
    ['remarks', { type: 'string', description: 'a', example: 1 }, { type: 'string', title: 'b' }, true],
    ['a member that is called like a remark', { properties: { description: {} } }, { properties: {} }, false],
    ['a remark inside of a value', { const: { description: 'a' } }, { const: { description: 'b' } }, false],
    ['the order of items', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }, false],
    ['an extension', { 'x-sunset': '2030-01-01' }, {}, false],
    ['a remark on a member called default', { properties: { default: { title: 'a' } } }, { properties: { default: {} } }, true],
    ['one word more', { type: 'string' }, { type: 'string', maxLength: 3 }, false],
    ['one word less', { type: 'string', maxLength: 3 }, { type: 'string' }, false],
    ['a member called $ref', { properties: { $ref: { type: 'string' } } }, { properties: { $ref: { type: 'integer' } } }, false],
    ['a member called $ref where a reference was', { properties: TO('B') }, { properties: { $ref: { type: 'string' } } }, false],
    ['a reference that leads elsewhere to the same text', TO('B'), TO('C'), true],
    ['a reference that leads to another text', TO('B'), TO('D'), false],
    ['a reference that leads nowhere', TO('Z'), TO('Z'), true],
    ['a reference to one that leads nowhere by the same words', TO('N'), TO('N'), true],
    ['a reference to one that leads nowhere by other words', TO('N'), TO('M'), false],
    ['a reference to one by anchor', TO('W'), TO('W'), false],
    ['a reference through one by anchor', TO('W/items'), TO('W/items'), false],
    ['references that lead nowhere by other words', TO('Y'), TO('Z'), false],
    ['a reference that leads nowhere only in one of them', TO('B'), TO('Z'), false],
    ['a reference to a document that nobody has', { $ref: 'https://example.com/a#b' }, { $ref: 'https://example.com/a#b' }, true],
    ['a reference by anchor', { $ref: '#own' }, { $ref: '#own' }, false],
    ['words beside a reference', { ...TO('B'), deprecated: true }, TO('B'), false],
    ['a mapping that leads to the same text', { discriminator: { mapping: { x: 'B' } } }, { discriminator: { mapping: { x: 'C' } } }, true],
    [
      'a mapping by the name of a file',
      { discriminator: { mapping: { x: 'older.json' } } },
      { discriminator: { mapping: { x: 'newer.json' } } },
      true,
    ],
    ['a mapping that leads to another', { discriminator: { mapping: { x: 'B' } } }, { discriminator: { mapping: { x: 'D' } } }, false],
  ])('with %s in one of them', (_, older, newer, expected) => {
    const byAnchor = JSON.stringify(older).includes('/W') ? { W: { $ref: '#own' } } : {};
    const others = { B: { type: 'string' }, C: { type: 'string' }, D: { type: 'integer' }, N: TO('Z'), M: TO('Y'), ...byAnchor };
    expect(isSame(components({ A: older, ...others }), components({ A: newer, ...others }))).toBe(expected);
  });
});

/** Its own definitions are no longer where it looks for them. */
function lifted(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll(/#\/\$defs\/\w+/g, '#/components/schemas/A')) as JsonObject;
}

function nameOf(index: number): string {
  return String.fromCodePoint(65 + index);
}

/** Remarks only where a schema stands. */
function turnedAbout(schemas: JsonObject): JsonObject {
  const named = Object.entries(schemas).map(([name, schema]) => [name, { ...reversed(schema ?? null), description: `now ${name}` }]);
  return Object.fromEntries(named.toReversed()) as JsonObject;
}

function reversed(value: JsonValue): JsonObject {
  const turned = (each: JsonValue): JsonValue => {
    if (Array.isArray(each)) return each.map(turned);
    if (!isJsonObject(each)) return each;
    return Object.fromEntries(
      Object.entries(each)
        .toReversed()
        .map(([name, member]) => [name, turned(member ?? null)]),
    );
  };
  return turned(value) as JsonObject;
}
