import { textFromPlace } from '../../base/place.js';
import { titleOf } from '../compat/compat-words.js';
import { blockTextOfFinding } from '../finding-block.js';
import type { ReportFinding } from '../run/report-finding.js';
import type { RunReport } from '../run/run-report.js';
import type { ReportCase, ReportSuite } from './report-cases.js';
import { suitesFromReport } from './report-cases.js';

/**
 * A JUnit report: a suite for each pair, a test case for each operation and phase, a failure for each finding of severity error that nobody accepted.
 * It is well-formed XML whatever the findings hold, and has the elements and attributes that CI servers agree on.
 *
 * @param report - of a run
 * @see https://github.com/testmoapp/junitxml and https://www.w3.org/TR/xml/#charsets
 */
export function junitFromReport(report: RunReport): string {
  const suites = suitesFromReport(report);
  const all = suites.flatMap((suite) => suite.cases);
  const durationMs = suites.reduce((sum, suite) => sum + suite.durationMs, 0);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'mortise', ...countsOf(all), time: seconds(durationMs) })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines({ name, durationMs, cases }: ReportSuite): readonly string[] {
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  return [
    `  <testsuite${attributes({ name, ...countsOf(cases), skipped: String(skipped), time: seconds(durationMs) })}>`,
    ...cases.flatMap((one) => caseLines(one, name)),
    '  </testsuite>',
  ];
}

function caseLines({ name, durationMs, findings, skipped, error }: ReportCase, suite: string): readonly string[] {
  const opening = `    <testcase${attributes({ name, classname: suite, time: seconds(durationMs) })}`;
  const others = findings.filter((finding) => !isFailure(finding));
  const lines = [
    ...(skipped === undefined ? [] : [`      <skipped${attributes({ message: skipped })}/>`]),
    ...(error === undefined ? [] : [`      <error${attributes({ message: error, type: 'HostError' })}/>`]),
    ...findings.filter(isFailure).map(failureLine),
    ...(others.length === 0 ? [] : [`      <system-out>${escaped(others.map(oneLine).join('\n'))}</system-out>`]),
  ];
  return lines.length === 0 ? [`${opening}/>`] : [`${opening}>`, ...lines, '    </testcase>'];
}

function failureLine(finding: ReportFinding): string {
  const message = titleOf(finding);
  return `      <failure${attributes({ message, type: finding.code })}>${escaped(blockTextOfFinding(finding))}</failure>`;
}

function oneLine(finding: ReportFinding): string {
  const place = finding.place === undefined ? '' : ` (${textFromPlace(finding.place)})`;
  return `${finding.isAccepted ? 'accepted ' : ''}${finding.severity}: ${titleOf(finding)}${place}  ${finding.id}`;
}

function isFailure({ severity, isAccepted }: ReportFinding): boolean {
  return severity === 'error' && !isAccepted;
}

/** A test case counts once, however many findings it has. */
function countsOf(cases: readonly ReportCase[]): Readonly<Record<string, string>> {
  return {
    tests: String(cases.length),
    failures: String(cases.filter((one) => one.findings.some(isFailure)).length),
    errors: String(cases.filter((one) => one.error !== undefined).length),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** Characters that XML 1.0 cannot hold at all are shown by their number, so that no evidence is lost. */
function escaped(text: string): string {
  return text
    .replace(NO_XML_CHARACTER, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function seconds(durationMs: number): string {
  return (durationMs / 1_000).toFixed(3);
}

/** @see https://www.w3.org/TR/xml/#NT-Char */
const NO_XML_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
