import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { isJsonObject } from '../../../src/base/json.js';
import { valueAtPointer } from '../../../src/base/json-pointer.js';
import { randomFromSeed } from '../../../src/base/random.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import type { ComparisonMode, SchemaComparison } from '../../../src/schema/inclusion/schema-comparison.js';
import type { Direction, Schema } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { componentSchemas } from '../../support/component-schemas.js';
import { corpusShare, describeCorpus } from '../../support/corpus.js';
import { drawnSchema, schemaPair } from '../../support/schema-pair.js';

const SEED = 20261123;
const BUDGET = { maxStepCount: 2_000, maxValueCount: 60, maxBreakCount: 2 };
const MODES: readonly ComparisonMode[] = ['strict', 'robust'];
const DIRECTIONS: readonly (Direction | undefined)[] = [undefined, 'request', 'response'];

type Rewrite = (schema: JsonObject) => JsonObject;

/** The same meaning in other words, of any schema. */
const REWRITES: Readonly<Record<string, Rewrite>> = {
  'an allOf around it': ({ $defs = {}, ...rest }) => ({ $defs, allOf: [rest] }),
  'an anyOf around it': ({ $defs = {}, ...rest }) => ({ $defs, anyOf: [rest] }),
  'a definition of its own': ({ $defs, ...rest }) => ({
    $defs: { ...(isJsonObject($defs) ? $defs : {}), own: rest },
    $ref: '#/$defs/own',
  }),
  'itself twice': ({ $defs = {}, ...rest }) => ({ $defs, allOf: [rest, rest] }),
  'another order of clauses': (schema) => Object.fromEntries(Object.entries(schema).toReversed()),
  'what refuses nothing beside it': (schema) => ({ ...schema, title: 'T', description: 'D', $comment: 'C', 'x-own': true }),
  'types as lists': typesAsLists,
  'clauses of numbers and texts apart': apart,
};

function typesAsLists(schema: JsonObject): JsonObject {
  return typeof schema['type'] === 'string' ? { ...schema, type: [schema['type']] } : schema;
}

/** What hangs on nothing beside it. */
function apart(schema: JsonObject): JsonObject {
  const own = Object.entries(schema).filter(([keyword]) => INDEPENDENT.has(keyword));
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !INDEPENDENT.has(keyword)));
  const parts = own.map(([keyword, value]) => ({ [keyword]: value ?? null }));
  const before = rest['allOf'];
  return { ...rest, allOf: [...(Array.isArray(before) ? before : []), ...parts, true] };
}

const INDEPENDENT: ReadonlySet<string> = new Set(
  'type enum const minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern minItems maxItems required'.split(
    ' ',
  ),
);

describe.each(Object.entries(REWRITES))('a schema with %s', (name, rewrite) => {
  it('means the same as without', () => {
    const random = randomFromSeed(SEED, name);
    let undecidedCount = 0;
    for (let index = 0; index < 24; index += 1) {
      const schema = drawnSchema(random);
      const [before, after] = [schemaFromValue(schema), schemaFromValue(rewrite(schema))];
      const options = { mode: MODES[index % 2] ?? 'strict', direction: DIRECTIONS[index % 3], budget: BUDGET };
      const kinds = [compareSchemas(before, after, options).kind, compareSchemas(after, before, options).kind];
      expect({ schema, ...options, kinds }).not.toMatchObject({ kinds: expect.arrayContaining(['breaking']) });
      if (kinds.includes('unknown')) undecidedCount += 1;
    }
    expect(undecidedCount).toBeLessThanOrEqual(1);
  });
});

describe('two versions', () => {
  it('with their directions swapped are told alike: requests of the step are responses of the step back', () => {
    const random = randomFromSeed(SEED, 'swapped');
    const counts = { compatible: 0, breaking: 0, unknown: 0 };
    for (let index = 0; index < 80; index += 1) {
      const { writer, reader } = schemaPair(random);
      // What travels one way only is another schema the other way.
      if (/"(?:readOnly|writeOnly)"/.test(JSON.stringify([writer, reader]))) continue;
      const [older, newer] = [schemaFromValue(writer), schemaFromValue(reader)];
      const there = compareSchemas(older, newer, { mode: 'strict', direction: 'request', budget: BUDGET });
      const back = compareSchemas(newer, older, { mode: 'strict', direction: 'response', budget: BUDGET });
      expect(toldText(there)).toBe(toldText(back));
      counts[there.kind] += 1;
    }
    expect(counts.breaking).toBeGreaterThan(10);
    expect(counts.compatible).toBeGreaterThan(10);
  });

  it('that break have a value that the one lets in and the other refuses', () => {
    const random = randomFromSeed(SEED, 'shown');
    let count = 0;
    for (let index = 0; index < 30; index += 1) {
      const { writer, reader } = schemaPair(random);
      const [older, newer] = [schemaFromValue(writer), schemaFromValue(reader)];
      for (const [direction, sides] of [
        ['request', [older, newer]],
        ['response', [newer, older]],
      ] as const) {
        const { breaks } = compareSchemas(older, newer, { direction, mode: 'strict', budget: BUDGET });
        count += breaks.length;
        const travelling = breaks.map(({ witness }) => sides.map((schema) => isValid(schema, witness, { direction })));
        expect(travelling).toEqual(breaks.map(() => [true, false]));
      }
    }
    expect(count).toBeGreaterThan(12);
  });

  it.each<[string, JsonValue, JsonValue, Direction, SchemaComparison['kind'], SchemaComparison['kind']]>([
    ['a member that is required now', { required: [] }, { required: ['a'] }, 'request', 'breaking', 'compatible'],
    ['a member that need not come', { required: ['a'] }, { required: [] }, 'response', 'breaking', 'compatible'],
    ['a value more', { enum: ['a'] }, { enum: ['a', 'b'] }, 'response', 'breaking', 'compatible'],
    ['a value less', { enum: ['a', 'b'] }, { enum: ['a'] }, 'request', 'breaking', 'compatible'],
  ])('%s: who writes decides', (_, older, newer, direction, expected, other) => {
    const object = (schema: JsonValue): JsonObject => ({ type: 'object', properties: { a: true }, ...(schema as JsonObject) });
    const whole = (schema: JsonValue): JsonValue => (isJsonObject(schema) && schema['enum'] !== undefined ? schema : object(schema));
    const kinds = (['request', 'response'] as const).map(
      (way) => [way, compareSchemas(schemaFromValue(whole(older)), schemaFromValue(whole(newer)), { direction: way }).kind] as const,
    );
    expect(Object.fromEntries(kinds)).toEqual({ request: other, response: other, [direction]: expected });
  });
});

