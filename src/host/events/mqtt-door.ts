import { Buffer } from 'node:buffer';
import { createServer } from 'node:net';
import type { Client, PublishPacket, Subscription as MqttTopic } from 'aedes';
import type { Broker, BrokerMessage, Delivery, Subscribed } from '../../broker/broker.js';
import { peerPackage } from '../../broker/peer-package.js';
import { type DoorAddress, listen } from './listen.js';
import { createMqttSessions, type MqttSessions } from './mqtt-sessions.js';

export interface MqttDoorOptions extends DoorAddress {
  /** Told when a session ends whose queue a broker would keep for ever. */
  readonly forgetGroup?: ((channel: string, group: string) => void) | undefined;
  /** Told of what no client hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/** A door: programs reach a broker through it. */
export interface Door {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * An MQTT 3.1.1 server in this process before any broker: a topic is a channel, what a client publishes is confirmed (PUBACK) once the broker has it, and
 * what it acknowledges is settled there. A session that is kept is a group of the broker, `$share/<group>/<topic>` is one, too; what a client has not
 * acknowledged when it goes is delivered again. QoS 2 is at least once. Wildcards are refused: a broker delivers by address.
 *
 * @param broker - not closed with the door
 * @param options - where it listens
 * @throws HostError `E_PACKAGE_MISSING` without `aedes`, `E_PORT_BUSY`, `E_LISTEN`
 * @see https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html
 */
export async function startMqttDoor(broker: Broker, options: MqttDoorOptions): Promise<Door> {
  const { Aedes } = await peerPackage(import('aedes'), { package: 'aedes@1', purpose: 'the MQTT door' });
  const aedes = await Aedes.createBroker({ drainTimeout: DRAIN_TIMEOUT_MS });
  const subscribedByClient = new Map<Client, Map<string, Promise<Subscribed>>>();
  const retained = new Map<string, Buffer>();
  const forgetSession = (clientId: string, topics: readonly string[]): void => {
    for (const topic of topics) options.forgetGroup?.(channelOf(topic).channel, sessionGroup(clientId));
  };
  const sessions = createMqttSessions(aedes, forgetSession);

  aedes.authorizePublish = (_client, packet, callback) => {
    publish(broker, packet, retained).then(() => callback(null), callback);
  };

  aedes.authorizeSubscribe = (client, subscription, callback) => {
    const subscribed = subscribedByClient.get(client) ?? new Map<string, Promise<Subscribed>>();
    subscribedByClient.set(client, subscribed);
    if (/[#+]/.test(subscription.topic)) {
      callback(null, null);
      return;
    }
    // A session that is restored hears nothing before it is told that it is; what it is owed waits in its group.
    const ready = client.connected ? Promise.resolve() : new Promise<void>((resolve) => void client.once('connected', resolve));
    const subscribing = subscribed.get(subscription.topic) ?? ready.then(() => subscribe(broker, { client, subscription, sessions }));
    subscribed.set(subscription.topic, subscribing);
    const answered = client.connected ? subscribing : Promise.resolve();
    subscribing.catch((error: unknown) => {
      options.onTrouble?.(error);
      client.conn.destroy();
    });
    answered.then(() => callback(null, subscription), callback);
  };

  aedes.on('subscribe', (subscriptions, client) => {
    for (const { topic } of subscriptions) {
      const payload = retained.get(topic);
      if (payload !== undefined) void sessions.send(client, { topic, payload, qos: 0, dup: false, retain: true });
    }
  });

  const stop = (subscribing: Promise<Subscribed> | undefined): void => {
    subscribing?.then((one) => one.stop()).catch((error: unknown) => options.onTrouble?.(error));
  };
  aedes.on('unsubscribe', (topics, client) => {
    // aedes says so also when a client is gone; a session that is kept goes on then.
    for (const topic of topics) {
      stop(subscribedByClient.get(client)?.get(topic));
      subscribedByClient.get(client)?.delete(topic);
      if (!client.closed && !sessions.isClean(client)) forgetSession(client.id, [topic]);
    }
  });
  const onGone = (client: Client): void => {
    for (const subscribing of subscribedByClient.get(client)?.values() ?? []) stop(subscribing);
    subscribedByClient.delete(client);
  };
  aedes.on('clientDisconnect', onGone);
  aedes.on('clientError', (client) => onGone(client));

  const server = createServer({ noDelay: true }, (socket) => void aedes.handle(socket));
  const address = await listen(server, options).catch((error: unknown) => {
    aedes.close();
    throw error;
  });
  return {
    url: `mqtt://${address}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await closed;
    },
  };
}

async function publish(broker: Broker, packet: PublishPacket, retained: Map<string, Buffer>): Promise<void> {
  const { topic } = packet;
  const payload = Buffer.from(packet.payload);
  if (packet.retain) keep(retained, topic, payload);
  // Nobody may have it from aedes as well: a topic that no filter matches.
  packet.topic = NOWHERE;
  packet.retain = false;
  await broker.publish({ ...NOTHING_SAID, channel: topic, payload: new Uint8Array(payload) });
}

/** The last of each topic; nothing takes it back. */
function keep(retained: Map<string, Buffer>, topic: string, payload: Buffer): void {
  retained.delete(topic);
  if (payload.length === 0) return;
  retained.set(topic, payload);
  const [oldest] = retained.keys();
  if (retained.size > MAX_RETAINED_COUNT && oldest !== undefined) retained.delete(oldest);
}

interface TopicOfClient {
  readonly client: Client;
  readonly subscription: MqttTopic;
  readonly sessions: MqttSessions;
}

async function subscribe(broker: Broker, { client, subscription, sessions }: TopicOfClient): Promise<Subscribed> {
  const { channel, group } = channelOf(subscription.topic);
  const qos = subscription.qos === 0 ? 0 : 1;
  const receive = async ({ message, attempt, settle }: Delivery): Promise<void> => {
    if (client.closed) return;
    await sessions.send(client, { topic: channel, payload: Buffer.from(message.payload), qos, dup: qos > 0 && attempt > 1, retain: false });
    await settle('ack').catch(() => undefined);
  };
  const session = sessions.isClean(client) ? undefined : sessionGroup(client.id);
  const subscribed = await broker.subscribe({ channel, group: group ?? session, from: 'new', prefetchCount: IN_FLIGHT_COUNT }, receive);
  // A broker that is lost is a connection that is lost.
  void subscribed.lost?.then(() => client.conn.destroy());
  return subscribed;
}

/** `$share/<group>/<topic>` of MQTT 5, which many brokers have for 3.1.1, too. */
function channelOf(topic: string): { readonly channel: string; readonly group: string | undefined } {
  const [, group, channel] = /^\$share\/([^/]+)\/(.+)$/s.exec(topic) ?? [];
  return channel === undefined ? { channel: topic, group: undefined } : { channel, group };
}

function sessionGroup(clientId: string): string {
  return `mqtt:${clientId}`;
}

const NOTHING_SAID: Omit<BrokerMessage, 'channel' | 'payload'> = {
  key: undefined,
  headers: [],
  contentType: undefined,
  messageId: undefined,
  correlationId: undefined,
  replyTo: undefined,
};
const NOWHERE = '$mortise';
const IN_FLIGHT_COUNT = 100;
const MAX_RETAINED_COUNT = 1_000;
const DRAIN_TIMEOUT_MS = 60_000;
