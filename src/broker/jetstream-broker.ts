import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/transport-node';
import type { Clock } from '../base/clock.js';
import { HostError } from '../base/errors.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import { handOver } from './hand-over.js';
import { deadLetterChannel, isDeadLetterChannel } from './in-process/dead-letter.js';
import { pullMessages, SEND_BACK } from './jetstream-pull.js';
import { messageFromNats, natsHeaders, natsSubject } from './nats-message.js';
import type { NatsLink } from './nats-link.js';
import { openNatsLink } from './nats-link.js';
import { peerPackage } from './peer-package.js';

/**
 * NATS JetStream. A channel is a subject; the stream that has it is used, or one of its own is made, in files. A group is a durable consumer that
 * many pull from; a listener is one that the broker forgets a minute after it left. What is put aside is published to the stream of
 * `<channel>.dead-letter` before its delivery is ended. What was handed over to a subscriber that vanished comes back after `?ackWait=<seconds>`, 30 unless it says otherwise.
 *
 * @param url - `nats://host:port?jetstream`
 * @param parts - time of the waits after a refusal, chance of those between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING`, `E_BROKER_LOST`, or `E_BROKER_REFUSED` when the server has no JetStream
 * @see https://docs.nats.io/nats-concepts/jetstream/consumers
 */
export async function openJetStreamBroker(url: string, parts: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const link = await openNatsLink(url, parts.random);
  const library = await peerPackage(import('@nats-io/jetstream'), {
    package: '@nats-io/jetstream@3.3',
    purpose: 'nats: URLs with ?jetstream',
  });
  const ackWaitSeconds = Number(new URL(url).searchParams.get('ackWait') ?? DEFAULT_ACK_WAIT_SECONDS);
  const client = library.jetstream(link.connection, { timeout: ANSWER_TIMEOUT_MS });
  const manager = await link
    .whileConnected(() => library.jetstreamManager(link.connection, { timeout: ANSWER_TIMEOUT_MS }))
    .catch(async (cause: unknown) => {
      await link.close();
      throw cause instanceof library.JetStreamError ? link.errors.refused('JetStream', cause) : link.errors.lost(cause);
    });
  const world: World = {
    link,
    client,
    manager,
    library,
    clock: parts.clock,
    random: parts.random,
    ackWaitMs: ackWaitSeconds * 1_000,
    streams: new Map(),
  };
  const subscribed = new Set<Subscribed>();
  return {
    kind: 'jetstream',
    guarantees: GUARANTEES,
    publish: (message) => publish(message, world),
    subscribe: async (subscription, receive) => {
      const one = await subscribe(subscription, receive, world);
      subscribed.add(one);
      return { stop: () => one.stop().finally(() => void subscribed.delete(one)) };
    },
    close: async () => {
      await Promise.all([...subscribed].map((one) => one.stop()));
      await link.close();
    },
  };
}

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-least-once',
  order: 'channel',
  keepsForAbsent: true,
  settles: true,
  deadLetters: true,
  groups: true,
  headers: true,
  keys: false,
  survivesRestart: true,
};

interface World {
  readonly link: NatsLink;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly library: typeof import('@nats-io/jetstream');
  readonly clock: Clock;
  readonly random: Random;
  readonly ackWaitMs: number;
  /** Names of streams by subject. */
  readonly streams: Map<string, Promise<string>>;
}

async function publish(message: BrokerMessage, world: World): Promise<void> {
  const { link, client } = world;
  const subject = natsSubject(message.channel);
  await asked(message.channel, world, async () => {
    await streamOf(subject, world);
    const headers = natsHeaders(message, link.library.headers());
    await client.publish(subject, message.payload, headers === undefined ? {} : { headers });
  });
}

/** The stream that keeps a subject; made when there is none. One try for all who ask at once, another for the next when it fails. */
function streamOf(subject: string, world: World): Promise<string> {
  const known = world.streams.get(subject);
  if (known !== undefined) return known;
  const found = findOrMakeStream(subject, world);
  world.streams.set(subject, found);
  found.catch(() => world.streams.delete(subject));
  return found;
}

async function findOrMakeStream(subject: string, { manager, library }: World): Promise<string> {
  try {
    return await manager.streams.find(subject);
  } catch (cause) {
    // "no stream matches subject", in the words of the library.
    if (!(cause instanceof Error && /no stream matches/u.test(cause.message))) throw cause;
  }
  const name = storedName(subject);
  await manager.streams.add({ name, subjects: [subject], storage: library.StorageType.File });
  return name;
}

