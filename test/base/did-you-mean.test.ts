import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editCount, namesNearby } from '../../src/base/did-you-mean.js';

describe('did you mean', () => {
  it.each([
    ['opnapi', 'openapi'],
    ['openpai', 'openapi'],
    ['Provider', 'provider'],
    ['consumr', 'consumer'],
  ])('takes %s for %s', (word, meant) => expect(didYouMean(word, ['openapi', 'provider', 'consumer'])).toBe(meant));

  it.each(['zzz', 'retry', '', 'open'])('takes %s for nothing', (word) =>
    expect(didYouMean(word, ['openapi', 'provider'])).toBeUndefined(),
  );

  it('counts as many edits one way as the other', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (left, right) => {
        expect(editCount(left, right, 9)).toBe(editCount(right, left, 9));
        expect(editCount(left, right, 9) === 0).toBe(left === right);
        expect(editCount(left, right, 2)).toBe(Math.min(editCount(left, right, 9), 3));
      }),
      { seed: 20261121 },
    );
  });

  it('counts a dropped letter, a swapped pair and a wrong letter as one edit each', () => {
    expect(editCount('abc', 'ac', 5)).toBe(1);
    expect(editCount('abc', 'acb', 5)).toBe(1);
    expect(editCount('abc', 'axc', 5)).toBe(1);
    expect(editCount('abc', 'xyz', 5)).toBe(3);
  });
});

describe('namesNearby', () => {
  it('gives one of the candidates that is near, else some of all, and nothing only where there is none', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 20 }), (word, names) => {
        const { suggestion, known } = namesNearby(word, names);
        expect(suggestion === undefined && known === undefined).toBe(names.length === 0);
        expect(suggestion === undefined || known === undefined).toBe(true);
        expect(suggestion).toBe(didYouMean(word, names));
        for (const one of known ?? []) expect(names.includes(one) || /^\d+ more$/.test(one)).toBe(true);
      }),
      { seed: 20261122 },
    );
  });

  it('shows twelve of many names, each once, and how many more there are', () => {
    const names = Array.from({ length: 15 }, (_, index) => `operation-${index}`);
    expect(namesNearby('z', [...names, ...names]).known).toEqual([...names.slice(0, 12), '3 more']);
    expect(namesNearby('z', names.slice(0, 12)).known).toEqual(names.slice(0, 12));
  });
});
