import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { createReach } from '../../../src/schema/boundary/reach.js';
import { createWholes } from '../../../src/schema/inclusion/wholes-with-part.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import type { Schema } from '../../../src/schema/schema.js';
import { isValid } from '../../../src/schema/validate.js';

function schema(value: JsonObject): Schema {
  return { value, dialect: '2020-12', uri: 'old', pointer: '', documents: new Map([['old', value]]) };
}

function wholes(
  value: JsonObject,
  location: readonly string[],
  at: { readonly pointer: string; readonly value: JsonValue },
): readonly JsonValue[] {
  const place = { uri: 'old', pointer: at.pointer };
  const part = { location, writer: place, reader: { uri: 'new', pointer: '' }, reason: { kind: 'budget' } } as const;
  return [...createWholes(createReach(nodeFromSchema(schema(value)), undefined)).around(part, at.value)];
}

/** An object within an object, and so on: the innermost holds a number. */
function nested(names: readonly string[]): JsonObject {
  return names.reduceRight<JsonObject>(
    (inner, name) => ({ type: 'object', required: [name], properties: { [name]: inner, other: { type: 'boolean' } } }),
    { type: 'integer' },
  );
}

function valueAt(value: JsonValue, names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
}

const NAMES = fc.array(fc.constantFrom('a', 'b', '__proto__', 'x/y'), { minLength: 1, maxLength: 4 });

describe('whole values around a part', () => {
  it('are valid, hold the value at its place, and the first of them is the smallest', () => {
    fc.assert(
      fc.property(NAMES, fc.integer(), (names, value) => {
        const whole = nested(names);
        const pointer = names.map((name) => `/properties/${name.replaceAll('/', '~1')}`).join('');
        const made = wholes(whole, names, { pointer, value });
        expect(made.length).toBeGreaterThan(0);
        for (const one of made) {
          expect(isValid(schema(whole), one)).toBe(true);
          expect(valueAt(one, names)).toBe(value);
        }
        expect(JSON.stringify(made[0]).length).toBe(Math.min(...made.map((one) => JSON.stringify(one).length)));
      }),
      { seed: 803, numRuns: 40 },
    );
  });

  it('hold it in an item where the place is any item', () => {
    const list = { type: 'array', items: { type: 'integer' } };
    expect(wholes(list, ['*'], { pointer: '/items', value: 7 })).toContainEqual([7]);
  });

  it('hold it at its own index, however few items there need be', () => {
    const row = { type: 'array', prefixItems: [{ type: 'boolean' }, { type: 'integer' }, { type: 'string' }] };
    const made = wholes(row, ['1'], { pointer: '/prefixItems/1', value: 7 });
    expect(made.length).toBeGreaterThan(0);
    for (const one of made) expect([isValid(schema(row), one), valueAt(one, ['1'])]).toEqual([true, 7]);
  });

  it('go through the branch of a union that has the place', () => {
    const union = {
      oneOf: [
        { type: 'object', required: ['kind'], properties: { kind: { const: 'a' } } },
        { type: 'object', required: ['kind', 'size'], properties: { kind: { const: 'b' }, size: { type: 'integer' } } },
      ],
    };
    const made = wholes(union, ['size'], { pointer: '/oneOf/1/properties/size', value: 7 });
    expect(made).toContainEqual({ kind: 'b', size: 7 });
    for (const one of made) expect(isValid(schema(union), one)).toBe(true);
  });

  it('are none where nothing leads to the place, where another schema speaks there, and where the writer refuses the value', () => {
    expect(wholes(nested(['a']), ['z'], { pointer: '/properties/z', value: 1 })).toEqual([]);
    expect(wholes(nested(['a']), ['a'], { pointer: '/properties/other', value: 1 })).toEqual([]);
    expect(wholes(nested(['a']), ['a'], { pointer: '/properties/a', value: 'text' })).toEqual([]);
  });
});
