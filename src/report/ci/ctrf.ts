import { titleOf } from '../compat/compat-words.js';
import { blockTextOfFinding } from '../finding-block.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import { messageOfFinding } from '../wording/finding-wording.js';
import type { ReportCase, ReportSuite } from './report-cases.js';
import { suitesFromReport } from './report-cases.js';

/**
 * A report in the Common Test Report Format: a test for each case of JUnit.
 *
 * @param report - of a run
 * @see https://github.com/ctrf-io/ctrf/blob/main/specification/ctrf.md
 */
export function ctrfFromReport(report: RunReport): string {
  const { run } = report;
  const suites = suitesFromReport(report);
  const tests = suites.flatMap((suite) => suite.cases.map((one) => testOf(one, suite)));
  const count = (status: Status): number => tests.filter((test) => test.status === status).length;
  const ctrf = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'mortise',
    results: {
      tool: { name: 'mortise', version: run.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        suites: suites.length,
        start: run.startedAtMs,
        stop: run.startedAtMs + run.durationMs,
      },
      tests,
    },
  };
  return `${JSON.stringify(ctrf, undefined, 1)}\n`;
}

/** `other`: the world kept it from being run. */
type Status = 'passed' | 'failed' | 'skipped' | 'other';

interface CtrfTest {
  readonly name: string;
  readonly status: Status;
  readonly duration: number;
  readonly suite: readonly string[];
  readonly message?: string;
  readonly trace?: string;
  readonly extra?: { readonly findings: readonly CtrfFinding[] };
}

type CtrfFinding = Pick<ReportFinding, 'id' | 'code' | 'severity' | 'isAccepted'> & { readonly message: string };

function testOf({ name, durationMs, findings, skipped, error }: ReportCase, suite: ReportSuite): CtrfTest {
  const failing = findings.filter(({ severity, isAccepted }) => severity === 'error' && !isAccepted);
  const [first] = failing;
  const status = first !== undefined ? 'failed' : error !== undefined ? 'other' : skipped !== undefined ? 'skipped' : 'passed';
  const message = first === undefined ? (error ?? skipped) : titleOf(first);
  return {
    // The specification wants a name, and suites that have one.
    name: name === '' ? '(no name)' : name,
    status,
    duration: Math.round(durationMs),
    suite: [suite.name === '' ? '(no name)' : suite.name],
    ...(message === undefined ? {} : { message }),
    ...(first === undefined ? {} : { trace: failing.map((finding) => blockTextOfFinding(finding)).join('') }),
    ...(findings.length === 0 ? {} : { extra: { findings: findings.map(plain) } }),
  };
}

function plain(finding: ReportFinding): CtrfFinding {
  const { id, code, severity, isAccepted } = finding;
  return { id, code, severity, isAccepted, message: messageOfFinding(finding) };
}
