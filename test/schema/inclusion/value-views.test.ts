import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import type { ComparisonMode } from '../../../src/schema/inclusion/schema-comparison.js';
import { isReadable, mayWrite } from '../../../src/schema/inclusion/value-views.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

interface Asked {
  readonly direction?: Direction;
  readonly mode?: ComparisonMode;
  readonly dialect?: Dialect;
}

const BUDGET = { maxStepCount: 0, maxValueCount: 0, maxBreakCount: 0 };

function writes(schema: JsonValue, value: JsonValue, { direction, mode = 'robust', dialect }: Asked = {}): boolean {
  const writer = schemaFromValue(schema, dialect);
  return mayWrite({ writer, reader: schemaFromValue(true), direction, mode, seed: '0', budget: BUDGET }, value);
}

function reads(schema: JsonValue, value: JsonValue, { direction = 'response', mode = 'robust', dialect }: Asked = {}): boolean {
  const reader = schemaFromValue(schema, dialect);
  return isReadable({ writer: schemaFromValue(true), reader, direction, mode, seed: '0', budget: BUDGET }, value);
}

const NAMED = { type: 'object', properties: { a: { type: 'object', properties: { b: { type: 'string' } } } } };

describe('a writer', () => {
  it('writes the members that its schema names, at every depth, and no others', () => {
    expect(writes(NAMED, { a: { b: 'x' } })).toBe(true);
    expect(writes(NAMED, { c: 1 })).toBe(false);
    expect(writes(NAMED, { a: { c: 1 } })).toBe(false);
    expect(writes({ type: 'array', items: NAMED }, [{}, { c: 1 }])).toBe(false);
  });

  it('writes others where that is stated', () => {
    expect(writes({ ...NAMED, additionalProperties: true }, { c: { d: 1 } })).toBe(true);
    expect(writes({ ...NAMED, additionalProperties: { type: 'integer' } }, { c: 1 })).toBe(true);
    expect(writes({ ...NAMED, additionalProperties: { type: 'object' } }, { c: { d: 1 } })).toBe(false);
    expect(writes({ ...NAMED, patternProperties: { '^x-': { type: 'string' } } }, { 'x-c': '' })).toBe(true);
    expect(writes({ ...NAMED, patternProperties: { '^x-': { type: 'string' } } }, { y: '' })).toBe(false);
    expect(writes({ ...NAMED, unevaluatedProperties: { type: 'integer' } }, { c: 1 })).toBe(true);
  });

  it('writes what any of its schemas names, as unevaluatedProperties: false would see it', () => {
    const parts = { allOf: [{ properties: { a: {} } }, { $ref: '#/$defs/b' }], $defs: { b: { properties: { b: {} } } } };
    expect(writes(parts, { a: 1, b: 2 })).toBe(true);
    expect(writes(parts, { a: 1, c: 2 })).toBe(false);
    const kinds = {
      oneOf: [
        { properties: { kind: { const: 'cat' }, meows: { type: 'boolean' } }, required: ['kind'] },
        { properties: { kind: { const: 'dog' }, barks: { type: 'boolean' } }, required: ['kind'] },
      ],
    };
    expect(writes(kinds, { kind: 'cat', meows: true })).toBe(true);
    expect(writes(kinds, { kind: 'cat', barks: true })).toBe(false);
    const bound = {
      if: { properties: { k: { const: 1 } }, required: ['k'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
      then: { properties: { x: {} } },
      else: { properties: { y: {} } },
    };
    expect(writes(bound, { k: 1, x: 1 })).toBe(true);
    expect(writes(bound, { k: 1, y: 1 })).toBe(false);
    expect(writes(bound, { y: 1 })).toBe(true);
    const brought = { properties: { a: {} }, dependentSchemas: { a: { properties: { b: {} } } } };
    expect(writes(brought, { a: 1, b: 2 })).toBe(true);
    expect(writes(brought, { b: 2 })).toBe(false);
    const both = { allOf: [{ properties: { a: { properties: { x: {} } } } }, { properties: { a: { properties: { y: {} } } } }] };
    expect(writes(both, { a: { x: 1, y: 2 } })).toBe(true);
    expect(writes({ contains: { properties: { x: {} }, required: ['x'] }, items: { properties: { y: {} } } }, [{ x: 1, y: 2 }])).toBe(true);
    const first = { contains: { properties: { x: { const: 1 } }, required: ['x'] }, items: { properties: { y: {} } } };
    expect(writes(first, [{ x: 1 }, { x: 2 }])).toBe(false);
    expect(writes({ type: 'object', if: { properties: { a: { const: 1 } }, required: ['a'] } }, { a: 1 })).toBe(true);
    expect(writes({ type: 'object', if: { properties: { a: { const: 1 } }, required: ['a'] } }, { a: 2 })).toBe(false);
  });

  it('writes anything where nothing at all is said, and no member of an object that is known to be one', () => {
    expect(writes(true, { a: { b: 1 } })).toBe(true);
    expect(writes({ description: 'any' }, { a: 1 })).toBe(true);
    expect(writes({ type: 'array' }, [{ a: 1 }])).toBe(true);
    expect(writes({ type: 'object' }, { a: 1 })).toBe(false);
    expect(writes({ allOf: [NAMED, { description: 'a remark' }] }, { c: 1 })).toBe(false);
    expect(writes({ anyOf: [{ type: 'string' }, {}] }, { c: 1 })).toBe(true);
    expect(writes({ properties: { a: {} }, anyOf: [{ required: ['a'] }, {}] }, { c: 1 })).toBe(false);
  });

  it('writes what must be there, though only required or a discriminator names it', () => {
    expect(writes({ type: 'object', required: ['a'] }, { a: { b: 1 } })).toBe(true);
    expect(writes({ properties: { a: {} }, dependentRequired: { a: ['b'] } }, { a: 1, b: 2 })).toBe(true);
    expect(writes({ type: 'object', discriminator: { propertyName: 'kind' } }, { kind: 'x' }, { dialect: 'openapi-3.0' })).toBe(true);
  });

  it('leaves out what does not travel its way, in both modes', () => {
    const schema = { properties: { id: { readOnly: true }, secret: { writeOnly: true } } };
    for (const mode of ['robust', 'strict'] as const) {
      expect(writes(schema, { id: 1 }, { direction: 'request', mode })).toBe(false);
      expect(writes(schema, { id: 1 }, { direction: 'response', mode })).toBe(true);
      expect(writes(schema, { secret: 1 }, { direction: 'response', mode })).toBe(false);
      expect(writes(schema, { id: 1, secret: 1 }, { mode })).toBe(true);
    }
  });

  it('means exactly its schema in strict mode', () => {
    expect(writes(NAMED, { c: 1 }, { mode: 'strict' })).toBe(true);
    expect(writes(NAMED, { a: 1 }, { mode: 'strict' })).toBe(false);
  });
});

const SHUT = { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false };

describe('a reader', () => {
  it('of responses looks over a member that it does not know; a provider validates, and so does a gateway', () => {
    expect(reads(SHUT, { a: '', b: 1 })).toBe(true);
    expect(reads(SHUT, { a: '', b: 1 }, { direction: 'request' })).toBe(false);
    expect(reads(SHUT, { a: '', b: 1 }, { mode: 'strict' })).toBe(false);
    expect(reads({ properties: { a: true }, unevaluatedProperties: false }, { b: 1 })).toBe(true);
  });

  it('looks over nothing else', () => {
    expect(reads(SHUT, { a: 1, b: 1 })).toBe(false);
    expect(reads({ properties: { b: false } }, { b: 1 })).toBe(false);
    expect(reads({ additionalProperties: { type: 'string' } }, { b: 1 })).toBe(false);
    expect(reads({ maxProperties: 1, additionalProperties: false, properties: { a: true } }, { a: 1, b: 1 })).toBe(false);
    expect(reads({ type: 'array', items: SHUT }, [{ a: 1, b: 1 }])).toBe(false);
    expect(reads({ type: 'array', prefixItems: [SHUT], items: false }, [{ b: 1 }, 1])).toBe(false);
  });

  it('looks over members at every depth, behind references and in branches', () => {
    expect(reads({ properties: { x: SHUT } }, { x: { b: 1 } })).toBe(true);
    expect(reads({ $ref: '#/$defs/a', $defs: { a: SHUT } }, { b: 1 })).toBe(true);
    expect(reads({ allOf: [SHUT, { required: ['a'] }] }, { a: '', b: 1 })).toBe(true);
    expect(reads({ allOf: [SHUT, { required: ['a'] }] }, { b: 1 })).toBe(false);
    expect(reads({ anyOf: [{ type: 'string' }, SHUT] }, { b: 1 })).toBe(true);
    expect(reads({ oneOf: [{ type: 'string' }, SHUT] }, { b: 1 })).toBe(true);
    expect(reads({ type: 'array', contains: SHUT }, [{ b: 1 }])).toBe(true);
  });

  it('is not turned about by what it looks over', () => {
    const narrow = { properties: { a: true }, required: ['a'], additionalProperties: false };
    const wide = { properties: { a: true, b: true }, additionalProperties: false };
    expect(reads({ oneOf: [narrow, wide] }, { a: 1, b: 1 })).toBe(true);
    expect(reads({ oneOf: [narrow, wide] }, { a: 1 })).toBe(false);
    expect(reads({ not: narrow }, { a: 1, b: 1 })).toBe(true);
    expect(reads({ properties: { x: SHUT }, not: { properties: { a: { const: 1 } }, required: ['a'] } }, { x: { b: 1 }, a: 1 })).toBe(
      false,
    );
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    const bound = { if: narrow, then: { required: ['c'] }, properties: { x: SHUT } };
    expect(reads(bound, { a: 1, x: { b: 1 } })).toBe(true);
    const kind = { properties: { kind: { const: 'a' } }, required: ['kind'], additionalProperties: false };
    expect(reads({ if: kind, else: false }, { kind: 'a', b: 1 })).toBe(true);
    expect(reads({ if: kind, else: false }, { kind: 'b', b: 1 })).toBe(false);
    // No branch matches as it stands, and both do when it is looked over.
    expect(reads({ oneOf: [SHUT, { properties: { c: true }, additionalProperties: false }] }, { b: 1 })).toBe(true);
    expect(reads({ type: 'array', contains: SHUT, maxContains: 1 }, [{ b: 1 }, { b: 2 }])).toBe(true);
    expect(reads({ type: 'array', contains: SHUT, maxContains: 1 }, [{ a: '' }, { a: '' }])).toBe(false);
  });

  it('looks over members that do not travel that way', () => {
    const schema = { properties: { id: { type: 'integer', readOnly: true }, a: { type: 'string' } }, required: ['id', 'a'] };
    expect(reads(schema, { id: 'x', a: '' }, { direction: 'request' })).toBe(true);
    expect(reads(schema, { id: 'x', a: '' }, { direction: 'response' })).toBe(false);
    expect(reads(schema, { id: 'x', a: 1 }, { direction: 'request' })).toBe(false);
    expect(reads({ allOf: [schema], unevaluatedProperties: false }, { id: 'x', a: '', b: 1 }, { direction: 'request' })).toBe(false);
  });

  it('takes a format by its letters', () => {
    expect(reads({ format: 'uuid' }, '2026-11-21')).toBe(false);
    expect(reads({ format: 'something of ours' }, '2026-11-21')).toBe(true);
    expect(writes({ format: 'date' }, 'yesterday')).toBe(false);
  });

  it('takes null by nullable', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', nullable: true }, b: SHUT } };
    expect(reads(schema, { a: null, b: { c: 1 } }, { dialect: 'openapi-3.0' })).toBe(true);
    expect(reads({ ...schema, nullable: true }, null, { dialect: 'openapi-3.0' })).toBe(true);
  });
});
