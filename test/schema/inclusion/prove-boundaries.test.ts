import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import type { InclusionQuestion } from '../../../src/schema/inclusion/inclusion-question.js';
import { proveInclusion } from '../../../src/schema/inclusion/prove-inclusion.js';
import { isReadable, mayWrite } from '../../../src/schema/inclusion/value-views.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

interface Asked extends Partial<Pick<InclusionQuestion, 'direction' | 'mode'>> {
  /** Of the writer, and of the reader. */
  readonly dialects?: readonly [writer: Dialect, reader: Dialect];
}

function question(writer: JsonValue, reader: JsonValue, { dialects = ['2020-12', '2020-12'], ...more }: Asked = {}): InclusionQuestion {
  const sides = { writer: schemaFromValue(writer, dialects[0]), reader: schemaFromValue(reader, dialects[1]) };
  const budget = { maxStepCount: 4_000, maxValueCount: 0, maxBreakCount: 0 };
  return { ...sides, direction: undefined, mode: 'strict', seed: '0', budget, ...more };
}

const ROBUST: Asked = { mode: 'robust' };
const ANSWER: Asked = { mode: 'robust', direction: 'response' };
const V3: Asked = { dialects: ['openapi-3.0', 'openapi-3.0'] };
const text = { type: 'string' };
const one = { const: 1 };

describe('what one value shows to break is not proved', () => {
  it.each<[string, JsonValue, JsonValue, JsonValue, Asked?]>([
    ['an item behind those of prefixItems', { type: 'array', prefixItems: [text] }, { items: text }, ['a', 1]],
    ['one of no more than one that match', { type: 'array', items: one, contains: one, maxContains: 1 }, { maxItems: 0 }, [1]],
    [
      'one of no more than one, and no less',
      { type: 'array', allOf: [{ contains: one }, { contains: one, maxContains: 1 }] },
      { maxItems: 0 },
      [1],
    ],
    [
      'an item beside what contains speaks of',
      { type: 'array', items: { type: 'integer' } },
      { contains: one, minContains: 0, unevaluatedItems: false },
      [2],
    ],
    [
      'an item that only a branch speaks of',
      { type: 'array', maxItems: 1 },
      { anyOf: [{ prefixItems: [text, true] }, true], unevaluatedItems: false },
      [1],
    ],
    [
      'a member that a condition speaks of',
      { type: 'object', if: { properties: { a: text }, required: ['a'] }, unevaluatedProperties: false },
      { properties: { a: false } },
      { a: 'x' },
    ],
    [
      'a member that a pattern has, not the others',
      { type: 'object', patternProperties: { '^a': { type: 'integer' } }, additionalProperties: text },
      { additionalProperties: text },
      { a1: 1 },
    ],
    [
      'just as many members as there may be',
      { type: 'object', properties: { a: true, b: true }, additionalProperties: false, minProperties: 2 },
      false,
      { a: 1, b: 1 },
    ],
    [
      'a member that the reader refuses by the same word',
      { type: 'object', properties: { a: true, b: true }, additionalProperties: false },
      { properties: { a: true }, additionalProperties: false },
      { b: 1 },
    ],
    ['a truth value that is false', { type: 'boolean' }, { const: true }, false],
    [
      'a step whose count is no whole number in the machine',
      { type: 'number', multipleOf: 0.1, minimum: 0.25, maximum: 0.3 },
      { type: 'integer' },
      0.3,
    ],
    ['a whole number beyond a format', { type: 'number', multipleOf: 1, minimum: 0 }, { format: 'int32' }, 3_000_000_000],
    ['a text between two letters', { type: 'string', pattern: '^[a-c]$' }, { pattern: '^(?:a|c)$' }, 'b'],
    ['the shortest of a format', { type: 'string', format: 'ipv4' }, { minLength: 8 }, '1.1.1.1'],
    ['a format that is wider', { type: 'string', format: 'iri-reference' }, { format: 'iri' }, 'a'],
    ['a format that only looks narrower', { type: 'string', format: 'uri-reference' }, { format: 'iri' }, 'a'],
    ['a text of two units that is one character', { const: '😀' }, { minLength: 2 }, '😀'],
    ['a type that nobody knows beside one that is known', { type: ['string', 'money'] }, text, 1],
    [
      'what leads elsewhere in another document',
      { $dynamicRef: '#n', $defs: { n: { $dynamicAnchor: 'n', type: 'string' } } },
      { $dynamicRef: '#n', $defs: { n: { $dynamicAnchor: 'n', type: 'integer' } } },
      'a',
    ],
    [
      'null by the words of one dialect',
      { ...text, nullable: true },
      { ...text, nullable: true },
      null,
      { dialects: ['openapi-3.0', '2020-12'] },
    ],
    ['null by a word with x', { ...text, 'x-nullable': true }, text, null, { dialects: ['swagger-2.0', 'swagger-2.0'] }],
    [
      'members of two branches that both hold',
      {
        anyOf: [
          { type: 'object', properties: { a: true }, required: ['a'] },
          { type: 'object', properties: { b: true }, required: ['b'] },
        ],
      },
      { not: { required: ['a', 'b'] } },
      { a: 1, b: 1 },
      ROBUST,
    ],
    [
      'an item that contains takes with members that items name',
      {
        type: 'array',
        minItems: 1,
        items: { type: 'object', properties: { b: true }, required: ['b'] },
        contains: { properties: { a: one } },
      },
      { maxItems: 0 },
      [{ b: 1 }],
      ROBUST,
    ],
    [
      'an item with members that only contains names',
      { type: 'array', items: { type: 'object', properties: { a: true } }, contains: { properties: { b: true }, required: ['b'] } },
      { items: { properties: { b: false } } },
      [{ b: 1 }],
      ROBUST,
    ],
    [
      'a member that another one asks for',
      { type: 'object', properties: { x: true, y: true }, dependentRequired: { x: ['a'], y: ['b'] } },
      { properties: { b: false } },
      { b: 1 },
      ROBUST,
    ],
    [
      'a member of another type than others may have',
      { type: 'object', additionalProperties: one },
      { additionalProperties: text },
      { x: 1 },
      ANSWER,
    ],
  ])('%s', (_, writer, reader, witness, asked) => {
    const posed = question(writer, reader, asked);
    expect([mayWrite(posed, witness), isReadable(posed, witness)]).toEqual([true, false]);
    expect(proveInclusion(posed).kind).toBe('open');
  });
});

