import type { ControlledSystem } from '../host/control/controlled-system.js';
import type { MeasuredSystem, Metrics } from '../host/metrics/open-metrics.js';
import type { StateStore } from '../mock/state/state-store.js';

/**
 * Metrics of the systems that a process serves. What measures is loaded here.
 *
 * @param systems - that are there when somebody reads
 * @param journalEntryCount - what the journal in memory keeps then
 * @throws HostError `E_PACKAGE_MISSING`
 */
export async function serverMetrics(
  systems: () => readonly ControlledSystem[],
  journalEntryCount: (() => number) | undefined,
): Promise<Metrics> {
  const { openMetrics } = await import('../host/metrics/open-metrics.js');
  return openMetrics({ systems: () => systems().map(measured), journalEntryCount });
}

/**
 * What counts the clients of a system's streams; `undefined` where nothing is counted.
 *
 * @param metrics - of the process
 * @param system - its name
 */
export function streamsOf(metrics: Metrics | undefined, system: string): (() => () => void) | undefined {
  return metrics === undefined ? undefined : () => metrics.streamOf(system);
}

function measured({ name, clock, faults, state }: ControlledSystem): MeasuredSystem {
  return {
    name,
    faultCount: faults === undefined ? undefined : () => faults.injector.inForceCount(clock.nowMs()),
    stateItemCount: state === undefined ? undefined : () => itemCountOf(state),
  };
}

function itemCountOf(state: StateStore): number {
  return state
    .scopes()
    .map((scope) => state.view(scope))
    .reduce((sum, view) => sum + view.collections().reduce((count, name) => count + view.itemCount(name), 0), 0);
}
