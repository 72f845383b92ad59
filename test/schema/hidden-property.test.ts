import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isHiddenProperty } from '../../src/schema/hidden-property.js';
import { isReadable } from '../../src/schema/inclusion/value-views.js';
import { compareSchemas } from '../../src/schema/inclusion/schema-comparer.js';
import type { Dialect } from '../../src/schema/dialect.js';
import type { ComparisonOptions } from '../../src/schema/inclusion/schema-comparison.js';
import { nodeFromSchema } from '../../src/schema/node.js';
import type { Direction } from '../../src/schema/schema.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { isValid, validate } from '../../src/schema/validate.js';

const SEED = 20261122;
const BUDGET = { maxStepCount: 2_000, maxValueCount: 60, maxBreakCount: 2 };
const DIRECTIONS: readonly (Direction | undefined)[] = [undefined, 'request', 'response'];
const NAMES = ['a', 'b', 'c', 'd'] as const;

const ID: JsonObject = { properties: { id: { readOnly: true } } };
const ASKS: JsonObject = { required: ['id'] };

/** One thing said of one member. */
interface Said {
  readonly name: string;
  /** What `properties` says; nothing when `required` asks for it. */
  readonly property?: JsonObject | undefined;
}

/** Where a thing is said, in `allOf` within `allOf`, and which of the branches stand behind references. */
interface Layout {
  readonly said: readonly Said[];
  readonly places: readonly (readonly number[])[];
  readonly referred: readonly number[];
  readonly dialect: Dialect;
}

const property = fc.constantFrom<JsonObject>(
  {},
  { type: 'integer' },
  { readOnly: true },
  { type: 'integer', readOnly: true },
  { writeOnly: true },
  { type: 'string', writeOnly: true },
);

/** No name has two properties: which flags hold of it is the same wherever it stands. */
const saidThings: fc.Arbitrary<readonly Said[]> = fc
  .record({
    properties: fc.dictionary(fc.constantFrom(...NAMES), property, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    required: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 }),
  })
  .map(({ properties, required }) => [
    ...Object.entries(properties).map(([name, said]) => ({ name, property: said })),
    ...required.map((name) => ({ name })),
  ]);

const layout: fc.Arbitrary<Layout> = saidThings.chain((said) =>
  fc.record({
    said: fc.constant(said),
    places: fc.array(fc.array(fc.nat({ max: 1 }), { maxLength: 2 }), { minLength: said.length, maxLength: said.length }),
    referred: fc.uniqueArray(fc.nat({ max: 3 })),
    dialect: fc.constantFrom<Dialect>('openapi-3.0', 'openapi-3.1'),
  }),
);

function whole(said: readonly Said[]): JsonObject {
  const properties = said.filter((one) => one.property !== undefined);
  const required = said.filter((one) => one.property === undefined).map(({ name }) => name);
  return {
    ...(properties.length > 0 && { properties: Object.fromEntries(properties.map((one) => [one.name, one.property ?? {}])) }),
    ...(required.length > 0 && { required }),
  };
}

/** The same things, each where the layout puts it. */
function laidOut({ said, places, referred }: Layout): JsonObject {
  const parts: Record<string, JsonValue> = {};
  const at = (above: readonly number[], depth: number): JsonObject => {
    const here = said.filter(
      (_, index) => places[index]?.length === depth && above.every((step, level) => places[index]?.[level] === step),
    );
    const branches = [0, 1].map((step): JsonValue => {
      const beneath = [...above, step];
      const isUsed = places.some((place) => place.length > depth && beneath.every((token, level) => place[level] === token));
      return isUsed ? at(beneath, depth + 1) : {};
    });
    const written = branches.map((branch, step): JsonValue => {
      if (!referred.includes(depth * 2 + step)) return branch;
      const name = [...above, step].join('');
      parts[name] = branch;
      return { $ref: `#/parts/${name}` };
    });
    return { ...whole(here), ...(depth < 2 && { allOf: written }) };
  };
  const schema = at([], 0);
  return { ...schema, type: 'object', parts };
}

const members = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom<JsonValue>(1, 'x'), { maxKeys: 4, noNullPrototype: true });

