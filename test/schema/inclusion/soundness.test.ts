import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { formatTest } from '../../../src/schema/format/format.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import type { ComparisonMode, SchemaComparison } from '../../../src/schema/inclusion/schema-comparison.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

const BUDGET = { maxStepCount: 4_000, maxValueCount: 4_000, maxBreakCount: 2 };
const FORMATS = (
  'date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri iri-reference uri-template uuid ' +
  'json-pointer relative-json-pointer regex byte int32 int64'
).split(' ');
const TEXTS = [
  '',
  'a',
  'a b',
  '[',
  '{',
  '12',
  '/a',
  'a@b.de',
  'a.b',
  '1.2.3.4',
  '::1',
  'urn:a',
  'urn:ä',
  'ä',
  '2026-01-31',
  'P1D',
  'YQ==',
  '\\',
];

function compared(older: JsonObject, newer: JsonObject, direction?: Direction, mode: ComparisonMode = 'strict'): SchemaComparison {
  return compareSchemas(schemaFromValue(older), schemaFromValue(newer), { direction, mode, budget: BUDGET });
}

it.each(FORMATS)('a text of any format that %s refuses is seen', (format) => {
  const refused = TEXTS.filter((text) => formatTest(format)?.(text) === false);
  for (const other of [undefined, ...FORMATS]) {
    const isWritten = other === undefined ? (): boolean => true : formatTest(other);
    const witness = refused.find((text) => isWritten?.(text) === true);
    if (witness === undefined) continue;
    const older: JsonObject = { type: 'string', ...(other === undefined ? {} : { format: other }) };
    expect([other, witness, compared(older, { type: 'string', format }).kind]).toEqual([other, witness, 'breaking']);
  }
});

describe('what was once taken for harmless', () => {
  const listOf = (items: JsonObject): JsonObject => ({
    type: 'array',
    maxItems: 1,
    items: { type: 'object', properties: { a: { const: 1 } } },
    contains: { properties: { b: { const: 2 } } },
    ...items,
  });
  const rows: readonly (readonly [string, JsonObject, JsonObject, ComparisonMode, SchemaComparison['kind']])[] = [
    ['few values, and a reference that leads nowhere', { enum: [1, 2] }, { $ref: '#/$defs/none' }, 'strict', 'unknown'],
    ['a reference that leads nowhere, in robust mode', { enum: [1, 2] }, { type: 'integer', $ref: '#/$defs/none' }, 'robust', 'unknown'],
    ['few lists, with a member that only contains names', listOf({}), { items: { not: { required: ['b'] } } }, 'robust', 'breaking'],
  ];

  it.each(rows)('%s', (_what, older, newer, mode, kind) => {
    expect(compared(older, newer, 'request', mode).kind).toBe(kind);
  });
});

it('a name that looks like an expression is a name', () => {
  const older = { properties: { '\\d': { type: 'integer' } }, patternProperties: { '^\\\\d$': { type: 'number' } } };
  expect(compared(older, { patternProperties: { '^\\\\d$': { type: 'integer' } } }).kind).toBe('compatible');
});

it.each([
  ['by two branches', { $ref: '#/$defs/a', anyOf: [{ $ref: '#/$defs/a' }] }],
  ['by all parts', { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] }],
  ['by a reference that hangs on what leads to it', { $dynamicAnchor: 'a', anyOf: [{ $dynamicRef: '#a' }, { $dynamicRef: '#a' }] }],
])('what comes back to itself in place %s is left undecided at once', (_how, looping) => {
  const newer = { type: 'string', maxLength: 1 };
  const older = { $ref: '#/$defs/a', $defs: { a: looping } };
  expect(compared(older, newer, 'response', 'robust').kind).toBe('unknown');
});

it('a reference that leads back to itself beside the one value that is written proves nothing', () => {
  const older = { const: { a: 1 }, $ref: '#/$defs/x', $defs: { x: { type: 'object' } } };
  expect(compared(older, { const: { a: 1 }, $ref: '#' }).kind).toBe('unknown');
});
