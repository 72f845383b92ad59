import { randomFromSeed } from '../base/random.js';
import type { Broker, Subscribed } from '../broker/broker.js';
import type { InProcessExtras } from '../broker/in-process-broker.js';
import { createInProcessBroker } from '../broker/in-process-broker.js';
import { openBroker } from '../broker/open-broker.js';
import type { EventMember, EventSession, Heard, Hearing, RefusedHandshake, Settled } from '../check/events/event-session.js';
import type { Contract } from '../contract/contract.js';
import { watchedBroker } from '../check/events/watched-broker.js';
import { ANY_BROKER_VARIABLE, brokerVariable } from './broker-variable.js';
import { freshSeed } from './entropy.js';
import { handshakeJudge } from './events/handshake-judge.js';
import type { ProgramDoors, ProgramDoorsOptions } from './events/program-doors.js';
import { openProgramDoors } from './events/program-doors.js';
import { sharedConnection } from './shared-connection.js';
import { machineClock } from './machine-clock.js';

/** The broker of a provider of events, up before the programs are. */
export interface EventWorld {
  /** The connection of a system in this process. */
  connect(system: string): Broker;
  /**
   * What a program finds in its environment.
   *
   * @param system - whose program it is
   */
  environmentOf(system: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Takes away what a system has been sent and not done, so that it begins anew without it; where the broker lets nobody do that, nothing happens.
   *
   * @param system - with no connection at the moment
   */
  drain(system: string): Promise<void>;
  /** What programs of their own process can send and receive beside the payload. */
  readonly carries: EventMember['carries'];
  /** @param members - the systems of the pair, by name */
  session(members: ReadonlyMap<string, EventMember>): EventSession;
  close(): Promise<void>;
}

export interface EventWorldOptions {
  /** Whose events flow there. */
  readonly provider: string;
  /** Where they do; `undefined` for a broker in this process. */
  readonly url: string | undefined;
  /** Of its events; `undefined` when nobody read it: then no program is offered WebSockets. */
  readonly contract?: Contract | undefined;
}

/**
 * Brings up, or connects to, the broker of a provider.
 *
 * @param options - whose
 * @throws HostError when the broker is away
 */
export async function openEventWorld(options: EventWorldOptions): Promise<EventWorld> {
  const { provider, url } = options;
  return url === undefined || url.startsWith('memory:') ? inProcessWorld(options) : outsideWorld(provider, url);
}

function inProcessWorld({ provider, contract }: EventWorldOptions): EventWorld {
  const broker = createInProcessBroker({ clock: machineClock });
  const heard = new Set<(one: Heard) => void>();
  const watching = new Set<(one: Settled) => void>();
  const doors = new Map<string, Promise<ProgramDoors>>();
  const refused: RefusedHandshake[] = [];
  const judgeOf = (system: string): ProgramDoorsOptions['judge'] =>
    // Who offers the channels is called there, and calls nobody.
    system === provider || contract === undefined
      ? undefined
      : (channel, handshake) => {
          const problems = handshakeJudge(contract)(channel, handshake);
          if (refused.length < MAX_REFUSED_COUNT) refused.push(...problems.map((problem) => ({ channel, problem })));
          return problems;
        };
  const groups = new Map<string, Map<string, Owed>>();
  const connect = (system: string): Broker =>
    watchedBroker(broker.connect(), {
      onSubscribe: ({ channel, group }) => {
        if (group === undefined) return;
        const ofSystem = groups.get(system) ?? new Map<string, Owed>();
        groups.set(system, ofSystem.set(`${channel} ${group}`, { channel, group }));
      },
      onPublish: (message) => {
        for (const tell of heard) tell({ sender: system, message });
      },
      onSettled: (message, how) => {
        for (const tell of watching) tell({ receiver: system, message, how });
      },
    });
  return {
    connect,
    drain: async (system) => {
      for (const owed of groups.get(system)?.values() ?? []) await drainGroup(broker, owed);
    },
    // MQTT 3.1.1, which the door speaks, has neither.
    carries: { headers: false, keys: false },
    environmentOf: async (system) => {
      const door = doors.get(system) ?? openProgramDoors(connect(system), { system: provider, contract, judge: judgeOf(system) });
      doors.set(system, door);
      return (await door).environment;
    },
    session: (members) => ({
      broker: broker.connect(),
      hearsAll: true,
      seesSettling: true,
      hear: async (_channels, onMessage) => held(heard, onMessage),
      watch: (onSettled) => held(watching, onSettled),
      refusedHandshakes: () => refused,
      member: (system) => members.get(system),
    }),
    close: async () => {
      for (const door of doors.values()) await (await door).close();
      await broker.close();
    },
  };
}

interface Owed {
  readonly channel: string;
  readonly group: string;
}

/** As a member of the group that does nothing with what it gets. */
async function drainGroup(broker: Broker & InProcessExtras, { channel, group }: Owed): Promise<void> {
  const own = broker.connect();
  const subscription = { channel, group, from: 'new', prefetchCount: 1_000 } as const;
  await own.subscribe(subscription, (delivery) => delivery.settle('ack'));
  const untilMs = machineClock.nowMs() + DRAIN_LIMIT_MS;
  while (broker.depthOf(channel, group) > 0 && machineClock.nowMs() < untilMs) await machineClock.sleep(1);
  await own.close();
}

const DRAIN_LIMIT_MS = 2_000;
const MAX_REFUSED_COUNT = 100;

/** At a broker outside only the channels of the contract are heard, nobody knows whom from, and nothing of what becomes of deliveries. */
async function outsideWorld(provider: string, url: string): Promise<EventWorld> {
  const broker = await openBroker(url, { clock: machineClock, random: randomFromSeed(freshSeed()) });
  return {
    connect: () => sharedConnection(broker),
    drain: async () => undefined,
    carries: broker.guarantees,
    environmentOf: async () => environmentFrom(provider, url),
    session: (members) => ({
      broker,
      hearsAll: false,
      seesSettling: false,
      hear: (channels, onMessage) => hearChannels(broker, channels, onMessage),
      watch: () => ({ stop: async () => undefined }),
      member: (system) => members.get(system),
    }),
    close: () => broker.close(),
  };
}

async function hearChannels(broker: Broker, channels: readonly string[], onMessage: (heard: Heard) => void): Promise<Hearing> {
  const subscribed: Subscribed[] = [];
  for (const channel of channels) {
    const subscription = { channel, group: undefined, from: 'new', prefetchCount: 100 } as const;
    subscribed.push(
      await broker.subscribe(subscription, async (delivery) => {
        onMessage({ sender: undefined, message: delivery.message });
        await delivery.settle('ack');
      }),
    );
  }
  return {
    stop: async () => {
      for (const one of subscribed) await one.stop();
    },
  };
}

function held<Told>(listeners: Set<(told: Told) => void>, listener: (told: Told) => void): Hearing {
  listeners.add(listener);
  return {
    stop: async () => {
      listeners.delete(listener);
    },
  };
}

function environmentFrom(provider: string, url: string): Readonly<Record<string, string>> {
  return { [ANY_BROKER_VARIABLE]: url, [brokerVariable(provider)]: url };
}
