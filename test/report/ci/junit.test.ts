import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitFromReport } from '../../../src/report/ci/junit.js';
import type { ReportFinding } from '../../../src/report/run/report-finding.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { anyRunReport, runReportFromSeed } from '../../support/run-report.js';
import type { XmlElement } from '../../support/xml.js';
import { parseXml } from '../../support/xml.js';

/**
 * What CI servers read of a report, as a schema: elements with the attributes they must have and the children they may have, in that order.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const SCHEMA: Readonly<Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], children: ['testsuite'] },
  testsuite: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'], children: ['testcase'] },
  testcase: { attributes: ['name', 'classname', 'time'], children: ['skipped', 'error', 'failure', 'system-out'] },
  skipped: { attributes: ['message'], children: [] },
  error: { attributes: ['message', 'type'], children: [] },
  failure: { attributes: ['message', 'type'], children: [] },
  'system-out': { attributes: [], children: [] },
};

function expectSchema({ name, attributes, children }: XmlElement): void {
  const rule = SCHEMA[name];
  expect(rule, name).toBeDefined();
  if (rule === undefined) return;
  expect(Object.keys(attributes)).toEqual(rule.attributes);
  const order = children.map((child) => rule.children.indexOf(child.name));
  expect(
    order.every((place, index) => place >= (order[index - 1] ?? 0)),
    `${name} holds ${children.map((child) => child.name).join()}`,
  ).toBe(true);
  if (attributes['time'] !== undefined) expect(attributes['time']).toMatch(/^\d+\.\d{3}$/);
  for (const child of children) expectSchema(child);
}

function all(element: XmlElement, name: string): readonly XmlElement[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];
}

const FINDING: ReportFinding = {
  id: 'm-0123456789',
  part: 'test',
  isAccepted: false,
  code: 'check/status-declared',
  severity: 'error',
  pair: { consumer: 'web', provider: 'shop' },
  operation: 'getOrder',
  place: { file: 'shop.yaml', line: 3, column: 5 },
  args: { expected: 'a status of 200 or 404', seen: '500' },
};

describe('a JUnit report', () => {
  it('is well-formed, keeps its schema and counts what it holds, whatever the texts are', () => {
    fc.assert(
      fc.property(anyRunReport(), (report) => {
        const root = parseXml(junitFromReport(report));
        expectSchema(root);
        for (const counted of [root, ...root.children]) {
          const cases = all(counted, 'testcase');
          expect(counted.attributes['tests']).toBe(String(cases.length));
          expect(counted.attributes['failures']).toBe(String(cases.filter((one) => all(one, 'failure').length > 0).length));
          expect(counted.attributes['errors']).toBe(String(cases.filter((one) => all(one, 'error').length > 0).length));
        }
        const failing = report.findings.filter(({ severity, isAccepted }) => severity === 'error' && !isAccepted);
        expect(all(root, 'failure')).toHaveLength(failing.length);
        const others = all(root, 'system-out').flatMap(({ text }) => text.match(/ m-[0-9a-v]{10}(?=\n|$)/g) ?? []);
        const ids = others.map((id) => id.trim());
        for (const { id } of report.findings.filter((finding) => !failing.includes(finding)))
          expect(ids.filter((one) => one === id)).toHaveLength(1);
      }),
      { seed: 20261121, numRuns: 60 },
    );
  });

  it('names the suite by the pair, the case by operation and phase, and says in a failure all that a person needs', () => {
    const drawn = runReportFromSeed(1, 0);
    const lane = (operation: string, more: object): object => ({
      id: `${operation}/coverage`,
      phase: 'coverage',
      operation,
      title: `${operation} · coverage`,
      ...more,
    });
    const report: RunReport = {
      ...drawn,
      run: { ...drawn.run, parts: [] },
      findings: [FINDING, { ...FINDING, id: 'm-0123456780', severity: 'warning' }, { ...FINDING, id: 'm-0123456781', isAccepted: true }],
      scenarios: [],
      transformations: [],
      tests: [
        {
          consumer: 'web',
          provider: 'shop',
          kind: 'tested',
          durationMs: 1_500,
          lanes: [lane('getOrder', { durationMs: 12 }), lane('listOrders', { durationMs: 0 }), lane('putOrder', {})],
        } as unknown as RunReport['tests'][number],
      ],
    };
    const { compat: _, ...withoutCompat } = report;
    expect(junitFromReport(withoutCompat)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="mortise" tests="3" failures="1" errors="0" time="1.500">
        <testsuite name="web → shop" tests="3" failures="1" errors="0" skipped="1" time="1.500">
          <testcase name="getOrder · coverage" classname="web → shop" time="0.012">
            <failure message="getOrder: the status is not declared" type="check/status-declared">  error  getOrder: the status is not declared  check/status-declared
          clause    shop.yaml:3:5
          expected  a status of 200 or 404
          seen      500
          next      Declare the response, or correct the provider
      </failure>
            <system-out>warning: getOrder: the status is not declared (shop.yaml:3:5)  m-0123456780
      accepted error: getOrder: the status is not declared (shop.yaml:3:5)  m-0123456781</system-out>
          </testcase>
          <testcase name="listOrders · coverage" classname="web → shop" time="0.000"/>
          <testcase name="putOrder · coverage" classname="web → shop" time="0.000">
            <skipped message="not run to its end"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('says in an empty run that there was nothing', () => {
    const { run, workspace } = runReportFromSeed(1, 0);
    const empty = { run: { ...run, parts: [] }, workspace, findings: [], tests: [], transformations: [], scenarios: [] };
    expect(parseXml(junitFromReport(empty)).attributes).toMatchObject({ tests: '0', failures: '0', time: '0.000' });
  });
});
