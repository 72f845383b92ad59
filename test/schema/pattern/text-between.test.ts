import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternFromText } from '../../../src/schema/pattern/pattern.js';
import type { TextBetween } from '../../../src/schema/pattern/text-between.js';
import { textBetween } from '../../../src/schema/pattern/text-between.js';

const SEED = 20261121;

function between(matching: readonly string[], refusing: readonly string[], least = 0, most = 40): TextBetween {
  return textBetween({ matching, refusing, least, most });
}

const piece = fc.constantFrom('a', 'b', '[ab]', '[a-c]', 'c?', 'a*', '(ab)+', 'b{2}', '(a|bc)', '.', '^a', 'c$', '\\d');
const expression = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));

describe('a text between expressions', () => {
  it('is matched by the ones and not by the others, and there is none among the short texts where none is said to be', () => {
    const kinds = new Set<string>();
    const texts = shortTexts('abc1', 4);
    fc.assert(
      fc.property(fc.array(expression, { maxLength: 2 }), fc.array(expression, { minLength: 1, maxLength: 2 }), (matching, refusing) => {
        const found = between(matching, refusing);
        kinds.add(found.kind);
        const fits = (text: string): boolean =>
          matching.every((source) => patternFromText(source).test(text)) && !refusing.some((source) => patternFromText(source).test(text));
        if (found.kind === 'text') expect(fits(found.text)).toBe(true);
        if (found.kind === 'none') expect(texts.filter(fits)).toEqual([]);
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect([...kinds].toSorted()).toEqual(['none', 'text']);
  });

  it('is a shortest one, of letters where they will do', () => {
    expect(between(['^[a-z]+$'], ['^[a-f]*$'])).toEqual({ kind: 'text', text: 'g' });
    expect(between(['^[^0-9]+$'], ['^a'])).toEqual({ kind: 'text', text: 'b' });
    expect(between(['^\\d{3}-\\d{4}$'], ['^0'])).toMatchObject({ kind: 'text', text: expect.stringMatching(/^[1-9]\d\d-\d{4}$/) });
  });

  it('has the length that is asked for', () => {
    expect(between(['^a*$'], ['^b'], 3, 3)).toEqual({ kind: 'text', text: 'aaa' });
    expect(between(['^a{5}$'], [], 0, 4)).toEqual({ kind: 'none' });
    expect(between(['^a*$'], ['^a{0,30}$'])).toEqual({ kind: 'text', text: 'a'.repeat(31) });
  });

  it('counts a character beyond the basic plane as one', () => {
    expect(between(['^.$'], ['^[\\u0000-\\uffff]$'])).toMatchObject({
      kind: 'text',
      text: expect.stringMatching(/^[\u{10000}-\u{10ffff}]$/u),
    });
  });

  it('is none where the one expression describes no more than the other', () => {
    expect(between(['^[a-c]+$'], ['^[a-z]*$'])).toEqual({ kind: 'none' });
    expect(between(['^(ab)*$'], ['^(a|b)*$'])).toEqual({ kind: 'none' });
    expect(between(['a'], [''])).toEqual({ kind: 'none' });
  });

  it.each(['(?=a)b', '\\bword', '(a)\\1', '('])('is not known of %s', (source) => {
    expect(between([source], [])).toEqual({ kind: 'unknown' });
  });

  it('is given up where there is too much to try', () => {
    expect(between(['^.*a.{14}$'], ['^.*b.{14}$', '^c']).kind).not.toBe('none');
  });
});

function shortTexts(alphabet: string, length: number): readonly string[] {
  let texts: readonly string[] = [''];
  let longest = texts;
  for (let count = 0; count < length; count += 1) {
    longest = longest.flatMap((text) => [...alphabet].map((letter) => text + letter));
    texts = [...texts, ...longest];
  }
  return texts;
}
