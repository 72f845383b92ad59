import { describe, expect, it } from 'vitest';
import { docPairs } from '../../../src/report/docs/doc-pairs.js';
import { systemHealthRow } from '../../../src/report/docs/system-health.js';
import type { ReportClaim } from '../../../src/report/run/report-scenario.js';
import type { RunReport } from '../../../src/report/run/run-report.js';
import { exampleReport } from '../../support/example-report.js';

const report = exampleReport(0);

function healthOf(name: string, members: Partial<RunReport>): string {
  const whole = { ...report, findings: [], tests: [], scenarios: [], ...members };
  const system = whole.workspace.systems.find((one) => one.name === name);
  if (system === undefined) throw new Error(`no system ${name}`);
  return systemHealthRow(system, whole, docPairs(whole)).slice(1).join(': ');
}

const shopTest = report.tests.filter(({ provider }) => provider === 'payments');
const proved = shopTest.map((test) => ({
  ...test,
  providerKind: 'url' as const,
  verdict: { kind: 'proved' as const },
})) as RunReport['tests'];
const claims = (kind: 'proved' | 'refuted' | 'inconclusive'): RunReport['scenarios'] =>
  report.scenarios.map((scenario) => ({
    ...scenario,
    links: [
      ...['payments'].map((provider) => ({ consumer: 'shop', provider, declared: {}, claims: [claimOf(kind)] })),
      ...['ledger', 'audit'].map((provider) => ({ consumer: 'payments', provider, declared: {}, claims: [claimOf('proved')] })),
    ],
  }));

function claimOf(kind: 'proved' | 'refuted' | 'inconclusive'): ReportClaim {
  const verdict = kind === 'inconclusive' ? { kind, reason: 'too short' } : { kind };
  return { claim: 'attempts', verdict, args: {}, witness: [] };
}

describe('the health of a system', () => {
  it('is sound only where contract, answers and recovery were all proved', () => {
    expect(healthOf('payments', { tests: proved, scenarios: claims('proved') })).toBe('✓ sound: ');
    expect(healthOf('payments', { tests: proved })).toMatch(/^open: its recovery was not shown/);
    expect(healthOf('payments', { scenarios: claims('proved') })).toMatch(/^open: not all that it answers was tested/);
    const mocked = proved.map((test) => ({ ...test, providerKind: 'mock' as const })) as RunReport['tests'];
    expect(healthOf('payments', { tests: mocked, scenarios: claims('proved') })).toMatch(/^open/);
    const unlooked = { ...report.run, parts: [] };
    expect(healthOf('payments', { tests: proved, scenarios: claims('proved'), run: unlooked })).toMatch(
      /^open: its contract was not looked at/,
    );
    expect(healthOf('shop', { scenarios: claims('inconclusive') })).toMatch(/open/);
  });

  it('is broken by whatever is refuted of it, and says by what', () => {
    const refuted = shopTest.map((test) => ({ ...test, verdict: { kind: 'refuted' as const } })) as RunReport['tests'];
    expect(healthOf('payments', { tests: refuted })).toBe('✗ broken: it breaks its contract with `shop`');
    expect(healthOf('shop', { scenarios: claims('refuted') })).toBe('✗ broken: it does not recover from `payments` as it claims');
    const lint = {
      id: 'm-1',
      part: 'lint',
      code: 'models/drift',
      severity: 'error',
      isAccepted: false,
      args: {},
      place: { file: 'payments.yaml' },
    } as const;
    expect(healthOf('payments', { findings: [lint] })).toBe('✗ broken: lint finds errors in its contract');
    expect(healthOf('payments', { findings: [{ ...lint, isAccepted: true }] })).toMatch(/^open/);
  });
});
