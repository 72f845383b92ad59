import type { FaultInjector } from '../../fault/injector.js';
import type { FaultedPort } from '../fault-listener.js';
import { createRunRecorder } from '../../journal/create-run-recorder.js';
import { startTcpProxy } from '../tcp-proxy.js';

/** The door to a broker that is not ours, for a program that speaks its protocol. */
export interface BrokerProxy {
  /** The broker's URL, with another address in it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Stands before a broker that is not ours and passes bytes on, as the faults of the link have it: those of connections, and the broker that is away.
 * Its connections are no calls, so they are in no journal: a client that comes back to a broker says nothing of how its program calls.
 *
 * @param url - of the broker
 * @param link - whose program it is, and the faults
 * @returns `undefined` where it cannot stand between: over TLS, and before brokers that tell their clients where else to go
 * @throws HostError `E_LISTEN`
 */
export async function startBrokerProxy(url: string, link: Omit<FaultedPort, 'host' | 'port'>): Promise<BrokerProxy | undefined> {
  const { protocol, hostname, port } = new URL(url);
  const usualPort = USUAL_PORTS.get(protocol);
  if (usualPort === undefined) return undefined;
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  const proxy = await startTcpProxy({
    ...link,
    injector: withBrokerAway(link.injector, link.consumer),
    recorder: createRunRecorder({ maxBytes: 0 }),
    host: '127.0.0.1',
    port: 0,
    target: { isTls: false, host, port: port === '' ? usualPort : Number(port) },
  });
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String(proxy.port);
  return { url: own.href, close: proxy.close };
}

/** To a program that is not ours a broker that is away is one where nobody listens. */
function withBrokerAway(injector: FaultInjector, consumer: string | undefined): FaultInjector {
  const labelOf = (nowMs: number): string | undefined => injector.brokerIsAway(consumer, nowMs)?.label;
  return {
    ...injector,
    get rules() {
      return injector.rules;
    },
    get isIdle() {
      return injector.isIdle;
    },
    get looksAtBytes() {
      return injector.looksAtBytes;
    },
    connectionsAreRefused: (nowMs) => {
      const label = labelOf(nowMs);
      return label === undefined ? injector.connectionsAreRefused(nowMs) : { label };
    },
    onConnection: (id, nowMs) => {
      const label = labelOf(nowMs);
      return label === undefined ? injector.onConnection(id, nowMs) : { label, effect: { kind: 'end', how: 'rst' }, changesBytes: false };
    },
    onBytes: (bytes, nowMs) => {
      const label = labelOf(nowMs);
      return label === undefined ? injector.onBytes(bytes, nowMs) : { steps: [{ kind: 'cut', how: 'rst' }], label };
    },
  };
}

/** Kafka's brokers and servers of WebSockets are known to their clients by name. */
const USUAL_PORTS: ReadonlyMap<string, number> = new Map([
  ['redis:', 6_379],
  ['mqtt:', 1_883],
  ['amqp:', 5_672],
  ['nats:', 4_222],
]);
