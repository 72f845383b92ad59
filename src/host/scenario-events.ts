import { setTimeout as delay } from 'node:timers/promises';
import { HostError } from '../base/errors.js';
import type { Contract } from '../contract/contract.js';
import type { FaultInjector } from '../fault/injector.js';
import type { HeardChannels } from '../broker/hear-channels.js';
import { hearChannels } from '../broker/hear-channels.js';
import type { MessageRecord } from '../journal/message-record.js';
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
  /**
   * Records what programs send at the broker of a system that is not ours, where they speak to it themselves.
   *
   * @param system - whose events
   * @returns ids of its channels that cannot be heard
   * @throws HostError when the broker is away
   */
  hearOutside(system: string): Promise<readonly string[]>;
  /**
   * Resolves once what brokers that are not ours had taken when it was asked is on record, as far as their protocols can tell.
   *
   * @returns what is to be said of those that did not answer
   */
  lastHeard(): Promise<readonly string[]>;
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
  const known = new Map<string, Set<string>>();
  const recorder: RunRecorder = {
    ...options.recorder,
    message: (record) => {
      if (options.grounds?.has(record.provider) === true && record.side === 'sent') keepKey(known, record);
      options.recorder.message(record);
    },
  };
  const hub = createEventHub({ ...options, recorder, settle: (work) => work });
  const heard = new Map<string, Promise<HeardChannels>>();
  const hear = (system: string): Promise<HeardChannels> | undefined => {
    const [ground, contract] = [options.grounds?.get(system), options.contracts.get(system)];
    if (ground === undefined || contract === undefined) return undefined;
    const isKnown = (messageKey: string): boolean => known.get(system)?.has(messageKey) === true;
    return hearChannels(ground, { contract, provider: system, clock: options.clock, recorder: options.recorder, isKnown });
  };
  const recorded = async (system: string): Promise<readonly string[]> => {
    const hearing = await heard.get(system);
    return hearing === undefined ? [] : caughtUpNote(system, hearing);
  };
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
    port: (system) => {
      const port = hub.port(system);
      return port === undefined ? undefined : { ...port, recorded: () => recorded(system) };
    },
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
    hearOutside: async (system) => {
      const hearing = heard.get(system) ?? hear(system);
      if (hearing === undefined) return [];
      heard.set(system, hearing);
      try {
        return (await hearing).unheard;
      } catch (error) {
        // There is nothing to end of it.
        heard.delete(system);
        throw error;
      }
    },
    lastHeard: async () => (await Promise.all([...heard.keys()].map(recorded))).flat(),
    refusedHandshakes: () => refused,
    close: async () => {
      for (const hearing of heard.values()) await (await hearing).stop();
      for (const door of doors) await door.close();
      await hub.close();
    },
  };
}

/** A subscription has a connection of its own: what a step has received already may still be on its way to the record. */
async function caughtUpNote(system: string, { caughtUp }: HeardChannels): Promise<readonly string[]> {
  const over = new AbortController();
  const late = delay(ANSWER_MS, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    const isSure = await Promise.race([caughtUp(), late]);
    if (isSure === false) await delay(LAST_ON_ITS_WAY_MS);
    if (isSure !== undefined) return [];
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
  } finally {
    over.abort();
  }
  return [`what was sent last at the broker of ${system} may not be recorded: the broker did not answer at the end`];
}

/** A broker that is there answers within milliseconds. */
const ANSWER_MS = 5_000;
/** Where the protocol has no answer, a message is given the time that it takes on a busy machine. */
const LAST_ON_ITS_WAY_MS = 500;

function keepKey(known: Map<string, Set<string>>, { provider, messageKey }: MessageRecord): void {
  const keys = known.get(provider) ?? new Set();
  // What is forgotten is recorded once more, as not confirmed: no oracle looks at it.
  if (keys.size >= MAX_KNOWN_COUNT) keys.clear();
  known.set(provider, keys.add(messageKey));
}

const MAX_KNOWN_COUNT = 100_000;
/** A program that comes back again and again says nothing new. */
const MAX_REFUSED_COUNT = 1_000;
