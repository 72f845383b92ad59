import { describe, expect, it } from 'vitest';
import type { MatrixColumn } from '../../../src/report/html/pair-matrix.js';
import { pairMatrix, worstTone } from '../../../src/report/html/pair-matrix.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { exampleReport } from '../../support/example-report.js';

const EXAMPLE = exampleReport();

describe('the matrix of pairs', () => {
  it.each<[string, number, MatrixColumn, string]>([
    ['a contract that nothing was found in', 0, 'lint', 'clean'],
    ['calls with errors', 0, 'tests', 'refuted'],
    ['calls of a provider of events', 1, 'tests', 'no calls'],
    ['events that kept their contract', 1, 'events', 'consistent'],
    ['a pair that was not tested', 2, 'tests', 'skipped'],
    ['a claim that was refuted', 0, 'recovery', 'refuted'],
    ['a pair without a scenario', 2, 'recovery', 'not run'],
    ['a consumer that a new version breaks', 0, 'compat', 'breaks'],
    ['a contract that was not compared', 2, 'compat', 'not compared'],
  ])('says of %s what the run says', (_what, row, column, word) => {
    expect(pairMatrix(EXAMPLE)[row]?.cells[column].word).toBe(word);
  });

  it('refutes nothing by what a team lives with', () => {
    const accepted = EXAMPLE.findings.map((finding) => ({ ...finding, isAccepted: true }));
    expect(wordOf({ ...EXAMPLE, findings: accepted }, 'tests')).toBe('consistent');
  });

  it('says nothing of parts that did not come to their end', () => {
    expect(wordOf({ ...EXAMPLE, run: { ...EXAMPLE.run, parts: [] } }, 'lint')).toBe('not run');
    expect(wordOf({ ...EXAMPLE, findings: [], tests: [] }, 'tests')).toBe('not run');
  });

  it('says of a consumer that was never watched only that it may break', () => {
    const contracts = (EXAMPLE.compat?.contracts ?? []).map((contract) => ({ ...contract, consumers: [] }));
    expect(wordOf({ ...EXAMPLE, compat: { contracts, findingIds: [] } }, 'compat')).toBe('may break');
  });

  it('does not call calls consistent that never reached anything', () => {
    const tests = EXAMPLE.tests.map((test) => (test.kind === 'tested' ? { ...test, reachedOperationCount: 0 } : test));
    expect(wordOf({ ...EXAMPLE, findings: [], tests }, 'tests')).toBe('inconclusive');
  });

  it('draws a pair in the worst that is said of it, and not as good where only its contract was read', () => {
    expect(pairMatrix(EXAMPLE).map(worstTone)).toEqual(['bad', 'good', 'none']);
  });
});

function wordOf(report: RunReport, column: MatrixColumn): string | undefined {
  return pairMatrix(report)[0]?.cells[column].word;
}
