import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/base/errors.js';
import type { JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import type { ArbitraryOptions } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { arbitraryFromSchema, planArbitrary } from '../../../src/schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../../src/schema/arbitrary/draw.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { assertArbitraryHolds, neverDrawn, shrunkWhile } from '../../laws/arbitrary-of-schema.js';

function arbitraryOf(schema: JsonValue, options?: ArbitraryOptions, dialect: Dialect = '2020-12'): fc.Arbitrary<JsonValue> {
  return arbitraryFromSchema(schemaFromValue(schema, dialect), options);
}

function drawn(schema: JsonValue, count: number, options?: ArbitraryOptions): readonly JsonValue[] {
  const arbitrary = arbitraryOf(schema, options);
  return Array.from({ length: count }, (_, index) => drawValue(arbitrary, 'drawn', index).value);
}

const is = (wanted: JsonValue) => (value: JsonValue) => JSON.stringify(value) === JSON.stringify(wanted);
const hasLength = (length: number) => (value: JsonValue) => typeof value === 'string' && [...value].length === length;
const hasCount = (count: number) => (value: JsonValue) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === count;
const has = (name: string) => (value: JsonValue) => isJsonObject(value) && Object.hasOwn(value, name);

describe('the edges of a schema are drawn', () => {
  it.each([
    [
      'an integer',
      { type: 'integer', minimum: 5, maximum: 90 },
      { least: is(5), most: is(90), 'least but one': is(6), 'most but one': is(89) },
    ],
    ['an exclusive limit', { type: 'integer', exclusiveMinimum: 5, exclusiveMaximum: 90, multipleOf: 2 }, { least: is(6), most: is(88) }],
    [
      'any integer',
      { type: 'integer' },
      { zero: is(0), negative: is(-1), safe: is(Number.MAX_SAFE_INTEGER), int32: is(2 ** 31 - 1), beyond: is(2 ** 31) },
    ],
    ['an int32', { type: 'integer', format: 'int32' }, { most: is(2 ** 31 - 1), least: is(-(2 ** 31)) }],
    ['an int64', { type: 'integer', format: 'int64' }, { most: is(2 ** 63 - 1024), least: is(-(2 ** 63) + 1024) }],
    ['any number', { type: 'number' }, { huge: is(1e308), fraction: is(0.5), tiny: is(1e-7) }],
    [
      'a text with limits',
      { type: 'string', minLength: 2, maxLength: 30 },
      { shortest: hasLength(2), longest: hasLength(30), astral: (value) => /\p{Extended_Pictographic}/u.test(String(value)) },
    ],
    [
      'any text',
      { type: 'string' },
      { empty: is(''), quote: is('"'), null: is('\u0000'), line: is('\n'), prototype: is('__proto__'), astral: is('\u{1f600}') },
    ],
    ['a list', { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 6 }, { shortest: hasCount(1), longest: hasCount(6) }],
    ['an open list', { type: 'array', items: { type: 'integer' } }, { empty: is([]) }],
    [
      'optional members',
      { type: 'object', properties: { a: { const: 1 }, b: { const: 2 }, c: { const: 3 } }, additionalProperties: false },
      { none: is({}), all: is({ a: 1, b: 2, c: 3 }), 'one alone': is({ b: 2 }) },
    ],
    [
      'other members',
      { type: 'object', additionalProperties: { type: 'integer' }, maxProperties: 5 },
      { prototype: has('__proto__'), empty: has(''), none: is({}), full: hasCount(5) },
    ],
    [
      'members that nobody speaks of',
      { type: 'object', properties: { a: {} } },
      { one: (value) => hasCount(1)(value) && !has('a')(value) },
    ],
    ['branches', { oneOf: [{ const: 'x' }, { type: 'integer' }, { type: 'null' }] }, { x: is('x'), zero: is(0), null: is(null) }],
    ['null among types', { type: ['string', 'null'] }, { null: is(null), empty: is('') }],
    ['an enum', { enum: ['a', 1, null, { b: [] }] }, { a: is('a'), one: is(1), null: is(null), object: is({ b: [] }) }],
  ] as readonly (readonly [string, JsonValue, Record<string, (value: JsonValue) => boolean>])[])('of %s', (_title, schema, wanted) => {
    expect(neverDrawn(arbitraryOf(schema), wanted, 3_000)).toEqual([]);
  });

  it('null where OpenAPI 3.0 says nullable', () => {
    expect(neverDrawn(arbitraryOf({ type: 'string', nullable: true }, {}, 'openapi-3.0'), { null: is(null) }, 200)).toEqual([]);
  });

  it('but nothing that JSON cannot carry: no -0, no half of a surrogate pair', () => {
    for (const value of [...drawn({ type: 'number' }, 500), ...drawn({ type: 'string', pattern: '^.{1,9}$' }, 500)]) {
      expect(Object.is(value, -0)).toBe(false);
      if (typeof value === 'string') expect(value.isWellFormed()).toBe(true);
    }
  });

  it('no number where a schema without type speaks of members', () => {
    expect(drawn({ properties: { a: { type: 'integer' } } }, 300).every(isJsonObject)).toBe(true);
  });
});

describe('shrinking reaches the smallest value', () => {
  it.each([
    ['of any value', {}, () => true, null],
    ['at the least', { type: 'integer', minimum: 7 }, () => true, 7],
    ['nearest to zero', { type: 'integer', maximum: -3 }, () => true, -3],
    ['at which a test fails', { type: 'integer' }, (value: JsonValue) => Number(value) >= 137, 137],
    ['with the fewest decimals', { type: 'number', exclusiveMinimum: 0.2, maximum: 90 }, () => true, 1],
    ['of the shortest length', { type: 'string', minLength: 2 }, () => true, 'aa'],
    ['of a pattern', { type: 'string', pattern: '^[A-Z]{2}-\\d{2,}$' }, () => true, 'AA-00'],
    ['with one bad character', { type: 'string' }, (value: JsonValue) => String(value).includes('"'), '"'],
    ['of a list', { type: 'array', items: { type: 'integer' }, minItems: 2 }, () => true, [0, 0]],
    [
      'of a list with one bad item',
      { type: 'array', items: { type: 'integer' } },
      (value: JsonValue) => Object.values(value as object).some((item) => item > 9),
      [10],
    ],
    ['with what is required', { type: 'object', properties: { a: { type: 'integer' }, b: {} }, required: ['a'] }, () => true, { a: 0 }],
    ['with the one bad member', { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } }, has('b'), { b: '' }],
    [
      'of the simplest branch',
      {
        oneOf: [
          { type: 'object', required: ['a'] },
          { type: 'integer', minimum: 3 },
        ],
      },
      () => true,
      3,
    ],
    [
      'deep inside',
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'array', items: { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } } } },
      },
      (value: JsonValue) => /[4-9]\d\b/.test(JSON.stringify(value)),
      { a: [{ n: 40 }] },
    ],
  ] as readonly (readonly [string, JsonValue, (value: JsonValue) => boolean, JsonValue])[])('%s', (_title, schema, fails, smallest) => {
    expect(shrunkWhile(arbitraryOf(schema), 'shrink', fails)).toEqual(smallest);
  });

  it('in a property of fast-check too, which reports it', () => {
    const details = fc.check(
      fc.property(arbitraryOf({ type: 'array', items: { type: 'integer', minimum: 10 } }), (value) =>
        Object.values(value as object).every((item) => item < 37),
      ),
      { seed: 7 },
    );
    expect(details.counterexample).toEqual([[37]]);
  });
});

