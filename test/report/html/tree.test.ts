import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { h, htmlFromTree, visibleText } from '../../../src/report/html/tree.js';
import { hostileText } from '../../support/hostile-text.js';

describe('a tree as HTML', () => {
  it('gives back each text, in an element and in an attribute, as it is shown', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(read(htmlFromTree(text))).toBe(visibleText(text));
        expect(read(/^<p title="([^"]*)"><\/p>$/.exec(htmlFromTree(h('p', { title: text })))?.[1] ?? '')).toBe(visibleText(text));
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it.each([
    ['a line feed and a tab', 'a\n\tb', 'a\n\tb'],
    ['what reorders text', 'a\u202eb', 'a\\u{202e}b'],
    ['a lone surrogate', '\ud800', '\\u{d800}'],
    ['an emoji of several characters', '👩‍💻', '👩‍💻'],
    ['a NUL', '\0', '\\u{0}'],
  ])('shows %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('leaves out what is not there', () => {
    expect(htmlFromTree([false, undefined, h('input', { hidden: true, value: undefined, checked: false }), 0])).toBe('<input hidden>0');
  });
});

function read(html: string): string {
  return html.replace(/&(?:#(\d+)|(\w+));/g, (_, number: string | undefined, name: string | undefined) =>
    number === undefined ? (NAMED[name ?? ''] ?? '') : String.fromCodePoint(Number(number)),
  );
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };
