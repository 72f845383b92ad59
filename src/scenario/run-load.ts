import type { Engine } from './engine.js';
import { usersOfLoad } from './load-schedule.js';
import type { UserPresence } from './load-schedule.js';
import { runWorkflow } from './run-workflow.js';
import type { Workflow } from './scenario.js';
import type { WorkflowRun } from './scenario-run.js';
import type { Load } from './arazzo/x-load.js';

/**
 * Runs a workflow by many users, who come and go as its load says. A user who is in the middle of it when his time is over comes to its end.
 *
 * @param workflow - that is run
 * @param load - its own
 * @param engine - of the run
 * @returns in the order in which they ended
 */
export async function runLoad(workflow: Workflow, load: Load, engine: Engine): Promise<readonly WorkflowRun[]> {
  const beganAtMs = engine.world.clock.nowMs();
  const runs: WorkflowRun[] = [];
  const users = usersOfLoad(load).map((presence) => runUser(presence, { workflow, load, engine, beganAtMs, runs }));
  await Promise.all(users);
  return runs;
}

interface LoadRun {
  readonly workflow: Workflow;
  readonly load: Load;
  readonly engine: Engine;
  readonly beganAtMs: number;
  readonly runs: WorkflowRun[];
}

async function runUser({ user, spans }: UserPresence, { workflow, load, engine, beganAtMs, runs }: LoadRun): Promise<void> {
  const { clock, signal } = engine.world;
  const until = (atMs: number): Promise<void> => clock.sleep(Math.max(0, atMs - clock.nowMs()), signal);
  for (const { fromMs, toMs } of spans) {
    await until(beganAtMs + fromMs);
    for (let startAtMs = clock.nowMs(); startAtMs < beganAtMs + toMs && runs.length < MAX_RUN_COUNT; startAtMs = clock.nowMs()) {
      signal.throwIfAborted();
      const own: Engine = { ...engine, finished: new Map(engine.finished), passedSteps: new Set(engine.passedSteps), isLoad: true };
      runs.push(await runWorkflow({ key: workflow.key, inputs: {}, user, depth: 0 }, own));
      await until(startAtMs + load.everyMs);
    }
  }
}

/** More would not fit in memory, and say nothing new. */
const MAX_RUN_COUNT = 200_000;
