import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import type { Comparison } from '../../../src/check/models/compare-schemas.js';
import { compareSchemas } from '../../../src/check/models/compare-schemas.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import { isValid } from '../../../src/schema/validate.js';
import { proveInclusion } from '../../../src/schema/inclusion/prove-inclusion.js';
import type { Schema } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

function compared(first: JsonValue, second: JsonValue, dialects: readonly [Dialect, Dialect] = ['2020-12', '2020-12']): Comparison {
  return compareSchemas({
    first: schemaFromValue(first, dialects[0]),
    second: schemaFromValue(second, dialects[1]),
    seed: 'test',
    maxWitnessCount: 3,
  });
}

describe('the same meaning in other words is equal', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['another order', { type: 'object', required: ['a', 'b'] }, { required: ['b', 'a'], type: 'object' }],
    ['remarks', { type: 'string', description: 'a', title: 'b', example: 'c' }, { type: 'string' }],
    ['the order of an enum', { enum: ['a', 'b'] }, { type: 'string', enum: ['b', 'a'] }],
    ['const for an enum of one', { const: 'a' }, { enum: ['a'] }],
    [
      'parts in allOf',
      { type: 'object', properties: { a: { type: 'string', maxLength: 3 } }, required: ['a'] },
      { allOf: [{ type: 'object' }, { properties: { a: { type: 'string' } } }, { properties: { a: { maxLength: 3 } }, required: ['a'] }] },
    ],
    [
      'a reference',
      { type: 'array', items: { type: 'integer' } },
      { $ref: '#/$defs/list', $defs: { list: { type: 'array', items: { $ref: '#/$defs/n' } }, n: { type: 'integer' } } },
    ],
    ['null by a choice', { type: ['string', 'null'], maxLength: 3 }, { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 3 }] }],
    ['limits for whole numbers', { type: 'integer', exclusiveMinimum: 0 }, { type: 'integer', minimum: 1 }],
    ['limits of another type', { type: 'string', minimum: 3 }, { type: 'string' }],
    ['limits that say nothing', { type: 'array', minItems: 0, uniqueItems: false, items: {} }, { type: 'array' }],
    [
      'a closed object with parts',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
      {
        allOf: [
          { type: 'object', properties: { a: true, b: true } },
          { properties: { a: { type: 'string' } }, additionalProperties: false },
        ],
      },
    ],
    [
      'a tree',
      { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' } } } },
      { $ref: '#/$defs/t', $defs: { t: { type: 'object', properties: { children: { items: { $ref: '#/$defs/t' }, type: 'array' } } } } },
    ],
  ])('%s', (_, first, second) => {
    expect(compared(first, second)).toEqual({ kind: 'equal' });
  });

  it('null of OpenAPI 3.0 and of 3.1', () => {
    const old = {
      type: 'object',
      properties: { a: { type: 'string', nullable: true, enum: ['x'] }, b: { type: 'string', nullable: true } },
    };
    const now = { type: 'object', properties: { a: { type: ['string', 'null'], enum: ['x', null] }, b: { type: ['null', 'string'] } } };
    expect(compared(old, now, ['openapi-3.0', 'openapi-3.1'])).toEqual({ kind: 'equal' });
  });

  it('null beside a reference of OpenAPI 3.0', () => {
    const defs = { components: { schemas: { A: { type: 'object', required: ['a'] } } } };
    const old = { ...defs, nullable: true, allOf: [{ $ref: '#/components/schemas/A' }] };
    const now = { ...defs, oneOf: [{ $ref: '#/components/schemas/A' }, { type: 'null' }] };
    expect(compared(old, now, ['openapi-3.0', 'openapi-3.1'])).toEqual({ kind: 'equal' });
  });
});

describe('another meaning has a small witness', () => {
  it.each<[string, JsonValue, JsonValue, 'first' | 'second', JsonValue, string]>([
    ['a longer text', { type: 'string', maxLength: 3 }, { type: 'string', maxLength: 4 }, 'first', 'aaaa', 'maxLength'],
    ['a value of an enum', { enum: ['a', 'b'] }, { enum: ['a'] }, 'second', 'b', 'enum'],
    ['a member that is required', { type: 'object' }, { type: 'object', required: ['a'] }, 'second', {}, 'required'],
    ['null', { type: ['string', 'null'] }, { type: 'string' }, 'second', null, 'type'],
    [
      'a limit deep inside',
      { type: 'object', properties: { a: { type: 'array', items: { type: 'integer', minimum: 0 } } } },
      { type: 'object', properties: { a: { type: 'array', items: { type: 'integer', minimum: 5 } } } },
      'second',
      { a: [0] },
      'minimum',
    ],
  ])('%s', (_, first, second, refusedBy, value, keyword) => {
    const found = compared(first, second);
    expect(found.kind === 'different' ? found.differences : found).toMatchObject([{ refusedBy, value, violation: { keyword } }]);
  });

  it('what is read only is not required of a request, so only answers differ', () => {
    const first = { type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true } } };
    const second = { type: 'object', properties: { id: { type: 'string', readOnly: true } } };
    const found = compared(first, second);
    expect(found.kind === 'different' ? found.differences : found).toMatchObject([
      { refusedBy: 'first', direction: 'response', value: {} },
    ]);
  });

  it('a member that is read only on one side is a difference of requests', () => {
    const first = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };
    const second = { type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true } } };
    const found = compared(first, second);
    expect(found.kind === 'different' ? found.differences : found).toMatchObject([{ refusedBy: 'first', direction: 'request' }]);
  });

  it('a reference that leads nowhere refutes nothing', () => {
    expect(compared({ $ref: '#/nowhere' }, { type: 'string' })).toEqual({ kind: 'undecided' });
  });

  it('a recursion into a part is not taken for one into the whole', () => {
    const part = { type: 'object', properties: { next: { $ref: '#/$defs/part' } } };
    const whole = { type: 'object', properties: { next: { $ref: '#' } } };
    const named = { required: ['name'] };
    expect(compared({ allOf: [{ $ref: '#/$defs/part' }, named], $defs: { part } }, { allOf: [whole, named] }).kind).toBe('different');
  });
});

