import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { retryAfterMs } from '../check/retry-after.js';
import type { Action } from './arazzo/action.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext, WorkflowView } from './arazzo/expression-context.js';
import { firstUnmet } from './arazzo/judge-criterion.js';
import type { Engine } from './engine.js';
import { runStep } from './run-step.js';
import type { TriedStep } from './run-step.js';
import type { Step, Workflow } from './scenario.js';
import type { StepFailure, StepRun, WorkflowRun } from './scenario-run.js';
import { inputsOf } from './workflow-inputs.js';

/** How a workflow is run. */
export interface WorkflowCall {
  readonly key: string;
  readonly inputs: JsonObject;
  readonly user: number | undefined;
  /** How many workflows called each other until here. */
  readonly depth: number;
}

/**
 * Runs a workflow to its end: step after step, as their actions say.
 *
 * @param call - which, and with what
 * @param engine - the world and what has been done in it
 */
export async function runWorkflow(call: WorkflowCall, engine: Engine): Promise<WorkflowRun> {
  const workflow = engine.scenario.workflows.get(call.key);
  invariant(workflow !== undefined, 'every key was looked up when the scenario was read');
  const { clock, random } = engine.world;
  const startedAtMs = clock.nowMs();
  const ended = (ending: Ending, inputs: JsonObject, steps: readonly StepRun[]): WorkflowRun => ({
    key: call.key,
    user: call.user,
    ...ending,
    steps,
    inputs,
    startedAtMs,
    endedAtMs: clock.nowMs(),
  });
  const given = inputsOf(workflow.inputs, call.inputs, random);
  if (given.kind === 'problem') return ended(failed({ kind: 'inputs', problem: given.problem }), call.inputs, []);
  if (call.depth > MAX_DEPTH) return ended(failed({ kind: 'endless', count: MAX_DEPTH }), given.inputs, []);
  const running: Running = {
    workflow,
    call,
    engine,
    inputs: given.inputs,
    outputsByStep: new Map(),
    steps: [],
    triedCount: 0,
    lastCall: undefined,
  };
  const ending = await walk(running);
  const view = { inputs: given.inputs, outputs: ending.outputs };
  engine.finished.set(call.key, view);
  return ended(ending, given.inputs, running.steps);
}

interface Running {
  readonly workflow: Workflow;
  readonly call: WorkflowCall;
  readonly engine: Engine;
  readonly inputs: JsonObject;
  readonly outputsByStep: Map<string, JsonObject>;
  readonly steps: StepRun[];
  triedCount: number;
  lastCall: ExpressionContext['call'];
}

type Ending = Pick<WorkflowRun, 'outcome' | 'failure' | 'outputs'>;

function failed(failure: StepFailure): Ending {
  return { outcome: 'failed', failure, outputs: {} };
}

async function walk(running: Running): Promise<Ending> {
  const { steps } = running.workflow;
  const { keepsGoing, timeline } = running.engine;
  let firstFailure: StepFailure | undefined;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    invariant(step !== undefined, 'the index stays within the steps');
    const { tried, action } = await runWithRetries(step, running);
    timeline.stepEnded(step.stepId);
    const failure = tried.run.failure;
    if (action === undefined || action.type !== 'goto') {
      firstFailure ??= failure;
      if (failure !== undefined && (!keepsGoing || action !== undefined)) break;
      if (action?.type === 'end') break;
      index += 1;
    } else if (action.workflowId === undefined) index = steps.findIndex(({ stepId }) => stepId === action.stepId);
    else return transfer(action, running);
    // Jumps may go round for ever.
    if (running.triedCount > MAX_STEP_COUNT) return failed({ kind: 'endless', count: MAX_STEP_COUNT });
  }
  if (firstFailure !== undefined) return failed(firstFailure);
  return { outcome: 'succeeded', failure: undefined, outputs: await outputsOf(running) };
}

/** Control goes over to the other workflow and does not come back: what it comes to is what this one comes to. */
async function transfer(action: Action, running: Running): Promise<Ending> {
  const { outcome, failure, outputs } = await callWorkflow(action, running);
  return outcome === 'succeeded' ? { outcome, failure, outputs } : failed({ kind: 'workflow', key: action.workflowId ?? '' });
}

