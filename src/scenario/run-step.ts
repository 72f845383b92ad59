import type { JsonObject, JsonValue } from '../base/json.js';
import type { CallView, ExpressionContext, MessageView } from './arazzo/expression-context.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import { firstUnmet } from './arazzo/judge-criterion.js';
import type { Engine } from './engine.js';
import type { CalledStep } from './run-call-step.js';
import { runCallStep } from './run-call-step.js';
import type { Mailboxes } from './mailboxes.js';
import type { EventStep } from './run-event-step.js';
import { runEventStep } from './run-event-step.js';
import type { Step, StepTarget } from './scenario.js';
import type { StepFailure, StepRun, WorkflowRun } from './scenario-run.js';
import type { WaitingSteps } from './waiting-steps.js';

/** One try of a step, and what the rest of the workflow needs of it. */
export interface TriedStep {
  readonly run: StepRun;
  readonly outputs: JsonObject;
  readonly view: CallView | undefined;
  readonly message: MessageView | undefined;
  /** Of the workflow that it called. */
  readonly below: WorkflowRun | undefined;
}

export interface StepSurroundings {
  readonly engine: Engine;
  readonly workflow: string;
  readonly attempt: number;
  /** What expressions may speak of before the step. */
  readonly context: ExpressionContext;
  readonly mailboxes: Mailboxes;
  /** Its signal ends the waiting for a message. */
  readonly waiting: Pick<WaitingSteps, 'signal'>;
  /** Runs the workflow that a step calls. */
  readonly callWorkflow: (key: string, inputs: JsonObject) => Promise<WorkflowRun>;
}

/**
 * Runs a step once: its call or its workflow, then its criteria, then its outputs. What follows is for the workflow to decide.
 *
 * @param step - of the workflow
 * @param around - where it stands
 */
export async function runStep(step: Step, around: StepSurroundings): Promise<TriedStep> {
  const { clock } = around.engine.world;
  const startedAtMs = clock.nowMs();
  const missing = step.dependsOn.find((id) => !around.engine.passedSteps.has(id.includes('/') ? id : `${around.workflow}/${id}`));
  const done =
    missing === undefined ? await carryOut(step, around) : { ...NOTHING, failure: { kind: 'dependency' as const, step: missing } };
  const context = contextAfter(around.context, done);
  const failure = done.failure ?? (await failedCriterion(step, done, context));
  const outputs = failure === undefined ? await outputsOf(step, done, context) : {};
  const { exchange, view, problems, requestProblems, messageProblems } = done;
  const isEvidence = failure !== undefined || problems.length > 0;
  const { target } = step;
  const run: StepRun = {
    workflow: around.workflow,
    stepId: step.stepId,
    pointer: step.pointer,
    attempt: around.attempt,
    outcome: failure === undefined ? 'passed' : 'failed',
    failure,
    system: target.kind === 'operation' || target.kind === 'event' ? target.system : undefined,
    operation: operationOf(target),
    exchangeId: exchange?.id,
    status: exchange?.response?.status,
    exchange: isEvidence && !around.engine.isLoad ? exchange : undefined,
    problems,
    messageProblems,
    requestProblems: isEvidence ? requestProblems() : [],
    startedAtMs,
    endedAtMs: clock.nowMs(),
  };
  return { run, outputs, view, message: done.message, below: done.below };
}

function operationOf(target: StepTarget): string | undefined {
  if (target.kind === 'operation') return target.entry.id;
  return target.kind === 'event' ? (target.operation?.id ?? `${target.action} ${target.channel.id}`) : undefined;
}

interface Done extends CalledStep, Omit<EventStep, 'failure' | 'requestProblems'> {
  readonly below: WorkflowRun | undefined;
}

async function carryOut(step: Step, around: StepSurroundings): Promise<Done> {
  const { target } = step;
  if (target.kind === 'nowhere') return { ...NOTHING, failure: { kind: 'unsendable', reason: `${target.text} leads nowhere` } };
  if (target.kind === 'event') {
    const { engine, context, mailboxes, waiting } = around;
    return { ...NOTHING, ...(await runEventStep(step, target, { ...engine, context, mailboxes, signal: waiting.signal })) };
  }
  if (target.kind === 'operation') {
    const { context, engine } = around;
    return { ...NOTHING, ...(await runCallStep(step, target, { world: engine.world, context })) };
  }
  const inputs: Record<string, JsonValue> = {};
  for (const { name, value } of step.parameters) {
    const filled = await evaluateValue(value, around.context);
    if (filled !== undefined) inputs[name] = filled;
  }
  const below = await around.callWorkflow(target.key, inputs);
  const failure: StepFailure | undefined = below.outcome === 'succeeded' ? undefined : { kind: 'workflow', key: target.key };
  return { ...NOTHING, failure, below };
}

/** What a called workflow gives is what `$outputs` means in the step that called it. */
function contextAfter(context: ExpressionContext, { view, message, below }: Done): ExpressionContext {
  return { ...context, call: view, message, ...(below === undefined ? {} : { outputs: below.outputs }) };
}

async function failedCriterion(step: Step, done: Done, context: ExpressionContext): Promise<StepFailure | undefined> {
  if (step.successCriteria.length > 0) {
    const unmet = await firstUnmet(step.successCriteria, context);
    return unmet === undefined ? undefined : { kind: 'criterion', condition: unmet.criterion.written, seen: unmet.seen };
  }
  const status = done.view?.statusCode;
  return status === undefined || (status >= 200 && status < 300) ? undefined : { kind: 'status', status };
}

/** A step that calls a workflow has that workflow's outputs, and its own beside them. */
async function outputsOf(step: Step, { below }: Done, context: ExpressionContext): Promise<JsonObject> {
  const outputs: Record<string, JsonValue> = { ...below?.outputs } as Record<string, JsonValue>;
  for (const [name, value] of step.outputs) {
    const filled = await evaluateValue(value, context);
    if (filled !== undefined) outputs[name] = filled;
  }
  return outputs;
}

const NOTHING: Done = {
  exchange: undefined,
  view: undefined,
  message: undefined,
  failure: undefined,
  problems: [],
  messageProblems: [],
  requestProblems: () => [],
  below: undefined,
};
