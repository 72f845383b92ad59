import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { hollowValues } from '../../../src/check/transformations/hollow-values.js';

describe('hollow values', () => {
  it('empty each place once, and leave the others as they are', () => {
    expect([...hollowValues({ a: 'x', b: [true, 0], c: { d: 3 } })]).toEqual([
      {},
      { a: '', b: [true, 0], c: { d: 3 } },
      { a: 'x', b: [], c: { d: 3 } },
      { a: 'x', b: [false, 0], c: { d: 3 } },
      { a: 'x', b: [true, 0], c: {} },
      { a: 'x', b: [true, 0], c: { d: 0 } },
    ]);
  });

  it('never are the value itself, which stays as it is', () => {
    const values = fc.jsonValue() as fc.Arbitrary<JsonValue>;
    const law = fc.property(values, (value) => {
      const text = JSON.stringify(value);
      const hollow = [...hollowValues(value)].map((one) => JSON.stringify(one));
      return !hollow.includes(text) && JSON.stringify(value) === text;
    });
    fc.assert(law, { seed: 3 });
  });
});
