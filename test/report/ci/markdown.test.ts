import * as fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { markdownFromReport } from '../../../src/report/ci/markdown.js';
import { markdownBlock, markdownCode, markdownText } from '../../../src/report/ci/markdown-text.js';
import { anyRunReport, hostileText, runReportFromSeed } from '../../support/run-report.js';

/** What a reader of Markdown shows, as text. */
function shown(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      const children = (token as Tokens.Generic)['tokens'] as Token[] | undefined;
      if (token.type === 'html') throw new Error(`markup: ${token.raw}`);
      if (token.type === 'link' || token.type === 'image' || token.type === 'strong' || token.type === 'em' || token.type === 'del')
        throw new Error(`${token.type}: ${token.raw}`);
      return children === undefined ? unescapedHtml((token as Tokens.Text).text) : shown(children);
    })
    .join('');
}

function unescapedHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const anyText = fc
  .oneof(hostileText, fc.stringMatching(/^[\\`*_[\]|~$#@<>&!()a-z:/. \n-]{0,24}$/))
  .filter((text) => !text.includes('\u200b'));

describe('a text of somebody else in Markdown', () => {
  it('is shown as itself, on one line, and is no markup and no link', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // As it stands in a report: behind other words.
        const [paragraph] = marked.lexer(`x ${markdownText(text)} x`);
        const told = shown((paragraph as Tokens.Paragraph).tokens);
        const plain = text.replace(/\s+/g, ' ').replaceAll('\u0000', '\ufffd');
        expect(told.replaceAll('\u200b', '').replaceAll('\u0000', '\ufffd').replace(/\s+/g, ' ')).toBe(`x ${plain} x`.replace(/\s+/g, ' '));
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('is shown as itself in code, on a line and in a block', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = text.replace(/\s+/g, ' ');
        const [paragraph] = marked.lexer(`x ${markdownCode(text)} x`);
        const span = (paragraph as Tokens.Paragraph).tokens.find(({ type }) => type === 'codespan') as Tokens.Codespan | undefined;
        expect(span?.text.trim()).toBe(line.trim());
        const body = text.replace(/\r\n|\r/g, '\n');
        const [block] = marked.lexer(markdownBlock(body, 'http'));
        expect(block?.type).toBe('code');
        expect((block as Tokens.Code).text.trim()).toBe(body.trim());
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});

describe('a report as a comment', () => {
  it('begins with the line by which it is found again, has room in a comment, and is the same each time', () => {
    fc.assert(
      fc.property(anyRunReport({ maxFindingCount: 30 }), (report) => {
        const text = markdownFromReport(report);
        expect(text.startsWith('<!-- mortise report -->\n')).toBe(true);
        expect(text.length).toBeLessThan(65_536);
        expect(markdownFromReport(report)).toBe(text);
      }),
      { seed: 12, numRuns: 30 },
    );
  });

  it('tells each finding once, and counts what has no room', () => {
    const report = runReportFromSeed(3, 400);
    const whole = markdownFromReport(report, 10_000_000);
    for (const { id } of report.findings) expect(whole.match(new RegExp(`${id}\``, 'g')), id).toHaveLength(1);
    const short = markdownFromReport(report, 20_000);
    expect(short.length).toBeLessThan(20_000);
    expect(short).toMatch(/… \d+ more parts have no room here\n$/);
  });
});