async function subscribe(
  subscription: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
  world: World,
): Promise<Subscribed> {
  const { link } = world;
  const { channel, group } = subscription;
  const subject = natsSubject(channel);
  const consumer = storedName(
    group === undefined ? `listener-${world.random.next()}-${link.library.createInbox()}` : `${group}:${channel}`,
  );
  const stream = await asked(channel, world, async () => {
    const name = await streamOf(subject, world);
    await makeConsumer({ stream: name, consumer, subject, subscription }, world);
    return name;
  });
  const pulling = pullMessages(
    { stream, consumer, prefetchCount: subscription.prefetchCount },
    (message, settled) => void handOver(delivery(message, channel, { world, settled }), receive),
    world,
  );
  return {
    stop: async () => {
      await pulling.stop();
      if (group === undefined) await link.whileConnected(() => world.manager.consumers.delete(stream, consumer)).catch(() => false);
    },
  };
}

interface ConsumerPlan {
  readonly stream: string;
  readonly consumer: string;
  readonly subject: string;
  readonly subscription: Subscription;
}

async function makeConsumer(
  { stream, consumer, subject, subscription }: ConsumerPlan,
  { manager, library, ackWaitMs }: World,
): Promise<void> {
  const isThere = await manager.consumers.info(stream, consumer).then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof library.JetStreamApiError && cause.code === library.JetStreamApiCodes.ConsumerNotFound) return false;
      throw cause;
    },
  );
  if (isThere) return;
  await manager.consumers.add(stream, {
    durable_name: consumer,
    filter_subject: subject,
    ack_policy: library.AckPolicy.Explicit,
    deliver_policy: subscription.from === 'new' ? library.DeliverPolicy.New : library.DeliverPolicy.All,
    ack_wait: ackWaitMs * NANOSECONDS_PER_MS,
    // Each subscriber bounds its own by what it pulls.
    max_ack_pending: -1,
    ...(subscription.group === undefined ? { inactive_threshold: LISTENER_KEPT_MS * NANOSECONDS_PER_MS } : {}),
  });
}

function delivery(message: Msg, channel: string, parts: { readonly world: World; readonly settled: () => void }): Delivery {
  const { world, settled } = parts;
  const received = messageFromNats(message, channel);
  let isSettled = false;
  return {
    message: received,
    attempt: attemptOf(message),
    settle: async (how) => {
      if (isSettled) return;
      isSettled = true;
      try {
        if (how === 'dead-letter' && !isDeadLetterChannel(channel))
          await publish({ ...received, channel: deadLetterChannel(channel) }, world);
        await asked(channel, world, () => world.link.connection.request(message.reply ?? '', ANSWERS[how], { timeout: ANSWER_TIMEOUT_MS }));
      } finally {
        settled();
      }
    },
  };
}

/** The subject to acknowledge at tells how often it was delivered: `$JS.ACK.<stream>.<consumer>.<count>…`, or with domain and account before the stream. */
function attemptOf({ reply }: Msg): number {
  const tokens = (reply ?? '').split('.');
  return Number(tokens[tokens.length >= 12 ? 6 : 4] ?? 1) || 1;
}

/** What a question to the broker throws, as ours. */
async function asked<T>(channel: string, { link, library }: World, question: () => Promise<T>): Promise<T> {
  const { errors, whileConnected, library: core } = link;
  try {
    return await whileConnected(question);
  } catch (cause) {
    if (cause instanceof HostError) throw cause;
    if (cause instanceof library.JetStreamApiError || cause instanceof core.InvalidArgumentError) throw errors.refused(channel, cause);
    if (cause instanceof core.PermissionViolationError || cause instanceof core.InvalidSubjectError) throw errors.refused(channel, cause);
    throw errors.lost(cause);
  }
}

/** A name that a stream or consumer may have: no dots, wildcards, slashes or white space. Percent signs make the server garble what it writes. */
function storedName(text: string): string {
  return encodeURIComponent(text).replaceAll('%', '=').replaceAll('.', '=2E').replaceAll('*', '=2A');
}

const ANSWERS = { ack: '+ACK', requeue: SEND_BACK, 'dead-letter': '+TERM' } as const;
const DEFAULT_ACK_WAIT_SECONDS = 30;
const ANSWER_TIMEOUT_MS = 10_000;
const LISTENER_KEPT_MS = 60_000;
const NANOSECONDS_PER_MS = 1_000_000;
