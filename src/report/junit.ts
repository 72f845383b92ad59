import { textFromPlace } from '../base/place.js';
import type { Finding } from '../finding/finding.js';
import { blockTextOfFinding } from './finding-block.js';
import { wordsOfFinding } from './wording/finding-wording.js';

/** One suite of a report: one pair, or the lint of the contracts. */
export interface JUnitSuite {
  readonly name: string;
  readonly durationMs: number;
  readonly cases: readonly JUnitCase[];
}

/** One test case as a person reads it: `createOrder · coverage`. */
export interface JUnitCase {
  readonly name: string;
  /** 0 when it was not measured by itself. */
  readonly durationMs: number;
  /** All that were found by it; those of severity error make it fail. */
  readonly findings: readonly Finding[];
  /** Why it was not run; `undefined` when it was. */
  readonly skipped?: string | undefined;
  /** Why it could not be run: the world's failure. */
  readonly error?: string | undefined;
}

/**
 * A JUnit report: a suite for each pair, a test case for each operation and phase, a failure for each finding of severity error. It is
 * well-formed XML whatever the findings hold, and has the elements and attributes that CI servers agree on.
 *
 * @param suites - in order
 * @see https://github.com/testmoapp/junitxml and https://www.w3.org/TR/xml/#charsets
 */
export function junitFromSuites(suites: readonly JUnitSuite[]): string {
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

function suiteLines({ name, durationMs, cases }: JUnitSuite): readonly string[] {
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  return [
    `  <testsuite${attributes({ name, ...countsOf(cases), skipped: String(skipped), time: seconds(durationMs) })}>`,
    ...cases.flatMap((one) => caseLines(one, name)),
    '  </testsuite>',
  ];
}

function caseLines({ name, durationMs, findings, skipped, error }: JUnitCase, suite: string): readonly string[] {
  const opening = `    <testcase${attributes({ name, classname: suite, time: seconds(durationMs) })}`;
  const others = findings.filter((finding) => finding.severity !== 'error');
  const lines = [
    ...(skipped === undefined ? [] : [`      <skipped${attributes({ message: skipped })}/>`]),
    ...(error === undefined ? [] : [`      <error${attributes({ message: error, type: 'HostError' })}/>`]),
    ...findings.filter(isFailure).map(failureLine),
    ...(others.length === 0 ? [] : [`      <system-out>${escaped(others.map(oneLine).join('\n'))}</system-out>`]),
  ];
  return lines.length === 0 ? [`${opening}/>`] : [`${opening}>`, ...lines, '    </testcase>'];
}

function failureLine(finding: Finding): string {
  const message = titleOf(finding);
  return `      <failure${attributes({ message, type: finding.code })}>${escaped(blockTextOfFinding(finding))}</failure>`;
}

function oneLine(finding: Finding): string {
  const place = finding.place === undefined ? '' : ` (${textFromPlace(finding.place)})`;
  return `${finding.severity}: ${titleOf(finding)}${place}`;
}

function titleOf(finding: Finding): string {
  return `${finding.operation === undefined ? '' : `${finding.operation}: `}${wordsOfFinding(finding).what}`;
}

function isFailure({ severity }: Finding): boolean {
  return severity === 'error';
}

/** A test case counts once, however many findings it has. */
function countsOf(cases: readonly JUnitCase[]): Readonly<Record<string, string>> {
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
