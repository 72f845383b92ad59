import type { Finding } from '../../finding/finding.js';
import { causeOf } from '../cause.js';
import type { Judgement } from '../finding-from-failure.js';
import type { DrawnCase } from './drawn-cases.js';
import { awaitReady } from './await-ready.js';
import type { EventCase } from './event-case.js';
import { RECEIVER_CHECKS } from './event-checks.js';
import type { EventRun } from './event-run.js';
import { receiversOf } from './event-run.js';
import { evidenceOf } from './evidence.js';
import type { ExperimentKind, ReceiverTrace } from './receiver-trace.js';
import { judgementOfEvent, reportEvent } from './report-event.js';
import { runExperiment } from './run-experiment.js';

/**
 * Makes an experiment with the receiver of a case, and keeps what is wrong. A failure of a new cause is tried again on a receiver that was
 * started anew and given more time, and made smaller, before it is called one.
 *
 * @param run - of the pair
 * @param kind - of experiment
 * @param drawn - the case, and smaller ones
 * @returns findings of new causes
 */
export async function testExperiment(run: EventRun, kind: ExperimentKind, drawn: DrawnCase): Promise<readonly Finding[]> {
  const { testCase } = drawn;
  const trace = await runExperiment(run, { kind, testCase, waitMs: run.timeoutMs });
  if (trace === undefined) return [];
  const failures = failuresOf(run, trace);
  run.tally.driven(
    testCase,
    trace.fate === 'unseen' ? (trace.followed ?? 'unseen') : trace.fate,
    failures.length === 0 && isTelling(trace),
  );
  if (failures.length === 0) return [];
  const fresh = failures.filter((judgement) => !run.collector.has(causeOf(judgement, run.context)));
  for (const judgement of failures) if (!fresh.includes(judgement)) reportEvent(run, judgement);
  if (fresh.length > 0) return confirm(run, { kind, drawn, fresh, trace });
  await recover(run, testCase, trace);
  return [];
}

/**
 * What is wrong with what was seen, as judgements that count.
 *
 * @param run - of the pair
 * @param trace - what was seen
 */
export function failuresOf(run: EventRun, trace: ReceiverTrace): readonly Judgement[] {
  const { operation, name } = trace.testCase;
  return RECEIVER_CHECKS.flatMap((check) =>
    check
      .judge(trace)
      .flatMap((failure) => judgementOfEvent(run, { operation: operation.id, example: name }, { code: check.code, failure }) ?? []),
  );
}

interface Suspicion {
  readonly kind: ExperimentKind;
  readonly drawn: DrawnCase;
  readonly fresh: readonly Judgement[];
  readonly trace: ReceiverTrace;
}

async function confirm(run: EventRun, suspicion: Suspicion): Promise<readonly Finding[]> {
  const { kind, drawn, fresh, trace } = suspicion;
  const { testCase } = drawn;
  const isReady = await recover(run, testCase, trace);
  const again = isReady ? await runExperiment(run, { kind, testCase, waitMs: PATIENCE * run.timeoutMs }) : undefined;
  const findings: Finding[] = [];
  for (const judgement of fresh) {
    const told = await toldOf(run, suspicion, { judgement, again, isReady });
    const kept = told === undefined ? undefined : reportEvent(run, told.judgement, evidenceOf(run, told.testCase, kind));
    if (kept !== undefined) findings.push(kept);
  }
  if (!isReady) run.learned.endings.set(testCase.operation.id, 'its receiver no longer does what keeps the contract');
  return findings;
}

interface SecondLook {
  readonly judgement: Judgement;
  /** `undefined` when the receiver did not come back to life. */
  readonly again: ReceiverTrace | undefined;
  readonly isReady: boolean;
}

/** What is told of a suspicion after a second look; `undefined` for nothing. */
async function toldOf(run: EventRun, suspicion: Suspicion, { judgement, again, isReady }: SecondLook): Promise<Smaller | undefined> {
  const { drawn, trace } = suspicion;
  const { testCase } = drawn;
  // It did its work before, and does none since, also after a new start and with more time.
  if (!isReady && judgement.code === 'check/receiver-lives') return { testCase, judgement };
  const cause = causeOf(judgement, run.context);
  const confirmed = again === undefined ? undefined : failuresOf(run, again).find((other) => causeOf(other, run.context) === cause);
  if (again !== undefined && confirmed !== undefined) {
    await recover(run, testCase, again);
    return smallestCase(run, { ...suspicion, judgement: confirmed });
  }
  if (isOnlySlow(trace)) return undefined;
  const { expected, seen, location } = judgement.args;
  const args = { check: judgement.code, expected, seen, location };
  return { testCase, judgement: { ...judgement, code: 'check/flaky', severity: 'warning', args } };
}

/** What came in time when there was more of it says nothing of the receiver. */
function isOnlySlow({ fate, followed, reply }: ReceiverTrace): boolean {
  return fate === 'silent' || followed === 'silent' || reply?.kind === 'none';
}

interface Smaller {
  readonly testCase: EventCase;
  readonly judgement: Judgement;
}

async function smallestCase(
  run: EventRun,
  { kind, drawn, judgement }: Pick<Suspicion, 'kind' | 'drawn'> & { readonly judgement: Judgement },
): Promise<Smaller> {
  const cause = causeOf(judgement, run.context);
  let smallest: Smaller = { testCase: drawn.testCase, judgement };
  let candidates = drawn.smaller;
  let tryCount = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of candidates) {
      tryCount += 1;
      if (tryCount > MAX_TRY_COUNT) return smallest;
      const trace = await runExperiment(run, { kind, testCase: candidate.testCase, waitMs: run.timeoutMs });
      const found = trace === undefined ? undefined : failuresOf(run, trace).find((other) => causeOf(other, run.context) === cause);
      if (trace === undefined || found === undefined) continue;
      smallest = { testCase: candidate.testCase, judgement: found };
      candidates = candidate.smaller;
      isSmaller = true;
      if (!(await recover(run, candidate.testCase, trace))) return smallest;
      break;
    }
  }
  return smallest;
}

/**
 * Brings a receiver that no longer works back to life.
 *
 * @returns whether it does what keeps the contract
 */
async function recover(run: EventRun, testCase: EventCase, trace: ReceiverTrace): Promise<boolean> {
  const isHurt = [trace.fate, trace.followed].some((fate) => fate === 'ended' || fate === 'silent');
  if (!isHurt) return true;
  const { receiver } = receiversOf(run, testCase.operation);
  await receiver?.restart();
  return (await awaitReady(run, testCase.operation, PATIENCE * run.timeoutMs)).kind === 'ready';
}

function isTelling({ testCase, fate, followed, effectCount }: ReceiverTrace): boolean {
  if (testCase.intent.kind === 'valid') return fate === 'processed';
  return followed === 'processed' && (effectCount ?? 0) === 0;
}

/** How much more time there is the second time. */
const PATIENCE = 3;
const MAX_TRY_COUNT = 20;
