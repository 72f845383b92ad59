import { Buffer, isUtf8 } from 'node:buffer';
import { WebSocket } from 'ws';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscribed, Subscription } from './broker.js';
import { type ClientErrors, clientErrors } from './client-errors.js';
import { coalesced } from './coalesced.js';
import { createInbox } from './inbox.js';
import { reconnectDelayMs } from './reconnect-delay.js';
import { pathFromChannel } from './webhook-broker.js';

/**
 * WebSocket, as a client: each channel is a connection to `<url>/<channel>`, each message one frame: text when it is UTF-8, else binary. What was sent
 * counts as taken over once the server answered a ping that followed it. Subscriptions connect again by themselves; what is sent meanwhile is missed.
 *
 * @param url - `ws://host:port/path`, below which the channels are
 * @param parts - time of answers and of waits between tries to reconnect
 * @throws HostError `E_BROKER_LOST` or `E_BROKER_REFUSED` from `publish` and `subscribe`: nothing is connected before it is needed
 * @see https://www.rfc-editor.org/rfc/rfc6455
 */
export async function openWebSocketBroker(url: string, parts: WebSocketParts): Promise<Broker> {
  const link: Link = { url: new URL(url), errors: clientErrors(url), ...parts };
  const senders = new Map<string, Promise<Sender>>();
  const stops = new Set<() => Promise<void>>();
  let isClosed = false;

  const senderOf = async (channel: string): Promise<Sender> => {
    const known = senders.get(channel);
    if (known !== undefined) return known;
    const opening = openSender(link, channel, () => senders.delete(channel));
    senders.set(channel, opening);
    opening.catch(() => senders.delete(channel));
    const [oldest] = senders.keys();
    if (senders.size > MAX_SENDER_COUNT && oldest !== undefined) await (await senders.get(oldest))?.close();
    return opening;
  };

  return {
    kind: 'websocket',
    guarantees: GUARANTEES,
    publish: async (message) => {
      if (isClosed) throw link.errors.lost('the connection was closed');
      await (await senderOf(message.channel)).send(message);
    },
    subscribe: async (subscription, receive) => {
      const subscribed = await subscribe(link, subscription, receive);
      stops.add(subscribed.stop);
      return subscribed;
    },
    close: async () => {
      isClosed = true;
      const open = await Promise.allSettled(senders.values());
      await Promise.all(open.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
      await Promise.all([...stops].map((stop) => stop()));
    },
  };
}

interface WebSocketParts {
  readonly clock: Clock;
  readonly random: Random;
}

interface Link extends WebSocketParts {
  readonly url: URL;
  readonly errors: ClientErrors;
}

interface Sender {
  send(message: BrokerMessage): Promise<void>;
  close(): Promise<void>;
}

async function openSender(link: Link, channel: string, onGone: () => void): Promise<Sender> {
  const { errors } = link;
  const socket = await connect(link, channel);
  const gone = new Promise<never>((_resolve, reject) => {
    socket.once('close', (code) => {
      onGone();
      reject(errors.lost(`the connection was closed with ${code}`));
    });
  });
  // Whoever sends hears of it; nobody may be sending.
  gone.catch(() => undefined);
  const confirmed = coalesced(() => Promise.race([answeredPing(socket, link), gone]));
  return {
    send: async ({ payload }) => {
      if (socket.readyState !== WebSocket.OPEN) throw errors.lost('the connection was closed');
      socket.send(payload, { binary: !isUtf8(payload) });
      await confirmed();
    },
    close: () => closed(socket),
  };
}

async function answeredPing(socket: WebSocket, { clock, errors }: Link): Promise<void> {
  const over = new AbortController();
  const answered = new Promise<'pong'>((resolve) => {
    socket.once('pong', () => resolve('pong'));
  });
  socket.ping();
  try {
    const first = await Promise.race([answered, clock.sleep(ANSWER_WITHIN_MS, over.signal)]);
    if (first !== 'pong') throw errors.lost('no ping was answered');
  } finally {
    over.abort();
  }
}

async function subscribe(
  link: Link,
  { channel, prefetchCount }: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
): Promise<Subscribed> {
  const { clock, random } = link;
  const ended = new AbortController();
  let socket = await connect(link, channel);
  const onFull = (isFull: boolean): void => {
    if (isFull) socket.pause();
    else socket.resume();
  };
  const inbox = createInbox({ prefetchCount, receive, onFull });

  const stayConnected = async (): Promise<void> => {
    for (let tryCount = 1; !ended.signal.aborted; tryCount += 1) {
      await clock.sleep(reconnectDelayMs(tryCount, random), ended.signal);
      if (ended.signal.aborted) return;
      try {
        watch(await connect(link, channel));
        return;
      } catch {
        // Until it is there again, or nobody waits for it any more.
      }
    }
  };
  const watch = (opened: WebSocket): void => {
    socket = opened;
    if (ended.signal.aborted) opened.terminate();
    opened.on('message', (data) => inbox.push({ ...NOTHING_SAID, channel, payload: bytesOf(data) }));
    opened.once('close', () => void stayConnected());
  };
  watch(socket);
  return {
    stop: async () => {
      inbox.close();
      ended.abort();
      await closed(socket);
    },
  };
}

async function connect({ url, errors }: Link, channel: string): Promise<WebSocket> {
  const target = new URL(url);
  target.pathname = `${url.pathname.replace(/\/$/, '')}/${pathFromChannel(channel)}`;
  const socket = new WebSocket(target, { maxPayload: MAX_PAYLOAD_BYTES, handshakeTimeout: ANSWER_WITHIN_MS, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      const { statusCode = 0 } = response;
      const isAway = statusCode === 502 || statusCode === 503 || statusCode === 504;
      const reason = `it answered ${statusCode} to the handshake`;
      reject(isAway ? errors.lost(reason) : errors.refused(channel, reason));
    });
    // Stays: an error that nobody listens to would end the process. The close that follows is what counts.
    socket.on('error', (cause) => reject(errors.lost(cause)));
  });
}

/** Normally, or by force when the other side does not answer: an end must not wait for the world. */
async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const gone = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  // What is paused reads no answer.
  if (socket.readyState === WebSocket.OPEN && !socket.isPaused) socket.close(1000);
  else socket.terminate();
  await gone;
}

function bytesOf(data: Buffer | ArrayBuffer | readonly Buffer[]): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return new Uint8Array(Buffer.isBuffer(data) ? data : Buffer.concat(data));
}

const NOTHING_SAID: Omit<BrokerMessage, 'channel' | 'payload'> = {
  key: undefined,
  headers: [],
  contentType: undefined,
  messageId: undefined,
  correlationId: undefined,
  replyTo: undefined,
};

const GUARANTEES: BrokerGuarantees = {
  delivery: 'at-most-once',
  order: 'channel',
  keepsForAbsent: false,
  settles: false,
  deadLetters: false,
  groups: false,
  headers: false,
  keys: false,
  survivesRestart: false,
};

const MAX_PAYLOAD_BYTES = 16_777_216;
const ANSWER_WITHIN_MS = 5_000;
const MAX_SENDER_COUNT = 100;
