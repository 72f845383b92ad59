import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding/finding.js';
import type { JUnitCase, JUnitSuite } from '../../src/report/junit.js';
import { junitFromSuites } from '../../src/report/junit.js';
import type { XmlElement } from '../support/xml.js';
import { parseXml } from '../support/xml.js';

/** What CI servers read of a report, as a schema: elements with the attributes they must have and the children they may have, in that order. */
const SCHEMA: Readonly<
  Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[]; readonly counts?: true }>
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], children: ['testsuite'], counts: true },
  testsuite: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'], children: ['testcase'], counts: true },
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

const FINDING: Finding = {
  id: 'm-0123456789',
  code: 'check/status-declared',
  severity: 'error',
  pair: { consumer: 'web', provider: 'shop' },
  operation: 'getOrder',
  place: { file: 'shop.yaml', line: 3, column: 5 },
  args: { expected: 'a status of 200 or 404', seen: '500' },
};

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(']]>', '&amp;', '<a b="c">', '\u0000\u001b[31m', '\ud800', '\r\n', '"\'', '\ufffe'),
);
const anyFinding = fc.record({ text: anyText, severity: fc.constantFrom('error', 'warning', 'info' as const) }).map(
  ({ text, severity }): Finding => ({
    ...FINDING,
    severity,
    operation: text,
    args: { expected: text, seen: text },
    witness: { curl: text, request: { line: text, headers: [] }, response: { line: text, headers: [], body: text } },
  }),
);
const anyCase: fc.Arbitrary<JUnitCase> = fc.record({
  name: anyText,
  durationMs: fc.nat(),
  findings: fc.array(anyFinding, { maxLength: 3 }),
  skipped: fc.option(anyText, { nil: undefined }),
  error: fc.option(anyText, { nil: undefined }),
});
const anySuite: fc.Arbitrary<JUnitSuite> = fc.record({ name: anyText, durationMs: fc.nat(), cases: fc.array(anyCase, { maxLength: 4 }) });

describe('a JUnit report', () => {
  it('is well-formed, keeps its schema and counts what it holds, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.array(anySuite, { maxLength: 3 }), (suites) => {
        const root = parseXml(junitFromSuites(suites));
        expectSchema(root);
        for (const counted of [root, ...root.children]) {
          const cases = all(counted, 'testcase');
          expect(counted.attributes['tests']).toBe(String(cases.length));
          expect(counted.attributes['failures']).toBe(String(cases.filter((one) => all(one, 'failure').length > 0).length));
          expect(counted.attributes['errors']).toBe(String(cases.filter((one) => all(one, 'error').length > 0).length));
        }
        const errors = suites.flatMap((suite) => suite.cases).flatMap((one) => one.findings.filter(({ severity }) => severity === 'error'));
        expect(all(root, 'failure')).toHaveLength(errors.length);
      }),
      { seed: 20261121 },
    );
  });

  it('names the suite by the pair, the case by operation and phase, and says in a failure all that a person needs', () => {
    const report = junitFromSuites([
      {
        name: 'web → shop',
        durationMs: 1_500,
        cases: [
          { name: 'getOrder · coverage', durationMs: 12, findings: [FINDING, { ...FINDING, severity: 'warning' }] },
          { name: 'listOrders · coverage', durationMs: 0, findings: [] },
          { name: 'getOrder · fuzzing', durationMs: 0, findings: [], skipped: 'stopped' },
        ],
      },
    ]);
    expect(report).toMatchInlineSnapshot(`
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
            <system-out>warning: getOrder: the status is not declared (shop.yaml:3:5)</system-out>
          </testcase>
          <testcase name="listOrders · coverage" classname="web → shop" time="0.000"/>
          <testcase name="getOrder · fuzzing" classname="web → shop" time="0.000">
            <skipped message="stopped"/>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it('says in an empty run that there was nothing', () => {
    expect(parseXml(junitFromSuites([])).attributes).toMatchObject({ tests: '0', failures: '0', time: '0.000' });
  });
});
