import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { breachValues } from '../../../src/schema/breach/breach-values.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { assertBreaksOneClause } from '../../laws/invalid-values.js';

interface Told {
  readonly dialect?: Dialect;
  readonly direction?: Direction;
}

/** What breaks each clause, by its pointer. */
function broken(value: JsonObject, { dialect, direction }: Told = {}): Record<string, JsonValue[]> {
  const schema = schemaFromValue(value, dialect);
  const found: Record<string, JsonValue[]> = {};
  for (const invalid of breachValues(schema, { direction })) {
    assertBreaksOneClause(schema, invalid, direction);
    found[invalid.breach.schemaPointer] = [...(found[invalid.breach.schemaPointer] ?? []), invalid.value];
  }
  return found;
}

function names(value: JsonObject): readonly string[] {
  return [...breachValues(schemaFromValue(value))].map(({ name }) => name);
}

describe('a broken', () => {
  it('type is of each of the other types', () => {
    expect(broken({ type: 'integer' })['/type']).toEqual([0.5, 'text', null, true, [], {}]);
    expect(broken({ type: ['string', 'null'] })['/type']).toEqual([true, 0, [], {}, false, 0.5]);
    expect(broken({ type: 'integer', minimum: 1 })['/type']?.[0]).toBe(1.5);
  });

  it('type of a whole object is a list first, of a whole list an object: a scalar is often refused before anybody looks into it', () => {
    expect(broken({ type: 'object' })['/type']).toEqual([[], null, 0, 'text', true, [null]]);
    expect(broken({ type: 'array' })['/type']).toEqual([{}, null, 0, 'text', true, { undeclared: true }]);
    expect(broken({ properties: { a: { type: 'string' } } })['/properties/a/type']).toHaveLength(4);
  });

  it('enum or const comes near to its values', () => {
    expect(broken({ enum: ['cat', 'dog'] })['/enum']).toEqual(['CAT', 'catx', 'cat ']);
    expect(broken({ const: 7 })['/const']).toEqual([8, 6]);
    expect(broken({ enum: [] })).toEqual({});
  });

  it('limit of a number is one step beyond it, never so near that rounding decides', () => {
    expect(broken({ type: 'integer', minimum: 1, maximum: 9 })).toMatchObject({ '/minimum': [0, -1000], '/maximum': [10, 1010] });
    expect(broken({ type: 'number', exclusiveMinimum: 0 })['/exclusiveMinimum']).toEqual([0, -1]);
    expect(broken({ type: 'integer', maximum: 100, multipleOf: 5 })['/maximum']).toEqual([105, 5105]);
    expect(broken({ type: 'number', multipleOf: 0.1, minimum: 0.3 })['/minimum']?.[0]).toBe(0.2);
  });

  it('limit of draft 4 is told by the member that holds the limit', () => {
    expect(broken({ type: 'integer', minimum: 5, exclusiveMinimum: true }, { dialect: 'draft-04' })['/exclusiveMinimum']?.[0]).toBe(5);
    expect(broken({ type: 'integer', minimum: 5, exclusiveMinimum: false }, { dialect: 'openapi-3.0' })['/minimum']?.[0]).toBe(4);
  });

  it('multipleOf lies well beside the multiples', () => {
    const values = broken({ type: 'number', multipleOf: 0.1 })['/multipleOf'] ?? [];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(Math.abs((Number(value) / 0.1) % 1)).toBeGreaterThan(0.01);
  });

  it('length counts code points and keeps the pattern', () => {
    const values = broken({ type: 'string', minLength: 2, maxLength: 4, pattern: '^[a-z]*$' });
    expect(values['/minLength']?.map((text) => String(text).length)).toEqual([1, 0]);
    expect(values['/maxLength']?.every((text) => /^[a-z]{5}$/.test(String(text)))).toBe(true);
  });

  it('maxLength of a hundred thousand or more is left alone', () => {
    expect(broken({ type: 'string', maxLength: 1e9 })['/maxLength']).toBeUndefined();
  });

  it('pattern keeps the length', () => {
    const values = broken({ type: 'string', pattern: '^[A-Z]{3}$', minLength: 3, maxLength: 3 })['/pattern'];
    expect(values?.every((text) => String(text).length === 3)).toBe(true);
  });

  it('format is malformed, one that we do not know is left alone', () => {
    expect(broken({ type: 'string', format: 'date' })['/format']).toContain('2026-02-29');
    expect(broken({ type: 'integer', format: 'int32' })['/format']).toEqual([2 ** 31, -(2 ** 31) - 1]);
    expect(broken({ type: 'string', format: 'colour' })['/format']).toBeUndefined();
  });

  it('list has an item too few, too many or twice', () => {
    const items: JsonObject = { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 3, uniqueItems: true };
    const values = broken(items);
    expect(values['/minItems']?.map((list) => (list as readonly JsonValue[]).length)).toEqual([1, 0]);
    expect(values['/maxItems']?.map((list) => (list as readonly JsonValue[]).length)[0]).toBe(4);
    expect(values['/uniqueItems']?.length).toBeGreaterThan(0);
    expect(values['/items/type']?.[1]).toContain('text');
  });

  it('contains has none, or more than it may', () => {
    const values = broken({ type: 'array', contains: { const: 1 }, maxContains: 2 })['/contains'] ?? [];
    expect(values.map((list) => (list as readonly JsonValue[]).filter((item) => item === 1).length).toSorted()).toEqual([0, 3]);
  });

  it('prefix, and what may not stand behind it', () => {
    const values = broken({ type: 'array', prefixItems: [{ type: 'string' }], items: false });
    expect(values['/prefixItems/0/type']?.[0]).toEqual([null]);
    expect(values['/items']?.[0]).toHaveLength(2);
    expect(broken({ type: 'array', prefixItems: [true], unevaluatedItems: false })['/unevaluatedItems']?.[0]).toHaveLength(2);
  });

  it('object lacks each required member in turn', () => {
    expect(broken({ type: 'object', required: ['a', 'b'] })['/required']?.map((value) => Object.keys(value as object))).toEqual([
      ['b'],
      ['a'],
    ]);
  });

  it('object lacks what another member needs', () => {
    const values = broken({ type: 'object', dependentRequired: { a: ['b'] }, properties: { a: { const: 1 }, b: { const: 2 } } });
    expect(values['/dependentRequired']).toEqual([{ a: 1 }]);
  });

  it('object has a member that nobody declared, or of a name that is refused', () => {
    expect(broken({ type: 'object', additionalProperties: false })['/additionalProperties']?.[0]).toEqual({ undeclared: 'text' });
    expect(broken({ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false })['/unevaluatedProperties']?.[0]).toEqual({
      undeclared: 'text',
    });
    const named = broken({ type: 'object', propertyNames: { maxLength: 3 } })['/propertyNames'] ?? [];
    expect(named.flatMap((value) => Object.keys(value as object)).every((name) => name.length > 3)).toBe(true);
  });

  it('object has a member too few or too many', () => {
    const values = broken({ type: 'object', minProperties: 1, maxProperties: 2 });
    expect(values['/minProperties']).toEqual([{}]);
    expect(Object.keys(values['/maxProperties']?.[0] as object)).toHaveLength(3);
  });

  it('union is of no branch, a oneOf also of two', () => {
    expect(broken({ anyOf: [{ type: 'string' }, { type: 'null' }] })['/anyOf']).toContain(true);
    const values =
      broken({
        oneOf: [
          { type: 'integer', multipleOf: 2 },
          { type: 'integer', multipleOf: 3 },
        ],
      })['/oneOf'] ?? [];
    expect(values.some((value) => Number(value) % 6 === 0)).toBe(true);
    expect(values.some((value) => Number(value) % 2 !== 0 && Number(value) % 3 !== 0)).toBe(true);
  });

  it('not is what it refuses', () => {
    expect(broken({ type: 'string', not: { minLength: 3 } })['/not']?.every((text) => String(text).length >= 3)).toBe(true);
  });

  it('then, else and dependent schema are broken where they are asked', () => {
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    const values = broken({ type: 'integer', if: { minimum: 10 }, then: { multipleOf: 10 }, else: { minimum: 5 } });
    expect(values['/then/multipleOf']?.every((value) => Number(value) > 10)).toBe(true);
    expect(values['/else/minimum']?.[0]).toBe(4);
    const dependent = broken({ type: 'object', dependentSchemas: { a: { required: ['b'] } } });
    expect(Object.keys(dependent['/dependentSchemas/a/required']?.[0] as object)).toEqual(['a']);
  });

  it('false schema is anything at all', () => {
    expect(broken({ type: 'object', properties: { a: false } })['/properties/a']?.[0]).toEqual({ a: 'text' });
  });

  it('place without nullable is null', () => {
    const value: JsonObject = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string', nullable: true } } };
    const values = broken(value, { dialect: 'openapi-3.0' });
    expect(values['/properties/a/type']).toContainEqual({ a: null });
    expect(values['/properties/b/type']).not.toContainEqual({ b: null });
  });
});