describe('whatever the schemas', () => {
  const scalar = fc.oneof(
    fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -2, max: 2 }) }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }) }),
    fc.record({ type: fc.constant(['boolean', 'null']) }),
  );
  const object = fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(fc.constantFrom('a', 'b', 'c'), scalar),
    required: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    additionalProperties: fc.boolean(),
  });

  it('the two sides changed over, the witnesses are the same and the refusing side is the other', () => {
    fc.assert(
      fc.property(object, object, (first, second) => {
        const [there, back] = [compared(first, second), compared(second, first)];
        expect(back.kind).toBe(there.kind);
        if (there.kind !== 'different' || back.kind !== 'different') return;
        const textOf = ({ refusedBy, value }: { readonly refusedBy: string; readonly value: JsonValue }): string =>
          `${refusedBy} ${JSON.stringify(value)}`;
        const mirrored = back.differences.map(({ refusedBy, value }) =>
          textOf({ refusedBy: refusedBy === 'first' ? 'second' : 'first', value }),
        );
        expect(mirrored.toSorted()).toEqual(there.differences.map(textOf).toSorted());
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it('no value of few tells two apart that are called equal', () => {
    const clause = fc.oneof(
      fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'null', 'boolean') }),
      fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'bb', 1, 2.5, null, true), { minLength: 1 }) }),
      fc.record({ minimum: fc.constantFrom(0, 1, 2) }),
      fc.record({ exclusiveMinimum: fc.constantFrom(0, 1) }),
      fc.record({ maxLength: fc.constantFrom(0, 1, 2) }),
      fc.record({ nullable: fc.constant(true), type: fc.constantFrom('string', 'integer') }),
      fc.record({ not: fc.record({ type: fc.constantFrom('string', 'null') }) }),
    );
    const whole = fc.oneof(
      clause,
      fc.record({ allOf: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
      fc.record({ anyOf: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
      fc.record({ oneOf: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
      fc.record({ nullable: fc.constant(true), allOf: fc.array(clause, { minLength: 1, maxLength: 2 }) }),
    );
    const values: readonly JsonValue[] = ['', 'a', 'bb', 'ccc', -1, 0, 0.5, 1, 1.5, 2, 2.5, 3, true, false, null, [], {}];
    const budget = { maxStepCount: 1_000, maxValueCount: 0, maxBreakCount: 0 };
    const verdictsOf = (schema: Schema): string => values.map((value) => (isValid(schema, value) ? 1 : 0)).join('');
    let equalCount = 0;
    fc.assert(
      fc.property(whole, whole, (one, other) => {
        const [first, second] = [schemaFromValue(one, 'openapi-3.0'), schemaFromValue(other, 'openapi-3.0')];
        const isIncluded = (writer: Schema, reader: Schema): boolean =>
          proveInclusion({ writer, reader, direction: undefined, mode: 'strict', seed: '0', budget }).kind === 'proved';
        if (!isIncluded(first, second) || !isIncluded(second, first)) return;
        equalCount += 1;
        expect(verdictsOf(first)).toBe(verdictsOf(second));
      }),
      { seed: 10, numRuns: 2_000 },
    );
    expect(equalCount).toBeGreaterThan(20);
  });

  it('one is equal to itself split, in another order and behind references', () => {
    fc.assert(
      fc.property(object, (schema) => {
        expect(compared(schema, rewritten(schema))).toEqual({ kind: 'equal' });
      }),
      { seed: 9, numRuns: 100 },
    );
  });
});

function rewritten(schema: Readonly<Record<string, JsonValue>>): JsonValue {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const names = Object.keys(properties).toReversed();
  const { required = [], type = 'object', additionalProperties = true } = schema;
  return {
    $defs: Object.fromEntries(names.map((name) => [name, properties[name] ?? true])),
    allOf: [
      { required, description: 'the first part' },
      { additionalProperties, properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/$defs/${name}` }])), type },
    ],
  };
}
