import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { mentionedRefusals } from '../../../src/schema/inclusion/candidate-mentions.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import { nodeFromSchema } from '../../../src/schema/node.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { smallJson } from '../../laws/schema-arbitrary.js';

const SEED = 20261122;

function kindOf(writer: JsonValue, reader: JsonValue, mode: 'strict' | 'robust' = 'strict'): string {
  return compareSchemas(schemaFromValue(writer), schemaFromValue(reader), { direction: 'request', mode }).kind;
}

/** Ways to speak of a part of a value. */
const WRAPS: readonly ((schema: JsonValue) => JsonObject)[] = [
  (schema) => ({ contains: schema }),
  (schema) => ({ items: schema, minItems: 1 }),
  (schema) => ({ properties: { a: schema } }),
  (schema) => ({ allOf: [schema] }),
];

describe('a value that only the reader’s own words refuse', () => {
  it('is found however deep it stands', () => {
    let count = 0;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...WRAPS), { minLength: 1, maxLength: 3 }),
        smallJson,
        fc.constantFrom('const', 'enum'),
        (wraps, value, keyword) => {
          const wrapped = (schema: JsonValue): JsonValue => wraps.reduce<JsonValue>((inner, wrap) => wrap(inner), schema);
          const reader = wrapped({ not: { [keyword]: keyword === 'const' ? value : [value] } });
          expect(kindOf(wrapped({}), reader)).toBe('breaking');
          count += mentionedRefusals(nodeFromSchema(schemaFromValue(reader))).length;
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
    expect(count).toBeGreaterThan(30);
  });

  it.each<[string, JsonValue, JsonValue]>([
    ['a name, of any value', {}, { propertyNames: { not: { const: 'a' } } }],
    ['a name, of any object', { type: 'object' }, { propertyNames: { not: { enum: ['b', 'odd'] } } }],
    ['names like a pattern', { type: 'object' }, { propertyNames: { not: { pattern: '^x-[0-9]{3}$' } } }],
    ['a name behind a reference', { type: 'object' }, { propertyNames: { $ref: '#/$defs/n' }, $defs: { n: { not: { const: 'a' } } } }],
    ['one of two lists of names', { type: 'object' }, { propertyNames: { allOf: [{ minLength: 0 }, { not: { const: 'odd' } }] } }],
    ['a list of one value', { contains: {} }, { contains: { not: { const: 'odd' } } }],
    ['a list that must be longer', { contains: {}, minItems: 3 }, { contains: { not: { const: 'odd' } } }],
    ['lists within a list', { contains: { contains: {} } }, { contains: { contains: { not: { const: 5 } } } }],
    ['what is not let in twice over', { contains: {} }, { contains: { not: { not: { not: { enum: [{ a: [1] }] } } } } }],
  ])('may be %s', (_, writer, reader) => {
    expect(kindOf(writer, reader)).toBe('breaking');
  });

  it('is nothing to find where the writer does not write it', () => {
    expect(kindOf({ type: 'object', propertyNames: { minLength: 2 } }, { propertyNames: { not: { const: 'a' } } })).toBe('compatible');
    expect(kindOf({ contains: { type: 'integer' } }, { contains: { not: { const: 'odd' } } })).toBe('compatible');
  });
});

describe('what a schema mentions as refused', () => {
  it.each<[JsonValue, readonly JsonValue[]]>([
    [{ const: 1 }, []],
    [{ not: { const: 1 } }, [1]],
    [{ not: { not: { const: 1 } } }, []],
    [{ not: { enum: [1, 2] }, contains: { not: { const: 3 } } }, [1, 2, [3]]],
    [{ properties: { a: { not: { const: 1 } } } }, [{ a: 1 }]],
    [true, []],
  ])('%j', (schema, expected) => {
    expect(mentionedRefusals(nodeFromSchema(schemaFromValue(schema)))).toEqual(expected);
  });

  it('is not looked for without end in a schema that leads to itself everywhere', () => {
    const properties = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, { $ref: '#/$defs/a' }]));
    const schema = { $ref: '#/$defs/a', $defs: { a: { properties: { ...properties, last: { not: { const: 1 } } } } } };
    expect(mentionedRefusals(nodeFromSchema(schemaFromValue(schema)))).toEqual([]);
  });

  it('is few, and ends where a schema comes back to itself', () => {
    const schema = {
      $ref: '#/$defs/a',
      $defs: { a: { not: { enum: [1, 2] }, contains: { $ref: '#/$defs/a' }, items: { $ref: '#/$defs/a' } } },
    };
    const mentions = mentionedRefusals(nodeFromSchema(schemaFromValue(schema)));
    expect(mentions).toHaveLength(8);
    expect(mentions.filter((value) => isValid(schemaFromValue(schema), value))).toEqual([]);
  });
});