describe('what can be proved is', () => {
  it.each<[string, JsonValue, JsonValue, Asked?]>([
    ['a number above and not below', { type: 'number', minimum: 1.5, exclusiveMinimum: 1.5, maximum: 1.5 }, false],
    ['a number that one end of its range leaves out', { type: 'number', exclusiveMinimum: 1.5, maximum: 1.5 }, false],
    ['whole numbers that are few', { type: 'integer', minimum: 1, maximum: 2 }, { enum: [1, 2] }],
    ['a length that an expression keeps', { type: 'string', pattern: '^a*$', maxLength: 2 }, { pattern: '^a{0,2}$' }],
    ['a text by a format of numbers', text, { format: 'int32' }],
    ['no others among no members', { type: 'object', maxProperties: 0 }, { additionalProperties: text }],
    ['as many items as must match', { type: 'array', items: one, minItems: 2 }, { contains: one, minContains: 2 }],
    [
      'a second item where there is but one',
      { type: 'array', items: { enum: [1, 2] }, contains: { enum: [1, 2] }, maxContains: 1 },
      { prefixItems: [true, one] },
    ],
    [
      'what each of two dependents rules out',
      {
        type: 'object',
        required: ['a'],
        properties: { b: false, c: false },
        anyOf: [{ dependentRequired: { a: ['b'] } }, { dependentRequired: { a: ['c'] } }],
      },
      false,
    ],
    ['null on both sides', { ...text, nullable: true, maxLength: 3 }, { ...text, nullable: true, maxLength: 4 }, V3],
    [
      'a member that does not travel',
      { type: 'object', properties: { id: { ...text, readOnly: true } } },
      { properties: { id: { type: 'integer' } } },
      { mode: 'robust', direction: 'request' },
    ],
    [
      'members of members that a writer keeps to',
      { type: 'object', properties: { a: { type: 'object', properties: { b: text } } } },
      { properties: { a: { properties: { b: text }, additionalProperties: false } } },
      { mode: 'robust', direction: 'request' },
    ],
  ])('%s', (_, writer, reader, asked) => {
    expect(proveInclusion(question(writer, reader, asked)).kind).toBe('proved');
  });
});

it('a schema that is its own contrary says nothing that could be followed', () => {
  const contrary = { $ref: '#/$defs/a', $defs: { a: { not: { $ref: '#/$defs/a' } } } };
  expect(proveInclusion(question(contrary, text)).kind).toBe('open');
  expect(proveInclusion(question(text, contrary)).kind).toBe('open');
});
