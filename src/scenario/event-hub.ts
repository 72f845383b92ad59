import type { Clock } from '../base/clock.js';
import type { Broker } from '../broker/broker.js';
import { createInProcessBroker } from '../broker/in-process-broker.js';
import { recordedBroker } from '../broker/recorded-broker.js';
import type { Contract } from '../contract/contract.js';
import { createInjector } from '../fault/create-injector.js';
import type { FaultInjector } from '../fault/injector.js';
import { systemOfMember } from '../journal/member-name.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { EventPort } from './scenario-world.js';

/** The brokers of a world: each system that has events has one, in process on the clock of all where none is given. */
export interface EventHub {
  has(system: string): boolean;
  /**
   * A new connection of a program; faults and the record are in between.
   *
   * @param system - whose events
   * @param member - whose program, as the journal knows it
   * @throws Error when no events of the system are part of the run
   */
  connect(system: string, member: string): Broker;
  /** The driver's own. */
  port(system: string): EventPort | undefined;
  /**
   * The faults of a link, which are those of its provider's sending as well: what happens on the way to the broker happens to everybody.
   *
   * @param own - of the link
   */
  withSender(provider: string, own: FaultInjector): FaultInjector;
  close(): Promise<void>;
}

/** A broker to which many connect. */
export interface EventGround {
  connect(): Broker;
  subscribe: Broker['subscribe'];
  close(): Promise<void>;
}

export interface EventHubOptions {
  /** Brokers that are not in this process, by the system whose events flow there; closed with the hub. */
  readonly grounds?: ReadonlyMap<string, EventGround> | undefined;
  /** Of AsyncAPI, by the system that offers it. */
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly seed: string;
  readonly clock: Clock;
  /** Lets the time of the world pass until the work is done. */
  readonly settle: (work: Promise<unknown>) => Promise<unknown>;
  readonly recorder: RunRecorder;
  readonly injectorBetween: (consumer: string, provider: string) => FaultInjector | undefined;
}

/**
 * Brokers without subscribers.
 *
 * @param options - whose, and what stands between
 */
export function createEventHub(options: EventHubOptions): EventHub {
  const { contracts, clock, settle } = options;
  const offices = new Map([...contracts].map(([system, contract]) => [system, openOffice(system, contract, options)]));
  const connections: Broker[] = [];
  let connectionCount = 0;

  const recorded = (office: Office, member: string | undefined): Broker => {
    connectionCount += 1;
    // Several connections of one system number their messages each for itself.
    const name = `b${connectionCount}`;
    const { system, contract } = office;
    const isOwn = member === undefined || systemOfMember(member) === system;
    const broker = recordedBroker(office.broker.connect(), {
      injector: isOwn ? office.sender : options.injectorBetween(systemOfMember(member), system),
      recorder: { message: (record) => options.recorder.message({ ...record, id: `${name}.${record.id}` }) },
      clock,
      provider: system,
      contract,
      member,
    });
    connections.push(broker);
    return broker;
  };

  const portOf = (office: Office): EventPort => {
    const senders = new Map<string | undefined, Broker>();
    return {
      publish: async (message, member) => {
        const sender = senders.get(member) ?? recorded(office, member);
        senders.set(member, sender);
        await settle(publishInTime(() => sender.publish(message), clock));
      },
      listen: async (channel, onMessage) => {
        const subscription = { channel, group: undefined, from: 'new', prefetchCount: LISTENED_COUNT } as const;
        return office.broker.subscribe(subscription, async (delivery) => {
          onMessage(delivery.message);
          await delivery.settle('ack');
        });
      },
    };
  };
  const ports = new Map([...offices].map(([system, office]) => [system, portOf(office)]));

  return {
    has: (system) => offices.has(system),
    connect: (system, member) => {
      const office = offices.get(system);
      if (office === undefined) throw new Error(`no events of "${system}" are part of this run`);
      return recorded(office, member);
    },
    port: (system) => ports.get(system),
    withSender: (provider, own) => {
      const sender = offices.get(provider)?.sender;
      return sender === undefined ? own : both(own, sender);
    },
    close: async () => {
      await settle(Promise.all(connections.map((broker) => broker.close())));
      for (const { broker } of offices.values()) await broker.close();
    },
  };
}

interface Office {
  readonly system: string;
  readonly contract: Contract;
  readonly broker: EventGround;
  /** Before what the system itself sends. */
  readonly sender: FaultInjector;
}

function openOffice(system: string, contract: Contract, { clock, seed, grounds }: EventHubOptions): Office {
  // Its rules are those of links, which tell when they are in force.
  const broker = grounds?.get(system) ?? createInProcessBroker({ clock });
  return { system, contract, broker, sender: createInjector({ seed, provider: system }) };
}

/** Even one who sends again at once lets time pass. */
async function publishInTime(publish: () => Promise<void>, clock: Clock): Promise<void> {
  await publish();
  await clock.sleep(LEAST_DELAY_MS);
}

function both(own: FaultInjector, other: FaultInjector): FaultInjector {
  return {
    ...own,
    get rules() {
      return own.rules;
    },
    get isIdle() {
      return own.isIdle;
    },
    get looksAtBytes() {
      return own.looksAtBytes;
    },
    set: (rules, nowMs) => {
      own.set(rules, nowMs);
      other.set(rules, nowMs);
    },
    add: (rule, nowMs) => {
      own.add(rule, nowMs);
      other.add(rule, nowMs);
    },
    remove: (label, nowMs) => {
      other.remove(label, nowMs);
      return own.remove(label, nowMs);
    },
  };
}

const LEAST_DELAY_MS = 1;
const LISTENED_COUNT = 1_000;