describe('hard schemas', () => {
  const HARD: readonly JsonValue[] = [
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    { type: 'number', multipleOf: 0.01, minimum: 0.005, maximum: 0.015 },
    { type: 'integer', multipleOf: 6, allOf: [{ multipleOf: 4 }], minimum: 1 },
    { type: 'string', pattern: '^(?=.*\\d)(?=.*[A-Z]).{8,16}$' },
    { type: 'string', pattern: '^a+$', minLength: 300, maxLength: 300 },
    { type: 'string', format: 'email', minLength: 40 },
    { type: 'string', format: 'uri', maxLength: 9 },
    { type: 'string', format: 'date', pattern: '^2024' },
    { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
    { type: 'array', contains: { const: 5 }, minContains: 2, maxContains: 2, minItems: 4 },
    { type: 'array', prefixItems: [{ type: 'string' }], unevaluatedItems: false, minItems: 1 },
    { type: 'object', minProperties: 3, propertyNames: { pattern: '^x[0-9]$' } },
    { type: 'object', patternProperties: { '^k[0-9]+$': { type: 'integer' } }, additionalProperties: false, minProperties: 2 },
    { type: 'object', dependentRequired: { a: ['b'], b: ['c'] }, properties: { a: {}, b: {}, c: { type: 'null' } } },
    { type: 'object', properties: { a: {}, b: {} }, not: { required: ['a'] } },
    {
      type: 'object',
      properties: { a: { type: 'integer' } },
      required: ['a'],
      if: { properties: { a: { minimum: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
      then: { required: ['b'] },
      else: { required: ['c'] },
    },
    {
      oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { type: 'string' }, b: { type: 'integer' } } }],
      type: 'object',
    },
    {
      allOf: [{ properties: { a: { type: 'integer' } } }, { required: ['a', 'b'] }],
      type: 'object',
      unevaluatedProperties: { type: 'string' },
    },
    { type: 'object', properties: { next: { $ref: '#' }, all: { type: 'array', items: { $ref: '#' } } }, required: ['all'] },
    { anyOf: [{ type: 'array', items: { $ref: '#' }, minItems: 2 }, { type: 'integer' }] },
  ];

  it.each(HARD)('%j', (schema) => {
    const { values, unsatisfiable } = assertArbitraryHolds(schemaFromValue(schema), { count: 60, shrunkCount: 5 });
    expect(unsatisfiable).toBeUndefined();
    expect(new Set(values.map((value) => JSON.stringify(value))).size).toBeGreaterThan(
      JSON.stringify(schema).includes('0.015') || JSON.stringify(schema).includes(':300') ? 0 : 1,
    );
  });

  it('a list of a hundred thousand items is the sampler’s to make, or nobody’s', () => {
    const plan = planArbitrary(schemaFromValue({ type: 'array', items: { type: 'integer' }, minItems: 1e9 }));
    expect(plan.kind).toBe('unsatisfiable');
  });

  it('an object of more members than fit is nobody’s to make', () => {
    const plan = planArbitrary(schemaFromValue({ type: 'object', minProperties: 1e10 }));
    expect(plan.kind).toBe('unsatisfiable');
  });
});

describe('a schema without values', () => {
  it.each([
    false,
    { type: 'string', enum: [1] },
    { type: 'number', minimum: 2, maximum: 1 },
    { $ref: '#/nowhere' },
  ] as readonly JsonValue[])('%j', (schema) => {
    expect(planArbitrary(schemaFromValue(schema)).kind).toBe('unsatisfiable');
    expect(() => arbitraryOf(schema)).toThrow(InputError);
  });

  it('is told by its place when it stands in a document', () => {
    const schema = { ...schemaFromValue({ a: false }), value: false, uri: 'shop.yaml', pointer: '/a' };
    expect(() => arbitraryFromSchema(schema)).toThrow(
      expect.objectContaining({
        code: 'E_SCHEMA_UNSATISFIABLE',
        at: { file: 'shop.yaml', pointer: '/a' },
        args: { reason: 'the schema is false' },
      }),
    );
  });
});

describe('options', () => {
  const pet: JsonValue = {
    type: 'object',
    properties: {
      id: { type: 'integer', readOnly: true },
      pin: { type: 'string', writeOnly: true },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['id', 'pin'],
  };

  it('a direction leaves out what does not travel that way', () => {
    expect(drawn(pet, 200, { direction: 'request' }).some(has('id'))).toBe(false);
    expect(drawn(pet, 200, { direction: 'request' }).every(has('pin'))).toBe(true);
    expect(drawn(pet, 200, { direction: 'response' }).some(has('pin'))).toBe(false);
  });

  it('suggested values come about half of the time, where they are valid, at any depth', () => {
    const suggest = (pointer: string): readonly JsonValue[] =>
      pointer === '/id' ? [4711, 'no id'] : pointer === '/tags/0' ? ['real'] : [];
    const values = drawn({ ...(pet as object), required: ['id', 'tags'] } as JsonValue, 1_000, { suggest });
    const share = values.filter((value) => isJsonObject(value) && value['id'] === 4711).length;
    expect(share).toBeGreaterThan(400);
    expect(share).toBeLessThan(600);
    expect(values.some((value) => JSON.stringify(value).includes('"real"'))).toBe(true);
    expect(values.some((value) => JSON.stringify(value).includes('no id'))).toBe(false);
  });

  it('without odd members objects hold what their schema names, and what it lets in by saying so', () => {
    const names = new Set(drawn(pet, 500, { addsUndeclared: false }).flatMap((value) => Object.keys(value as object)));
    expect([...names].sort()).toEqual(['id', 'pin', 'tags']);
    expect(drawn({ type: 'object', additionalProperties: true }, 100, { addsUndeclared: false }).some(hasCount(2))).toBe(true);
  });
});
