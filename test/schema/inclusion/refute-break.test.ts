import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { refusalsOf } from '../../../src/schema/inclusion/refute-break.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import type { ComparisonOptions, SchemaComparison } from '../../../src/schema/inclusion/schema-comparison.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

function compared(older: JsonValue, newer: JsonValue, options: Partial<ComparisonOptions> = {}): SchemaComparison {
  return compareSchemas(schemaFromValue(older), schemaFromValue(newer), { direction: undefined, ...options });
}

const text = { type: 'string' };

describe('a break', () => {
  it('stands at the item of its own that it is, or at any', () => {
    const of = (first: JsonValue, others: JsonValue): JsonValue => ({ type: 'array', minItems: 2, prefixItems: [first], items: others });
    expect(compared(of(text, text), of({ type: 'integer' }, text)).breaks[0]?.location).toEqual(['0']);
    expect(compared(of(text, text), of(text, { type: 'integer' })).breaks[0]?.location).toEqual(['*']);
  });

  it('stands at the member that a schema names, or at any', () => {
    const of = (named: JsonValue, others: JsonValue): JsonValue => ({
      type: 'object',
      properties: { a: named },
      additionalProperties: others,
    });
    expect(compared(of(text, text), of({ type: 'integer' }, text)).breaks[0]?.location).toEqual(['a']);
    expect(compared(of(text, text), of(text, { type: 'integer' })).breaks[0]?.location).toEqual(['*']);
  });

  it('of an answer is never what its readers look over', () => {
    const older = { type: 'object', properties: { a: text }, additionalProperties: false };
    const newer = { type: 'object', properties: { a: { type: 'integer' }, b: text }, required: ['a', 'b'] };
    const { breaks } = compared(older, newer, { direction: 'response' });
    expect(breaks.map(({ violation }) => violation.keyword)).toEqual(['type']);
    const budget = { maxStepCount: 0, maxValueCount: 0, maxBreakCount: 0 };
    const sides = { writer: schemaFromValue(newer), reader: schemaFromValue(older), direction: 'response', seed: '0', budget } as const;
    const keywordsIn = (mode: 'robust' | 'strict'): readonly string[] =>
      refusalsOf({ ...sides, mode }, { a: 1, b: 'x' }, []).map(({ keyword }) => keyword);
    expect([keywordsIn('robust'), keywordsIn('strict').toSorted()]).toEqual([['type'], ['additionalProperties', 'type']]);
  });

  it('is of the member that is missing, one for each', () => {
    const older = { type: 'object', properties: { a: text, b: text } };
    const { breaks } = compared(older, { ...older, required: ['a', 'b'] });
    expect(breaks.map(({ violation }) => violation.args['property'])).toEqual(['a', 'b']);
  });
});

it('of schemas that travel no way the older one writes', () => {
  const [short, long] = [3, 4].map((maxLength) => ({ ...text, maxLength }));
  expect(compared(short ?? true, long ?? true).kind).toBe('compatible');
  expect(compared(long ?? true, short ?? true).kind).toBe('breaking');
});
