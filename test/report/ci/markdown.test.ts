import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownFromReport } from '../../../src/report/ci/markdown.js';
import { anyRunReport, runReportFromSeed } from '../../support/run-report.js';

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
