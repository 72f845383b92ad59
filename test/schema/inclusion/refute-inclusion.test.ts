import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import type { Dialect } from '../../../src/schema/dialect.js';
import type { Refutation } from '../../../src/schema/inclusion/refute-inclusion.js';
import { refuteInclusion } from '../../../src/schema/inclusion/refute-inclusion.js';
import type { ComparisonMode, OpenPart, SchemaBreak } from '../../../src/schema/inclusion/schema-comparison.js';
import type { Direction } from '../../../src/schema/schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

interface Asked {
  readonly mode?: ComparisonMode;
  readonly direction?: Direction;
  readonly dialect?: Dialect;
  readonly maxValueCount?: number;
  readonly maxBreakCount?: number;
  readonly open?: readonly OpenPart[];
}

const WHOLE: OpenPart = { location: [], writer: { uri: '', pointer: '' }, reader: { uri: '', pointer: '' }, reason: { kind: 'budget' } };

function refuted(writer: JsonValue, reader: JsonValue, asked: Asked = {}): Omit<Refutation, 'effortCount'> {
  const { effortCount, ...found } = searched(writer, reader, asked);
  // Whatever was found or shown to be nothing has cost something, and nothing is found for nothing.
  expect(effortCount).toBeGreaterThanOrEqual(found.breaks.length);
  return found;
}

function searched(writer: JsonValue, reader: JsonValue, asked: Asked): Refutation {
  const { mode = 'strict', direction, dialect, maxValueCount = 400, maxBreakCount = 6, open = [WHOLE] } = asked;
  const budget = { maxStepCount: 0, maxValueCount, maxBreakCount };
  return refuteInclusion(
    { writer: schemaFromValue(writer, dialect), reader: schemaFromValue(reader, dialect), direction, mode, seed: '0', budget },
    open,
  );
}

function breaks(writer: JsonValue, reader: JsonValue, asked: Asked = {}): readonly SchemaBreak[] {
  return refuted(writer, reader, asked).breaks;
}

/** What the first break shows: the witness and the clause. */
function told(writer: JsonValue, reader: JsonValue, asked: Asked = {}): readonly [JsonValue, string] | undefined {
  const [first] = breaks(writer, reader, { ...asked, maxBreakCount: 1 });
  return first === undefined ? undefined : [first.witness, first.violation.schemaPointer];
}

const text = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };

