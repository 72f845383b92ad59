import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesProgram } from '../../src/schema/pattern/match-program.js';
import { parsePattern } from '../../src/schema/pattern/parse-pattern.js';
import { costOfPattern } from '../../src/schema/pattern/pattern-cost.js';
import { isExplosivePattern, patternDefect, patternFromText } from '../../src/schema/pattern/pattern.js';
import { programFromTree } from '../../src/schema/pattern/pattern-program.js';

const HOSTILE: readonly (readonly [source: string, text: string, matches: boolean])[] = [
  ['^(a+)+$', `${'a'.repeat(50_000)}!`, false],
  ['(a|aa)+$', `${'a'.repeat(50_000)}!`, false],
  ['^(a|aa)+$', 'a'.repeat(50_000), true],
  ['(.*)*x', 'a'.repeat(50_000), false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000), false],
  ['\\s+$', `${' '.repeat(50_000)}!`, false],
  ['^.*.*.*.*=$', 'a'.repeat(50_000), false],
  ['(a?){40}b', 'a'.repeat(50_000), false],
  ['^(?=.*\\d)(a+)+$', `${'a'.repeat(5_000)}`, false],
];

describe('a pattern that backtracks for ever', () => {
  it.each(HOSTILE)('is answered in bounded time: %s', (source, text, matches) => {
    const startedAt = performance.now();
    expect(patternFromText(source).test(text)).toBe(matches);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('counts as a match when nothing can decide it in time', () => {
    const pattern = patternFromText('^(a+)+\\1$');
    expect(pattern.test(`${'a'.repeat(5_000)}!`)).toBe(true);
    expect(pattern.undecidedCount()).toBe(1);
  });

  it('is told apart from a harmless one', () => {
    expect(['^(a+)+$', '(a|aa)+$', '(.*)*x', '(a*)*b'].filter((source) => !isExplosivePattern(source))).toEqual([]);
    const harmless = ['^[a-z]+$', '^([a-z0-9]+-)*x$', '^\\d{4}-\\d{2}$', '^(\\d+\\.)*\\d+,$', '^/([^/]+/)*$', '^[^@]+@[^@]+$'];
    expect(harmless.filter(isExplosivePattern)).toEqual([]);
  });
});

describe('a pattern', () => {
  it('that is no regular expression is ignored and says why', () => {
    expect(patternFromText('(').test('anything')).toBe(true);
    expect(patternDefect('(')).toMatch(/group/i);
    expect(patternDefect('[\\w-.]+')).toBeUndefined();
  });

  it('is compiled without the u flag when it is not valid with it', () => {
    expect(patternFromText('^[\\w-.]+$').test('a-b.c')).toBe(true);
    expect(patternFromText('^\\-$').test('-')).toBe(true);
  });
});

const SOURCES = fc.letrec<{ source: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '\\b', '^', '$', '\\s', '[a-c0-2]'),
    tie('source').map((source) => `(${source})`),
    tie('source').map((source) => `(?=${source})`),
    tie('source').map((source) => `(?!${source})`),
    tie('source').map((source) => `(?<=${source})`),
  ),
  source: fc
    .array(fc.tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '*?', '|')), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.map(([atom, suffix]) => (/^(\^|\$|\\b|\(\?)/.test(atom) && suffix !== '|' ? atom : atom + suffix)).join('')),
}));

describe('the matcher without backtracking', () => {
  it('agrees with the platform', () => {
    fc.assert(
      fc.property(
        SOURCES.source,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é'), maxLength: 8 }),
        (source, text) => {
          const tree = parsePattern(source);
          const program = tree === undefined ? undefined : programFromTree(tree);
          if (program === undefined) throw new Error(`not taken apart: ${source}`);
          expect(matchesProgram(program, text)).toBe(new RegExp(source, 'u').test(text));
        },
      ),
      { seed: 20261121, numRuns: 3_000 },
    );
  });

  it('is used wherever the platform would be slow: what is called cheap is cheap', () => {
    fc.assert(
      fc.property(SOURCES.source, (source) => {
        const tree = parsePattern(source);
        if (tree === undefined || costOfPattern(tree).kind === 'exponential') return;
        const cost = costOfPattern(tree);
        const length = cost.kind === 'polynomial' ? Math.floor((1e6 / cost.factor) ** (1 / cost.degree)) : 0;
        for (const unit of ['a', 'b', '1', 'ab', ' ']) {
          const text = `${unit.repeat(Math.min(length, 20_000))}!`;
          const startedAt = performance.now();
          new RegExp(source, 'u').test(text);
          expect(performance.now() - startedAt).toBeLessThan(500);
        }
      }),
      { seed: 20261121, numRuns: 300 },
    );
  });
});
