import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { boundaryValues } from '../../../src/schema/boundary/boundary-values.js';
import { keyOfClause, schemaClauses } from '../../../src/schema/boundary/schema-clauses.js';
import { formatEdgeTexts } from '../../../src/schema/boundary/format-edge-texts.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import { formatTest } from '../../../src/schema/format/format.js';
import { sampleFromSchema } from '../../../src/schema/sample.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { smallSchema } from '../../laws/schema-arbitrary.js';

const SEED = 20261121;
const MOST_COUNT = 200;

interface Told {
  readonly dialect?: Dialect;
  readonly direction?: Direction;
}

/** The values by their names. */
function edges(value: JsonObject, { dialect, direction }: Told = {}): Record<string, JsonValue> {
  const list = [...boundaryValues(schemaFromValue(value, dialect), { direction })];
  return Object.fromEntries(list.map(({ name, value: edge }) => [name, edge]));
}

describe('of any schema, boundary values', () => {
  it('are valid, at most two hundred, and the same every time', () => {
    fc.assert(
      fc.property(smallSchema, (value) => {
        const list = [...boundaryValues(schemaFromValue(value))];
        for (const edge of list) expect([edge.name, isValid(schemaFromValue(value), edge.value)]).toEqual([edge.name, true]);
        expect(list.length).toBeLessThanOrEqual(MOST_COUNT);
        expect(JSON.stringify([...boundaryValues(schemaFromValue(structuredClone(value)))])).toBe(JSON.stringify(list));
      }),
      { seed: SEED, numRuns: 300 },
    );
  }, 60_000);

  it('are there wherever a value is, and show only clauses of the schema', () => {
    fc.assert(
      fc.property(smallSchema, (value) => {
        const schema = schemaFromValue(value);
        const list = [...boundaryValues(schema)];
        const all = new Set(schemaClauses(schema).map(keyOfClause));
        for (const clause of list.flatMap(({ clauses }) => clauses)) {
          // `dependentSchemas` leads to schemas and demands nothing by itself; what it leads to is counted.
          if (clause.keyword !== 'dependentSchemas') expect([...all]).toContain(keyOfClause(clause));
        }
        if (sampleFromSchema(schema).kind === 'value') expect(list.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 200 },
    );
  }, 60_000);
});

describe('a boundary', () => {
  it('of a number is the limit and one inside', () => {
    expect(edges({ type: 'integer', minimum: 1, maximum: 9 })).toMatchObject({
      'value at its minimum 1': 1,
      'value just inside its minimum 1': 2,
      'value at its maximum 9': 9,
      'value just inside its maximum 9': 8,
    });
  });

  it('of an exclusive limit is next to it, and hardly inside where fractions are let in', () => {
    expect(edges({ type: 'integer', exclusiveMinimum: 0 })).toMatchObject({ 'value next to its exclusive minimum 0': 1 });
    expect(edges({ type: 'number', exclusiveMaximum: 1 })['value hardly inside its exclusive maximum 1']).toBe(0.99);
  });

  it('of steps is the multiple next to the limit', () => {
    expect(edges({ type: 'integer', minimum: 1, multipleOf: 5 })['value next to its minimum 1']).toBe(5);
  });

  it('of a length is exact, also in code points beyond the basic plane', () => {
    const values = edges({ type: 'string', minLength: 1, maxLength: 3 });
    expect(values['value at its maximum length 3, beyond the basic plane']).toBe('\u{1f600}'.repeat(3));
    expect(String(values['value at its minimum length 1'])).toHaveLength(1);
    expect(String(values['value at its maximum length 3'])).toHaveLength(3);
  });

  it('of a list is empty, with one item, the fewest and the most', () => {
    expect(edges({ type: 'array', items: { const: 1 } })).toMatchObject({ 'value empty': [], 'value[0] 1': [1] });
    const values = edges({ type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 4, uniqueItems: true });
    expect(values['value with its most items, 4']).toHaveLength(4);
    expect(values['value with its fewest items, 1']).toHaveLength(1);
  });

  it('of an enum is each value, of a long one the first nineteen and the last', () => {
    expect(Object.values(edges({ enum: ['a', 'b', null] }))).toEqual(['a', 'b', null]);
    const long = Array.from({ length: 50 }, (_, index) => index);
    expect(Object.values(edges({ enum: long }))).toEqual([...long.slice(0, 19), 49]);
  });

  it('of a union is each branch, of several types each type', () => {
    const values = edges({ oneOf: [{ type: 'string' }, { type: 'integer' }] });
    expect(values).toHaveProperty(['value branch 1 of oneOf']);
    expect(values).toHaveProperty(['value branch 2 of oneOf']);
    expect(Object.values(edges({ type: ['integer', 'boolean', 'null'] }))).toEqual(expect.arrayContaining([true, false, null, 0]));
  });

  it('of an object has all members, only the required ones, and each optional one alone', () => {
    const value: JsonObject = { type: 'object', required: ['a'], properties: { a: { const: 1 }, b: { const: 2 }, c: { const: 3 } } };
    expect(Object.values(edges(value))).toEqual(expect.arrayContaining([{ a: 1, b: 2, c: 3 }, { a: 1 }, { a: 1, b: 2 }, { a: 1, c: 3 }]));
  });

  it('of a number without limits is zero, below zero, beyond int32 and the greatest that every reader keeps', () => {
    const all = [2 ** 31, 0, -1, 2 ** 53 - 1, 2 ** 31 - 1, -(2 ** 31) - 1, -(2 ** 53) + 1];
    expect(Object.values(edges({ type: 'integer' }))).toEqual(expect.arrayContaining(all));
    const natural = Object.values(edges({ type: 'integer', minimum: 1 }));
    expect(natural).toEqual(expect.arrayContaining([2 ** 31, 2 ** 53 - 1]));
    expect(natural.every((value) => Number(value) >= 1)).toBe(true);
    const short = Object.values(edges({ type: 'integer', format: 'int32' }));
    expect(short).toEqual(expect.arrayContaining([2 ** 31 - 1, -1]));
    expect(short.every((value) => Math.abs(Number(value)) <= 2 ** 31)).toBe(true);
    expect(Object.values(edges({ type: 'integer', minimum: 1, maximum: 9 }))).toEqual([1, 2, 9, 8]);
  });

  it('of a text without limits is long, and of more than plain letters, but for NUL', () => {
    const values = Object.values(edges({ type: 'string' })).map(String);
    expect(Math.max(...values.map((text) => text.length))).toBe(256);
    for (const part of ['"', "'", '\\', '\n', '\t', '\u{1f600}']) expect(values.some((text) => text.includes(part))).toBe(true);
    expect(values.some((text) => text.includes('\u0000'))).toBe(false);
    for (const limited of [{ maxLength: 9 }, { pattern: '^a' }, { format: 'phone' }, { enum: ['a'] }])
      expect(Object.values(edges({ type: 'string', ...limited })).some((text) => String(text).includes('"'))).toBe(false);
  });

  it('is null where nullable lets it in', () => {
    expect(Object.values(edges({ type: 'string', nullable: true }, { dialect: 'openapi-3.0' }))).toContain(null);
  });

  it('is what the author gives as default and example', () => {
    const values = Object.values(edges({ type: 'string', default: 'usual', examples: ['one', 2] }));
    expect(values).toEqual(expect.arrayContaining(['usual', 'one']));
    expect(values).not.toContain(2);
  });

  it('is on a leap day and never in a leap second', () => {
    const values = Object.values(edges({ type: 'string', format: 'date-time' }));
    expect(values).toContain('2024-02-29T12:00:00Z');
    expect(values.some((value) => String(value).includes(':60'))).toBe(false);
  });

  it('of a condition is either way', () => {
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    const values = edges({ type: 'integer', if: { minimum: 10 }, then: { multipleOf: 10 }, else: { maximum: 5 } });
    expect(Object.values(values)).toEqual(expect.arrayContaining([5, 10]));
  });

  it('keeps members that do not travel out', () => {
    const value: JsonObject = { type: 'object', properties: { id: { readOnly: true, type: 'integer' }, name: { type: 'string' } } };
    const values = Object.values(edges(value, { dialect: 'openapi-3.1', direction: 'request' }));
    expect(values.some((edge) => Object.hasOwn(edge as object, 'id'))).toBe(false);
    expect(values.some((edge) => Object.hasOwn(edge as object, 'name'))).toBe(true);
  });

  it('names the clause it is at', () => {
    const list = [...boundaryValues(schemaFromValue({ properties: { limit: { type: 'integer', maximum: 100 } } }))];
    const found = list.find(({ name }) => name === 'limit at its maximum 100');
    expect(found?.value).toEqual({ limit: 100 });
    expect(found?.clauses.map(({ schemaPointer }) => schemaPointer)).toContain('/properties/limit/maximum');
  });

  it('of a recursive schema comes to an end', () => {
    const value: JsonObject = { type: 'object', properties: { next: { $ref: '#' }, id: { type: 'integer', minimum: 1 } } };
    expect(Object.keys(edges(value)).length).toBeLessThan(20);
  });
});

describe('the edges of formats', () => {
  it.each([
    ...['date-time', 'date', 'time', 'duration', 'email', 'idn-email', 'hostname', 'idn-hostname', 'ipv4', 'ipv6', 'uri', 'iri'],
    ...[
      'uri-reference',
      'iri-reference',
      'uri-template',
      'uuid',
      'json-pointer',
      'relative-json-pointer',
      'regex',
      'byte',
      'int32',
      'int64',
    ],
  ])('of %s are valid by it', (format) => {
    const texts = formatEdgeTexts(format);
    expect(texts.length).toBeGreaterThan(0);
    for (const { name, value } of texts) expect([name, formatTest(format)?.(value)]).toEqual([name, true]);
  });
});
