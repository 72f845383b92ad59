import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { drawValue, shrinksOf } from '../../../src/schema/arbitrary/draw.js';
import { breachValues } from '../../../src/schema/breach/breach-values.js';
import type { InvalidValue } from '../../../src/schema/breach/invalid-value.js';
import { planInvalidArbitrary } from '../../../src/schema/breach/invalid-arbitrary-from-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { assertBreaksOneClause, drawnInvalid, withoutClause } from '../../laws/invalid-values.js';
import { smallJson, smallSchema } from '../../laws/schema-arbitrary.js';

const SEED = 20261121;
const TIMEOUT_MS = 120_000;
const SECOND_OPINION = { strict: false, validateFormats: false, logger: false, multipleOfPrecision: 9, ownProperties: true } as const;

function ajvAccepts(schema: JsonValue): (value: JsonValue) => boolean {
  const accepts = new Ajv2020(SECOND_OPINION).compile(schema as JsonObject);
  return (value) => accepts(value) === true;
}

describe('of any schema', () => {
  it(
    'every invalid value breaks one clause, and ajv refuses it too',
    () => {
      let count = 0;
      fc.assert(
        fc.property(smallSchema, (value) => {
          const schema = schemaFromValue(value);
          const accepts = ajvAccepts(value);
          for (const invalid of [...breachValues(schema), ...drawnInvalid(schema, 10)]) {
            assertBreaksOneClause(schema, invalid);
            expect([JSON.stringify(invalid.value), accepts(invalid.value)]).toEqual([JSON.stringify(invalid.value), false]);
            count += 1;
          }
        }),
        { seed: SEED, numRuns: 200 },
      );
      console.info(`${count} invalid values`);
      expect(count).toBeGreaterThan(2_000);
    },
    TIMEOUT_MS,
  );

  it(
    'an invalid value is valid once the clause that it breaks is taken out',
    () => {
      let [heldCount, totalCount] = [0, 0];
      const missed: string[] = [];
      fc.assert(
        fc.property(smallSchema, (value) => {
          const schema = schemaFromValue(value);
          for (const invalid of breachValues(schema)) {
            if (!isTakenOutCleanly(value, invalid)) continue;
            const relaxed = withoutClause(value, invalid.breach);
            totalCount += 1;
            if (isValid(schemaFromValue(relaxed), invalid.value)) heldCount += 1;
            else
              missed.push(
                `${invalid.breach.keyword} ${invalid.breach.schemaPointer} ${JSON.stringify(value)} ${JSON.stringify(invalid.value)}`,
              );
          }
        }),
        { seed: SEED + 1, numRuns: 300 },
      );
      console.info(`${heldCount} of ${totalCount}`);
      expect(missed).toEqual([]);
      expect(totalCount).toBeGreaterThan(500);
    },
    TIMEOUT_MS,
  );

  it('the fixed list and the drawn values are the same every time', () => {
    fc.assert(
      fc.property(smallSchema, (value) => {
        const [first, second] = [schemaFromValue(value), schemaFromValue(structuredClone(value))];
        expect(JSON.stringify([...breachValues(second)])).toBe(JSON.stringify([...breachValues(first)]));
        expect(JSON.stringify(drawnInvalid(second, 5))).toBe(JSON.stringify(drawnInvalid(first, 5)));
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  it('what is said to accept everything, or to let no clause be broken alone, refuses hardly any small value', () => {
    let missedCount = 0;
    const seen = { none: 0, some: 0 };
    fc.assert(
      fc.property(smallSchema, fc.array(smallJson, { minLength: 20, maxLength: 20 }), (value, instances) => {
        const schema = schemaFromValue(value);
        const plan = planInvalidArbitrary(schema);
        if (plan.kind !== 'accepts-all') {
          seen.some += 1;
          return;
        }
        seen.none += 1;
        if (instances.some((instance) => !isValid(schema, instance))) missedCount += 1;
      }),
      { seed: SEED, numRuns: 300 },
    );
    console.info(`${JSON.stringify(seen)}, ${missedCount} missed`);
    expect(missedCount).toBeLessThanOrEqual(seen.some * 0.05);
  });

  it(
    'shrinking keeps the clause, gets simpler and ends',
    () => {
      fc.assert(
        fc.property(smallSchema, (value) => {
          const schema = schemaFromValue(value);
          const plan = planInvalidArbitrary(schema);
          if (plan.kind !== 'arbitrary') return;
          let current = drawValue(plan.arbitrary, 'shrink');
          for (let steps = 0; ; steps += 1) {
            const [next] = shrinksOf(plan.arbitrary, current);
            if (next === undefined) break;
            assertBreaksOneClause(schema, next.value);
            expect(next.value.breach.schemaPointer).toBe(current.value.breach.schemaPointer);
            expect(steps).toBeLessThan(500);
            current = next;
          }
          expect(plan.arbitrary.canShrinkWithoutContext(current.value)).toBe(true);
        }),
        { seed: SEED, numRuns: 100 },
      );
    },
    TIMEOUT_MS,
  );
});

/** A clause that others look at, or that is told of in several places, cannot be taken out by itself. */
function isTakenOutCleanly(schema: JsonObject, { breach }: InvalidValue): boolean {
  const text = JSON.stringify(schema);
  return !breach.schemaPointer.startsWith('/$defs') && !text.includes('"unevaluated');
}