describe('a smallest witness is found of', () => {
  const rows: readonly (readonly [what: string, writer: JsonValue, reader: JsonValue, witness: JsonValue, clause: string])[] = [
    ['a type of a list of types', { type: ['string', 'null'] }, text, null, '/type'],
    ['a fraction where whole numbers are read', number, integer, 0.5, '/type'],
    ['a missing member of an enum', { enum: ['a', 'b', 'c'] }, { enum: ['a', 'b'] }, 'c', '/enum'],
    ['another constant', { enum: [1, 2] }, { const: 1 }, 2, '/const'],
    ['a higher minimum', { ...integer, minimum: 3 }, { ...integer, minimum: 4 }, 3, '/minimum'],
    ['a minimum that lies between whole numbers', { ...number, minimum: 1 }, { ...number, minimum: 1.3 }, 1, '/minimum'],
    ['an exclusive minimum', { ...number, minimum: 3 }, { ...number, exclusiveMinimum: 3 }, 3, '/exclusiveMinimum'],
    ['a lower maximum', { ...integer, maximum: 9 }, { ...integer, maximum: 8 }, 9, '/maximum'],
    ['an exclusive maximum', { ...integer, minimum: 9, maximum: 9 }, { ...integer, exclusiveMaximum: 9 }, 9, '/exclusiveMaximum'],
    ['a coarser step', { ...integer, multipleOf: 2, minimum: 1 }, { ...integer, multipleOf: 4 }, 2, '/multipleOf'],
    ['a longer text', { ...text, maxLength: 5, minLength: 5 }, { ...text, maxLength: 4 }, 'aaaaa', '/maxLength'],
    ['a text of fewer characters than units', { ...text, minLength: 1 }, { ...text, minLength: 2 }, 'a', '/minLength'],
    ['a text of one pattern and not of another', { ...text, pattern: '^[a-c]+$' }, { ...text, pattern: '^[ab]*$' }, 'c', '/pattern'],
    ['a date where an identifier is read', { ...text, format: 'date' }, { ...text, format: 'uuid' }, '0000-01-01', '/format'],
    ['more items', { type: 'array', maxItems: 3, items: integer }, { maxItems: 2 }, [0, 0, 0], '/maxItems'],
    ['fewer items', { type: 'array', minItems: 1, items: integer }, { minItems: 2 }, [0], '/minItems'],
    ['many items that must be there', { type: 'array', minItems: 120, items: integer }, { minItems: 121 }, Array(120).fill(0), '/minItems'],
    ['the same item twice', { type: 'array', items: text }, { uniqueItems: true }, ['string', 'string'], '/uniqueItems'],
    ['an item', { type: 'array', items: integer }, { items: { minimum: 0 } }, [-1], '/items/minimum'],
    ['an item of a place', { prefixItems: [text, text] }, { prefixItems: [true, { maxLength: 0 }] }, ['', 'a'], '/prefixItems/1/maxLength'],
    ['an item beyond the places', { type: 'array', items: integer }, { prefixItems: [true], items: false }, [0, 0], '/items'],
    ['what a list must contain', { type: 'array', items: integer }, { contains: { minimum: 5 } }, [], '/contains'],
    [
      'what a list contains too often',
      { type: 'array', items: integer },
      { contains: { const: 7 }, minContains: 0, maxContains: 1 },
      [7, 7],
      '/contains',
    ],
    ['a member that must be there', { type: 'object', properties: { a: text } }, { required: ['a'] }, {}, '/required'],
    [
      'a member of another kind',
      { type: 'object', properties: { a: text } },
      { properties: { a: integer } },
      { a: '' },
      '/properties/a/type',
    ],
    [
      'a member by a pattern',
      { patternProperties: { '^a': integer }, type: 'object' },
      { patternProperties: { b$: { minimum: 1 } } },
      { b: 0 },
      '/patternProperties/b$/minimum',
    ],
    [
      'an unknown member',
      { type: 'object', properties: { a: text } },
      { properties: { a: text }, additionalProperties: false },
      { undeclared: null },
      '/additionalProperties',
    ],
    [
      'the value of any member',
      { type: 'object', additionalProperties: integer },
      { additionalProperties: { minimum: 0 } },
      { undeclared: -1 },
      '/additionalProperties/minimum',
    ],
    [
      'the name of a member',
      { type: 'object', propertyNames: { pattern: '^[a-c]$' } },
      { propertyNames: { pattern: '^[ab]$' } },
      { c: null },
      '/propertyNames',
    ],
    ['too few members', { type: 'object', minProperties: 1 }, { minProperties: 2 }, { property1: null }, '/minProperties'],
    [
      'too many members',
      { type: 'object', properties: { a: text, b: text }, additionalProperties: false },
      { maxProperties: 1 },
      { a: '', b: '' },
      '/maxProperties',
    ],
    [
      'a member that another brings',
      { type: 'object', properties: { a: text, b: text } },
      { dependentRequired: { a: ['b'] } },
      { a: '' },
      '/dependentRequired',
    ],
    [
      'a schema that a member brings',
      { type: 'object', properties: { a: text } },
      { dependentSchemas: { a: { minProperties: 2 } } },
      { a: '' },
      '/dependentSchemas/a/minProperties',
    ],
    ['a branch that is gone', { anyOf: [text, integer] }, { anyOf: [text, { type: 'null' }] }, 0, '/anyOf'],
    ['two branches that match', integer, { oneOf: [{ multipleOf: 3 }, { multipleOf: 5 }] }, 0, '/oneOf'],
    ['what must not be', { enum: ['a', 'b'] }, { not: { const: 'b' } }, 'b', '/not'],
    [
      'a consequence',
      { type: 'object', properties: { k: { enum: [1, 2] }, x: text } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
      { if: { properties: { k: { const: 2 } }, required: ['k'] }, then: { required: ['x'] } },
      { k: 2 },
      '/then/required',
    ],
    ['an alternative', integer, { if: { minimum: 10 }, else: { maximum: 5 } }, 6, '/else/maximum'],
    [
      'what no schema speaks of',
      { type: 'object', properties: { a: text } },
      { allOf: [{ properties: { b: true } }], unevaluatedProperties: false },
      { undeclared: null },
      '/unevaluatedProperties',
    ],
    [
      'an item no schema speaks of',
      { type: 'array', items: integer },
      { prefixItems: [true], unevaluatedItems: false },
      [0, 0],
      '/unevaluatedItems',
    ],
    ['a place where nothing may be', { type: 'object', properties: { a: text } }, { properties: { a: false } }, { a: '' }, '/properties/a'],
    [
      'a part behind a reference',
      { $ref: '#/$defs/a', $defs: { a: { properties: { x: text }, type: 'object' } } },
      { $ref: '#/$defs/b', $defs: { b: { properties: { x: { maxLength: 0 } } } } },
      { x: 'a' },
      '/$defs/b/properties/x/maxLength',
    ],
  ];

  it.each(rows)('%s', (_what, writer, reader, witness, clause) => {
    const found = told(writer, reader);
    expect(found?.[0]).toEqual(witness);
    expect(found?.[1]).toContain(clause);
  });
});

describe('in values that are written to fit', () => {
  const person = { type: 'object', properties: { name: text, boss: { $ref: '#/$defs/person' } }, required: ['name'] };

  it('a recursive place is reached, and told at its location', () => {
    const reader = { ...person, properties: { ...person.properties, boss: { $ref: '#/$defs/boss' } } };
    const boss = { ...person, properties: { name: { type: 'string', minLength: 1 }, boss: { $ref: '#/$defs/boss' } } };
    const [first] = breaks({ ...person, $defs: { person: structuredClone(person) } }, { ...reader, $defs: { boss } });
    expect(first?.witness).toEqual({ name: '', boss: { name: '' } });
    expect(first?.location).toEqual(['boss', 'name']);
    expect(first?.reader).toEqual({ uri: '', pointer: '/$defs/boss/properties/name' });
    expect(first?.writer).toEqual({ uri: '', pointer: '/$defs/person/properties/name' });
  });

  it('a place in a list in a map in a branch is reached', () => {
    const inner = (limit: JsonObject): JsonObject => ({
      type: 'object',
      properties: {
        kind: { const: 'box' },
        lots: {
          type: 'object',
          additionalProperties: {
            type: 'array',
            minItems: 2,
            items: { type: 'object', required: ['n', 'm'], properties: { n: { ...integer, ...limit }, m: text } },
          },
        },
      },
      required: ['kind', 'lots'],
    });
    const shape = (limit: JsonObject): JsonObject => ({ oneOf: [{ type: 'string' }, inner(limit)] });
    const [first] = breaks(shape({ minimum: 0 }), shape({ minimum: 1 }));
    expect(first?.witness).toEqual({
      kind: 'box',
      lots: {
        undeclared: [
          { n: 0, m: '' },
          { n: 0, m: '' },
        ],
      },
    });
    expect(first?.location).toEqual(['lots', '*', '*', 'n']);
  });

  it('members that depend on one another are all there', () => {
    const writer = { type: 'object', properties: { a: text, b: text, c: integer }, dependentRequired: { c: ['a', 'b'] }, minProperties: 2 };
    expect(told(writer, { properties: { c: { maximum: 0 } } })?.[0]).toEqual({ a: '', b: '', c: 1 });
  });

  it('a new branch makes old values match two', () => {
    const card = { type: 'object', properties: { number: text }, required: ['number'] };
    const token = { type: 'object', properties: { token: text, number: text } };
    expect(told({ oneOf: [card] }, { oneOf: [card, token] }, { mode: 'robust' })?.[0]).toEqual({ number: '' });
  });

  it('a discriminator leads to the branch whose clause is told', () => {
    const shape = (least: number): JsonObject => ({
      oneOf: [{ $ref: '#/$defs/cat' }, { $ref: '#/$defs/dog' }],
      discriminator: { propertyName: 'kind' },
      $defs: {
        cat: { type: 'object', properties: { kind: { const: 'cat' }, lives: { ...integer, minimum: least } }, required: ['kind'] },
        dog: { type: 'object', properties: { kind: { const: 'dog' } }, required: ['kind'] },
      },
    });
    const place = { uri: '', pointer: '/$defs/cat/properties/lives' };
    const open: OpenPart = { location: ['lives'], writer: place, reader: place, reason: { kind: 'budget' } };
    const [first] = breaks(shape(0), shape(1), { dialect: 'openapi-3.1', open: [open], mode: 'robust' });
    expect(first?.witness).toEqual({ kind: 'cat', lives: 0 });
    expect(first?.violation.keyword).toBe('minimum');
  });

  it('a branch that is gone is told as the union, not as what another branch says', () => {
    const kind = (name: string): JsonObject => ({ type: 'object', properties: { kind: { const: name } }, required: ['kind'] });
    const [first] = breaks({ oneOf: [kind('cat'), kind('dog')] }, { oneOf: [kind('cat')] });
    expect(first?.witness).toEqual({ kind: 'dog' });
    expect(first?.violation.schemaPointer).toBe('/oneOf');
    expect(first?.location).toEqual([]);
  });

  it('null is null in each of its three spellings', () => {
    const spellings: readonly (readonly [JsonObject, Dialect])[] = [
      [{ type: 'string', nullable: true }, 'openapi-3.0'],
      [{ type: ['string', 'null'] }, 'openapi-3.1'],
      [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'openapi-3.1'],
    ];
    for (const [schema, dialect] of spellings) expect(told(schema, text, { dialect })?.[0]).toBe(null);
  });
});

describe('the causes', () => {
  const writer = { type: 'object', properties: { a: text, b: integer, c: text } };

  it('are told once each, a member that must be there by its name', () => {
    const reader = { properties: { a: { maxLength: 1 }, b: { minimum: 0 } }, required: ['a', 'c'] };
    const found = breaks(writer, reader).map(({ violation }) => `${violation.schemaPointer} ${violation.args['property'] ?? ''}`.trim());
    expect(found.toSorted()).toEqual(['/properties/a/maxLength', '/properties/b/minimum', '/required a', '/required c']);
  });

  it('are no more than were asked for', () => {
    const reader = { properties: { a: { maxLength: 1 }, b: { minimum: 0 } }, required: ['a', 'c'] };
    expect(breaks(writer, reader, { maxBreakCount: 2 })).toHaveLength(2);
  });

  it('are none without an open place, and none when nothing may be tried', () => {
    expect(refuted(text, integer, { open: [] })).toEqual({ breaks: [], isExhausted: false });
    expect(breaks(text, integer, { maxValueCount: 0 })).toEqual([]);
  });

  it('are the same for the same question', () => {
    const reader = { properties: { a: { maxLength: 1 }, b: { minimum: 0 } }, required: ['a', 'c'] };
    expect(JSON.stringify(breaks(writer, reader))).toBe(JSON.stringify(breaks(writer, reader)));
  });

  it('do not come from a reference that leads nowhere', () => {
    expect(breaks({ type: 'object', properties: { a: text } }, { properties: { a: { $ref: '#/nowhere' } } })).toEqual([]);
  });
});

describe('a writer that keeps to what it names', () => {
  it('breaks nothing by an optional member that is added, of either side', () => {
    const older = { type: 'object', properties: { a: text } };
    const newer = { type: 'object', properties: { a: text, b: integer } };
    for (const direction of ['request', 'response'] as const) {
      expect(breaks(older, newer, { mode: 'robust', direction })).toEqual([]);
      expect(breaks(newer, older, { mode: 'robust', direction })).toEqual([]);
    }
  });

  it('breaks a provider that takes a member no more, and no consumer that does not know one', () => {
    const older = { type: 'object', properties: { a: text, b: text }, additionalProperties: false };
    const newer = { type: 'object', properties: { a: text }, additionalProperties: false };
    const [first] = breaks(older, newer, { mode: 'robust', direction: 'request' });
    expect(first?.witness).toEqual({ b: '' });
    expect(first?.location).toEqual(['b']);
    expect(breaks(older, newer, { mode: 'robust', direction: 'response' })).toEqual([]);
  });

  it('asks for nothing that does not travel', () => {
    const older = { type: 'object', properties: { a: text } };
    const newer = { type: 'object', properties: { a: text, id: { ...integer, readOnly: true } }, required: ['id'] };
    expect(breaks(older, newer, { mode: 'robust', direction: 'request' })).toEqual([]);
    expect(breaks(older, newer, { mode: 'robust', direction: 'response' })).toHaveLength(1);
  });
});

describe('all values are judged', () => {
  it.each<readonly [JsonValue, JsonValue, ComparisonMode]>([
    [{ enum: ['a', 'b'] }, { pattern: '^[ab]$' }, 'strict'],
    [{ type: ['boolean', 'null'] }, { not: { type: 'string' } }, 'strict'],
    [{ type: 'integer', minimum: 1, maximum: 4 }, { anyOf: [{ maximum: 2 }, { minimum: 3 }] }, 'strict'],
    [{ type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: false }, { maxProperties: 1 }, 'strict'],
    [{ type: 'object', properties: { a: { type: 'boolean' } } }, { maxProperties: 1 }, 'robust'],
    [{ type: 'array', items: { enum: [1, 2] }, maxItems: 2 }, { type: 'array' }, 'strict'],
    [{ $ref: '#/$defs/a', $defs: { a: { const: 1 } } }, integer, 'strict'],
    [false, false, 'strict'],
  ])('of %j', (writer, reader, mode) => {
    expect(refuted(writer, reader, { mode })).toEqual({ breaks: [], isExhausted: true });
  });

  it.each<readonly [JsonValue, ComparisonMode]>([
    [{ type: 'object', properties: { a: { type: 'boolean' } } }, 'strict'],
    [{ allOf: [{ type: 'object', properties: { a: { type: 'boolean' } } }, { properties: { b: text } }] }, 'robust'],
    [{ type: 'integer', minimum: 1 }, 'strict'],
    [{ type: 'number', minimum: 1, maximum: 2 }, 'strict'],
    [{ type: 'array', items: { enum: [1, 2] }, maxItems: 20 }, 'strict'],
  ])('never of %j', (writer, mode) => {
    expect(refuted(writer, true, { mode, maxValueCount: 20 }).isExhausted).toBe(false);
  });
});

describe('a clause that was left open', () => {
  const at = (location: readonly string[], pointer: string, keyword: string): OpenPart => ({
    location,
    writer: { uri: '', pointer: '' },
    reader: { uri: '', pointer },
    reason: { kind: 'keyword', keyword },
  });

  it('is shown for each member that it asks for, however many, beside a budget for one', () => {
    const names = Array.from({ length: 30 }, (_one, index) => `member${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, text]));
    const found = breaks(
      { type: 'object', properties },
      { required: names },
      { maxBreakCount: 1, open: [at([], '/required', 'required')] },
    );
    expect(found.map(({ violation }) => violation.args['property'])).toEqual(names);
    expect(found.every(({ witness }) => JSON.stringify(witness) === '{}')).toBe(true);
  });

  it('is told without what else refuses the same value', () => {
    const open = [at([], '/required', 'required')];
    const found = breaks({ type: 'object', properties: { a: text } }, { minProperties: 1, required: ['a'] }, { maxBreakCount: 1, open });
    expect(found.map(({ violation }) => violation.keyword)).toEqual(['required']);
  });

  it('does not hide what another branch shows', () => {
    const found = breaks({ anyOf: [text, integer] }, { maxLength: 3, maximum: 5 }, { open: [at([], '/maxLength', 'maxLength')] });
    expect(found.map(({ violation }) => violation.keyword).toSorted()).toEqual(['maxLength', 'maximum']);
  });

  it('is aimed at first, and behind it nothing else is looked for where no branch hides anything', () => {
    const wide = Object.fromEntries(Array.from({ length: 40 }, (_one, index) => [`other${index}`, { ...text, maxLength: 5 }]));
    const [writer, reader] = [text, { ...text, maxLength: 3 }].map((code) => ({ type: 'object', properties: { ...wide, code } }));
    const open = [{ ...at(['code'], '/properties/code/maxLength', 'maxLength'), writer: { uri: '', pointer: '/properties/code' } }];
    const { breaks: found, effortCount } = searched(writer ?? {}, reader ?? {}, { open });
    expect(found.map(({ witness }) => witness)).toEqual([{ code: 'aaaa' }]);
    expect(effortCount).toBeLessThan(60);
  });

  it('may stand in an arm of a union, which is proved by itself first', () => {
    const arm = (inner: JsonValue): JsonValue => ({
      type: 'object',
      required: ['deep'],
      properties: { deep: { properties: { code: inner } } },
    });
    const found = breaks(
      { anyOf: [arm(text), integer] },
      { anyOf: [arm({ ...text, maxLength: 2 }), integer] },
      { open: [at([], '/anyOf', 'anyOf')] },
    );
    expect(found.map(({ witness }) => witness)).toEqual([{ deep: { code: 'aaa' } }]);
  });
});
