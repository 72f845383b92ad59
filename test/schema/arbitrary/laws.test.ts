import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { assertArbitraryHolds } from '../../laws/arbitrary-of-schema.js';
import { smallJson, smallSchema } from '../../laws/schema-arbitrary.js';
import { secondOpinion } from '../../support/second-opinion.js';

const SEED = 20261121;

it('of any schema every drawn and shrunk value is valid, by us and by ajv, and a schema called empty has no small value', () => {
  let drawnCount = 0;
  let emptyCount = 0;
  const missed: string[] = [];
  fc.assert(
    fc.property(smallSchema, fc.array(smallJson, { minLength: 30, maxLength: 30 }), (value, instances) => {
      const schema = schemaFromValue(value);
      const { values, unsatisfiable } = assertArbitraryHolds(schema, { count: 6, accepts: secondOpinion(schema) });
      drawnCount += values.length;
      if (unsatisfiable === undefined) return;
      if (instances.some((instance) => isValid(schema, instance))) missed.push(JSON.stringify(value));
      else emptyCount += 1;
    }),
    { seed: SEED, numRuns: 400 },
  );
  console.info(`${drawnCount} values drawn, ${emptyCount} schemas seem empty, ${missed.length} missed`);
  if (process.env['MORTISE_VERBOSE'] !== undefined) console.info(missed.join('\n'));
  expect(missed.length).toBeLessThanOrEqual(2);
}, 300_000);
