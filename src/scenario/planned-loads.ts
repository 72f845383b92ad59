import type { LoadStage } from './arazzo/x-load.js';
import { usersOfLoad } from './load-schedule.js';
import type { Scenario } from './scenario.js';
import type { ScenarioRun } from './scenario-run.js';

/** A load of a scenario that was run. */
export interface RunLoad {
  readonly workflow: string;
  /** Of the world's clock. */
  readonly startedAtMs: number;
  readonly stages: readonly LoadStage[];
}

/**
 * The loads of a scenario, and when each of them began.
 *
 * @param scenario - with its workflows
 * @param run - of it
 * @returns in the order in which they were run; without those in which nobody came
 */
export function plannedLoads(scenario: Scenario, { workflows }: ScenarioRun): readonly RunLoad[] {
  return scenario.roots.flatMap((key) => {
    const load = scenario.workflows.get(key)?.load;
    if (load === undefined) return [];
    // A user is never earlier than planned: the earliest that any of them can have meant is the beginning.
    const firstMs = new Map<number, number>();
    for (const { key: own, user, startedAtMs } of workflows)
      if (own === key && user !== undefined) firstMs.set(user, Math.min(firstMs.get(user) ?? Number.POSITIVE_INFINITY, startedAtMs));
    const begins = usersOfLoad(load).flatMap(({ user, spans: [span] }) => {
      const atMs = firstMs.get(user);
      return atMs === undefined || span === undefined ? [] : [atMs - span.fromMs];
    });
    if (begins.length === 0) return [];
    return [{ workflow: key, startedAtMs: begins.reduce((least, atMs) => Math.min(least, atMs)), stages: load.stages }];
  });
}
