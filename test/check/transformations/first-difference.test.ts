import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../../src/check/transformations/first-difference.js';
import type { JsonValue } from '../../../src/base/json.js';
import { isEqualJson } from '../../../src/schema/equality.js';

const values = fc.jsonValue() as fc.Arbitrary<JsonValue>;

describe('the first difference', () => {
  it('is there exactly when two values are not the same', () => {
    fc.assert(
      fc.property(values, values, (was, is) => (firstDifference(was, is) === undefined) === isEqualJson(was, is)),
      { seed: 2 },
    );
  });

  it('is the deepest place that both have', () => {
    const difference = firstDifference({ a: [1, { b: 'x/y' }], c: 1 }, { c: 1, a: [1, { b: 'z' }] });
    expect(difference).toEqual({ pointer: '/a/1/b', was: 'x/y', is: 'z' });
  });

  it('tells a member that is not there from one that is null', () => {
    expect(firstDifference({ a: null }, {})).toEqual({ pointer: '/a', was: null, is: undefined });
    expect(firstDifference([1], [1, 2])).toEqual({ pointer: '/1', was: undefined, is: 2 });
  });
});