describe('a schema laid out in allOf and behind references', () => {
  it('judges every value as the whole does, whichever way it travels', () => {
    let differenceCount = 0;
    fc.assert(
      fc.property(layout, fc.array(members, { minLength: 6, maxLength: 6 }), (drawn, values) => {
        const one = schemaFromValue({ type: 'object', ...whole(drawn.said) }, drawn.dialect);
        const split = schemaFromValue(laidOut(drawn), drawn.dialect);
        for (const direction of DIRECTIONS) {
          for (const value of values) {
            const isGood = isValid(one, value, { direction });
            expect(isValid(split, value, { direction })).toBe(isGood);
            expect(validate(split, value, { direction }).length === 0).toBe(isGood);
            if (isGood !== isValid(one, value)) differenceCount += 1;
          }
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
    expect(differenceCount).toBeGreaterThan(100);
  });

  it('is compatible with the whole, both ways', () => {
    fc.assert(
      fc.property(
        layout,
        fc.constantFrom(...DIRECTIONS),
        fc.constantFrom('strict' as const, 'robust' as const),
        (drawn, direction, mode) => {
          const one = schemaFromValue({ type: 'object', ...whole(drawn.said) }, drawn.dialect);
          const split = schemaFromValue(laidOut(drawn), drawn.dialect);
          const options = { direction, mode, budget: BUDGET };
          expect([compareSchemas(one, split, options).kind, compareSchemas(split, one, options).kind]).toEqual([
            'compatible',
            'compatible',
          ]);
        },
      ),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('and asks for more is told as it would be of the whole', () => {
    let breakingCount = 0;
    fc.assert(
      fc.property(layout, saidThings, fc.constantFrom('request' as const, 'response' as const), (drawn, other, direction) => {
        const [one, split] = [{ type: 'object', ...whole(drawn.said) }, laidOut(drawn)].map((value) =>
          schemaFromValue(value, drawn.dialect),
        );
        const newer = schemaFromValue({ type: 'object', ...whole(other) }, drawn.dialect);
        if (one === undefined || split === undefined) return;
        const options = { direction, mode: 'robust' as const, budget: BUDGET };
        const { kind } = compareSchemas(one, newer, options);
        expect(compareSchemas(split, newer, options).kind).toBe(kind);
        expect(compareSchemas(newer, split, options).kind).toBe(compareSchemas(newer, one, options).kind);
        if (kind === 'breaking') breakingCount += 1;
      }),
      { seed: SEED, numRuns: 120 },
    );
    expect(breakingCount).toBeGreaterThan(20);
  });
});

describe('what a request need not hold', () => {
  const takes = (value: JsonObject, body: JsonValue = {}, dialect: Dialect = 'openapi-3.1'): boolean =>
    isValid(schemaFromValue(value, dialect), body, { direction: 'request' });

  it.each<[string, JsonObject]>([
    ['the branch before', { allOf: [ID, ASKS] }],
    ['the branch after', { allOf: [ASKS, ID] }],
    ['the schema around', { ...ID, allOf: [{ allOf: [ASKS] }] }],
    ['a branch within a branch', { ...ASKS, allOf: [{ allOf: [ID] }] }],
    ['a schema referred to', { allOf: [{ $ref: '#/id' }, ASKS], id: { $ref: '#/own' }, own: ID }],
    [
      'a schema referred to, with the flag further down',
      {
        $ref: '#/id',
        ...ASKS,
        id: { allOf: [{ properties: { id: { allOf: [{ $ref: '#/flag' }] } } }] },
        flag: { allOf: [{ readOnly: true }] },
      },
    ],
    ['the schema around what is referred to', { ...ID, allOf: [ASKS, { $ref: '#/again' }], again: { allOf: [ASKS] } }],
  ])('is said by %s', (_, schema) => {
    expect(takes(schema)).toBe(true);
    expect(isValid(schemaFromValue(schema, 'openapi-3.1'), {}, { direction: 'response' })).toBe(false);
    expect(isValid(schemaFromValue(schema, 'openapi-3.1'), {})).toBe(false);
  });

  it('is not said beside a reference where OpenAPI 3.0 passes over what stands there', () => {
    expect(takes({ allOf: [{ $ref: '#/asks', ...ID }], asks: ASKS }, {}, 'openapi-3.0')).toBe(false);
    expect(takes({ allOf: [{ $ref: '#/asks', ...ID }], asks: ASKS }, {}, 'openapi-3.1')).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ['branches that tell values apart by it', { ...ID, anyOf: [ASKS, { required: ['name'] }] }],
    ['a branch that may not be the one', { ...ASKS, anyOf: [ID, {}] }],
    ['exactly one branch', { ...ID, oneOf: [ASKS] }],
    ['a condition', { ...ID, if: false, else: ASKS }],
  ])('is not looked for across %s', (_, schema) => {
    expect(takes(schema)).toBe(false);
  });

  it('may be forbidden by not', () => {
    expect(takes({ ...ID, not: ASKS })).toBe(true);
    expect(takes({ ...ID, not: ASKS }, { id: 1 })).toBe(false);
  });

  it('is asked for where the same definition stands beside one that says nothing of it', () => {
    const schema = {
      properties: { own: { allOf: [{ $ref: '#/asks' }, ID] }, other: { allOf: [{ $ref: '#/asks' }] }, last: { $ref: '#/asks' } },
      asks: { allOf: [ASKS] },
    };
    expect(takes(schema, { own: {} })).toBe(true);
    expect(takes(schema, { other: {} })).toBe(false);
    expect(takes(schema, { last: {} })).toBe(false);
    const violations = validate(schemaFromValue(schema, 'openapi-3.1'), { own: {}, other: {}, last: {} }, { direction: 'request' });
    expect(violations.map(({ instancePointer }) => instancePointer)).toEqual(['/other', '/last']);
  });

  it('is not asked for by members below', () => {
    expect(takes({ ...ID, properties: { id: { readOnly: true }, child: ASKS } }, { child: {} })).toBe(false);
  });

  it('is known of a schema without a value', () => {
    const node = nodeFromSchema(schemaFromValue({ allOf: [ID] }, 'openapi-3.1'));
    expect([
      isHiddenProperty(node, 'id', 'request'),
      isHiddenProperty(node, 'id', 'response'),
      isHiddenProperty(node, 'id', undefined),
    ]).toEqual([true, false, false]);
  });
});

describe('two versions', () => {
  const kindOf = (older: JsonObject, newer: JsonObject, options: ComparisonOptions): string =>
    compareSchemas(schemaFromValue(older, 'openapi-3.1'), schemaFromValue(newer, 'openapi-3.1'), {
      mode: 'robust',
      budget: BUDGET,
      ...options,
    }).kind;
  const request = { direction: 'request' } as const;
  const response = { direction: 'response' } as const;

  it('of which the newer says no more that a member does not travel differ, though their allOf is written alike', () => {
    const older = { type: 'object', ...ID, allOf: [ASKS] };
    const newer = { type: 'object', properties: { id: {} }, allOf: [ASKS] };
    expect(kindOf(older, newer, request)).toBe('breaking');
    expect(kindOf(newer, newer, request)).toBe('compatible');
    const referring = (properties: JsonObject): JsonObject => ({ type: 'object', properties, $ref: '#/asks', asks: ASKS });
    expect(kindOf(referring({ id: { readOnly: true } }), referring({ id: {} }), request)).toBe('breaking');
  });

  it.each(['strict', 'robust'] as const)('in %s mode, of which the newer says so no more, differ behind chains of references', (mode) => {
    const schema = (properties: JsonObject, type: string): JsonObject => ({
      ...{ type: 'object', properties, allOf: [{ $ref: '#/chain' }, { $ref: '#/other' }] },
      ...{ chain: { $ref: '#/asks' }, asks: { ...ASKS, properties: { a: { type } } }, other: {} },
    });
    const hidden: JsonObject = { id: { readOnly: true } };
    expect(kindOf(schema(hidden, 'integer'), schema({ id: {} }, 'number'), { ...request, mode })).toBe('breaking');
    expect(kindOf(schema(hidden, 'integer'), schema(hidden, 'number'), { ...request, mode })).toBe('compatible');
    expect(kindOf(schema({ id: {} }, 'integer'), schema(hidden, 'number'), { ...request, mode })).toBe('compatible');
  });

  it('of a response that leaves out a required secret, with one member more', () => {
    const secret = { type: 'object', required: ['pin'], properties: { pin: { writeOnly: true }, a: {} }, additionalProperties: false };
    const more = { ...secret, properties: { ...secret.properties, b: {} } };
    expect(kindOf(secret, more, response)).toBe('compatible');
    expect(kindOf(more, secret, response)).toBe('compatible');
  });
});

it.each<[string, JsonObject]>([
  ['itself', { required: ['pin'] }],
  ['in its allOf', { allOf: [{ required: ['pin'] }] }],
  ['behind a reference', { $ref: '#/asks', asks: { required: ['pin'] } }],
])('a reader that looks over members does not ask for a secret, required %s', (_, asking) => {
  const schema = { properties: { pin: { writeOnly: true }, a: { type: 'integer' } }, additionalProperties: false, ...asking };
  const reader = schemaFromValue(schema, 'openapi-3.1');
  const question = { writer: reader, reader, mode: 'robust', direction: 'response', seed: String(SEED), budget: BUDGET } as const;
  expect([{ a: 1 }, { more: 1 }, { a: 'x', more: 1 }].map((value) => isReadable(question, value))).toEqual([true, true, false]);
});
