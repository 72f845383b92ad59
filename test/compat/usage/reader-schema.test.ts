import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import { readerSchema, reducedSchema } from '../../../src/compat/usage/reader-schema.js';
import type { ReadMember } from '../../../src/compat/usage/usage.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { smallJson, smallSchema } from '../../laws/schema-arbitrary.js';

const token = fc.constantFrom('a', 'b', 'c', '*');
const survives = fc.record({ null: fc.boolean(), absent: fc.boolean(), newValue: fc.boolean() });
const someReads: fc.Arbitrary<readonly ReadMember[]> = fc.array(
  fc.record({ pointer: fc.array(token, { maxLength: 3 }).map(pointerOf), count: fc.integer({ min: 1, max: 9 }), survives }),
  { maxLength: 5 },
);

function pointerOf(tokens: readonly string[]): string {
  return tokens.map((each) => `/${each}`).join('');
}

function read(pointer: string, survived: Partial<ReadMember['survives']> = {}): ReadMember {
  return { pointer, count: 1, survives: { null: false, absent: false, newValue: false, ...survived } };
}

function takes(schema: JsonValue, reads: readonly ReadMember[], value: JsonValue): boolean {
  return isValid(readerSchema(schemaFromValue(schema), reads), value);
}

/** The value with something else in every member that nobody reads. */
function disturbed(value: JsonValue, reads: readonly (readonly string[])[], other: JsonValue): JsonValue {
  const below = (name: string): readonly (readonly string[])[] =>
    reads.filter(([first]) => first === name || first === '*').map(([, ...rest]) => rest);
  if (Array.isArray(value)) return value.map((item: JsonValue) => (below('*').length === 0 ? other : disturbed(item, below('*'), other)));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const deeper = below(name);
    return [name, deeper.length === 0 ? other : disturbed(member ?? null, deeper, other)] as const;
  });
  return Object.fromEntries(members);
}

