import fc from 'fast-check';
import { lexer, marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { markdownBlock, markdownCode, markdownTable, markdownText, shownText } from '../../../src/report/docs/markdown.js';
import { hostileText } from '../../support/run-report.js';

const texts = fc.oneof(
  hostileText,
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'\\|`*_<>&#[]()!~-+.:1 w@"\'\n/=$^'), maxLength: 12 }),
  fc.constantFrom(
    '1. a',
    '- a',
    '+ a',
    '# a #',
    'https://a.example/b',
    'www.a.example',
    'a@b.example',
    '&amp;',
    '<b>',
    '---',
    '~~a~~',
    '[x]: y',
    '[x] a',
    ':--',
    '_a_',
    '__a__',
    '*a*',
    '`a`',
    'a|b',
    'a \\| b',
  ),
);

/** What a reader sees of a page of HTML without marks of its own. */
function seen(html: string): string {
  return html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&#124;/g, '|')
    .replace(/&amp;/g, '&');
}

describe('markdownText', () => {
  it.each<[string, (text: string) => string, RegExp]>([
    ['a heading', (text) => `# ${text}`, /^<h1>([\s\S]*)<\/h1>\s*$/],
    ['a paragraph', (text) => `a ${text}`, /^<p>a ?([\s\S]*)<\/p>\s*$/],
    ['a list', (text) => `- ${text}`, /^<ul>\s*<li>([\s\S]*)<\/li>\s*<\/ul>\s*$/],
    [
      'a table',
      (text) => markdownTable(['a', 'b'], [[text, 'z']], '').join('\n'),
      /<tbody><tr>\s*<td>([\s\S]*)<\/td>\s*<td>z<\/td>\s*<\/tr>\s*<\/tbody><\/table>\s*$/,
    ],
  ])('comes out as itself in %s', (_where, document, shape) => {
    fc.assert(
      fc.property(texts, (text) => {
        const html = marked.parse(document(markdownText(text)), { async: false });
        const [, inner] = shape.exec(html) ?? [];
        expect(inner, html).toBeDefined();
        expect(seen(inner ?? '').trim()).toBe(shownText(text));
      }),
      { seed: 3, numRuns: 250 },
    );
  });

  it('shows what cannot be seen, and cuts what is long', () => {
    expect(shownText('a\n\tb\u0000\u202e')).toBe('a b\\u0000\\u202e');
    expect([...shownText('x'.repeat(401))]).toHaveLength(400);
    expect(shownText('x'.repeat(400))).not.toContain('…');
  });
});

describe('markdownCode', () => {
  it('comes out as itself in a table, as code or as a text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const html = marked.parse(markdownTable(['a', 'b'], [[markdownCode(text), 'z']], '').join('\n'), { async: false });
        const [, inner = ''] = /<tbody><tr>\s*<td>(?:<code>)?([\s\S]*?)(?:<\/code>)?<\/td>\s*<td>z<\/td>/.exec(html) ?? [];
        expect(seen(inner).trim()).toBe(shownText(text));
      }),
      { seed: 3, numRuns: 250 },
    );
  });
});

describe('markdownBlock', () => {
  it('ends where it ends, whatever stands in it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = lexer([...markdownBlock(text, 'json'), '', 'after'].join('\n')).filter(({ type }) => type !== 'space');
        expect(tokens.map(({ type }) => type)).toEqual(['code', 'paragraph']);
      }),
      { seed: 3, numRuns: 150 },
    );
  });
});
