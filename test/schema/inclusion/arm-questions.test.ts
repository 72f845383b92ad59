import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { armQuestions } from '../../../src/schema/inclusion/arm-questions.js';
import { createSameness } from '../../../src/schema/inclusion/same-schema.js';
import type { Schema } from '../../../src/schema/schema.js';

const BUDGET = { maxStepCount: 1, maxValueCount: 1, maxBreakCount: 1 };

function schema(uri: string, value: JsonObject): Schema {
  return { value, dialect: '2020-12', uri, pointer: '', documents: new Map([[uri, value]]) };
}

/** Which arms are asked about: the limits of the writer's and the reader's, and how. */
function asked(older: JsonObject, newer: JsonObject): readonly (readonly unknown[])[] {
  const sides = { writer: schema('old', older), reader: schema('new', newer) };
  const question = { ...sides, direction: 'request', mode: 'robust', seed: '0', budget: BUDGET } as const;
  return [...armQuestions(question, createSameness())].map(({ writer, reader, mode }) => [limitOf(writer), limitOf(reader), mode]);
}

function limitOf({ value }: Schema): unknown {
  return (value as JsonObject)['maximum'];
}

const arms = (limits: readonly number[]): JsonObject[] => limits.map((maximum) => ({ maximum }));

describe('the questions of the arms of a union', () => {
  it('are one for each arm that is written otherwise, in the order of the writer; of oneOf also the other way round', () => {
    const limits = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(limits, limits, (older, newer) => {
        const changed = older.flatMap((limit, index) =>
          newer[index] === undefined || newer[index] === limit ? [] : [[limit, newer[index]]],
        );
        expect(asked({ anyOf: arms(older) }, { anyOf: arms(newer) })).toEqual(changed.map((pair) => [...pair, 'robust']));
        expect(asked({ oneOf: arms(older) }, { oneOf: arms(newer) })).toEqual(
          changed.flatMap(([left, right]) => [
            [left, right, 'robust'],
            [right, left, 'strict'],
          ]),
        );
      }),
      { seed: 802, numRuns: 60 },
    );
  });

  it('are none where the sides have no union in common', () => {
    expect(asked({ anyOf: arms([1]) }, { oneOf: arms([2]) })).toEqual([]);
    expect(asked({ maximum: 1 }, { anyOf: arms([2]) })).toEqual([]);
  });

  it('pair arms by what they refer to, whatever their order', () => {
    const union = (first: number, names: readonly string[]): JsonObject => ({
      $defs: { A: { maximum: first }, B: { maximum: 7 } },
      anyOf: names.map((name) => ({ $ref: `#/$defs/${name}` })),
    });
    const sides = { writer: schema('old', union(1, ['A', 'B'])), reader: schema('new', union(2, ['B', 'A'])) };
    const question = { ...sides, direction: 'request', mode: 'robust', seed: '0', budget: BUDGET } as const;
    const pairs = [...armQuestions(question, createSameness())].map(({ writer, reader }) => [writer.value, reader.value]);
    expect(pairs).toEqual([[{ $ref: '#/$defs/A' }, { $ref: '#/$defs/A' }]]);
  });

  it('stand behind references and in allOf too, and are a dozen at most', () => {
    const many = Array.from({ length: 40 }, (_one, index) => index);
    const older = { $ref: '#/$defs/U', $defs: { U: { allOf: [{ anyOf: arms(many) }] } } };
    expect(asked(older, { anyOf: arms(many.map((limit) => limit + 1)) })).toHaveLength(12);
  });
});
