import type { Contract } from '../contract/contract.js';
import type { FaultInjector } from '../fault/injector.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Clock } from '../base/clock.js';
import type { EventGround, EventHub } from '../scenario/event-hub.js';
import { createEventHub } from '../scenario/event-hub.js';
import type { ProgramDoors } from './events/program-doors.js';
import { openProgramDoors } from './events/program-doors.js';

/** The brokers of a real world, each program before a door of its own in this process, so that faults and the record know who it is. */
export interface ScenarioEvents extends EventHub {
  /**
   * What a program finds in its environment.
   *
   * @param member - whose program
   * @param systems - those whose events it sends or receives
   * @throws HostError `E_PACKAGE_MISSING` without `aedes`, `E_LISTEN`
   */
  environmentOf(member: string, systems: readonly string[]): Promise<Readonly<Record<string, string>>>;
}

export interface ScenarioEventsOptions {
  /** Brokers that are not in this process. */
  readonly grounds?: ReadonlyMap<string, EventGround> | undefined;
  /** Of AsyncAPI, by the system that offers it. */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly seed: string;
  readonly clock: Clock;
  readonly recorder: RunRecorder;
  readonly injectorBetween: (consumer: string, provider: string) => FaultInjector | undefined;
}

/**
 * Brokers that nobody knows yet.
 *
 * @param options - whose, and what stands between
 */
export function openScenarioEvents(options: ScenarioEventsOptions): ScenarioEvents {
  const hub = createEventHub({ ...options, settle: (work) => work });
  const doors: ProgramDoors[] = [];
  return {
    ...hub,
    environmentOf: async (member, systems) => {
      let variables: Readonly<Record<string, string>> = {};
      for (const system of systems.filter(hub.has)) {
        const door = await openProgramDoors(hub.connect(system, member), { system, contract: options.contracts.get(system) });
        doors.push(door);
        // Of the names without a system the first one stands.
        variables = { ...door.environment, ...variables };
      }
      return variables;
    },
    close: async () => {
      for (const door of doors) await door.close();
      await hub.close();
    },
  };
}
