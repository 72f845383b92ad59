import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { jsonSchemaFromSchema } from '../../src/schema/json-schema.js';
import { schemaFromValue } from '../../src/schema/schema-from-value.js';
import { isValid, validate } from '../../src/schema/validate.js';
import { assertSamplesValidate } from '../laws/samples-validate.js';
import { smallJson, smallSchema } from '../laws/schema-arbitrary.js';

const SEED = 20261121;
const SECOND_OPINION = { strict: false, validateFormats: false, logger: false, multipleOfPrecision: 9 } as const;

function ajvAccepts(schema: JsonValue): (value: JsonValue) => boolean {
  const accepts = new Ajv2020(SECOND_OPINION).compile(schema as JsonObject);
  return (value) => accepts(value) === true;
}

describe('on any schema', () => {
  it('our verdict is ajv’s, and a value without violations is a valid one', () => {
    fc.assert(
      fc.property(smallSchema, fc.array(smallJson, { minLength: 8, maxLength: 8 }), (value, instances) => {
        const schema = schemaFromValue(value);
        const accepts = ajvAccepts(value);
        for (const instance of instances) {
          expect([JSON.stringify(instance), isValid(schema, instance)]).toEqual([JSON.stringify(instance), accepts(instance)]);
          expect(validate(schema, instance).length === 0).toBe(isValid(schema, instance));
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  }, 300_000);

  it('every sample is valid, by us and by ajv, and where we find none no small value is valid', () => {
    let sampledCount = 0;
    let emptyCount = 0;
    const missed: string[] = [];
    fc.assert(
      fc.property(smallSchema, fc.array(smallJson, { minLength: 30, maxLength: 30 }), (value, instances) => {
        const schema = schemaFromValue(value);
        const accepts = ajvAccepts(value);
        const { values, unsatisfiable } = assertSamplesValidate(schema);
        expect(values.filter((sample) => !accepts(sample))).toEqual([]);
        if (unsatisfiable === undefined) sampledCount += 1;
        else if (!instances.some((instance) => isValid(schema, instance))) emptyCount += 1;
        else missed.push(JSON.stringify(value));
      }),
      { seed: SEED, numRuns: 300 },
    );
    console.info(`${sampledCount} schemas sampled, ${emptyCount} seem empty, ${missed.length} missed`);
    if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(missed.join('\n'));
    expect(missed.length).toBeLessThanOrEqual(sampledCount * 0.01);
  }, 300_000);

  it('the plain schema made of it accepts the same values', () => {
    fc.assert(
      fc.property(smallSchema, fc.array(smallJson, { minLength: 8, maxLength: 8 }), (value, instances) => {
        const schema = schemaFromValue(value);
        const accepts = ajvAccepts(jsonSchemaFromSchema(schema));
        for (const instance of instances) expect(accepts(instance)).toBe(isValid(schema, instance));
      }),
      { seed: SEED, numRuns: 200 },
    );
  }, 300_000);
});
