import fc from 'fast-check';
import { expect, it } from 'vitest';
import { offsetOfJsonFault } from '../../src/base/json-fault.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON with one character put in, taken out or changed. */
const damaged = fc
  .tuple(
    fc.json(),
    fc.nat(),
    fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '\\', '0', '-', '.', 'e', 't', ' ', '\n', 'x'),
    fc.boolean(),
  )
  .map(([text, at, character, keeps]) => {
    const index = at % (text.length + 1);
    return text.slice(0, index) + character + text.slice(keeps ? index : index + 1);
  });

it('a text of JSON has no fault, and a text with a fault is no JSON', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      const offset = offsetOfJsonFault(text);
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(text.length);
      expect(isJson(text) && offset < text.length).toBe(false);
    }),
    { seed: 20261121, numRuns: 2000 },
  );
});

it('a text that is only cut off has its fault at its end', () => {
  const word = fc.stringMatching(/^[a-z ]*$/);
  const value = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, word, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(word, tie('tree'), { maxKeys: 3 })),
  })).tree;
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2), fc.nat(), (tree, indent, cut) => {
      const text = JSON.stringify(tree, null, indent);
      const start = text.slice(0, cut % text.length);
      expect(offsetOfJsonFault(start)).toBe(start.length);
    }),
    { seed: 20261121, numRuns: 500 },
  );
});

it.each([
  ['{a:1}', 1],
  ['{"a":1,}', 7],
  ['{"a" 1}', 5],
  ['[1 2]', 3],
  ['[1,]', 3],
  ['{"a":1]', 6],
  ['1 2', 2],
  ['01', 0],
  ['[1.]', 1],
  ['tru', 0],
  ['"\\u12x4"', 1],
  ['"a\nb"', 2],
  ['{"a":', 5],
  ['"abc', 4],
  ['', 0],
])('%j breaks at %d', (text, offset) => {
  expect(isJson(text)).toBe(false);
  expect(offsetOfJsonFault(text)).toBe(offset);
});