describe('what a consumer takes', () => {
  test('is at least what it was told: every value of the schema is one of the reader', () => {
    fc.assert(
      fc.property(smallSchema, smallJson, someReads, (schema, value, reads) => {
        fc.pre(isValid(schemaFromValue(schema), value));
        expect(takes(schema, reads, value)).toBe(true);
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  test('does not depend on what stands in members that it never reads', () => {
    fc.assert(
      fc.property(smallSchema, smallJson, someReads, smallJson, (schema, value, reads, other) => {
        fc.pre(isValid(schemaFromValue(schema), value));
        const tokens = reads.map(({ pointer }) => pointer.split('/').slice(1));
        expect(takes(schema, reads, disturbed(value, tokens, other))).toBe(true);
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  test('is the schema itself when nobody tracked it, and anything when nothing was read', () => {
    const schema = schemaFromValue({ type: 'object' });
    expect(readerSchema(schema, undefined)).toBe(schema);
    expect(readerSchema(schema, []).value).toBe(true);
  });

  const order: JsonValue = {
    type: 'object',
    required: ['id', 'total', 'status'],
    properties: {
      id: { type: 'string' },
      total: { type: 'number' },
      status: { enum: ['open', 'paid'] },
      items: { type: 'array', items: { $ref: '#/$defs/item' } },
    },
    $defs: { item: { type: 'object', required: ['price', 'sku'], properties: { price: { type: 'number' }, sku: { type: 'string' } } } },
  };

  test('asks for the members that are read, with their clauses, through references and items', () => {
    const reads = [read('/total'), read('/items'), read('/items/*'), read('/items/*/price')];
    expect(takes(order, reads, { total: 1, items: [{ price: 2 }] })).toBe(true);
    expect(takes(order, reads, {})).toBe(false);
    expect(takes(order, reads, { total: '1' })).toBe(false);
    expect(takes(order, reads, { total: 1, items: [{ price: 'x' }] })).toBe(false);
    expect(takes(order, reads, { total: 1, items: [{}] })).toBe(false);
    expect(takes(order, reads, { total: 1, id: 5, status: 7, items: [{ price: 2, sku: false }] })).toBe(true);
  });

  test.each([
    ['null', { total: null }],
    ['absent', {}],
  ] as const)('takes %s where that was survived', (kind, value) => {
    expect(takes(order, [read('/total')], value)).toBe(false);
    expect(takes(order, [read('/total', { [kind]: true })], value)).toBe(true);
  });

  test('takes an unknown value of the same type where one was survived', () => {
    expect(takes(order, [read('/status')], { status: 'void' })).toBe(false);
    expect(takes(order, [read('/status', { newValue: true })], { status: 'void' })).toBe(true);
    expect(takes(order, [read('/status', { newValue: true })], { status: 5 })).toBe(false);
  });

  test('reads all members of a map whose names were gone through', () => {
    const prices = { type: 'object', additionalProperties: { type: 'number' } };
    expect(takes(prices, [read('/EUR')], { USD: 'x', EUR: 1 })).toBe(true);
    expect(takes(prices, [read('/EUR')], { EUR: 'x' })).toBe(false);
    expect(takes(prices, [read('/*')], { USD: 'x', EUR: 1 })).toBe(false);
  });

  test('takes another value for a constant where an unknown one was survived, and where nobody looked into it', () => {
    const schema = { properties: { a: { const: 'x' }, b: { const: { k: 1 } } } };
    expect(takes(schema, [read('/a', { newValue: true })], { a: 'y' })).toBe(true);
    expect(takes(schema, [read('/a', { newValue: true })], { a: 1 })).toBe(false);
    expect(takes(schema, [read('/a')], { a: 'y' })).toBe(false);
    expect(takes(schema, [read('/b')], { b: { k: 2 } })).toBe(true);
    expect(takes(schema, [read('/b')], { b: 'x' })).toBe(false);
  });

  test('asks of what members bring along only for what is read', () => {
    const schema = { dependentRequired: { a: ['b', 'c'] } };
    expect(takes(schema, [read('/a'), read('/b')], { a: 1, b: 2 })).toBe(true);
    expect(takes(schema, [read('/a'), read('/b')], { a: 1, c: 2 })).toBe(false);
    expect(takes(schema, [read('/b')], { a: 1 })).toBe(true);
  });

  test('of arms that keep to what they speak of lets no member in that only others speak of, whatever it is called', () => {
    const text = { type: 'string' };
    const arms = [
      { properties: { k: { const: 1 }, a: text, ab: text }, required: ['k'] },
      { properties: { k: { const: 2 } }, required: ['k'] },
    ];
    const { schema, isLoose } = reducedSchema(schemaFromValue({ anyOf: arms }), [read('/a'), read('/ab')], 'closed');
    expect([{}, { a: 'x' }, { ab: 'x' }, { a: 1 }, { ab: 1 }].map((value) => isValid(schema, value))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isLoose).toBe(false);
  });

  test('counts items that must match, and those that may not match too often only where all of it is read', () => {
    const wide = { contains: { required: ['a', 'b'] }, maxContains: 1 };
    expect(takes(wide, [read('/*/a')], [{ a: 1 }, { a: 1, b: 2 }])).toBe(true);
    expect(takes({ contains: { required: ['a'] }, maxContains: 1 }, [read('/*/a')], [{ a: 1 }, { a: 1 }])).toBe(false);
    expect(takes({ items: { properties: { a: {} } }, uniqueItems: true }, [read('/*/a')], [{ a: 1 }, { a: 1 }])).toBe(true);
    expect(takes({ items: { type: 'string' }, uniqueItems: true }, [read('/*')], ['x', 'x'])).toBe(false);
  });

  test('relies on no member that was never to be there', () => {
    expect(takes({ properties: { a: {} }, additionalProperties: false }, [read('/b')], { b: 1 })).toBe(true);
    expect(takes({ properties: { a: {} }, additionalProperties: { type: 'string' } }, [read('/b')], { b: 1 })).toBe(false);
  });

  test('does without a required member where its absence was survived', () => {
    expect(takes({ required: ['a'] }, [read('/a', { absent: true })], {})).toBe(true);
    expect(takes({ required: ['a'] }, [read('/a')], {})).toBe(false);
  });

  test('of a recursive schema goes as deep as was read', () => {
    const tree = { $id: 'tree', type: 'object', properties: { name: { type: 'string' }, next: { $ref: '#' } } };
    expect(takes(tree, [read('/next/next/name')], { name: 1, next: { name: 1, next: { name: 'x', next: 5 } } })).toBe(true);
    expect(takes(tree, [read('/next/next/name')], { next: { next: { name: 1 } } })).toBe(false);
  });

  test('of a union whose arms are told apart by what is not read is looser than what was told, and says so', () => {
    const unlike = {
      oneOf: [
        { required: ['a'], properties: { a: {} } },
        { required: ['b'], properties: { b: { type: 'string' } } },
      ],
    };
    expect(reducedSchema(schemaFromValue(unlike), [read('/b')]).isLoose).toBe(true);
    const closed = reducedSchema(schemaFromValue(unlike), [read('/b')], 'closed');
    expect([closed.isLoose, isValid(closed.schema, {}), isValid(closed.schema, { b: 'x' }), isValid(closed.schema, { b: 5 })]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const alike = { anyOf: [{ type: 'null' }, { properties: { b: { type: 'string' }, c: {} } }] };
    expect(reducedSchema(schemaFromValue(alike), [read('/b')]).isLoose).toBe(false);
  });
});
