import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import { chanceOfLarge, chanceOfSmall, chanceOfSpan } from '../../src/recovery/distribution.js';

describe('the chance of draws', () => {
  it('is below one in a hundred for fewer than one in a hundred series of uniform draws', () => {
    const series = Array.from({ length: 2_000 }, (_, index) => {
      const random = randomFromSeed('uniform', index);
      return Array.from({ length: 8 + (index % 20) }, () => random.next());
    });
    for (const chanceOf of [chanceOfSmall, chanceOfLarge, (draws: readonly number[]) => chanceOfSpan(draws, 0)]) {
      expect(series.filter((draws) => chanceOf(draws) < 0.01).length).toBeLessThanOrEqual(20);
    }
  });

  it('of being small grows when draws are made larger', () => {
    const draws = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(draws, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }), (all, noise) => {
        const later = all.map((draw, index) => draw + (noise[index] ?? 0));
        expect(chanceOfSmall(later)).toBeGreaterThanOrEqual(chanceOfSmall(all) - 1e-12);
      }),
      { seed: 50 },
    );
  });

  it.each<[string, readonly number[], (draws: readonly number[]) => number]>([
    ['small ones', Array.from({ length: 8 }, () => 0), chanceOfSmall],
    ['large ones', Array.from({ length: 8 }, () => 1), chanceOfLarge],
    ['equal ones', Array.from({ length: 8 }, () => 0.5), (draws) => chanceOfSpan(draws, 0.05)],
  ])('is less than one in a million for eight %s', (_what, draws, chanceOf) => {
    expect(chanceOf(draws)).toBeLessThan(1e-6);
    expect(chanceOf(draws.slice(0, 3))).toBeGreaterThan(1e-6);
  });

  it('is certain for no draws, and for one', () => {
    expect(chanceOfSpan([], 0)).toBe(1);
    expect(chanceOfSpan([0.3], 0)).toBe(1);
  });
});