async function runWithRetries(step: Step, running: Running): Promise<{ readonly tried: TriedStep; readonly action: Action | undefined }> {
  const { clock, signal } = running.engine.world;
  const retryCounts = new Map<Action, number>();
  if (step.waitMs > 0) await clock.sleep(step.waitMs, signal);
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const tried = await tryStep(step, attempt, running);
    const action = await chosenAction(step, tried, { running, retryCounts });
    if (action?.type !== 'retry' || running.triedCount > MAX_STEP_COUNT) return { tried, action };
    retryCounts.set(action, (retryCounts.get(action) ?? 0) + 1);
    await prepareRetry(action, tried, running);
  }
}

async function tryStep(step: Step, attempt: number, running: Running): Promise<TriedStep> {
  const { workflow, call, engine } = running;
  running.triedCount += 1;
  const tried = await runStep(step, {
    engine,
    workflow: workflow.key,
    attempt,
    context: contextOf(running),
    callWorkflow: async (key, inputs) => {
      const below = await runWorkflow({ key, inputs, user: call.user, depth: call.depth + 1 }, engine);
      running.steps.push(...below.steps);
      return below;
    },
  });
  running.steps.push(tried.run);
  running.lastCall = tried.view;
  if (tried.run.outcome === 'passed') {
    running.outputsByStep.set(step.stepId, tried.outputs);
    engine.passedSteps.add(`${workflow.key}/${step.stepId}`);
  }
  return tried;
}

/** The first whose criteria are met; one that has retried as often as it may is passed over. */
async function chosenAction(
  step: Step,
  { run }: TriedStep,
  { running, retryCounts }: { readonly running: Running; readonly retryCounts: ReadonlyMap<Action, number> },
): Promise<Action | undefined> {
  for (const action of run.outcome === 'passed' ? step.onSuccess : step.onFailure) {
    if (action.type === 'retry' && (retryCounts.get(action) ?? 0) >= action.retryLimit) continue;
    if ((await firstUnmet(action.criteria, contextOf(running))) === undefined) return action;
  }
  return undefined;
}

async function prepareRetry(action: Action, { view }: TriedStep, running: Running): Promise<void> {
  const { clock, signal } = running.engine.world;
  const headers = view?.response?.headers;
  const asked =
    headers === undefined ? undefined : retryAfterMs({ status: view?.statusCode ?? 0, headers, body: undefined }, clock.nowMs());
  await clock.sleep(asked ?? action.retryAfterMs, signal);
  if (action.workflowId !== undefined) await callWorkflow(action, running);
  const before = running.workflow.steps.find(({ stepId }) => stepId === action.stepId);
  if (before !== undefined) await tryStep(before, 1, running);
}

async function callWorkflow(action: Action, running: Running): Promise<WorkflowRun> {
  const inputs: Record<string, JsonValue> = {};
  for (const { name, value } of action.parameters) {
    const filled = await evaluateValue(value, contextOf(running));
    if (filled !== undefined) inputs[name] = filled;
  }
  const { call, engine } = running;
  const below = await runWorkflow({ key: action.workflowId ?? '', inputs, user: call.user, depth: call.depth + 1 }, engine);
  running.steps.push(...below.steps);
  return below;
}

function contextOf({ workflow, engine, inputs, outputsByStep, lastCall }: Running): ExpressionContext {
  const workflows = new Map<string, WorkflowView>();
  for (const [id, key] of workflow.neighbours) {
    const view = engine.finished.get(key);
    if (view !== undefined) workflows.set(id, view);
  }
  return { call: lastCall, self: workflow.self, inputs, outputs: {}, steps: outputsByStep, workflows, sources: workflow.sources };
}

async function outputsOf(running: Running): Promise<JsonObject> {
  const outputs: Record<string, JsonValue> = {};
  for (const [name, value] of running.workflow.outputs) {
    const filled = await evaluateValue(value, { ...contextOf(running), outputs });
    if (filled !== undefined) outputs[name] = filled;
  }
  return outputs;
}

const MAX_DEPTH = 20;
const MAX_STEP_COUNT = 1_000;
