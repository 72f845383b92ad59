import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import type { Dialect } from '../../src/schema/dialect.js';
import { sampleFromSchema } from '../../src/schema/sample.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { assertSamplesValidate } from '../laws/samples-validate.js';

function fixed(schema: JsonValue, dialect: Dialect = '2020-12'): JsonValue | undefined {
  const sample = sampleFromSchema(schemaFromValue(schema, dialect));
  return sample.kind === 'value' ? sample.value : undefined;
}

describe('the fixed sample', () => {
  it('prefers example, default, examples, const and enum, in that order, when they are valid', () => {
    expect(fixed({ type: 'string', example: 'e', default: 'd' })).toBe('e');
    expect(fixed({ type: 'string', example: 1, default: 'd' })).toBe('d');
    expect(fixed({ type: 'string', examples: ['x'], enum: ['y', 'x'] })).toBe('x');
    expect(fixed({ enum: [null, 'y'] })).toBe('y');
    expect(fixed({ const: 0 })).toBe(0);
  });

  it('is what people expect of a type and a format', () => {
    const members = {
      text: { type: 'string' },
      count: { type: 'integer' },
      at: { format: 'date-time' },
      mail: { type: 'string', format: 'email' },
      on: { type: 'boolean' },
    };
    expect(fixed({ properties: members })).toEqual({
      text: 'string',
      count: 0,
      at: '2026-01-01T00:00:00Z',
      mail: 'user@example.com',
      on: true,
    });
    expect(fixed({ type: ['null', 'string'] })).toBe('string');
    expect(fixed({ type: 'string', nullable: true }, 'openapi-3.0')).toBe('string');
  });

  it('ends on schemas that hold themselves', () => {
    expect(fixed({ type: 'object', properties: { next: { $ref: '#' }, id: { type: 'integer' } }, required: ['id'] })).toMatchObject({
      id: 0,
      next: { id: 0 },
    });
    expect(sampleFromSchema(schemaFromValue({ type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] })).kind).toBe(
      'unsatisfiable',
    );
    expect(fixed({ anyOf: [{ type: 'array', items: { $ref: '#' }, minItems: 1 }, { type: 'integer' }] })).toBeDefined();
  });

  it('gives a discriminator the name of its branch', () => {
    const branch = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } };
    const schemas = { Cat: branch };
    const discriminator = { propertyName: 'kind', mapping: { feline: '#/components/schemas/Cat' } };
    expect(fixed({ oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator, components: { schemas } }, 'openapi-3.0')).toEqual({
      kind: 'feline',
    });
    expect(
      fixed(
        { oneOf: [{ $ref: '#/components/schemas/Cat' }], discriminator: { propertyName: 'kind' }, components: { schemas } },
        'openapi-3.0',
      ),
    ).toEqual({ kind: 'Cat' });
  });

  it('leaves out what does not travel that way', () => {
    const schema = schemaFromValue(
      { properties: { id: { type: 'integer', readOnly: true }, pin: { type: 'string', writeOnly: true }, n: { type: 'integer' } } },
      'openapi-3.0',
    );
    expect(sampleFromSchema(schema, { direction: 'request' })).toEqual({ kind: 'value', value: { pin: 'string', n: 0 } });
    expect(sampleFromSchema(schema, { direction: 'response' })).toEqual({ kind: 'value', value: { id: 0, n: 0 } });
  });
});

describe('every sample is valid', () => {
  const HARD: readonly JsonValue[] = [
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    { type: 'number', multipleOf: 0.01, minimum: 0.005, maximum: 0.015 },
    { type: 'integer', multipleOf: 6, allOf: [{ multipleOf: 4 }], minimum: 1 },
    { type: 'string', pattern: '^[A-Z]{2}-\\d{3,}$', minLength: 12, maxLength: 12 },
    { type: 'string', pattern: '^(?=.*\\d)(?=.*[A-Z]).{8,16}$' },
    { type: 'string', format: 'email', minLength: 40 },
    { type: 'string', format: 'uri', maxLength: 9 },
    { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
    { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 2 },
    { type: 'array', contains: { const: 5 }, minContains: 2, maxContains: 2, minItems: 4 },
    { type: 'object', minProperties: 3, propertyNames: { pattern: '^x[0-9]$' } },
    { type: 'object', patternProperties: { '^k[0-9]+$': { type: 'integer' } }, additionalProperties: false, minProperties: 2 },
    {
      oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { a: { type: 'string' }, b: { type: 'integer' } } }],
      type: 'object',
    },
    { type: 'object', properties: { a: {}, b: {} }, not: { required: ['a'] } },
    {
      type: 'object',
      properties: { a: { type: 'integer' } },
      required: ['a'],
      if: { properties: { a: { minimum: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
      then: { required: ['b'] },
    },
    {
      allOf: [{ type: 'object', properties: { a: { type: 'integer' } } }, { required: ['a', 'b'] }],
      unevaluatedProperties: { type: 'string' },
    },
    { type: 'object', dependentRequired: { a: ['b'], b: ['c'] }, required: ['a'] },
    { type: 'array', prefixItems: [{ type: 'string' }], items: false, minItems: 1 },
  ];

  it.each(HARD)('%j', (value) => {
    expect(assertSamplesValidate(schemaFromValue(value), { seeds: [1, 2, 3, 4, 5] }).unsatisfiable).toBeUndefined();
  });

  it('and of an empty schema there is none', () => {
    const empty: readonly JsonValue[] = [
      false,
      { type: 'string', enum: [1] },
      { minimum: 2, maximum: 1, type: 'number' },
      { $ref: '#/nowhere' },
    ];
    expect(empty.map((value) => sampleFromSchema(schemaFromValue(value)).kind)).toEqual(empty.map(() => 'unsatisfiable'));
  });
});
