import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Dialect } from '../../src/schema/dialect.js';
import { resolveSchema, schemaAt } from '../../src/schema/schema-at.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { isValid, validate } from '../../src/schema/validate.js';
import { textFromViolation } from '../../src/schema/violation.js';

function accepts(schema: JsonValue, value: JsonValue, dialect: Dialect = '2020-12'): boolean {
  return isValid(schemaFromValue(schema, dialect), value);
}

describe('validate', () => {
  it('says where in the value and where in the schema', () => {
    const schema = schemaFromValue({ properties: { 'a/b': { items: { type: 'integer' } } } });
    expect(validate(schema, { 'a/b': [1, 'x'] })).toEqual([
      {
        keyword: 'type',
        instancePointer: '/a~1b/1',
        schemaUri: '',
        schemaPointer: '/properties/a~1b/items/type',
        args: { types: ['integer'] },
      },
    ]);
  });

  it('words a violation as one clause', () => {
    const schema = schemaFromValue({
      type: 'integer',
      minimum: 3,
      properties: { a: false },
      required: ['b'],
      maxLength: 1,
      multipleOf: 0.1,
    });
    const texts = (value: JsonValue): readonly string[] => validate(schema, value).map(textFromViolation);
    expect(texts('ab')).toEqual(['must be integer', 'must have at most 1 character']);
    expect(texts(2)).toEqual(['must be 3 or more']);
    expect(texts({ a: 1 })).toEqual(['must be integer', "must have the property 'b'", 'must not be here']);
  });

  it('collects at most fifty violations', () => {
    expect(validate(schemaFromValue({ items: { type: 'string' } }), Array(1_000).fill(1))).toHaveLength(50);
  });

  it('reports of a union the branch that is nearest, or that the discriminator names', () => {
    const cat = { type: 'object', required: ['meow', 'fur'], properties: { kind: { enum: ['cat'] } } };
    const dog = { type: 'object', required: ['bark'], properties: { kind: { enum: ['dog'] } } };
    const nearest = schemaFromValue({ oneOf: [cat, dog, { type: 'string' }] });
    expect(validate(nearest, { kind: 'cat', meow: 1 }).map((violation) => violation.schemaPointer)).toEqual([
      '/oneOf',
      '/oneOf/0/required',
    ]);
    const named = schemaFromValue(
      {
        oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
        discriminator: { propertyName: 'kind', mapping: { feline: '#/components/schemas/Cat' } },
        components: { schemas: { Cat: { required: ['a', 'b', 'c'] }, Dog: { required: ['bark'] } } },
      },
      'openapi-3.1',
    );
    expect(validate(named, { kind: 'feline' }).map((violation) => violation.args['property'])).toEqual([undefined, 'a', 'b', 'c']);
    expect(validate(named, { kind: 'Dog' }).map((violation) => violation.args['property'])).toEqual([undefined, 'bark']);
  });

  it('ends on references that lead to themselves, in circles or nowhere', () => {
    expect(validate(schemaFromValue({ $ref: '#' }), 1).map(({ keyword, args }) => [keyword, args['reason']])).toEqual([['$ref', 'loop']]);
    expect(accepts({ anyOf: [{ $ref: '#' }, { $ref: '#' }] }, { a: 1 })).toBe(false);
    expect(accepts({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } }, {})).toBe(false);
    expect(validate(schemaFromValue({ $ref: '#/nowhere' }), 1).map(({ args }) => args['reason'])).toEqual(['unresolved']);
  });

  it('ends on a value nested without bound and on branches that double at each level', () => {
    let deep: JsonValue = [];
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(accepts({ items: { $ref: '#' } }, deep)).toBe(false);
    expect(accepts({ uniqueItems: true }, [deep, deep])).toBe(false);
    const doubling = {
      anyOf: [
        { properties: { a: { $ref: '#' } }, required: ['b'] },
        { properties: { a: { $ref: '#' } }, required: ['c'] },
      ],
    };
    let chain: JsonValue = {};
    for (let depth = 0; depth < 60; depth += 1) chain = { a: chain };
    expect(accepts(doubling, chain)).toBe(false);
  });

  it('counts multiples in decimals and lengths in code points', () => {
    expect([0.3, 1.1, 4.35].map((value) => accepts({ multipleOf: 0.01 }, value))).toEqual([true, true, true]);
    expect(accepts({ multipleOf: 0.01 }, 0.005)).toBe(false);
    expect(accepts({ maxLength: 1, minLength: 1 }, '😀')).toBe(true);
  });

  it('finds a double in a long array in time', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => ({ index }));
    expect(accepts({ uniqueItems: true }, items)).toBe(true);
    expect(accepts({ uniqueItems: true }, [...items, { index: 7 }])).toBe(false);
  });

  it('does not take members of the prototype for members of the value', () => {
    expect(accepts({ required: ['constructor'] }, {})).toBe(false);
    expect(accepts({ properties: { toString: { type: 'string' } } }, {})).toBe(true);
  });

  it('compiles nothing that a value does not need', () => {
    const trap = new Proxy({}, { ownKeys: () => expect.unreachable('compiled ahead of need'), has: () => true });
    const schema = schemaFromValue({ properties: { used: { type: 'string' }, unused: trap, list: { items: trap } }, $defs: { trap } });
    expect(isValid(schema, { used: 'x', list: [] })).toBe(true);
  });
});

