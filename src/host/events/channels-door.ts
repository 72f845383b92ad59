import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.js';
import type { JsonValue } from '../../base/json.js';
import type { Broker } from '../../broker/broker.js';
import { propertiesFromHeaders } from '../../broker/header-properties.js';
import { responseFromProblem } from '../../mock/problem.js';
import type { Handshake, HandshakeProblem } from '../../wire/judge-handshake.js';
import type { Control } from '../control/control.js';
import type { ControlAnswer } from '../control/control-answer.js';
import { isForControl } from '../control/control-prefix.js';
import { writeControlAnswer } from '../control/write-control-answer.js';
import { readBody } from '../read-body.js';
import { streamEvents } from './event-stream.js';
import { type DoorAddress, listen } from './listen.js';
import type { Door } from './mqtt-door.js';
import { messageHeaders } from './webhook-door.js';
import { openWebSocketEntrance } from './websocket-door.js';

export interface ChannelsDoorOptions extends DoorAddress {
  readonly clock: Clock;
  /** The channel that the target of a request means. */
  readonly channelOf: (target: string) => string | undefined;
  /** What is wrong with the handshake of a WebSocket. */
  readonly judge: (channel: string, handshake: Handshake) => readonly HandshakeProblem[];
  /** What `GET /channels` shows. */
  readonly channels: JsonValue;
  /** Whether pages of other origins may send and listen. */
  readonly isOpenToPages: boolean;
  /** Answers what else is below `/_mortise/api/`. */
  readonly control: Control | undefined;
  /** Default 10 MiB. */
  readonly maxBodyBytes?: number | undefined;
  /** A client begins to listen at a channel. @returns tells that it has gone */
  readonly onStream?: (() => () => void) | undefined;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * The HTTP server before a broker: `GET /channels` shows what there is, `POST /channels/<address>` sends, `GET /channels/<address>` streams what is
 * delivered as Server-Sent Events, and a WebSocket at `/<address>` does both. What stands below `/_mortise/` is the control API's.
 *
 * @param broker - not closed with the door
 * @param options - where it listens, and what there is
 * @throws HostError `E_PORT_BUSY`, `E_LISTEN`
 */
export async function startChannelsDoor(broker: Broker, options: ChannelsDoorOptions): Promise<Door> {
  const streams = new Set<ServerResponse>();
  const server = createServer((incoming, outgoing) => {
    answer({ broker, options, streams }, incoming, outgoing).catch((error: unknown) => {
      options.onTrouble(error);
      if (outgoing.headersSent) outgoing.destroy();
      else end(outgoing, 503, 'The broker is away.');
    });
  });
  const entrance = openWebSocketEntrance(broker, server, options);
  const address = await listen(server, options).catch(async (error: unknown) => {
    await entrance.close();
    throw error;
  });
  return {
    url: `http://${address}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const stream of streams) stream.end();
      await entrance.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface OpenDoor {
  readonly broker: Broker;
  readonly options: ChannelsDoorOptions;
  readonly streams: Set<ServerResponse>;
}

async function answer(door: OpenDoor, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { broker, options, streams } = door;
  const target = incoming.url ?? '/';
  const body = await wholeBody(incoming, options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  if (body === undefined) {
    outgoing.shouldKeepAlive = false;
    return end(outgoing, 413, 'The message is too large.');
  }
  if (isForControl(target, options.control ?? {})) return writeControlAnswer(outgoing, await controlled(options, incoming, body));
  if (options.isOpenToPages) outgoing.setHeader('access-control-allow-origin', '*');
  if (incoming.method === 'OPTIONS') return preflight(outgoing);
  if (/^\/channels\/?(?:\?|$)/.test(target)) {
    if (incoming.method !== 'GET') return end(outgoing, 405, 'GET shows the channels.');
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ channels: options.channels }));
    return;
  }
  const channel = target.startsWith('/channels/') ? options.channelOf(target) : undefined;
  if (channel === undefined) return end(outgoing, 404, 'The contract has no such channel: GET /channels shows those it has.');
  if (incoming.method === 'POST') {
    await broker.publish({ channel, key: undefined, payload: body, ...propertiesFromHeaders(messageHeaders(incoming)) });
    return end(outgoing, 202, '');
  }
  if (incoming.method !== 'GET') return end(outgoing, 405, 'GET listens at a channel, POST sends to it.');
  if (streams.size >= MAX_STREAM_COUNT) return end(outgoing, 503, 'Too many listen already.');
  streams.add(outgoing);
  const gone = options.onStream?.();
  outgoing.once('close', () => {
    streams.delete(outgoing);
    gone?.();
  });
  await streamEvents(broker, outgoing, { channel, clock: options.clock, onTrouble: options.onTrouble });
}

async function controlled(
  { control }: ChannelsDoorOptions,
  { method = 'GET', url = '/', rawHeaders: headers, socket }: IncomingMessage,
  body: Uint8Array,
): Promise<ControlAnswer> {
  return (await control?.({ method, target: url, headers, body }, socket.remoteAddress)) ?? NO_CONTROL;
}

function preflight(outgoing: ServerResponse): void {
  outgoing
    .writeHead(204, { 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': '*', 'access-control-max-age': '600' })
    .end();
}

function end(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, text === '' ? {} : { 'content-type': 'text/plain; charset=utf-8' }).end(text === '' ? undefined : `${text}\n`);
}

/** `undefined` when it is too large; never settles for one that was cut off, whose sender hears no answer. */
function wholeBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    readBody(incoming, maxBytes, (result) => {
      if (result.kind === 'tooLarge') resolve(undefined);
      else if (result.kind === 'whole') resolve(new Uint8Array(result.body ?? []));
    });
  });
}

const DEFAULT_MAX_BODY_BYTES = 10_485_760;
const MAX_STREAM_COUNT = 1_000;
const NO_CONTROL = responseFromProblem({ code: 'CONTROL_NOT_FOUND', status: 404, detail: 'There is no control API: add --control.' });
