import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyRunReport, runReportFromSeed } from './run-report.js';

describe('drawn reports', () => {
  it('are plain JSON, and what they name is there', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
        const ids = report.findings.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        const named = report.scenarios.flatMap(({ links }) =>
          links.flatMap(({ claims }) => claims.flatMap(({ findingId }) => findingId ?? [])),
        );
        expect(ids).toEqual(expect.arrayContaining(named));
      }),
      { seed: 811, numRuns: 30 },
    );
  });

  it('are the same for the same seed, of as many findings as are asked for', () => {
    expect(JSON.stringify(runReportFromSeed(3, 40))).toBe(JSON.stringify(runReportFromSeed(3, 40)));
    expect(runReportFromSeed(4, 40).findings).toHaveLength(40);
  });
});
