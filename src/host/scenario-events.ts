import type { Contract } from '../contract/contract.js';
import type { FaultInjector } from '../fault/injector.js';
import { isOfSystem } from '../journal/member-name.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { Clock } from '../base/clock.js';
import type { EventGround, EventHub } from '../scenario/event-hub.js';
import { createEventHub } from '../scenario/event-hub.js';
import type { RefusedHandshake } from '../scenario/handshake-findings.js';
import { handshakeJudge } from './events/handshake-judge.js';
import type { ProgramDoors, ProgramDoorsOptions } from './events/program-doors.js';
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
  /** Handshakes of WebSockets so far that were refused, in the order in which they came. */
  refusedHandshakes(): readonly RefusedHandshake[];
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
  const refused: RefusedHandshake[] = [];
  const judgeOf = (member: string, system: string): ProgramDoorsOptions['judge'] => {
    const contract = options.contracts.get(system);
    // Who offers the channels is called there, and calls nobody.
    if (contract === undefined || isOfSystem(member, system)) return undefined;
    const judge = handshakeJudge(contract);
    return (channel, handshake) => {
      const problems = judge(channel, handshake);
      if (refused.length < MAX_REFUSED_COUNT) refused.push(...problems.map((problem) => ({ member, system, channel, problem })));
      return problems;
    };
  };
  return {
    ...hub,
    environmentOf: async (member, systems) => {
      let variables: Readonly<Record<string, string>> = {};
      for (const system of systems.filter(hub.has)) {
        const door = await openProgramDoors(hub.connect(system, member), {
          system,
          contract: options.contracts.get(system),
          judge: judgeOf(member, system),
        });
        doors.push(door);
        // Of the names without a system the first one stands.
        variables = { ...door.environment, ...variables };
      }
      return variables;
    },
    refusedHandshakes: () => refused,
    close: async () => {
      for (const door of doors) await door.close();
      await hub.close();
    },
  };
}

/** A program that comes back again and again says nothing new. */
const MAX_REFUSED_COUNT = 1_000;
