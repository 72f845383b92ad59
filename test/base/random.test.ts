import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed, randomsFromSeed } from '../../src/base/random.js';

describe('the streams of a seed that differ in their last label', () => {
  it('are those that the seed and all labels decide', () => {
    const label = fc.oneof(fc.string({ maxLength: 6 }), fc.nat());
    fc.assert(
      fc.property(label, label, fc.array(label, { maxLength: 3 }), label, (seed, first, others, last) => {
        const [own, whole] = [randomsFromSeed(seed, first, ...others)(last), randomFromSeed(seed, first, ...others, last)];
        expect([own.next(), own.next()]).toEqual([whole.next(), whole.next()]);
      }),
      { seed: 3, numRuns: 40 },
    );
  });
});
