import fc from 'fast-check';
import type { Tokens } from 'marked';
import { lexer, marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { markdownBlock, markdownCode, markdownTable, markdownText, shownText } from '../../src/report/markdown.js';
import { hostileText } from '../support/hostile-text.js';

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

/** What a reader sees of a page of HTML without marks of its own; the joints behind `@` and `#` are not seen. */
function seen(html: string): string {
  return html
    .replaceAll('\u200b', '')
    .replaceAll('&#8203;', '')
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
    ['the text of a link', (text) => `[a ${text}](b.md)`, /^<p><a href="b.md">a ?([\s\S]*)<\/a><\/p>\s*$/],
    ['strong text', (text) => `**a ${text} z**`, /^<p><strong>a ([\s\S]*)z<\/strong><\/p>\s*$/],
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

  it('names nobody and no issue once it is a page: nothing that is a word follows such a sign', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const html = marked.parse(`a ${markdownText(text)}`, { async: false });
        expect(html.replaceAll('&#8203;', '\u200b').replaceAll('&#39;', "'")).not.toMatch(/[@#]\w/);
        expect(html).not.toContain('<a ');
      }),
      { seed: 3, numRuns: 250 },
    );
    expect(markdownText('@a #1 a@b.example')).toBe('\\@&#8203;a \\#&#8203;1 a\\@&#8203;b.example');
  });

  it('shows what cannot be seen, and cuts what is long', () => {
    expect(shownText('a\n\tb\u0000\u202e')).toBe('a b\\u0000\\u202e');
    expect([...shownText('x'.repeat(401))]).toHaveLength(400);
    expect(shownText('x'.repeat(400))).not.toContain('…');
  });
});

describe('markdownCode', () => {
  it.each<[string, (code: string) => string, RegExp]>([
    [
      'a table',
      (code) => markdownTable(['a', { title: 'b', align: 'right' }], [[code, 'z']], '').join('\n'),
      /<tbody><tr>\s*<td>(?:<code>)?([\s\S]*?)(?:<\/code>)?<\/td>\s*<td align="right">z<\/td>/,
    ],
    ['a paragraph', (code) => `a ${code} z`, /^<p>a (?:<code>)?([\s\S]*?)(?:<\/code>)? ?z<\/p>\s*$/],
  ])('comes out as itself in %s, as code or as a text', (_where, document, shape) => {
    fc.assert(
      fc.property(texts, (text) => {
        const html = marked.parse(document(markdownCode(text)), { async: false });
        const [, inner] = shape.exec(html) ?? [];
        expect(inner, html).toBeDefined();
        expect(seen(inner ?? '').trim()).toBe(shownText(text));
      }),
      { seed: 3, numRuns: 250 },
    );
  });

  it('is code where that shows it: what holds backticks, bars or backslashes is a text', () => {
    expect(markdownCode('GET /a@b')).toBe('`GET /a@b`');
    expect(markdownCode('a`b')).toBe('a\\`b');
  });
});

describe('markdownBlock', () => {
  it('ends where it ends, whatever stands in it, and shows it line by line', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = lexer([...markdownBlock(text, 'json'), '', 'after'].join('\n')).filter(({ type }) => type !== 'space');
        expect(tokens.map(({ type }) => type)).toEqual(['code', 'paragraph']);
        const [block] = tokens as Tokens.Code[];
        const lines = text.split(/\r\n?|\n/);
        if (lines.some((line) => line !== shownText(line))) return;
        expect(block?.text.trim()).toBe(lines.join('\n').trim());
      }),
      { seed: 3, numRuns: 150 },
    );
  });
});