describe('the list of breaches', () => {
  it('breaks each clause once before any a second time', () => {
    const value: JsonObject = {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'integer', minimum: 1 }, kind: { enum: ['a', 'b'] }, pet: { oneOf: [{ type: 'string' }, { maximum: 1 }] } },
    };
    const keys = [...breachValues(schemaFromValue(value))].map(({ breach }) => breach.schemaPointer);
    const clauses = [
      '/type',
      '/required',
      '/properties/id/type',
      '/properties/id/minimum',
      '/properties/kind/enum',
      '/properties/pet/oneOf',
    ];
    const isAgain = keys.findIndex((key, index) => keys.indexOf(key) < index && key !== '/properties/pet/oneOf');
    expect(new Set(keys.slice(0, isAgain))).toEqual(new Set(clauses));
  });

  it('leaves out what cannot be broken alone', () => {
    expect(Object.keys(broken({ enum: [1, 2], minimum: 1 }))).toEqual(['/enum']);
    expect(broken({})).toEqual({});
  });

  it('reaches places behind references, lists and maps, and breaks each clause there', () => {
    const value: JsonObject = {
      type: 'object',
      properties: { list: { type: 'array', items: { $ref: '#/$defs/item' } } },
      additionalProperties: { type: 'integer', maximum: 3 },
      $defs: {
        item: { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 }, next: { $ref: '#/$defs/item' } } },
      },
    };
    const values = broken(value);
    expect(values['/$defs/item/properties/id/minimum']?.[0]).toEqual({ list: [{ id: 0 }] });
    expect(values['/$defs/item/required']?.[0]).toEqual({ list: [{}] });
    expect(values['/additionalProperties/maximum']?.[0]).toEqual({ undeclared: 4 });
  });

  it('keeps members that do not travel out', () => {
    const value: JsonObject = { type: 'object', required: ['id', 'name'], properties: { id: { readOnly: true, minimum: 1 }, name: {} } };
    const values = broken(value, { dialect: 'openapi-3.1', direction: 'request' });
    expect(Object.keys(values)).toEqual(['/type', '/required']);
    expect(values['/required']).toEqual([{}]);
  });

  it('counts what is broken in a branch as the union’s, and says what was done', () => {
    const value: JsonObject = { properties: { pet: { oneOf: [{ type: 'object', required: ['bark'] }] } }, required: ['pet'] };
    expect(names(value)).toContain('pet of no branch of its oneOf: pet.bark missing');
  });

  it('has names that a person reads', () => {
    const value: JsonObject = {
      type: 'object',
      required: ['id'],
      properties: {
        price: { type: 'integer', maximum: 100 },
        tags: { type: 'array', items: { enum: ['a'] } },
        address: { type: 'object', properties: { zip: { type: 'string', maxLength: 2 } } },
      },
    };
    expect(names(value)).toEqual(
      expect.arrayContaining([
        'value a string instead of an object',
        'id missing',
        'price above its maximum 100',
        'price a fraction instead of an integer',
        'tags[0] not one of its enum',
        'address.zip longer than its maximum length 2',
      ]),
    );
  });
});
