import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputError } from '../../../src/base/errors.js';
import type { JsonObject } from '../../../src/base/json.js';
import { invalidArbitraryFromSchema, planInvalidArbitrary } from '../../../src/schema/breach/invalid-arbitrary-from-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { assertBreaksOneClause } from '../../laws/invalid-values.js';

const SEED = 20261121;
const ORDER: JsonObject = {
  type: 'object',
  required: ['id', 'pet'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1, maximum: 100, multipleOf: 5 },
    kind: { enum: ['cat', 'dog'] },
    tags: { type: 'array', items: { type: 'string', minLength: 2 }, maxItems: 3, uniqueItems: true },
    pet: { oneOf: [{ required: ['bark'], properties: { bark: { type: 'integer' } } }, { required: ['meow'] }] },
  },
};

function codeOf(value: JsonObject | boolean): string {
  try {
    invalidArbitraryFromSchema(schemaFromValue(value));
    return '';
  } catch (error) {
    return (error as InputError).code;
  }
}

describe('the arbitrary of invalid values', () => {
  it('breaks every clause that can be broken alone, and about as often', () => {
    const schema = schemaFromValue(ORDER);
    const counts = new Map<string, number>();
    for (const invalid of fc.sample(invalidArbitraryFromSchema(schema), { seed: SEED, numRuns: 2_000 })) {
      assertBreaksOneClause(schema, invalid);
      counts.set(invalid.breach.schemaPointer, (counts.get(invalid.breach.schemaPointer) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([
      '/additionalProperties',
      '/properties/id/maximum',
      '/properties/id/minimum',
      '/properties/id/multipleOf',
      '/properties/id/type',
      '/properties/kind/enum',
      '/properties/pet/oneOf',
      '/properties/tags/items/minLength',
      '/properties/tags/items/type',
      '/properties/tags/maxItems',
      '/properties/tags/type',
      '/properties/tags/uniqueItems',
      '/required',
      '/type',
    ]);
    expect(Math.min(...counts.values())).toBeGreaterThan(40);
  });

  it('varies what surrounds the breach', () => {
    const values = fc.sample(invalidArbitraryFromSchema(schemaFromValue(ORDER)), { seed: SEED, numRuns: 500 });
    expect(new Set(values.map(({ value }) => JSON.stringify(value))).size).toBeGreaterThan(300);
  });

  it('prefers suggested values around the breach', () => {
    const schema = schemaFromValue({ type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'integer' } } });
    const suggest = (pointer: string): readonly string[] => (pointer === '/a' ? ['known'] : []);
    const values = fc.sample(invalidArbitraryFromSchema(schema, { suggest }), { seed: SEED, numRuns: 200 });
    expect(values.filter(({ value }) => JSON.stringify(value).includes('"known"')).length).toBeGreaterThan(10);
  });

  it('shrinks to the smallest value that breaks the same clause', () => {
    const schema = schemaFromValue(ORDER);
    const failure = fc.check(
      fc.property(invalidArbitraryFromSchema(schema), ({ breach }) => breach.schemaPointer !== '/properties/id/maximum'),
      { seed: SEED, numRuns: 1_000 },
    );
    expect(failure.counterexample?.[0].value).toMatchObject({ id: 105 });
    expect(Object.keys(failure.counterexample?.[0].value as object).toSorted()).toEqual(['id', 'pet']);
  });

  it('is refused for a schema that accepts all, or of which no clause can be broken alone', () => {
    for (const value of [true, {}, { title: 'A' }, { type: ['string', 'number', 'boolean', 'object', 'array', 'null'] }])
      expect(codeOf(value as JsonObject)).toBe('E_SCHEMA_ACCEPTS_ALL');
    expect(planInvalidArbitrary(schemaFromValue(true)).kind).toBe('accepts-all');
  });

  it('is refused for a schema that accepts nothing', () => {
    for (const value of [false, { type: 'string', minLength: 2, maxLength: 1 }, { allOf: [{ type: 'string' }, { type: 'null' }] }])
      expect(codeOf(value)).toBe('E_SCHEMA_UNSATISFIABLE');
  });

  it('takes a foreign value for its own only when it breaks what it says', () => {
    const arbitrary = invalidArbitraryFromSchema(schemaFromValue({ type: 'integer', minimum: 1 }));
    const breach = { keyword: 'minimum', instancePointer: '', schemaUri: '', schemaPointer: '/minimum' };
    expect(arbitrary.canShrinkWithoutContext({ value: 0, breach })).toBe(true);
    expect(arbitrary.canShrinkWithoutContext({ value: 1, breach })).toBe(false);
    expect(arbitrary.canShrinkWithoutContext({ value: 'a', breach })).toBe(false);
    expect(arbitrary.canShrinkWithoutContext(0)).toBe(false);
  });
});
