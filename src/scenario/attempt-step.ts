import type { JsonValue } from '../base/json.js';
import { retryAfterMs } from '../check/retry-after.js';
import type { Action } from './arazzo/action.js';
import { evaluateValue } from './arazzo/evaluate-value.js';
import { firstUnmet } from './arazzo/judge-criterion.js';
import type { TriedStep } from './run-step.js';
import { runStep } from './run-step.js';
import { contextOf, MAX_STEP_COUNT, type RunningWorkflow } from './running-workflow.js';
import type { Step } from './scenario.js';
import type { WorkflowRun } from './scenario-run.js';
import { goesOnMeanwhile } from './waiting-steps.js';

/** How a step came out in the end, and what is to be done about it. */
export interface AttemptedStep {
  readonly tried: TriedStep;
  /** No retry any more. */
  readonly action: Action | undefined;
}

/**
 * Tries a step as often as its actions say.
 *
 * @param step - of the workflow
 * @param running - is told of each attempt
 */
export async function attemptStep(step: Step, running: RunningWorkflow): Promise<AttemptedStep> {
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

async function tryStep(step: Step, attempt: number, running: RunningWorkflow): Promise<TriedStep> {
  const { workflow, engine } = running;
  running.triedCount += 1;
  const { within = actOnly } = engine.world;
  const around = {
    engine,
    workflow: workflow.key,
    attempt,
    context: contextOf(running),
    mailboxes: running.mailboxes,
    waiting: running.waiting,
    callWorkflow: running.runBelow,
  };
  const tried = await within(`${workflow.key} / ${step.stepId}`, () => runStep(step, around));
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
  { running, retryCounts }: { readonly running: RunningWorkflow; readonly retryCounts: ReadonlyMap<Action, number> },
): Promise<Action | undefined> {
  for (const action of run.outcome === 'passed' ? step.onSuccess : step.onFailure) {
    if (action.type === 'retry' && (retryCounts.get(action) ?? 0) >= action.retryLimit) continue;
    if ((await firstUnmet(action.criteria, contextOf(running))) === undefined) return action;
  }
  return undefined;
}

async function prepareRetry(action: Action, { view }: TriedStep, running: RunningWorkflow): Promise<void> {
  const { clock, signal } = running.engine.world;
  const headers = view?.response?.headers;
  const asked =
    headers === undefined ? undefined : retryAfterMs({ status: view?.statusCode ?? 0, headers, body: undefined }, clock.nowMs());
  await clock.sleep(asked ?? action.retryAfterMs, signal);
  if (action.workflowId !== undefined) await callWorkflow(action, running);
  const before = running.workflow.steps.find(({ stepId }) => stepId === action.stepId);
  if (before !== undefined) await tryStep(before, 1, running);
}

/**
 * Runs the workflow that an action names.
 *
 * @param action - with a `workflowId`
 * @param running - what its parameters are taken from
 */
export async function callWorkflow(action: Action, running: RunningWorkflow): Promise<WorkflowRun> {
  const inputs: Record<string, JsonValue> = {};
  for (const { name, value } of action.parameters) {
    const filled = await evaluateValue(value, contextOf(running));
    if (filled !== undefined) inputs[name] = filled;
  }
  return running.runBelow(action.workflowId ?? '', inputs);
}

function actOnly<Result>(_step: string, act: () => Promise<Result>): Promise<Result> {
  return act();
}
