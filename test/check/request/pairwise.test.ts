import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairwiseRows } from '../../../src/check/request/pairwise.js';

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 7 });

describe('rows of choices', () => {
  it('let every two choices of different factors meet', () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const rows = pairwiseRows(counts);
        for (const [left, leftCount] of counts.entries()) {
          for (const [right, rightCount] of counts.entries()) {
            if (left >= right) continue;
            const met = new Set(rows.map((row) => `${row[left]} ${row[right]}`));
            expect(met.size).toBe(leftCount * rightCount);
          }
        }
      }),
      { seed: 7 },
    );
  });

  it('hold one choice for each factor, and no row is there for nothing', () => {
    fc.assert(
      fc.property(sizes, (counts) => {
        const rows = pairwiseRows(counts);
        for (const row of rows) {
          expect(row.length).toBe(counts.length);
          for (const [factor, choice] of row.entries()) expect(choice).toBeLessThan(counts[factor] ?? 0);
        }
        expect(new Set(rows.map(String)).size).toBe(rows.length);
        expect(rows.length).toBeLessThanOrEqual(counts.reduce((sum, count) => sum + count, 0) ** 2);
      }),
      { seed: 8 },
    );
  });

  it('are none for a lone factor', () => {
    expect(pairwiseRows([])).toEqual([]);
    expect(pairwiseRows([4])).toEqual([]);
  });

  it('are far fewer than all combinations', () => {
    expect(pairwiseRows(Array.from({ length: 10 }, () => 2)).length).toBeLessThanOrEqual(12);
  });
});
