import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawValue, shrinksOf } from '../../../src/schema/arbitrary/draw.js';
import { wordStream } from '../../../src/schema/arbitrary/word-stream.js';

const record = fc.record({ id: fc.nat(), name: fc.string(), tags: fc.array(fc.boolean()) });

describe('a drawn value', () => {
  it('is decided by seed and labels, on every machine', () => {
    expect(drawValue(fc.nat(1_000_000), 1, 'get /pets', 17).value).toBe(drawValue(fc.nat(1_000_000), 1, 'get /pets', 17).value);
    expect(
      Array.from({ length: 4 }, (_, index) => drawValue(fc.integer({ min: 0, max: 999_999 }), 20261121, index).value),
    ).toMatchInlineSnapshot(`
      [
        437557,
        0,
        576392,
        152572,
      ]
    `);
  });

  it('differs from label to label', () => {
    const values = Array.from({ length: 200 }, (_, index) => JSON.stringify(drawValue(record, 'seed', index).value));
    expect(new Set(values).size).toBeGreaterThan(150);
  });

  it('shrinks, and so do its simpler forms, to the end', () => {
    let current = drawValue(record, 'seed', 3);
    for (let step = 0; step < 1_000; step += 1) {
      const [next] = shrinksOf(record, current);
      if (next === undefined) break;
      current = next;
    }
    expect(current.value).toEqual({ id: 0, name: '', tags: [] });
  });
});

describe('a stream of words', () => {
  it('branches into one that goes on alike', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 4, maxLength: 4 }), fc.nat(20), (state, skipped) => {
        const stream = wordStream(state);
        for (let index = 0; index < skipped; index += 1) stream.nextWord();
        const branch = stream.branch();
        const words = Array.from({ length: 5 }, () => stream.nextWord());
        expect(Array.from({ length: 5 }, () => branch.nextWord())).toEqual(words);
      }),
      { seed: 20261121 },
    );
  });
});
