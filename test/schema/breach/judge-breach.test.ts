import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { breachOf } from '../../../src/schema/breach/judge-breach.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

function judged(schema: JsonObject, value: JsonValue): string | undefined {
  const breach = breachOf(nodeFromSchema(schemaFromValue(schema)), value, undefined);
  return breach === undefined ? undefined : `${breach.keyword} ${breach.schemaPointer} at ${breach.instancePointer}`;
}

const PETS: JsonObject = { oneOf: [{ required: ['bark'], properties: { bark: { type: 'integer' } } }, { required: ['meow'] }] };

describe('the breach of a value', () => {
  it('is none when it is valid, and none when two clauses are broken', () => {
    expect(judged({ type: 'integer', minimum: 1 }, 2)).toBeUndefined();
    expect(judged({ minimum: 1, multipleOf: 2 }, -1)).toBeUndefined();
    expect(judged({ items: { minimum: 1 } }, [0, 0])).toBeUndefined();
  });

  it('is the clause that is broken, wherever it was written', () => {
    expect(judged({ allOf: [{ $ref: '#/$defs/a' }], $defs: { a: { minimum: 1 } } }, 0)).toBe('minimum /$defs/a/minimum at ');
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    expect(judged({ if: true, then: { items: { minimum: 1 } } }, [2, 0])).toBe('minimum /then/items/minimum at /1');
  });

  it('is one clause of required, though two members are missing', () => {
    expect(judged({ required: ['a', 'b'] }, {})).toBe('required /required at ');
  });

  it('is the union and not what its nearest branch says', () => {
    expect(judged(PETS, { bark: 'loud' })).toBe('oneOf /oneOf at ');
    expect(judged(PETS, { bark: 1, meow: 1 })).toBe('oneOf /oneOf at ');
    expect(judged({ properties: { pet: PETS } }, { pet: {} })).toBe('oneOf /properties/pet/oneOf at /pet');
  });

  it('is none when a union and something beside it are broken', () => {
    expect(judged({ ...PETS, maxProperties: 0 }, { bark: 'loud' })).toBeUndefined();
    expect(judged({ ...PETS, not: { required: ['bark'] } }, { bark: 'loud' })).toBeUndefined();
  });

  it('is the outer one of two unions within each other, and none of two beside each other', () => {
    expect(judged({ anyOf: [{ properties: { pet: PETS } }] }, { pet: {} })).toBe('anyOf /anyOf at ');
    expect(judged({ anyOf: [{ type: 'string' }], oneOf: [{ type: 'null' }] }, 1)).toBeUndefined();
  });
});
