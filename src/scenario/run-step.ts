import type { JsonObject, JsonValue } from '../base/json.js';
import type { CallView, ExpressionContext } from './arazzo/expression-context.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import { firstUnmet } from './arazzo/judge-criterion.js';
import type { Engine } from './engine.js';
import type { CalledStep } from './run-call-step.js';
import { runCallStep } from './run-call-step.js';
import type { Step } from './scenario.js';
import type { StepFailure, StepRun, WorkflowRun } from './scenario-run.js';

/** One try of a step, and what the rest of the workflow needs of it. */
export interface TriedStep {
  readonly run: StepRun;
  readonly outputs: JsonObject;
  readonly view: CallView | undefined;
  /** Of the workflow that it called. */
  readonly below: WorkflowRun | undefined;
}

export interface StepSurroundings {
  readonly engine: Engine;
  readonly workflow: string;
  readonly attempt: number;
  /** What expressions may speak of before the step. */
  readonly context: ExpressionContext;
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
  const { exchange, view, problems, requestProblems } = done;
  const isEvidence = failure !== undefined || problems.length > 0;
  const { target } = step;
  const run: StepRun = {
    workflow: around.workflow,
    stepId: step.stepId,
    pointer: step.pointer,
    attempt: around.attempt,
    outcome: failure === undefined ? 'passed' : 'failed',
    failure,
    system: target.kind === 'operation' ? target.system : undefined,
    operation: target.kind === 'operation' ? target.entry.id : undefined,
    exchangeId: exchange?.id,
    status: exchange?.response?.status,
    exchange: isEvidence && !around.engine.isLoad ? exchange : undefined,
    problems,
    requestProblems: isEvidence ? requestProblems : [],
    startedAtMs,
    endedAtMs: clock.nowMs(),
  };
  return { run, outputs, view, below: done.below };
}

interface Done extends CalledStep {
  readonly below: WorkflowRun | undefined;
}

async function carryOut(step: Step, around: StepSurroundings): Promise<Done> {
  const { target } = step;
  if (target.kind === 'channel') return { ...NOTHING, failure: { kind: 'channel' } };
  if (target.kind === 'operation') {
    const { context, engine } = around;
    return { ...(await runCallStep(step, target, { world: engine.world, context })), below: undefined };
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
function contextAfter(context: ExpressionContext, { view, below }: Done): ExpressionContext {
  return { ...context, call: view, ...(below === undefined ? {} : { outputs: below.outputs }) };
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
  failure: undefined,
  problems: [],
  requestProblems: [],
  below: undefined,
};
