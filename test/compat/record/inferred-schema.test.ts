import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeShapes, schemaFromShape, shapeOf } from '../../../src/compat/record/inferred-schema.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';
import { isValid } from '../../../src/schema/validate.js';
import { smallJson } from '../../laws/schema-arbitrary.js';

test('a schema made of what was seen takes all that was seen, in the words of either dialect', () => {
  fc.assert(
    fc.property(fc.array(smallJson, { minLength: 1, maxLength: 5 }), fc.boolean(), (values, hasTypeLists) => {
      const schema = schemaFromShape(values.map((value) => shapeOf(value)).reduce(mergeShapes), hasTypeLists);
      const dialect = hasTypeLists ? 'openapi-3.1' : 'openapi-3.0';
      for (const value of values) expect(isValid(schemaFromValue(schema, dialect), value), JSON.stringify(schema)).toBe(true);
    }),
    { seed: 4, numRuns: 200 },
  );
});

test('a member is required when it was always there, and one that was never more than null may be anything', () => {
  const shape = mergeShapes(shapeOf({ id: 1, note: null }), shapeOf({ id: 2, total: 1.5 }));
  expect(schemaFromShape(shape, true)).toEqual({
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'integer' }, note: {}, total: { type: 'number' } },
  });
});
