import type { Exchange } from '../journal/exchange.js';
import type { HttpRequest } from '../wire/http-message.js';
import type { RequestProblem } from '../wire/judge-request.js';
import type { Called, CalledStep } from './case-runner.js';
import { callAfterCall, passesFilter, requestFromHook } from './hooks/call-hook.js';
import { isMockAnswer } from './mock-signature.js';
import type { PairRun } from './pair-run.js';
import { wireCase } from './request/wire-case.js';
import { retryAfterMs } from './retry-after.js';
import type { Sent } from './send-request.js';
import { sendRequest } from './send-request.js';
import type { TestCase } from './test-case.js';

/**
 * Sends a case, with what its credentials say, when the pace allows; the run learns from the answer. A provider that asks to be left alone is
 * asked again when it said, one that no longer knows our token is asked again with a fresh one.
 *
 * @param run - of the case's pair
 * @param testCase - of one of the pair's operations
 * @param earlier - the exchanges of the sequence so far
 * @throws the signal's reason when it is aborted
 */
export async function callCase(run: PairRun, testCase: TestCase, earlier: readonly Exchange[] = []): Promise<Called> {
  run.input.signal.throwIfAborted();
  const reason = await reasonNotToCall(run, testCase);
  if (reason !== undefined) return { kind: 'withheld', reason };
  const fresh = run.freshKeys.freshen(testCase);
  const called = await attempt(run, fresh, earlier);
  if (called.kind === 'withheld' || testCase.credentials !== 'pair') return called;
  return (await run.authenticator.refused(called.exchange)) ? attempt(run, fresh, earlier) : called;
}

async function reasonNotToCall(run: PairRun, testCase: TestCase): Promise<string | undefined> {
  const { learned, input, hookContext, authenticator } = run;
  if (learned.ending !== undefined) return learned.ending;
  if ((learned.silences.get(testCase.operation.id) ?? 0) >= SILENCE_COUNT) return 'the operation answers nobody';
  if (!(await passesFilter(input.hooks, testCase, hookContext))) return 'a hook left it out';
  const failure =
    testCase.credentials === 'pair' ? await authenticator.ready({ operation: testCase.operation, contract: input.contract }) : undefined;
  return failure === undefined ? undefined : 'the pair does not get in';
}

async function attempt(run: PairRun, testCase: TestCase, earlier: readonly Exchange[]): Promise<Called> {
  const wired = wireCase(testCase, run.wiring, earlier);
  if (wired.kind === 'withheld') return wired;
  const { hooks } = run.input;
  const context = { ...run.hookContext, testCase };
  const request = await requestFromHook(hooks, wired.request, context);
  const sent = await sendPolitely(run, request, testCase);
  if (sent.kind === 'unsendable') return { kind: 'withheld', reason: sent.reason };
  await callAfterCall(hooks, sent.exchange, context);
  const called = calledFromSent(testCase, sent, wired.problems);
  run.origins.note(called, earlier);
  learn(run, called);
  return { kind: 'exchange', ...called };
}

type SentExchange = Extract<Sent, { readonly kind: 'exchange' }>;

function calledFromSent(testCase: TestCase, { exchange, reason }: SentExchange, requestProblems: readonly RequestProblem[]): CalledStep {
  const step = { testCase, exchange, requestProblems };
  return reason === undefined ? step : { ...step, silence: reason };
}

/** Sent again when the provider asked for time, but not for ever. */
async function sendPolitely(run: PairRun, request: HttpRequest, testCase: TestCase): Promise<Sent> {
  const { pace, caller, input } = run;
  for (let tryCount = 1; ; tryCount += 1) {
    await pace.turn(input.signal);
    const sent = await sendRequest(request, testCase.operation.id, caller);
    if (sent.kind === 'unsendable') return sent;
    noteExchange(run, sent.exchange, testCase);
    const waitMs = delayOf(run, sent.exchange);
    if (waitMs === undefined) return sent;
    pace.hold(waitMs);
    if (tryCount === TRY_COUNT) return sent;
  }
}

/** A mock has no load: its `Retry-After` is an example. */
function delayOf({ learned, ports }: PairRun, { response }: Exchange): number | undefined {
  return response === undefined || learned.isMock ? undefined : retryAfterMs(response, ports.nowMs());
}

function noteExchange({ learned, ports, context, session }: PairRun, exchange: Exchange, testCase: TestCase): void {
  learned.requestCount += 1;
  ports.onExchange?.(exchange, context.secrets, testCase);
  if (exchange.response !== undefined && !learned.isMock) learned.isMock = isMockAnswer(exchange.response);
  learned.refusalCount = exchange.outcome === 'refused' ? learned.refusalCount + 1 : 0;
  if (session.kind === 'url' && learned.refusalCount === REFUSAL_COUNT) learned.ending = 'the provider accepts no connection';
}

function learn({ learned, coverage, answers, pool, origins }: PairRun, step: CalledStep): void {
  const { testCase, exchange } = step;
  const { id } = testCase.operation;
  coverage.add(step);
  if (exchange.response === undefined) {
    learned.silences.set(id, (learned.silences.get(id) ?? 0) + 1);
    return;
  }
  learned.silences.delete(id);
  const { status } = exchange.response;
  if (testCase.intent.kind !== 'valid' || status < 200 || status > 299) return;
  answers.set(id, step);
  origins.noteCreated(step);
  pool.learn(testCase.operation, exchange);
}

const TRY_COUNT = 3;
const REFUSAL_COUNT = 5;
const SILENCE_COUNT = 6;
