import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { HostError } from '../base/errors.js';
import type { Clock } from '../base/clock.js';
import type { Connection } from '../journal/run-journal.js';
import type { Exchange } from '../journal/exchange.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { ProbeFault } from '../recovery/probe/experiment.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { answerWithFault } from './probe-answer.js';

export interface ProbeServerOptions {
  readonly clock: Clock;
  readonly recorder: RunRecorder;
  readonly fault: ProbeFault;
  /** The label of the fault. */
  readonly label: string;
  /** Other requests are answered well, and not recorded. */
  readonly isAttempt: (request: HttpRequest) => boolean;
  /** The answer of a provider that is well. */
  readonly goodAnswer: (request: HttpRequest) => HttpResponse;
  /** Something happened: an attempt came (the argument tells), a connection was opened or closed, an answer went out. */
  readonly onEvent: (event: 'attempt' | 'other') => void;
}

/** Listens for the requests of one command. */
export interface ProbeServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A server that meets every attempt with one fault and records each with its instants.
 *
 * @param options - the fault, the command's clock, and where attempts go
 * @throws HostError `E_LISTEN` when no port of 127.0.0.1 can be had
 */
export async function startProbeServer(options: ProbeServerOptions): Promise<ProbeServer> {
  const { clock, recorder, onEvent } = options;
  const connections = new Map<Socket, Connection>();
  let connectionCount = 0;
  let exchangeCount = 0;

  const onConnection = (socket: Socket): void => {
    connectionCount += 1;
    const opened: Connection = {
      id: String(connectionCount),
      consumer: undefined,
      provider: PROVIDER,
      openedAtMs: clock.nowMs(),
      closedAtMs: undefined,
      end: 'open',
      receivedBytes: 0,
      sentBytes: 0,
      fault: options.label,
    };
    connections.set(socket, opened);
    recorder.connection(opened);
    const onGone = (): void => {
      const { end, closedAtMs } = connections.get(socket) ?? opened;
      if (closedAtMs !== undefined) return;
      const closed: Connection = {
        ...opened,
        closedAtMs: clock.nowMs(),
        end: end === 'open' ? 'consumer' : end,
        receivedBytes: socket.bytesRead,
        sentBytes: socket.bytesWritten,
      };
      connections.set(socket, closed);
      recorder.connection(closed);
      onEvent('other');
    };
    // The end of what the client sends is when it let go; `close` may come much later.
    socket.once('end', onGone).once('close', onGone);
    onEvent('other');
  };

  const markCut = (socket: Socket): void => {
    const known = connections.get(socket);
    if (known !== undefined && known.end === 'open') connections.set(socket, { ...known, end: 'fault' });
  };

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const receivedFirstAtMs = clock.nowMs();
    const { socket } = incoming;
    const body = bodyOf(incoming, () => {
      const request = requestOf(incoming, body);
      if (!options.isAttempt(request)) {
        const good = options.goodAnswer(request);
        outgoing.writeHead(good.status, [...good.headers]).end(good.body);
        return;
      }
      exchangeCount += 1;
      const opened: Exchange = {
        id: String(exchangeCount),
        side: 'egress',
        consumer: CONSUMER,
        provider: PROVIDER,
        operation: undefined,
        connectionId: connections.get(socket)?.id ?? '',
        receivedFirstAtMs,
        receivedLastAtMs: clock.nowMs(),
        respondedFirstAtMs: undefined,
        respondedLastAtMs: undefined,
        request,
        response: undefined,
        fault: options.fault.kind === 'none' ? undefined : options.label,
        problems: [],
        outcome: 'aborted',
      };
      recorder.append(opened);
      onEvent('attempt');
      const record = (change: Partial<Exchange>): void => {
        recorder.append({ ...opened, ...change });
        onEvent('other');
      };
      answerWithFault({ ...options, request, outgoing, socket, record, onCut: () => markCut(socket) });
    });
  };

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0, headersTimeout: 0 }, onRequest);
  server.on('connection', onConnection);
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections.keys()) socket.destroy();
      }),
  };
}

/** What the two sides are called in the journal of a probe. */
export const CONSUMER = 'command';
export const PROVIDER = 'probe';

function bodyOf(incoming: IncomingMessage, onEnd: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let keptBytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    if (keptBytes < MAX_BODY_BYTES) chunks.push(chunk.subarray(0, MAX_BODY_BYTES - keptBytes));
    keptBytes += chunk.length;
  });
  incoming.once('end', onEnd);
  return chunks;
}

function requestOf(incoming: IncomingMessage, chunks: readonly Buffer[]): HttpRequest {
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '/',
    headers: incoming.rawHeaders,
    body: chunks.length === 0 ? undefined : Buffer.concat(chunks),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HostError({ code: 'E_LISTEN', args: { host: HOST, port: 0, reason: cause.message }, cause })),
    );
    server.listen({ host: HOST, port: 0, backlog: 256 }, resolve);
  });
}

const HOST = '127.0.0.1';
const KEEP_ALIVE_MS = 600_000;
const MAX_BODY_BYTES = 65_536;
