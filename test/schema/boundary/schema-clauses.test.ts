import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { valueAtPointer } from '../../../src/base/json-pointer.js';
import { keyOfClause, schemaClauses } from '../../../src/schema/boundary/schema-clauses.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { smallSchema } from '../../laws/schema-arbitrary.js';

function pointers(value: JsonObject, dialect?: Dialect, direction?: Direction): readonly string[] {
  return schemaClauses(schemaFromValue(value, dialect), { direction }).map(({ schemaPointer }) => schemaPointer);
}

describe('the clauses of a schema', () => {
  it('are each there once, and where they are said to be', () => {
    fc.assert(
      fc.property(smallSchema, (value) => {
        const clauses = schemaClauses(schemaFromValue(value));
        expect(new Set(clauses.map(keyOfClause)).size).toBe(clauses.length);
        for (const { schemaPointer } of clauses) expect(valueAtPointer(value, schemaPointer)).toBeDefined();
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });

  it('are reached through members, items, unions and references, the shallowest first', () => {
    const value: JsonObject = {
      type: 'object',
      properties: { list: { items: { $ref: '#/$defs/item' } } },
      anyOf: [{ required: ['list'] }],
      $defs: { item: { allOf: [{ minLength: 2 }] }, unused: { maximum: 1 } },
    };
    expect(pointers(value)).toEqual(['/type', '/anyOf', '/anyOf/0/required', '/$defs/item/allOf/0/minLength']);
  });

  it('are no remarks, no malformed clauses, and nothing that every value keeps', () => {
    const value: JsonObject = { title: 'A', description: 'b', default: 1, examples: [1], minLength: 0, type: 'file', format: 'colour' };
    expect(pointers(value)).toEqual([]);
    expect(pointers({ required: [], pattern: '[', uniqueItems: false, additionalProperties: true, multipleOf: 0 })).toEqual([]);
  });

  it('are not what stands in not, if, contains and propertyNames', () => {
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    const value: JsonObject = { not: { minimum: 1 }, if: { maximum: 2 }, then: { const: 1 }, contains: { type: 'null' } };
    expect(pointers(value)).toEqual(['/not', '/if', '/contains', '/then/const']);
  });

  it('are not those of members that do not travel', () => {
    const value: JsonObject = { properties: { id: { readOnly: true, minimum: 1 }, name: { minLength: 1 } } };
    expect(pointers(value, 'openapi-3.1', 'request')).toEqual(['/properties/name/minLength']);
    expect(pointers(value, 'openapi-3.1', 'response')).toEqual(['/properties/id/minimum', '/properties/name/minLength']);
  });

  it('of a false schema are the schema itself', () => {
    expect(schemaClauses(schemaFromValue({ properties: { a: false } }))).toEqual([
      { keyword: 'false schema', schemaUri: '', schemaPointer: '/properties/a' },
    ]);
  });

  it('of a recursive schema come to an end', () => {
    expect(pointers({ type: 'object', properties: { next: { $ref: '#' } } })).toEqual(['/type']);
  });
});
