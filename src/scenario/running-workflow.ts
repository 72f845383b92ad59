import type { JsonObject } from '../base/json.js';
import type { ExpressionContext, WorkflowView } from './arazzo/expression-context.js';
import type { Engine } from './engine.js';
import type { Mailboxes } from './mailboxes.js';
import type { Workflow } from './scenario.js';
import type { StepRun, WorkflowRun } from './scenario-run.js';
import type { WaitingSteps } from './waiting-steps.js';

/** A workflow on its way. */
export interface RunningWorkflow {
  readonly workflow: Workflow;
  readonly engine: Engine;
  readonly inputs: JsonObject;
  readonly outputsByStep: Map<string, JsonObject>;
  readonly steps: StepRun[];
  triedCount: number;
  lastCall: ExpressionContext['call'];
  lastMessage: ExpressionContext['message'];
  readonly mailboxes: Mailboxes;
  readonly waiting: WaitingSteps;
  /** Runs a workflow that this one calls, with its steps told among those of this one. */
  readonly runBelow: (key: string, inputs: JsonObject) => Promise<WorkflowRun>;
}

/**
 * What runtime expressions mean at this moment.
 *
 * @param running - what has been done of the workflow
 */
export function contextOf({ workflow, engine, inputs, outputsByStep, lastCall, lastMessage }: RunningWorkflow): ExpressionContext {
  const workflows = new Map<string, WorkflowView>();
  for (const [id, key] of workflow.neighbours) {
    const view = engine.finished.get(key);
    if (view !== undefined) workflows.set(id, view);
  }
  const { self, sources } = workflow;
  return { call: lastCall, message: lastMessage, self, inputs, outputs: {}, steps: outputsByStep, workflows, sources };
}

/** So many steps are tried in one workflow: jumps and retries may go round for ever. */
export const MAX_STEP_COUNT = 1_000;