describe('OpenAPI 3.0', () => {
  const judged = (schema: JsonValue, value: JsonValue): boolean => accepts(schema, value, 'openapi-3.0');

  it('lets null in by nullable, whatever else is said', () => {
    const wide: readonly JsonValue[] = [
      { nullable: true, type: 'string' },
      { nullable: true, enum: ['a'] },
      { nullable: true, allOf: [{ type: 'object' }] },
    ];
    expect(wide.map((schema) => judged(schema, null))).toEqual([true, true, true]);
    expect(judged({ type: 'string' }, null)).toBe(false);
  });

  it('reads a boolean exclusiveMinimum, and takes no notice of what stands beside a $ref', () => {
    expect([1, 2].map((value) => judged({ minimum: 1, exclusiveMinimum: true }, value))).toEqual([false, true]);
    expect(judged({ $ref: '#/x', x: { type: 'integer' }, minimum: 5 }, 1)).toBe(true);
  });

  it('passes over what is malformed', () => {
    expect(judged({ required: true, minLength: '3', enum: 'a', type: 'any', properties: { a: null }, pattern: '(' }, { a: 1 })).toBe(true);
  });

  it('does not ask a request for what is read-only, nor a response for what is write-only', () => {
    const schema = schemaFromValue(
      {
        required: ['id', 'secret', 'name'],
        properties: { id: { $ref: '#/id' }, secret: { writeOnly: true }, name: {} },
        id: { readOnly: true },
      },
      'openapi-3.0',
    );
    const missing = (direction: 'request' | 'response' | undefined, value: JsonValue): readonly unknown[] =>
      validate(schema, value, { direction }).map(({ args }) => args['property']);
    expect(missing(undefined, {})).toEqual(['id', 'secret', 'name']);
    expect(missing('request', {})).toEqual(['secret', 'name']);
    expect(missing('response', {})).toEqual(['id', 'name']);
    expect(missing('request', { id: 1, secret: 1, name: 1 })).toEqual([]);
  });
});

describe('schemaAt and resolveSchema', () => {
  const schema = schemaFromValue({
    properties: { a: { $ref: '#/$defs/b', description: 'x' }, c: { $ref: '#/$defs/c' } },
    $defs: { b: { $ref: '#/$defs/d' }, c: { $ref: '#/$defs/c' }, d: { type: 'string' } },
  });

  it('lead to a child and behind a chain of references', () => {
    const child = schemaAt(schema, 'properties', 'a');
    expect(child?.pointer).toBe('/properties/a');
    expect(child && resolveSchema(child)).toMatchObject({ pointer: '/$defs/d', value: { type: 'string' } });
  });

  it('say undefined where nothing is, and of a circle', () => {
    expect(schemaAt(schema, 'properties', 'x')).toBeUndefined();
    const circle = schemaAt(schema, 'properties', 'c');
    expect(circle && resolveSchema(circle)).toBeUndefined();
  });
});
