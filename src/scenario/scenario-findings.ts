import type { MessageArguments } from '../base/errors.js';
import type { Finding, Witness } from '../finding/finding.js';
import { fingerprintOf } from '../finding/fingerprint.js';
import { curlLine } from '../journal/curl-line.js';
import { redactExchange } from '../journal/redact-exchange.js';
import type { Exchange } from '../journal/exchange.js';
import { textFromUtf8 } from '../journal/recorded-body.js';
import { secretNamesOfContract } from '../mock/secret-names.js';
import type { Scenario } from './scenario.js';
import type { ScenarioRun, StepFailure, StepRun, WorkflowRun } from './scenario-run.js';

/**
 * What a run has found beside the judgements of recovery: workflows that failed, each at the step that ended it, and answers that break the
 * contract of the system that gave them. The same in many runs of a load is told once, with how often.
 *
 * @param scenario - that was run
 * @param run - what came of it
 */
export function findingsOfRun(scenario: Scenario, run: ScenarioRun): readonly Finding[] {
  const secretNames = new Set([...scenario.contracts.values()].flatMap((contract) => [...secretNamesOfContract(contract)]));
  const found = new Map<string, { readonly finding: Finding; count: number }>();
  const note = (finding: Finding): void => {
    const id = fingerprintOf(finding);
    const known = found.get(id);
    if (known === undefined) found.set(id, { finding: { ...finding, id }, count: 1 });
    else known.count += 1;
  };
  for (const workflow of run.workflows) {
    for (const finding of findingsOfWorkflow(scenario, workflow, secretNames)) note(finding);
  }
  return [...found.values()].map(({ finding, count }) => ({ ...finding, args: { ...finding.args, count } }));
}

function findingsOfWorkflow(scenario: Scenario, run: WorkflowRun, secretNames: ReadonlySet<string>): readonly Finding[] {
  const answers = run.steps.flatMap((step) => [...answerFindings(step, scenario, secretNames), ...messageFindings(step, scenario)]);
  if (run.outcome !== 'failed' || run.failure === undefined) return answers;
  // Steps that wait for a message end when it comes: the last is not always the one that failed.
  const step = run.steps.findLast(({ failure }) => failure === run.failure) ?? run.steps.at(-1);
  const isItsOwn = step !== undefined && step.workflow === run.key && step.outcome === 'failed';
  const workflow = scenario.workflows.get(isItsOwn ? step.workflow : run.key);
  const place = { file: workflow?.file ?? scenario.file, pointer: (isItsOwn ? step.pointer : workflow?.pointer) ?? '' };
  const args = {
    scenario: scenario.name,
    workflow: run.key,
    step: isItsOwn ? step.stepId : undefined,
    ...argsOfFailure(run.failure),
    request: step?.requestProblems,
  };
  const finding: Finding = {
    code: 'scenario/step-failed',
    severity: 'error',
    place,
    args,
    ...(isItsOwn && step.operation !== undefined ? { operation: step.operation } : {}),
    ...(step?.exchange === undefined ? {} : { witness: witnessOf(step.exchange, secretNames) }),
  };
  return [finding, ...answers];
}

function answerFindings(step: StepRun, scenario: Scenario, secretNames: ReadonlySet<string>): readonly Finding[] {
  const { system, operation, exchange } = step;
  return step.problems.map((problem) => ({
    code: 'scenario/answer-breaks-contract',
    severity: 'error',
    place:
      problem.schema === undefined
        ? { file: scenario.file, pointer: step.pointer }
        : { file: problem.schema.uri, pointer: problem.schema.pointer },
    args: { scenario: scenario.name, step: step.stepId, system, problem: problem.message },
    ...(operation === undefined ? {} : { operation }),
    ...(exchange === undefined ? {} : { witness: witnessOf(exchange, secretNames) }),
  }));
}

function messageFindings({ system, operation, stepId, pointer, messageProblems }: StepRun, scenario: Scenario): readonly Finding[] {
  return messageProblems.map(({ schema, message }) => ({
    code: 'scenario/message-breaks-contract',
    severity: 'error',
    place: schema === undefined ? { file: scenario.file, pointer } : { file: schema.uri, pointer: schema.pointer },
    args: { scenario: scenario.name, step: stepId, system, problem: message },
    ...(operation === undefined ? {} : { operation }),
  }));
}

function argsOfFailure(failure: StepFailure): MessageArguments {
  const { kind } = failure;
  switch (kind) {
    case 'criterion':
      return { failure: kind, condition: failure.condition, seen: failure.seen };
    case 'status':
      return { failure: kind, status: failure.status };
    case 'no-answer':
      return { failure: kind, outcome: failure.outcome };
    case 'unsendable':
      return { failure: kind, reason: failure.reason };
    case 'workflow':
      return { failure: kind, other: failure.key };
    case 'dependency':
      return { failure: kind, other: failure.step };
    case 'inputs':
      return { failure: kind, reason: failure.problem };
    case 'endless':
      return { failure: kind, limit: failure.count };
    case 'unsent':
      return { failure: kind, isRefused: failure.isRefused };
    case 'no-message':
      return { failure: kind, waitedMs: failure.waitedMs, correlationId: failure.correlationId };
  }
}

function witnessOf(exchange: Exchange, secretNames: ReadonlySet<string>): Witness {
  const { request, response, provider } = redactExchange(exchange, { names: secretNames, values: [] });
  const asked = { line: `${request.method} ${request.target}`, headers: pairsOf(request.headers), ...shownBody(request.body) };
  const witness = { request: asked, curl: curlLine(request, `http://${provider}`) };
  if (response === undefined) return witness;
  return { ...witness, response: { line: String(response.status), headers: pairsOf(response.headers), ...shownBody(response.body) } };
}

function pairsOf(headers: readonly string[]): readonly (readonly [string, string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []));
}

function shownBody(body: Uint8Array | string | undefined): { readonly body?: string } {
  if (body === undefined) return {};
  const text = typeof body === 'string' ? body : textFromUtf8(body);
  return { body: text === undefined ? `(${body.length} bytes that are no text)` : text.slice(0, MAX_SHOWN_LENGTH) };
}

const MAX_SHOWN_LENGTH = 2_000;
