import * as fc from 'fast-check';
import type { ReportFinding } from '../../src/report/run/report-finding.js';
import type { ReportScenario } from '../../src/report/run/report-scenario.js';
import { anyVerdict } from './any-test.js';
import { maybe, withoutGaps } from './gapless.js';

/** What may come of a scenario of that name. */
export function anyScenario(name: string, findings: readonly ReportFinding[], text: fc.Arbitrary<string>): fc.Arbitrary<ReportScenario> {
  const own = findings.filter((finding) => finding.scenario === name);
  const [first] = own.filter(({ code, pair }) => code.startsWith('recovery/') && pair !== undefined);
  const step = withoutGaps({
    step: text,
    attempt: fc.constant(1),
    outcome: fc.constantFrom('passed', 'failed' as const),
    failure: maybe(text),
    system: maybe(text),
    operation: maybe(text),
    exchange: maybe(text),
    status: maybe(fc.constantFrom(200, 404, 503)),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
  });
  const workflow = withoutGaps({
    workflow: text,
    user: maybe(fc.nat({ max: 9 })),
    outcome: fc.constantFrom('succeeded', 'failed', 'skipped' as const),
    failure: maybe(text),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
    steps: fc.array(step, { maxLength: 3 }),
  });
  const mutant = withoutGaps({
    mutant: text,
    system: text,
    verdict: fc.constantFrom('told', 'survived', 'misjudged', 'failed' as const),
    refutes: fc.constant(['attempts']),
    refuted: fc.constant(['attempts']),
    because: maybe(text),
    error: maybe(text),
    journalFile: maybe(text),
  });
  const claim = withoutGaps({
    claim: fc.constantFrom('attempts', 'backoff', 'recovery-time'),
    subject: maybe(text),
    verdict: anyVerdict(text),
    args: fc.record({ expected: text, seen: text }),
    witness: fc.array(text, { maxLength: 2 }),
    findingId: fc.constant(first?.id),
  });
  const observed = withoutGaps({
    attemptCount: fc.integer({ min: 1, max: 9 }),
    retriedAfter: fc.subarray(['503', 'network', 'timeout']),
    leftAfter: fc.subarray(['400', '404']),
    waits: fc.constantFrom(
      { backoff: 'exponential' as const, baseMs: 200, factor: 2, jitter: 'full' as const },
      { backoff: 'none' as const },
      undefined,
    ),
  });
  const link = withoutGaps({
    consumer: text,
    provider: text,
    declared: fc.constant({ timeout: '2s' }),
    claims: fc.array(claim, { maxLength: 3 }),
    observed: maybe(observed),
  });
  return withoutGaps({
    name: fc.constant(name),
    title: text,
    file: text,
    outcome: own.some((finding) => finding.severity === 'error')
      ? fc.constant('refuted' as const)
      : fc.constantFrom('held', 'skipped', 'failed' as const),
    error: maybe(fc.record({ code: fc.constant('E_PORT_BUSY'), message: text })),
    world: fc.constantFrom('real', 'simulated', undefined),
    startedAtMs: fc.nat(),
    durationMs: fc.nat({ max: 9_999 }),
    workflows: fc.array(workflow, { maxLength: 2 }),
    workflowCount: fc.nat({ max: 2 }),
    links: fc.array(link, { maxLength: 2 }),
    mutants: fc.array(mutant, { maxLength: 2 }),
    notes: fc.array(text, { maxLength: 2 }),
    journalFile: maybe(text),
  });
}
