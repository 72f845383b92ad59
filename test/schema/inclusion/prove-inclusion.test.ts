import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import type { OpenPart } from '../../../src/schema/inclusion/schema-comparison.js';
import { proveInclusion } from '../../../src/schema/inclusion/prove-inclusion.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

function proof(writer: JsonValue, reader: JsonValue, more: Partial<InclusionQuestion> = {}): ReturnType<typeof proveInclusion> {
  const budget = { maxStepCount: 4_000, maxValueCount: 0, maxBreakCount: 0 };
  const sides = { writer: schemaFromValue(writer), reader: schemaFromValue(reader) };
  return proveInclusion({ ...sides, direction: undefined, mode: 'strict', seed: '0', budget, ...more });
}

const text = { type: 'string' };
const node = { type: 'object', properties: { next: { $ref: '#/$defs/node' } } };

describe('each keyword is proved where it is wider, and left open where it is narrower', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['type', { type: 'integer' }, { type: 'number' }],
    ['enum', { enum: ['a'] }, { enum: ['a', 'b'] }],
    ['const', { const: 'a' }, text],
    ['minimum', { type: 'number', minimum: 2 }, { minimum: 1 }],
    ['exclusiveMinimum', { type: 'integer', minimum: 1 }, { exclusiveMinimum: 0 }],
    ['multipleOf', { type: 'integer', multipleOf: 6 }, { multipleOf: 3 }],
    ['maxLength', { type: 'string', maxLength: 3 }, { maxLength: 4 }],
    ['pattern', { type: 'string', pattern: '^[a-c]+$' }, { pattern: '^[a-z]*$' }],
    ['format', { type: 'string', format: 'uuid' }, { minLength: 36, maxLength: 36 }],
    ['minItems', { type: 'array', minItems: 2 }, { minItems: 1 }],
    ['items', { type: 'array', items: { const: 1 } }, { items: { type: 'integer' } }],
    ['prefixItems', { type: 'array', prefixItems: [text], items: false }, { items: text }],
    ['contains', { type: 'array', minItems: 1, items: text }, { contains: text }],
    ['uniqueItems', { type: 'array', maxItems: 1 }, { uniqueItems: true }],
    ['required', { type: 'object', required: ['a', 'b'] }, { required: ['a'] }],
    ['properties', { type: 'object', additionalProperties: text }, { properties: { a: text } }],
    ['patternProperties', { type: 'object', patternProperties: { '^a': text } }, { properties: { ab: text } }],
    ['additionalProperties', { properties: { a: text }, additionalProperties: false, type: 'object' }, { additionalProperties: text }],
    ['propertyNames', { type: 'object', propertyNames: { enum: ['a'] } }, { propertyNames: { maxLength: 1 } }],
    ['maxProperties', { type: 'object', properties: { a: true }, additionalProperties: false }, { maxProperties: 1 }],
    ['dependentRequired', { type: 'object', required: ['b'] }, { dependentRequired: { a: ['b'] } }],
    ['dependentSchemas', { type: 'object', required: ['b'] }, { dependentSchemas: { a: { required: ['b'] } } }],
    ['anyOf', { type: ['string', 'integer'] }, { anyOf: [text, { type: 'number' }] }],
    ['oneOf', { enum: ['a', 1] }, { oneOf: [text, { type: 'number' }] }],
    ['not', { type: 'string' }, { not: { type: 'number' } }],
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
    ['if', { type: 'object', required: ['a', 'b'] }, { if: { required: ['a'] }, then: { required: ['b'] } }],
    [
      'unevaluatedProperties',
      { type: 'object', properties: { a: text }, additionalProperties: false },
      { allOf: [{ properties: { a: text } }], unevaluatedProperties: false },
    ],
  ])('%s', (_, narrow, wide) => {
    expect(proof(narrow, wide).kind).toBe('proved');
    expect(proof(wide, narrow).kind).toBe('open');
  });
});

it('a new branch of oneOf that takes old values too is not proved', () => {
  expect(proof(text, { oneOf: [text, { maxLength: 3 }] }).kind).toBe('open');
});

it('a writer without values is within anything', () => {
  expect(proof({ type: 'string', minLength: 3, maxLength: 2 }, false).kind).toBe('proved');
  expect(proof({ type: 'object', required: ['a'], properties: { a: { $ref: '#' } } }, text).kind).toBe('proved');
});

