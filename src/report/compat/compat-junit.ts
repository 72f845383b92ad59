import type { JUnitSuite } from '../junit.js';
import type { CompatReport } from './compat-report.js';

/**
 * A report as a suite of JUnit: one case for each contract, one for what is about none.
 *
 * @param report - located
 */
export function suiteFromCompat({ contracts, findings }: CompatReport): JUnitSuite {
  const cases = contracts.map(({ provider, kind, findings: own }) => ({ name: `${provider} (${kind})`, durationMs: 0, findings: own }));
  const rest = findings.length === 0 ? [] : [{ name: 'acceptances', durationMs: 0, findings }];
  return { name: 'compat', durationMs: 0, cases: [...cases, ...rest] };
}
