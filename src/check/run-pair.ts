import type { Finding } from '../finding/finding.js';
import type { Verdict } from '../finding/severity.js';
import { operationPlace } from './exchange-check.js';
import { getIn } from './get-in.js';
import type { CheckPorts, PairRun, RunPairInput } from './pair-run.js';
import { createPairRun, report } from './pair-run.js';
import type { ExamplePlan } from './plan-examples.js';
import { planExamples } from './plan-examples.js';
import type { ProviderKind } from './ports.js';
import { testPlanned } from './test-planned.js';

/** What the test of one pair came to. */
export interface PairResult {
  readonly pair: { readonly consumer: string; readonly provider: string };
  readonly providerKind: ProviderKind;
  readonly operationCount: number;
  /** Operations that were called. */
  readonly testedOperationCount: number;
  /** Operations that answered with a 2xx at least once: what was really reached. */
  readonly reachedOperationCount: number;
  readonly requestCount: number;
  readonly durationMs: number;
  /** One for each cause. */
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
}

/**
 * Sends every documented example of a pair's operations to the provider and judges the answers. The provider is brought up before and
 * taken down after, whatever happens.
 *
 * @param input - the pair and its contracts
 * @param ports - how calls are made and providers brought up
 * @throws HostError when the provider does not come up; the signal's reason when it is aborted
 * @see https://spec.openapis.org/oas/v3.1.1.html#example-object
 */
export async function runPair(input: RunPairInput, ports: CheckPorts): Promise<PairResult> {
  const startedAtMs = ports.nowMs();
  const plan = planExamples(input.contract, input.pair);
  const session = await ports.providers.open(input.pair, input.signal);
  try {
    const run = createPairRun(input, ports, session);
    reportUntested(run, plan);
    if (await getIn(run)) for (const planned of plan.requests) await testPlanned(run, planned);
    return resultOf(run, plan, ports.nowMs() - startedAtMs);
  } finally {
    await session.stop();
  }
}

function reportUntested(run: PairRun, plan: ExamplePlan): void {
  for (const { operation, reason } of plan.untested) {
    const place = operationPlace(operation);
    report(run, { code: 'check/operation-untested', severity: 'info', operation: operation.id, place, args: { reason } });
  }
}

function resultOf({ context, session, collector, answers, tested, learned }: PairRun, plan: ExamplePlan, durationMs: number): PairResult {
  const findings = collector.findings();
  return {
    pair: context.pair,
    providerKind: session.kind,
    operationCount: plan.operations.length,
    testedOperationCount: tested.size,
    reachedOperationCount: answers.size,
    requestCount: learned.requestCount,
    durationMs,
    findings,
    verdict: verdictOf(findings, tested.size === 0 ? 0 : learned.requestCount),
  };
}

function verdictOf(findings: readonly Finding[], caseCount: number): Verdict {
  if (findings.some((finding) => finding.severity === 'error')) return { kind: 'refuted' };
  return caseCount === 0 ? { kind: 'inconclusive', reason: 'no operation could be called' } : { kind: 'consistent', caseCount };
}
