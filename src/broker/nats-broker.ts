import type { Msg } from '@nats-io/transport-node';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import { coalesced } from './coalesced.js';
import { createInbox } from './inbox.js';
import { messageFromNats, natsHeaders, natsSubject } from './nats-message.js';
import type { NatsLink } from './nats-link.js';
import { openNatsLink } from './nats-link.js';

/**
 * Core NATS: a channel is a subject, a group a queue group. Nothing is kept and nothing settled; what a subscriber is too slow for is dropped
 * once {@link MAX_WAITING_COUNT} messages wait for it.
 *
 * @param url - `nats://host:port`
 * @param parts - chance of the waits between tries to reconnect
 * @throws HostError `E_PACKAGE_MISSING`, `E_BROKER_LOST` or `E_BROKER_REFUSED`
 * @see https://docs.nats.io/nats-concepts/core-nats
 */
export async function openNatsBroker(url: string, parts: { readonly clock: Clock; readonly random: Random }): Promise<Broker> {
  const link = await openNatsLink(url, parts.random);
  // The answer to a ping says that the broker has read all that was written before it.
  const flushed = coalesced(() => link.connection.flush());
  return {
    kind: 'nats',
    guarantees: GUARANTEES,
    publish: (message) => publish(message, link, flushed),
    subscribe: (subscription, receive) => subscribe(subscription, receive, link),
    close: () => link.close(),
  };
}

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-most-once',
  order: 'channel',
  keepsForAbsent: false,
  settles: false,
  deadLetters: false,
  groups: true,
  headers: true,
  keys: false,
  survivesRestart: false,
};

async function publish(message: BrokerMessage, link: NatsLink, flushed: () => Promise<void>): Promise<void> {
  const { connection, errors, library, whileConnected } = link;
  await whileConnected(() => {
    const headers = refusing(message.channel, link, () => natsHeaders(message, library.headers()));
    const options = {
      ...(headers === undefined ? {} : { headers }),
      ...(message.replyTo === undefined ? {} : { reply: natsSubject(message.replyTo) }),
    };
    refusing(message.channel, link, () => connection.publish(natsSubject(message.channel), message.payload, options));
    return flushed().catch((cause: unknown) => Promise.reject(errors.lost(cause)));
  });
}

/** What the client library will not write: a line break in a header, more bytes than the broker takes. */
function refusing<T>(channel: string, { connection, errors }: NatsLink, write: () => T): T {
  try {
    return write();
  } catch (cause) {
    throw connection.isClosed() ? errors.lost(cause) : errors.refused(channel, cause);
  }
}

async function subscribe(
  { channel, group, prefetchCount }: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
  { connection, errors, whileConnected }: NatsLink,
): Promise<Subscribed> {
  const inbox = createInbox({ prefetchCount, receive, maxWaitingCount: MAX_WAITING_COUNT });
  let refusal: Error | undefined;
  const subscription = connection.subscribe(natsSubject(channel), {
    ...(group === undefined ? {} : { queue: encodeURIComponent(group) }),
    callback: (error, message) => {
      if (error !== null) refusal = error;
      else inbox.push(received(message, channel));
    },
  });
  await whileConnected(() => connection.flush());
  if (refusal !== undefined) throw errors.refused(channel, refusal);
  return {
    stop: async () => {
      inbox.close();
      subscription.unsubscribe();
    },
    // The broker writes to a connection in order: its answer stands behind what it had for it.
    caughtUp: async () => {
      await whileConnected(() => connection.flush().catch((cause: unknown) => Promise.reject(errors.lost(cause))));
      await inbox.handedOver();
    },
  };
}

/** A sender that waits for an answer names the subject beside the headers. */
function received(delivered: Msg, channel: string): BrokerMessage {
  const message = messageFromNats(delivered, channel);
  return { ...message, replyTo: message.replyTo ?? (delivered.reply || undefined) };
}

const MAX_WAITING_COUNT = 65_536;
