import { Buffer } from 'node:buffer';
import type { IClientOptions, IPublishPacket, MqttClient } from 'mqtt';
import type { Clock } from '../base/clock.js';
import type { Delivery, Subscribed, Subscription } from './broker.js';
import type { ClientErrors } from './client-errors.js';
import { handOver } from './hand-over.js';
import { messageFromPacket, topicFromChannel } from './mqtt-message.js';
import type { MqttLink } from './mqtt-link.js';

/** How a subscription is made, and ends. */
interface SubscribingParts {
  readonly link: MqttLink;
  /** Its group is a shared subscription, not one session. */
  readonly isShared: boolean;
  /** Of an end. */
  readonly clock: Clock;
  /** When its connection is lost it is over; default: it comes back by itself. */
  readonly endsWithConnection: boolean;
}

/**
 * A connection of its own, which reads the next message once the last is settled: PUBACK is the acknowledgement, and what is sent back comes again
 * with the connection, the only way that MQTT knows. A group is a session that the broker keeps, known by its name.
 *
 * @param subscription - what, and as whom
 * @param receive - told of each delivery
 * @param parts - how to connect
 */
export async function subscribeToTopic(
  { channel, group, prefetchCount }: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
  { link, isShared, clock, endsWithConnection }: SubscribingParts,
): Promise<Subscribed> {
  const { errors, version } = link;
  const topic = topicFromChannel(channel);
  const isKept = group !== undefined;
  const clientId = isKept && !isShared ? `mortise/${encodeURIComponent(group)}/${topic}` : link.freshId();
  let last: HandedOver | undefined;
  let connectionCount = 0;
  let isStopped = false;
  /** What is sent back comes with the next connection: that this one ends is no loss. */
  let comesBack = false;

  const onPacket = (client: MqttClient, packet: IPublishPacket, done: () => void): void => {
    if (isStopped) return;
    const connection = connectionCount;
    const attempt = attemptOf(packet, connection, last);
    last = { packet, attempt, connection };
    let isSettled = false;
    const settle = async (how: 'ack' | 'requeue' | 'dead-letter'): Promise<void> => {
      if (isSettled) return;
      isSettled = true;
      if (isStopped || connection !== connectionCount || !client.connected) throw errors.lost('the connection ended before it was settled');
      if (how === 'requeue') {
        comesBack = true;
        hangUp(client);
        return;
      }
      done();
      await flushed(client);
    };
    void handOver({ message: messageFromPacket(packet, channel), attempt, settle }, receive);
  };

  const filter = isKept && isShared ? `$share/${encodeURIComponent(group)}/${topic}` : topic;
  let isResumed = false;
  const client = await link.connect({ ...SUBSCRIBER, ...sessionOptions({ version, isKept, prefetchCount }), clientId }, (made) => {
    made.handleMessage = (packet, done) => onPacket(made, packet, done);
    made.on('connect', ({ sessionPresent }) => {
      connectionCount += 1;
      comesBack = false;
      isResumed = sessionPresent;
      // The broker has forgotten the session, or there was none to keep.
      if (connectionCount > 1 && !isResumed) made.subscribe(filter, { qos: 1 });
    });
  });
  // A session that goes on has its subscription, and its messages come at once: an answer to another would stand behind one that is not settled.
  if (!isResumed) await subscribed(client, { filter, channel, errors });
  const end = (tellLost: () => void): void => {
    if (isStopped || comesBack) return;
    isStopped = true;
    client.end(true);
    tellLost();
  };
  return {
    lost: endsWithConnection ? new Promise<void>((resolve) => client.on('close', () => end(resolve))) : undefined,
    stop: async () => {
      if (isStopped) return;
      isStopped = true;
      await hungUp(client, clock);
      client.end(true);
    },
  };
}

interface Asked {
  readonly filter: string;
  readonly channel: string;
  readonly errors: ClientErrors;
}

async function subscribed(client: MqttClient, { filter, channel, errors }: Asked): Promise<void> {
  try {
    const granted = await client.subscribeAsync(filter, { qos: 1 });
    if (granted.some(({ qos }) => qos >= REFUSED_QOS)) throw new Error('the subscription was not granted');
  } catch (cause) {
    const isThere = client.connected;
    client.end(true);
    throw isThere ? errors.refused(channel, cause) : errors.lost(cause);
  }
}

interface HandedOver {
  readonly packet: IPublishPacket;
  readonly attempt: number;
  /** The first is 1. */
  readonly connection: number;
}

/**
 * A broker sets `dup` also on what was only under way when the connection was lost. Since one is handed over at a time, what was is the last, and it comes
 * first; not every broker gives it the same packet id again. On a first connection nobody knows, and it is believed.
 */
function attemptOf({ dup, payload }: IPublishPacket, connection: number, last: HandedOver | undefined): number {
  if (!dup) return 1;
  if (last === undefined) return connection <= 1 ? 2 : 1;
  const isSame = last.connection < connection && Buffer.from(last.packet.payload).equals(Buffer.from(payload));
  if (isSame) return last.attempt + 1;
  return connection <= 1 ? 2 : 1;
}

function sessionOptions(session: { readonly version: 4 | 5; readonly isKept: boolean; readonly prefetchCount: number }): IClientOptions {
  const { version, isKept, prefetchCount } = session;
  if (version === 4) return { clean: !isKept };
  const receiveMaximum = Math.min(prefetchCount, 65_535);
  return { clean: !isKept, properties: { receiveMaximum, ...(isKept ? { sessionExpiryInterval: KEPT_SECONDS } : {}) } };
}

/** What was written before is with the machine's network. */
function flushed({ stream }: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    stream.write(Buffer.alloc(0), () => resolve());
  });
}

/**
 * Says the last word and reads on until the other side says its own: a socket that is closed over what it has not read is reset, and the
 * acknowledgements that the broker has not read yet are lost with it.
 */
function hangUp({ stream }: MqttClient): void {
  stream.unpipe();
  stream.resume();
  stream.end();
}

async function hungUp(client: MqttClient, clock: Clock): Promise<void> {
  client.options.reconnectPeriod = 0;
  if (!client.connected) return;
  const over = new AbortController();
  const gone = new Promise<void>((resolve) => {
    client.once('close', () => resolve());
  });
  hangUp(client);
  await Promise.race([gone, clock.sleep(GOODBYE_MS, over.signal)]);
  over.abort();
}

const SUBSCRIBER: IClientOptions = {
  reconnectPeriod: 100,
  resubscribe: false,
  // An answer to a ping would stand behind a message that is not settled yet.
  keepalive: 0,
};
const GOODBYE_MS = 1_000;
const KEPT_SECONDS = 86_400;
const REFUSED_QOS = 128;
