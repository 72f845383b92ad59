import type { ScenarioFault } from './scenario.js';
import type { ScenarioWorld } from './scenario-world.js';

/** Switches the faults of a run on and off. */
export interface FaultTimeline {
  /** A workflow, or the whole run, begins: what waits for no step is set, its window begins now. */
  begin(faults: readonly ScenarioFault[]): void;
  /** A step has ended for good: what waits for it is set, what lasts until then is taken away. */
  stepEnded(stepId: string): void;
  /** They are over: the rest is taken away. */
  end(faults: readonly ScenarioFault[]): void;
  /** When the last of the faults went out of force, by the clock or by a step; `undefined` while there was none. */
  restoredAtMs(): number | undefined;
  /** Links that the world has not. */
  readonly missingLinks: ReadonlySet<string>;
}

/**
 * The timeline of the faults in a world.
 *
 * @param world - has the links
 */
export function createFaultTimeline(world: ScenarioWorld): FaultTimeline {
  const open = new Set<ScenarioFault>();
  const on = new Map<ScenarioFault, number>();
  const used = new Set<ScenarioFault>();
  const missingLinks = new Set<string>();
  let restoredAtMs: number | undefined;

  const set = (fault: ScenarioFault): void => {
    const nowMs = world.clock.nowMs();
    used.add(fault);
    on.set(fault, nowMs);
    for (const { consumer, provider } of fault.links) {
      const injector = world.injector(consumer, provider);
      if (injector === undefined) missingLinks.add(`${consumer} → ${provider}`);
      else injector.add(fault.rule, nowMs);
    }
  };
  const remove = (fault: ScenarioFault): void => {
    const setAtMs = on.get(fault);
    if (setAtMs === undefined) return;
    const nowMs = world.clock.nowMs();
    on.delete(fault);
    restoredAtMs = Math.max(restoredAtMs ?? 0, Math.min(nowMs, setAtMs + (fault.rule.when.toMs ?? Number.POSITIVE_INFINITY)));
    for (const { consumer, provider } of fault.links) world.injector(consumer, provider)?.remove(fault.rule.label, nowMs);
  };
  return {
    begin: (faults) => {
      for (const fault of faults) {
        open.add(fault);
        if (fault.after === undefined) set(fault);
      }
    },
    stepEnded: (stepId) => {
      for (const fault of open) {
        if (fault.after === stepId && !used.has(fault)) set(fault);
        else if (fault.until === stepId) remove(fault);
      }
    },
    end: (faults) => {
      for (const fault of faults) {
        remove(fault);
        open.delete(fault);
        used.delete(fault);
      }
    },
    restoredAtMs: () => restoredAtMs,
    missingLinks,
  };
}