/** Kinds and, of breaks, what refuses which value where. */
function toldText({ kind, breaks, open }: SchemaComparison): string {
  const told = breaks.map(({ witness, violation, location }) => [witness, violation.schemaPointer, location]);
  return JSON.stringify([kind, told, open.map(({ location, reason }) => [location, reason])]);
}

describeCorpus('schemas of real documents', () => {
  it('mean the same with their references wrapped, their types as lists and their members turned about', () => {
    let count = 0;
    for (const document of corpusShare('rewritten schemas', 14)) {
      const schemas = componentSchemas(document, 12);
      const [first] = schemas;
      const root = first?.documents.get(first.uri);
      if (first === undefined || !isJsonObject(root) || JSON.stringify(root).length > 2_000_000) continue;
      const copy = rewrittenDocument(root, first.dialect === 'openapi-3.1');
      const documents = { get: (uri: string): JsonValue | undefined => (uri === first.uri ? copy : undefined) };
      for (const schema of schemas) {
        const value = valueAtPointer(copy, schema.pointer);
        if (value === undefined) continue;
        const other: Schema = { ...schema, value, documents };
        const options = { mode: MODES[count % 2] ?? 'strict', direction: DIRECTIONS[count % 3], budget: { ...BUDGET, maxValueCount: 0 } };
        const kinds = [compareSchemas(schema, other, options).kind, compareSchemas(other, schema, options).kind];
        expect([schema.uri, schema.pointer, ...kinds]).toEqual([schema.uri, schema.pointer, 'compatible', 'compatible']);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(20);
  });
});

describe('limits that no value fits into memory for', () => {
  const rows: readonly (readonly [what: string, older: JsonObject, newer: JsonObject, kind: SchemaComparison['kind']])[] = [
    ['a text of a thousand million characters that is asked for now', { type: 'string' }, { type: 'string', minLength: 1e9 }, 'breaking'],
    ['one that is even longer', { type: 'string', minLength: 1e9 }, { type: 'string', minLength: 2e9 }, 'unknown'],
    ['one that must be short', { type: 'string', minLength: 1e9 }, { type: 'string', maxLength: 5 }, 'unknown'],
    ['one that may be shorter', { type: 'string', minLength: 1e9 }, { type: 'string', minLength: 9 }, 'compatible'],
    ['a list that is even longer', { type: 'array', minItems: 1e9 }, { type: 'array', minItems: 2e9 }, 'unknown'],
  ];

  it.each(rows)('%s is told without one', (_what, older, newer, kind) => {
    const compared = compareSchemas(schemaFromValue(older), schemaFromValue(newer), { direction: 'request', budget: BUDGET });
    expect([compared.kind, compared.open.length > 0]).toEqual([kind, kind === 'unknown']);
  });
});

/** Names of members stand as they were, in another order; `enum` and the like are data. */
function rewrittenDocument(value: JsonValue, hasTypeLists: boolean): JsonValue {
  if (Array.isArray(value)) return value.map((item) => rewrittenDocument(item, hasTypeLists));
  if (!isJsonObject(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string' && /\/(?:schemas|definitions)\/[^/]+$/.test(reference)) return { allOf: [value] };
  const entries = Object.entries(value).map(([name, member = null]): [string, JsonValue] => {
    if (['enum', 'const', 'default', 'example', 'examples', 'mapping', 'required'].includes(name)) return [name, member];
    if (name === 'type' && hasTypeLists && typeof member === 'string') return [name, [member]];
    return [name, rewrittenDocument(member, hasTypeLists)];
  });
  return Object.fromEntries(entries.toReversed());
}
