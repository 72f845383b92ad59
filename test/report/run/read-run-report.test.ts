import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFromRecordLine } from '../../../src/report/run/record-line.js';
import { readRunReport } from '../../../src/report/run/read-run-report.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { linesFromRunReport } from '../../support/record-lines.js';
import { anyRunReport, runReportFromSeed } from '../../support/run-report.js';

function recordOf(report: RunReport): string {
  return linesFromRunReport(report)
    .map((line) => `${textFromRecordLine(line)}\n`)
    .join('');
}

describe('a report that is read back', () => {
  it('is the one that was written', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        expect(readRunReport(recordOf(report))).toStrictEqual(report);
      }),
      { seed: 82, numRuns: 60 },
    );
  });

  it('is told as cut off wherever its record ends, and has what was written until then', () => {
    const report = { ...runReportFromSeed(5, 6) };
    const text = recordOf({ ...report, run: { ...report.run, isComplete: true } });
    const first = text.indexOf('\n') + 1;
    fc.assert(
      fc.property(fc.integer({ min: first, max: text.length - 2 }), (length) => {
        const read = readRunReport(text.slice(0, length));
        expect(read?.run.isComplete).toBe(false);
        expect(read?.run.passedOverCount).toBe(0);
        const known = read?.findings ?? [];
        expect(known).toEqual(report.findings.slice(0, known.length));
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it('says how many lines it has passed over, and is the same without them', () => {
    const report = runReportFromSeed(7, 3);
    const [first = '', ...rest] = recordOf(report).split('\n');
    const odd = [
      'no json',
      '[]',
      '{"type":"later","x":1}',
      '{"type":"finding","code":"unheard/of"}',
      '{"type":"__proto__"}',
      `{"type":"part","part":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    ];
    const exchange = '{"type":"exchange","id":"1"}';
    const read = readRunReport([first, ...odd, exchange, ...rest].join('\n'));
    expect(read).toStrictEqual({ ...report, run: { ...report.run, passedOverCount: odd.length } });
  });

  it('is none where no line says which run it is, whatever the text', () => {
    expect(readRunReport('')).toBeUndefined();
    expect(readRunReport('{"type":"finding"}\n')).toBeUndefined();
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string())), (lines) => {
        expect(readRunReport(lines.join('\n'))).toBeUndefined();
      }),
      { seed: 8 },
    );
  });
});
