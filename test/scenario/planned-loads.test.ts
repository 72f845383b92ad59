import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usersOfLoad } from '../../src/scenario/load-schedule.js';
import { plannedLoads } from '../../src/scenario/planned-loads.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import type { ScenarioRun, WorkflowRun } from '../../src/scenario/scenario-run.js';

describe('the loads that a scenario planned', () => {
  it('began when their first user can have begun, whenever that one came', () => {
    const stage = fc.record({ durationMs: fc.integer({ min: 1, max: 60_000 }), target: fc.nat({ max: 12 }) });
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 4 }), fc.nat({ max: 9_999 }), (stages, beganAtMs) => {
        const load = { stages, everyMs: 1_000 };
        const users = usersOfLoad(load).filter(({ spans }) => spans.length > 0);
        const workflows = users.map(({ user, spans }) => runOf(user, beganAtMs + (spans[0]?.fromMs ?? 0)));
        const planned = plannedLoads(scenarioOf(load), { workflows } as unknown as ScenarioRun);
        if (users.length === 0) expect(planned).toEqual([]);
        else {
          expect(planned).toMatchObject([{ workflow: 'w', stages }]);
          expect(planned[0]?.startedAtMs).toBeCloseTo(beganAtMs, 6);
        }
      }),
      { seed: 4 },
    );
  });

  it('are none of a scenario without them', () => {
    expect(plannedLoads(scenarioOf(undefined), { workflows: [runOf(1, 0)] } as unknown as ScenarioRun)).toEqual([]);
  });
});

function scenarioOf(load: unknown): Scenario {
  return { roots: ['w'], workflows: new Map([['w', { key: 'w', load }]]) } as unknown as Scenario;
}

function runOf(user: number, startedAtMs: number): WorkflowRun {
  return { key: 'w', user, startedAtMs } as unknown as WorkflowRun;
}
