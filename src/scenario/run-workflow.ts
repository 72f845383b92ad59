import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import type { Action } from './arazzo/action.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import { attemptStep, callWorkflow } from './attempt-step.js';
import type { Engine } from './engine.js';
import { createMailboxes } from './mailboxes.js';
import { contextOf, MAX_STEP_COUNT, type RunningWorkflow } from './running-workflow.js';
import type { Step } from './scenario.js';
import type { StepFailure, StepRun, WorkflowRun } from './scenario-run.js';
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
  const steps: StepRun[] = [];
  const running: RunningWorkflow = {
    workflow,
    engine,
    inputs: given.inputs,
    outputsByStep: new Map(),
    steps,
    triedCount: 0,
    lastCall: undefined,
    lastMessage: undefined,
    mailboxes: createMailboxes(workflow.steps, engine.world),
    waiting: createWaitingSteps(),
    runBelow: async (key, inputs) => {
      const below = await runWorkflow({ key, inputs, user: call.user, depth: call.depth + 1 }, engine);
      steps.push(...below.steps);
      return below;
    },
  };
  const ending = await walkToEnd(running);
  const view = { inputs: given.inputs, outputs: ending.outputs };
  engine.finished.set(call.key, view);
  return ended(ending, given.inputs, steps);
}

type Ending = Pick<WorkflowRun, 'outcome' | 'failure' | 'outputs'>;

function failed(failure: StepFailure): Ending {
  return { outcome: 'failed', failure, outputs: {} };
}

async function walkToEnd(running: RunningWorkflow): Promise<Ending> {
  try {
    return await walk(running);
  } finally {
    await running.waiting.abandon();
    await running.mailboxes.close();
  }
}

async function walk(running: RunningWorkflow): Promise<Ending> {
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

async function move(step: Step, index: number, running: RunningWorkflow): Promise<Moved> {
  if (goesOnMeanwhile(step)) {
    beginWaiting(step, running);
    return { failure: undefined, nextIndex: index + 1 };
  }
  const { steps } = running.workflow;
  const { keepsGoing, timeline } = running.engine;
  const { tried, action } = await attemptStep(step, running);
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
function beginWaiting(step: Step, running: RunningWorkflow): void {
  const { waiting, engine } = running;
  const work = attemptStep(step, running).then(({ tried }) => {
    if (!waiting.isOver) engine.timeline.stepEnded(step.stepId);
    return tried.run.failure;
  });
  waiting.begin(step.stepId, work);
}

/** Before a step: what it depends on has ended, and whoever waits for what it causes listens. @returns why one of them failed */
async function readyFor(step: Step, running: RunningWorkflow): Promise<StepFailure | undefined> {
  const failure = await running.waiting.join([...step.waitsFor, step.stepId]);
  await running.mailboxes.open(contextOf(running));
  return failure;
}

/** Control goes over to the other workflow and does not come back: what it comes to is what this one comes to. */
async function transfer(action: Action, running: RunningWorkflow): Promise<Ending> {
  const { outcome, failure, outputs } = await callWorkflow(action, running);
  return outcome === 'succeeded' ? { outcome, failure, outputs } : failed({ kind: 'workflow', key: action.workflowId ?? '' });
}

async function outputsOf(running: RunningWorkflow): Promise<JsonObject> {
  const outputs: Record<string, JsonValue> = {};
  for (const [name, value] of running.workflow.outputs) {
    const filled = await evaluateValue(value, { ...contextOf(running), outputs });
    if (filled !== undefined) outputs[name] = filled;
  }
  return outputs;
}

const MAX_DEPTH = 20;
