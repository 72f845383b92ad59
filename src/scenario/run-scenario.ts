import type { Engine } from './engine.js';
import { createFaultTimeline } from './fault-timeline.js';
import { runLoad } from './run-load.js';
import { runWorkflow } from './run-workflow.js';
import type { Scenario, Workflow } from './scenario.js';
import type { ScenarioRun, WorkflowRun } from './scenario-run.js';
import type { ScenarioWorld } from './scenario-world.js';
import { settlesAtMs } from './settle.js';

export interface ScenarioRunOptions {
  /**
   * Whether what comes after a step that failed, and no action took care of, is done all the same. A program that is known to be wrong is to
   * meet every fault: the claim that tells it from a right one may be about a later one. Default false.
   */
  readonly keepsGoing?: boolean | undefined;
}

/**
 * Runs a scenario in a world: its workflows in order, its faults by its timeline. In the end all faults are gone, and the consumers had the time
 * to recover that they are given. All time is the world's: the same scenario in the same simulated world runs the same.
 *
 * @param scenario - as read
 * @param world - where its systems are up
 * @param options - what a step that failed means for those after it
 * @throws whatever the signal of the world is aborted with
 */
export async function runScenario(scenario: Scenario, world: ScenarioWorld, options: ScenarioRunOptions = {}): Promise<ScenarioRun> {
  const { clock, signal } = world;
  const startedAtMs = clock.nowMs();
  const timeline = createFaultTimeline(world);
  const { keepsGoing = false } = options;
  const engine: Engine = { scenario, world, timeline, finished: new Map(), passedSteps: new Set(), isLoad: false, keepsGoing };
  const workflows: WorkflowRun[] = [];
  timeline.begin(scenario.faults);
  for (const key of scenario.roots) {
    const workflow = scenario.workflows.get(key);
    if (workflow !== undefined) workflows.push(...(await runRoot(workflow, engine, workflows)));
  }
  timeline.end(scenario.faults);
  const settledAtMs = settlesAtMs(scenario, { nowMs: clock.nowMs(), restoredAtMs: timeline.restoredAtMs() });
  await clock.sleep(Math.max(0, settledAtMs - clock.nowMs()), signal);
  signal.throwIfAborted();
  return { scenario: scenario.name, startedAtMs, endedAtMs: clock.nowMs(), workflows, missingLinks: [...timeline.missingLinks] };
}

async function runRoot(workflow: Workflow, engine: Engine, before: readonly WorkflowRun[]): Promise<readonly WorkflowRun[]> {
  const { key, load, faults } = workflow;
  const broken = workflow.dependsOn.find((other) => before.some((run) => run.key === other && run.outcome !== 'succeeded'));
  if (broken !== undefined && !engine.keepsGoing) return [skipped(key, broken, engine)];
  engine.timeline.begin(faults);
  const runs =
    load === undefined
      ? [await runWorkflow({ key, inputs: {}, user: undefined, depth: 0 }, engine)]
      : await runLoad(workflow, load, engine);
  engine.timeline.end(faults);
  return runs;
}

function skipped(key: string, broken: string, { world }: Engine): WorkflowRun {
  const atMs = world.clock.nowMs();
  return {
    key,
    user: undefined,
    outcome: 'skipped',
    failure: { kind: 'workflow', key: broken },
    steps: [],
    inputs: {},
    outputs: {},
    startedAtMs: atMs,
    endedAtMs: atMs,
  };
}
