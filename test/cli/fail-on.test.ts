import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exitCodeOfReport, failOnFrom } from '../../src/cli/fail-on.js';
import type { RunReport } from '../../src/report/run/run-report.js';
import { anyRunReport } from '../support/run-report.js';

const RANK = { info: 0, warning: 1, error: 2 } as const;

/** A run in which the world did its part. */
function unhindered(report: RunReport): RunReport {
  return { ...report, run: { ...report.run, stopped: false }, tests: [], scenarios: [] };
}

describe('the exit code of a run', () => {
  it('is 1 just when a finding that counts weighs as much as is asked for', () => {
    const least = fc.constantFrom('error', 'warning', 'info', 'never' as const);
    fc.assert(
      fc.property(anyRunReport(), least, fc.boolean(), (drawn, one, isNewOnly) => {
        const report = unhindered(drawn);
        const counted = report.findings.filter(({ isAccepted, isNew }) => !isAccepted && (!isNewOnly || isNew !== false));
        const fails = one !== 'never' && counted.some(({ severity }) => RANK[severity] >= RANK[one]);
        expect(exitCodeOfReport(report, { least: one, isNewOnly })).toBe(fails ? 1 : 0);
      }),
      { seed: 77 },
    );
  });

  it('is 3 where the world kept something from being said, unless a law was broken as well', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const stopped = { ...report, run: { ...report.run, stopped: 'interrupt' as const } };
        expect(exitCodeOfReport(stopped, { least: 'never', isNewOnly: false })).toBe(3);
        const code = exitCodeOfReport(stopped, { least: 'error', isNewOnly: false });
        expect(code).toBe(report.findings.some(({ severity, isAccepted }) => severity === 'error' && !isAccepted) ? 1 : 3);
      }),
      { seed: 78 },
    );
  });
});

describe('--fail-on', () => {
  it('says a severity, and whether only what is new counts', () => {
    const since = 'main.jsonl';
    expect(failOnFrom({})).toEqual({ least: 'error', isNewOnly: false });
    expect(failOnFrom({ 'fail-on': 'never' })).toEqual({ least: 'never', isNewOnly: false });
    expect(failOnFrom({ 'fail-on': 'new', since }, 'never')).toEqual({ least: 'error', isNewOnly: true });
    expect(failOnFrom({ 'fail-on': 'new,info', since })).toEqual({ least: 'info', isNewOnly: true });
    expect(failOnFrom({}, 'never')).toEqual({ least: 'never', isNewOnly: false });
  });

  it.each([
    [{ 'fail-on': 'errors' }, 'E_ARGUMENT_VALUE'],
    [{ 'fail-on': 'error,warning' }, 'E_ARGUMENT_VALUE'],
    [{ 'fail-on': 'new' }, 'E_ARGUMENT_MISSING'],
  ])('is refused before anything runs: %j', (options, code) => {
    expect(() => failOnFrom(options)).toThrow(expect.objectContaining({ code }));
  });
});
