import type { FindingCode } from '../finding/finding-code.js';
import type { Severity } from '../finding/severity.js';
import type { Exchange } from '../journal/exchange.js';
import { contractDefectOf } from './contract-defect.js';
import { operationPlace } from './exchange-check.js';
import type { BrokenCheck } from './judge-exchange.js';
import { judgeExchange } from './judge-exchange.js';
import type { PairRun } from './pair-run.js';
import { report, wiringFor } from './pair-run.js';
import type { PlannedRequest } from './plan-examples.js';
import { generatedRequest } from './plan-examples.js';
import type { SecondTry } from './reproduced.js';
import { reproduced } from './reproduced.js';
import { sendRequest, wireRequest } from './send-planned.js';

/**
 * Sends a planned request and keeps what is wrong with the answer. A failure is tried once more before it is called one.
 *
 * @param run - learns from the answer
 * @param planned - of one of the pair's operations
 */
export async function testPlanned(run: PairRun, planned: PlannedRequest): Promise<void> {
  run.input.signal.throwIfAborted();
  if (run.learned.providerIsGone) return;
  const attempt = await send(run, planned);
  if (attempt.kind === 'refused') {
    reportUntested(run, planned, attempt.reason);
    await testInstead(run, planned);
  } else if (attempt.kind === 'unsendable') reportUntested(run, { ...planned, origin: 'generated' }, attempt.reason);
  else if (attempt.exchange.response === undefined) await reportSilence(run, planned, attempt);
  else await judgeAnswer(run, planned, attempt.exchange);
}

type Attempt =
  | { readonly kind: 'exchange'; readonly exchange: Exchange; readonly reason: string | undefined }
  /** By the contract itself. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unsendable'; readonly reason: string };

async function send(run: PairRun, planned: PlannedRequest): Promise<Attempt> {
  const { request, problems, takenFor } = wireRequest(planned, wiringFor(run, planned));
  if (takenFor !== undefined) return { kind: 'unsendable', reason: `its request is taken for one of ${takenFor}` };
  if (problems.length > 0) {
    const shown = problems.slice(0, SHOWN_PROBLEM_COUNT).map((problem) => problem.message);
    return { kind: 'refused', reason: shown.join('; ') };
  }
  const sent = await sendRequest(request, planned.operation.id, run.caller);
  if (sent.kind === 'exchange') {
    run.learned.requestCount += 1;
    run.tested.add(planned.operation.id);
    run.ports.onExchange?.(sent.exchange, run.context.secrets);
  }
  return sent;
}

function reportUntested(run: PairRun, { operation, name, origin }: PlannedRequest, reason: string): void {
  const judgement = { operation: operation.id, place: operationPlace(operation), args: { example: name, reason } };
  if (origin === 'generated') report(run, { ...judgement, code: 'check/operation-untested', severity: 'info' });
  else report(run, { ...judgement, code: 'check/example-refused', severity: 'warning' });
}

/** An operation whose documented examples the contract itself refuses is called with made values, once. */
async function testInstead(run: PairRun, { operation, origin }: PlannedRequest): Promise<void> {
  if (origin === 'generated' || run.tested.has(operation.id) || run.regenerated.has(operation.id)) return;
  run.regenerated.add(operation.id);
  const instead = generatedRequest(operation, run.input.pair);
  if (typeof instead !== 'string') await testPlanned(run, instead);
}

async function reportSilence(run: PairRun, planned: PlannedRequest, first: Extract<Attempt, { readonly kind: 'exchange' }>): Promise<void> {
  const again = await send(run, planned);
  const trouble = await run.session.trouble();
  const args = { example: planned.name, seen: first.exchange.outcome, reason: trouble ?? first.reason };
  const judgement = { operation: planned.operation.id, place: operationPlace(planned.operation) };
  if (again.kind === 'exchange' && again.exchange.response !== undefined) {
    report(run, { ...judgement, code: 'check/flaky', severity: 'warning', args: { ...args, check: 'check/no-answer' } }, first.exchange);
    return;
  }
  report(run, { ...judgement, code: 'check/no-answer', severity: 'error', args }, first.exchange);
  // A program that has ended will answer nothing else: that is one finding, not one for each operation.
  run.learned.providerIsGone = trouble !== undefined;
}

async function judgeAnswer(run: PairRun, planned: PlannedRequest, exchange: Exchange): Promise<void> {
  const reason = run.session.kind === 'mock' ? contractDefectOf(exchange) : undefined;
  if (reason !== undefined) {
    reportUntested(run, { ...planned, origin: 'generated' }, reason);
    return;
  }
  const status = exchange.response?.status ?? 0;
  if (status >= 200 && status < 300) run.answers.set(planned.operation.id, exchange);
  const broken = judge(run, planned, exchange);
  if (broken.length === 0) return;
  const second = broken.some(({ failure }) => failure.severity === 'error') ? await trySecond(run, planned) : undefined;
  for (const one of broken) {
    const isFlaky = second !== undefined && !reproduced(one, exchange, second);
    reportBroken(run, planned, { one, exchange, isFlaky });
  }
}

async function trySecond(run: PairRun, planned: PlannedRequest): Promise<SecondTry | undefined> {
  const again = await send(run, planned);
  return again.kind === 'exchange' ? { exchange: again.exchange, broken: judge(run, planned, again.exchange) } : undefined;
}

function judge(run: PairRun, planned: PlannedRequest, exchange: Exchange): readonly BrokenCheck[] {
  // The mock cannot know that `notFound` is meant to find nothing: it answers what it would answer anybody.
  const expectedStatus = run.session.kind === 'mock' ? undefined : planned.expectedStatus;
  return judgeExchange({ contract: run.input.contract, operation: planned.operation, exchange, expectedStatus });
}

interface Breach {
  readonly one: BrokenCheck;
  readonly exchange: Exchange;
  readonly isFlaky: boolean;
}

function reportBroken(run: PairRun, { operation, name }: PlannedRequest, { one, exchange, isFlaky }: Breach): void {
  const { check, failure } = one;
  const code: FindingCode = isFlaky ? 'check/flaky' : check.code;
  const severity: Severity = isFlaky ? 'warning' : failure.severity;
  const { location, expected, seen, place } = failure;
  const args = { check: check.code, example: name, location, expected, seen, status: exchange.response?.status };
  report(run, { code, severity, operation: operation.id, place, args }, exchange);
}

const SHOWN_PROBLEM_COUNT = 3;