it('what nests is proved as it nests, a change below is not taken for granted, and is open at its first place', () => {
  const other = { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, maxProperties: 5 };
  const narrower = { ...node, required: ['next'] };
  const at = (inner: JsonValue): JsonValue => ({ $ref: '#/$defs/node', $defs: { node: inner } });
  expect(proof(at(other), at(node)).kind).toBe('proved');
  expect(proof(at(node), at(narrower))).toMatchObject({
    kind: 'open',
    open: [{ location: [], reader: { pointer: '/$defs/node/required' } }],
  });
});

it('what is open is where it is narrower', () => {
  const at = (limit: number): JsonValue => ({ type: 'object', properties: { items: { type: 'array', items: { maxLength: limit } } } });
  expect(proof(at(4), at(3))).toMatchObject({
    open: [
      {
        location: ['items', '*'],
        reader: { pointer: '/properties/items/items/maxLength' },
        reason: { kind: 'keyword', keyword: 'maxLength' },
      },
    ],
  });
});

it('a writer keeps to the members that it names, and a reader of responses looks over others', () => {
  const open = { type: 'object', properties: { a: text } };
  const more = { ...open, properties: { a: text, b: { type: 'integer' } } };
  const closed = { ...open, additionalProperties: false };
  expect(proof(open, more, { mode: 'robust' }).kind).toBe('proved');
  expect(proof(open, more).kind).toBe('open');
  expect(proof(more, closed, { mode: 'robust', direction: 'response' }).kind).toBe('proved');
  expect(proof(more, closed, { mode: 'robust', direction: 'request' }).kind).toBe('open');
});

it('choices of choices end, proved or not', () => {
  const branches = (depth: number, mark: string): JsonValue =>
    depth === 0
      ? { type: 'object', properties: { kind: { type: 'string' } }, required: [mark] }
      : { anyOf: Array.from({ length: 4 }, (_, index) => ({ allOf: [branches(depth - 1, `${mark}${index}`), branches(0, `${mark}x`)] })) };
  expect(proof(branches(3, 'a'), { not: branches(3, 'b') }).kind).toBe('open');
});

it('a comparison is compatible, breaking with a value, or unknown with a place', () => {
  const compared = (older: JsonValue, newer: JsonValue): ReturnType<typeof compareSchemas> =>
    compareSchemas(schemaFromValue(older), schemaFromValue(newer), { direction: 'request' });
  expect(compared({ maxLength: 3 }, { maxLength: 4 })).toEqual({ kind: 'compatible', breaks: [], open: [] });
  expect(compared({ maxLength: 4 }, { maxLength: 3 })).toMatchObject({
    kind: 'breaking',
    breaks: [{ violation: { keyword: 'maxLength' } }],
  });
  const ahead = compared({ type: 'string', pattern: '^ab' }, { pattern: '^(?=ab)' });
  expect(ahead).toMatchObject({ kind: 'unknown', open: [{ reason: { kind: 'keyword', keyword: 'pattern' } }] });
});

it('an arm of oneOf that changed is told where it changed, and not as values of two arms that nobody writes', () => {
  const arm = (kind: string, more: JsonObject = {}): JsonObject => ({
    allOf: [{ $ref: '#/$defs/base' }, { properties: { [kind]: { type: 'object', properties: more } }, required: [kind] }],
  });
  const whole = (type: string): JsonObject => ({
    oneOf: ['a', 'b', 'c', 'd'].map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: {
      base: { type: 'object', properties: { id: { type: 'string' } } },
      a: arm('one', { deep: { type } }),
      b: arm('two', { deep: { type } }),
      c: arm('three'),
      d: arm('four', { deep: { type } }),
    },
  });
  const given = { mode: 'robust', direction: 'response' } as const;
  const { open = [] } = proof(whole('string'), whole('boolean'), given) as { readonly open?: readonly OpenPart[] };
  expect(open.map(({ location, reason }) => [location.join('/'), reason.kind === 'keyword' ? reason.keyword : reason.kind])).toEqual([
    ['one/deep', 'type'],
    ['two/deep', 'type'],
    ['four/deep', 'type'],
  ]);
});
