import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesGlob } from '../../src/base/glob.js';

describe('matchesGlob', () => {
  it('agrees with the regular expression that the pattern means', () => {
    const texts = fc.string({ unit: fc.constantFrom('/', 'a', 'b', '*'), maxLength: 10 });
    const paths = fc.string({ unit: fc.constantFrom('/', 'a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(texts, paths, (pattern, path) => {
        const meant = pattern.replaceAll(/\*\*|\*/g, (star) => (star === '**' ? '.*' : '[^/]*'));
        expect(matchesGlob(pattern, path)).toBe(new RegExp(`^${meant}$`).test(path));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it.each([
    ['/orders/*', '/orders/1', true],
    ['/orders/*', '/orders/1/items', false],
    ['/orders/**', '/orders/1/items', true],
    ['/**/items', '/orders/1/items', true],
    ['**', '', true],
    ['*', '/', false],
  ])('%s and %s', (pattern, path, expected) => {
    expect(matchesGlob(pattern, path)).toBe(expected);
  });
});
