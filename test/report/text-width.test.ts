import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, headOfWidth, widthOfText } from '../../src/report/text-width.js';

describe('the width of a text', () => {
  it.each([
    ['orders', 6],
    ['storefront → gateway', 20],
    ['Ünïcödé', 7],
    ['e\u0301', 1],
    ['注文', 4],
    ['ｆｕｌｌ', 8],
    ['한국어', 6],
    ['🚀 go', 5],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['─│┌', 3],
    ['', 0],
  ])('of %j is %d', (text, width) => {
    expect(widthOfText(text)).toBe(width);
  });

  it('is that of its parts, and no head is wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 20 }), (text, columnCount) => {
        const [head, rest] = headOfWidth(text, columnCount);
        expect(head + rest).toBe(text);
        expect(widthOfText(head)).toBeLessThanOrEqual(columnCount);
        expect(widthOfText(cutToWidth(text, columnCount))).toBeLessThanOrEqual(columnCount);
      }),
      { seed: 20261121 },
    );
  });

  it('cuts no wide character into halves', () => {
    expect(headOfWidth('注文', 3)).toEqual(['注', '文']);
    expect(cutToWidth('注文番号', 6)).toBe('注文…');
  });
});
