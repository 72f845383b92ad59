import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { prometheusFromReport } from '../../../src/report/ci/prometheus.js';
import { prometheusSamples } from '../../support/prometheus-samples.js';
import { anyRunReport } from '../../support/run-report.js';

it('the figures of any run are a page of Prometheus, every finding counted once', () => {
  fc.assert(
    fc.property(anyRunReport(), (report) => {
      const samples = prometheusSamples(prometheusFromReport(report));
      const sum = (name: string): number =>
        [...samples].filter(([series]) => series.startsWith(`${name}{`)).reduce((total, [, value]) => total + value, 0);
      expect(sum('mortise_run_findings') + sum('mortise_run_accepted_findings')).toBe(report.findings.length);
      expect(sum('mortise_run_pairs')).toBe(report.tests.length);
      expect(sum('mortise_run_scenarios')).toBe(report.scenarios.length);
      expect(sum('mortise_run_requests')).toBe(
        report.tests.reduce((total, test) => total + (test.kind === 'tested' ? test.requestCount : 0), 0),
      );
    }),
    { seed: 20261122, numRuns: 60 },
  );
});
