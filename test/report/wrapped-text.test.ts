import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOfText } from '../../src/report/text-width.js';
import { wrappedText } from '../../src/report/wrapped-text.js';

describe('wrapped text', () => {
  it('parts at blanks, and words only that are wider than a line', () => {
    expect(wrappedText('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrappedText('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
  });

  it('is no wider than asked, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }),
        fc.integer({ min: 2, max: 40 }),
        (words, width) => {
          const text = words.join(' ');
          const lines = wrappedText(text, width);
          for (const line of lines) expect(widthOfText(line)).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
      { seed: 20261121 },
    );
  });
});
