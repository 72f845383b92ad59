import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { retryAfterMs } from '../check/retry-after.js';
import type { Action } from './arazzo/action.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import type { ExpressionContext, WorkflowView } from './arazzo/expression-context.js';
import { firstUnmet } from './arazzo/judge-criterion.js';
import type { Engine } from './engine.js';
import type { Mailboxes } from './mailboxes.js';
import { createMailboxes } from './mailboxes.js';
import { runStep } from './run-step.js';
import type { TriedStep } from './run-step.js';
import type { Step, Workflow } from './scenario.js';
import type { StepFailure, StepRun, WorkflowRun } from './scenario-run.js';
import type { WaitingSteps } from './waiting-steps.js';
import { createWaitingSteps, goesOnMeanwhile } from './waiting-steps.js';
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
    lastMessage: undefined,
    mailboxes: createMailboxes(workflow.steps, engine.world),
    waiting: createWaitingSteps(),
  };
  const ending = await walkToEnd(running);
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
  lastMessage: ExpressionContext['message'];
  readonly mailboxes: Mailboxes;
  readonly waiting: WaitingSteps;
}

type Ending = Pick<WorkflowRun, 'outcome' | 'failure' | 'outputs'>;

function failed(failure: StepFailure): Ending {
  return { outcome: 'failed', failure, outputs: {} };
}

async function walkToEnd(running: Running): Promise<Ending> {
  try {
    return await walk(running);
  } finally {
    await running.waiting.abandon();
    await running.mailboxes.close();
  }
}

async function walk(running: Running): Promise<Ending> {
  const { steps } = running.workflow;
  const { keepsGoing } = running.engine;
  let firstFailure: StepFailure | undefined;
  let index = 0;
  while (index < steps.length) {
    const step = steps[index];
    invariant(step !== undefined, 'the index stays within the steps');
    const late = await readyFor(step, running);
    firstFailure ??= late;
    if (late !== undefined && !keepsGoing) break;
    const moved = await move(step, index, running);
    if ('ending' in moved) return moved.ending;
    firstFailure ??= moved.failure;
    index = moved.nextIndex;
    // Jumps may go round for ever.
    if (running.triedCount > MAX_STEP_COUNT) return failed({ kind: 'endless', count: MAX_STEP_COUNT });
  }
  const isOver = firstFailure !== undefined && !keepsGoing;
  const late = isOver ? undefined : await running.waiting.join();
  firstFailure ??= late;
  if (firstFailure !== undefined) return failed(firstFailure);
  return { outcome: 'succeeded', failure: undefined, outputs: await outputsOf(running) };
}

/** Where it goes on after a step, or how it ends. */
type Moved = { readonly failure: StepFailure | undefined; readonly nextIndex: number } | { readonly ending: Ending };

async function move(step: Step, index: number, running: Running): Promise<Moved> {
  if (goesOnMeanwhile(step)) {
    beginWaiting(step, running);
    return { failure: undefined, nextIndex: index + 1 };
  }
  const { steps } = running.workflow;
  const { keepsGoing, timeline } = running.engine;
  const { tried, action } = await runWithRetries(step, running);
  timeline.stepEnded(step.stepId);
  const { failure } = tried.run;
  if (action?.type === 'goto') {
    if (action.workflowId !== undefined) return { ending: await transfer(action, running) };
    return { failure: undefined, nextIndex: steps.findIndex(({ stepId }) => stepId === action.stepId) };
  }
  const isOver = action?.type === 'end' || (failure !== undefined && (!keepsGoing || action !== undefined));
  return { failure, nextIndex: isOver ? steps.length : index + 1 };
}

/** Begins a step that receives: what depends on it waits for it. */
function beginWaiting(step: Step, running: Running): void {
  const { waiting, engine } = running;
  const work = runWithRetries(step, running).then(({ tried }) => {
    if (!waiting.isOver) engine.timeline.stepEnded(step.stepId);
    return tried.run.failure;
  });
  waiting.begin(step.stepId, work);
}

/** Before a step: what it depends on has ended, and whoever waits for what it causes listens. @returns why one of them failed */
async function readyFor(step: Step, running: Running): Promise<StepFailure | undefined> {
  const failure = await running.waiting.join([...step.waitsFor, step.stepId]);
  await running.mailboxes.open(contextOf(running));
  return failure;
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
    mailboxes: running.mailboxes,
    waiting: running.waiting,
    callWorkflow: async (key, inputs) => {
      const below = await runWorkflow({ key, inputs, user: call.user, depth: call.depth + 1 }, engine);
      running.steps.push(...below.steps);
      return below;
    },
  });
  if (running.waiting.isOver) return tried;
  running.steps.push(tried.run);
  if (!goesOnMeanwhile(step)) {
    running.lastCall = tried.view;
    running.lastMessage = tried.message;
  }
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

function contextOf({ workflow, engine, inputs, outputsByStep, lastCall, lastMessage }: Running): ExpressionContext {
  const workflows = new Map<string, WorkflowView>();
  for (const [id, key] of workflow.neighbours) {
    const view = engine.finished.get(key);
    if (view !== undefined) workflows.set(id, view);
  }
  const { self, sources } = workflow;
  return { call: lastCall, message: lastMessage, self, inputs, outputs: {}, steps: outputsByStep, workflows, sources };
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
