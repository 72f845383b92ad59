import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { compareSchemas } from '../../../src/schema/inclusion/schema-comparer.js';
import type { ComparisonMode } from '../../../src/schema/inclusion/schema-comparison.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';

const SEED = 20261122;
const BUDGET = { maxStepCount: 20_000, maxValueCount: 200, maxBreakCount: 1 };
const NAMES = ['a', 'b', 'c'] as const;

interface Drawn {
  readonly keyword: 'anyOf' | 'oneOf';
  readonly arms: readonly JsonObject[];
  readonly rest: JsonValue;
  readonly isOfItems: boolean;
  readonly isBelow: boolean;
}

const scalar = fc.constantFrom<JsonValue>({}, { type: 'integer' }, { const: 1 }, { const: 'x' });
const objectArm: fc.Arbitrary<JsonObject> = fc.record({
  properties: fc.dictionary(fc.constantFrom(...NAMES), scalar, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  required: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 1 }),
});
const listArm: fc.Arbitrary<JsonObject> = fc.record({ prefixItems: fc.array(scalar, { minLength: 1, maxLength: 2 }) });

const union: fc.Arbitrary<Drawn> = fc.boolean().chain((isOfItems) =>
  fc.record({
    keyword: fc.constantFrom('anyOf' as const, 'oneOf' as const),
    arms: fc.array(isOfItems ? listArm : objectArm, { minLength: 1, maxLength: 3 }),
    rest: fc.constantFrom<JsonValue>(false, { type: 'integer' }),
    isOfItems: fc.constant(isOfItems),
    isBelow: fc.boolean(),
  }),
);

function written({ keyword, arms, rest, isOfItems, isBelow }: Drawn, reworded: (arm: JsonObject) => JsonObject = (arm) => arm): JsonObject {
  const own = { [keyword]: arms.map(reworded) };
  return {
    type: isOfItems ? 'array' : 'object',
    ...(isBelow ? { allOf: [own] } : own),
    [isOfItems ? 'unevaluatedItems' : 'unevaluatedProperties']: rest,
  };
}

const REWORDINGS: readonly ((arm: JsonObject) => JsonObject)[] = [
  (arm) => ({ allOf: [arm] }),
  ({ required = [], ...rest }) => ({ allOf: [rest, { required }] }),
  (arm) => ({ ...arm, minProperties: 0, minItems: 0 }),
];

/** All of a small world. */
function worldOf(isOfItems: boolean): readonly JsonValue[] {
  const scalars = [1, 2, 'x'];
  if (isOfItems)
    return [
      [],
      ...scalars.flatMap((one) => [
        [one],
        ...scalars.flatMap((two) => [
          [one, two],
          [one, two, 2],
          [one, two, 'y'],
        ]),
      ]),
    ];
  let objects: readonly JsonObject[] = [{}];
  for (const name of NAMES) objects = objects.flatMap((object) => [object, ...scalars.map((value) => ({ ...object, [name]: value }))]);
  return objects;
}

function kindOf(writer: JsonValue, reader: JsonValue, mode: ComparisonMode): string {
  return compareSchemas(schemaFromValue(writer), schemaFromValue(reader), { direction: 'request', mode, budget: BUDGET }).kind;
}

describe('what is left over beside a union', () => {
  it('is the same where the arms are worded otherwise, or stand in an allOf', () => {
    fc.assert(
      fc.property(union, fc.constantFrom(...REWORDINGS), fc.constantFrom('strict' as const, 'robust' as const), (drawn, reworded, mode) => {
        const [one, other] = [written(drawn), written({ ...drawn, isBelow: !drawn.isBelow }, reworded)];
        expect([kindOf(one, other, mode), kindOf(other, one, mode)]).toEqual(['compatible', 'compatible']);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('is never called compatible where a small value says otherwise', () => {
    const counts: Record<string, number> = { compatible: 0, breaking: 0, unknown: 0 };
    fc.assert(
      fc.property(union, union, fc.boolean(), (first, second, isNear) => {
        const isOfItems = first.isOfItems;
        const other = second.isOfItems === isOfItems && !isNear ? second : { ...first, rest: second.rest, keyword: second.keyword };
        const [writer, reader] = [written(first), written(other)];
        const kind = kindOf(writer, reader, 'strict');
        counts[kind] = (counts[kind] ?? 0) + 1;
        if (kind !== 'compatible') return;
        const [writes, reads] = [schemaFromValue(writer), schemaFromValue(reader)];
        const shown = worldOf(isOfItems).filter((value) => isValid(writes, value) && !isValid(reads, value));
        expect([writer, reader, shown]).toEqual([writer, reader, []]);
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect(counts['compatible']).toBeGreaterThan(40);
    expect(counts['breaking']).toBeGreaterThan(40);
    expect(counts['unknown']).toBeLessThan(15);
  });

  const text = { type: 'string' };
  const card: JsonObject = { properties: { object: { const: 'card' }, number: text }, required: ['number'] };
  const bank: JsonObject = { properties: { object: { const: 'bank' }, sort: text }, required: ['sort'] };
  const sources = (keyword: string, ...arms: readonly JsonValue[]): JsonObject => ({
    ...{ type: 'object', unevaluatedProperties: false, [keyword]: arms },
    $defs: { card, bank },
  });

  it.each(['anyOf', 'oneOf'])('is known of %s whose arms are named now, and in another order', (keyword) => {
    const older = sources(keyword, card, bank);
    const newer = sources(keyword, { $ref: '#/$defs/bank' }, { $ref: '#/$defs/card' });
    for (const mode of ['strict', 'robust'] as const)
      expect([kindOf(older, newer, mode), kindOf(newer, older, mode)]).toEqual(['compatible', 'compatible']);
  });

  it.each(['anyOf', 'oneOf'])('grows with an arm of %s that names more, and only for that arm', (keyword) => {
    const wide = { ...bank, properties: { ...(bank['properties'] as JsonObject), more: text } };
    expect(kindOf(sources(keyword, card, bank), sources(keyword, { allOf: [card] }, wide), 'strict')).toBe('compatible');
    expect(kindOf(sources(keyword, card, wide), sources(keyword, { allOf: [card] }, bank), 'strict')).toBe('breaking');
    const moved = { ...card, properties: { ...(card['properties'] as JsonObject), more: text } };
    expect(kindOf(sources(keyword, card, wide), sources(keyword, moved, bank), 'strict')).not.toBe('compatible');
  });
});
