import { Buffer, isUtf8 as isText } from 'node:buffer';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../base/clock.js';
import type { Broker, BrokerMessage, Delivery, Subscribed } from '../../broker/broker.js';
import type { Handshake, HandshakeProblem } from '../../wire/judge-handshake.js';
import { channelFromTarget } from './channel-from-target.js';
import { type DoorAddress, listen } from './listen.js';
import type { Door } from './mqtt-door.js';

export interface WebSocketDoorOptions extends DoorAddress, WebSocketEntranceOptions {}

export interface WebSocketEntranceOptions {
  readonly clock: Clock;
  /** A ping so often; who has not answered the one before is cut. Default 30 s. */
  readonly heartbeatMs?: number | undefined;
  /** Frames that may wait for one client; one more, and it is closed with 1013. Default 1,000. */
  readonly maxWaitingCount?: number | undefined;
  /** Channels that there are; others are answered 404. Default: all. */
  readonly hasChannel?: ((channel: string) => boolean) | undefined;
  /** The channel that the target of a request means, `undefined` for none. Default: its path, without the slash that it begins with. */
  readonly channelOf?: ((target: string) => string | undefined) | undefined;
  /** What is wrong with a handshake: who is refused is told the first of it. Default: everybody is let in. */
  readonly judge?: ((channel: string, handshake: Handshake) => readonly HandshakeProblem[]) | undefined;
  /** Told of what no client hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

/**
 * A WebSocket server in this process before any broker: the path is the channel, percent-decoded; what a client sends is published there, what others publish
 * is sent to it, a frame each way. Whoever is too slow is closed with 1013, everybody with 1012 when the broker is lost, with 1001 when the door closes.
 *
 * @param broker - not closed with the door
 * @param options - where it listens, and its heartbeat
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1
 */
export async function startWebSocketDoor(broker: Broker, options: WebSocketDoorOptions): Promise<Door> {
  const server = createServer((_request, response) => {
    response.writeHead(426, { connection: 'close', upgrade: 'websocket' }).end();
  });
  const entrance = openWebSocketEntrance(broker, server, options);
  const address = await listen(server, options).catch(async (error: unknown) => {
    await entrance.close();
    throw error;
  });
  return {
    url: `ws://${address}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await entrance.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * What comes to an HTTP server to be a WebSocket is let in to a broker.
 *
 * @param broker - not closed with the entrance
 * @param server - of any other requests; neither opened nor closed here
 * @param options - the heartbeat, and which channels there are
 * @returns its end: everybody is told goodbye
 */
export function openWebSocketEntrance(broker: Broker, server: Server, options: WebSocketEntranceOptions): { close(): Promise<void> } {
  const { clock, heartbeatMs = 30_000, maxWaitingCount = 1_000, hasChannel = () => true, channelOf = channelFromTarget } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES, perMessageDeflate: false });
  const ended = new AbortController();
  const trouble = (error: unknown): void => options.onTrouble?.(error);

  const enter = async (request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> => {
    const channel = channelOf(request.url ?? '/');
    if (channel === undefined || !hasChannel(channel)) return refuse(stream, '404 Not Found');
    const problems = options.judge?.(channel, { target: request.url ?? '/', headers: request.rawHeaders }) ?? [];
    if (problems.length > 0) return refuseHandshake(stream, problems);
    if (sockets.clients.size >= MAX_CLIENT_COUNT) return refuse(stream, '503 Service Unavailable');
    const client = createClient(broker, { channel, maxWaitingCount, trouble });
    let subscribed: Subscribed;
    try {
      // Before the handshake is answered: what is published from then on arrives.
      subscribed = await broker.subscribe({ channel, group: undefined, from: 'new', prefetchCount: maxWaitingCount + 1 }, client.receive);
    } catch (error) {
      trouble(error);
      return refuse(stream, '503 Service Unavailable');
    }
    if (stream.destroyed) return subscribed.stop();
    stream.once('close', () => void subscribed.stop().catch(trouble));
    sockets.handleUpgrade(request, stream, head, (socket) => {
      client.attach(socket);
      void subscribed.lost?.then(() => socket.close(1012, 'the broker is away'));
    });
  };

  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    enter(request, stream, head).catch((error: unknown) => {
      trouble(error);
      stream.destroy();
    });
  });
  const beating = beat({ sockets, clock, heartbeatMs, signal: ended.signal });
  return {
    close: async () => {
      ended.abort();
      await sayGoodbye(sockets, clock);
      await beating;
    },
  };
}

interface DoorClient {
  readonly receive: (delivery: Delivery) => void;
  attach(socket: WebSocket): void;
}

interface DoorClientParts {
  readonly channel: string;
  readonly maxWaitingCount: number;
  readonly trouble: (error: unknown) => void;
}

function createClient(broker: Broker, { channel, maxWaitingCount, trouble }: DoorClientParts): DoorClient {
  /** Delivered before the handshake was answered. */
  const early: Delivery[] = [];
  /** What this client sent, by its bytes: it is not told its own words. */
  const own = new WeakSet<Uint8Array>();
  let attached: WebSocket | undefined;
  let waitingCount = 0;
  let sending: Promise<void> = Promise.resolve();
  let sendingCount = 0;

  const receive = (delivery: Delivery): void => {
    const { payload } = delivery.message;
    const settle = (): void => void delivery.settle('ack').catch(() => undefined);
    if (own.has(payload)) settle();
    else if (attached === undefined) early.push(delivery);
    else if (waitingCount >= maxWaitingCount) {
      settle();
      attached.close(1013, 'too slow');
    } else {
      waitingCount += 1;
      attached.send(payload, { binary: !isText(payload) }, () => {
        waitingCount -= 1;
        settle();
      });
    }
  };

  const publish = async (socket: WebSocket, payload: Uint8Array): Promise<void> => {
    try {
      await broker.publish({ ...NOTHING_SAID, channel, payload });
    } catch (error) {
      trouble(error);
      socket.close(isLost(error) ? 1012 : 1013, 'the broker did not take it');
    } finally {
      sendingCount -= 1;
      if (sendingCount < MAX_SENDING_COUNT && socket.isPaused) socket.resume();
    }
  };

  const attach = (socket: WebSocket): void => {
    attached = socket;
    socket.on('error', trouble);
    socket.on('message', (data) => {
      const payload = new Uint8Array(Buffer.isBuffer(data) ? data : Buffer.concat(data as Buffer[]));
      own.add(payload);
      sendingCount += 1;
      if (sendingCount >= MAX_SENDING_COUNT) socket.pause();
      sending = sending.then(() => publish(socket, payload));
    });
    for (const delivery of early.splice(0)) receive(delivery);
  };

  return { receive, attach };
}

/** Whoever does not answer in time is cut. */
async function sayGoodbye({ clients }: WebSocketServer, clock: Clock): Promise<void> {
  const answered = new AbortController();
  const goodbyes = [...clients].map((socket) => {
    const gone = new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
    });
    socket.close(1001, 'the door closes');
    return gone;
  });
  await Promise.race([Promise.all(goodbyes), clock.sleep(GOODBYE_MS, answered.signal)]);
  answered.abort();
  for (const socket of clients) socket.terminate();
}

interface Heart {
  readonly sockets: WebSocketServer;
  readonly clock: Clock;
  readonly heartbeatMs: number;
  readonly signal: AbortSignal;
}

async function beat({ sockets, clock, heartbeatMs, signal }: Heart): Promise<void> {
  /** Pinged, and not heard of since. */
  const silent = new WeakSet<WebSocket>();
  while (!signal.aborted) {
    await clock.sleep(heartbeatMs, signal);
    if (signal.aborted) return;
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.once('pong', () => silent.delete(socket));
        socket.ping();
      }
    }
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** @see RFC 9110 §15.5.2 and RFC 9457 */
function refuseHandshake(stream: Duplex, problems: readonly HandshakeProblem[]): void {
  const schemes = [...new Set(problems.flatMap((problem) => problem.schemes))];
  const [status, title] =
    schemes.length > 0 ? ['401 Unauthorized', 'No credentials'] : ['400 Bad Request', 'The handshake breaks the contract'];
  const validation = problems.map(({ location, message }) => ({ location, message }));
  const body = JSON.stringify({ type: 'about:blank', title, status: Number.parseInt(status ?? '', 10), validation });
  const challenge = schemes.length > 0 ? `www-authenticate: ${schemes.join(', ')}\r\n` : '';
  stream.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/problem+json\r\n${challenge}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function isLost(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'E_BROKER_LOST';
}

const NOTHING_SAID: Omit<BrokerMessage, 'channel' | 'payload'> = {
  key: undefined,
  headers: [],
  contentType: undefined,
  messageId: undefined,
  correlationId: undefined,
  replyTo: undefined,
};
const MAX_PAYLOAD_BYTES = 16_777_216;
const GOODBYE_MS = 1_000;
const MAX_CLIENT_COUNT = 1_000;
const MAX_SENDING_COUNT = 64;
