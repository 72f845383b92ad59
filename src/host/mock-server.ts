import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Contract } from '../contract/contract.js';
import type { FaultInjector } from '../fault/injector.js';
import { responseFromProblem } from '../mock/problem.js';
import type { Certificates } from './certificates.js';
import { startFaultListener } from './fault-listener.js';
import type { HttpService, HttpServiceOptions } from './http-service-options.js';
import { createHttpService } from './http-service.js';
import { hostInUrl, listenOn } from './listen-on.js';
import { machineClock } from './machine-clock.js';

export interface MockServerOptions extends HttpServiceOptions {
  /** An address or a name to listen on; loopback unless the user says otherwise. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What is shown to consumers: with it they have to speak TLS. Only beside an `injector`. */
  readonly certificates?: Certificates | undefined;
}

/** A mock that listens. */
export interface MockServer {
  /** `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Answers a request that came in elsewhere, as if it had come here and there were no faults. */
  readonly onRequest: HttpService['onRequest'];
  /** Whether faults are in force, or will be. */
  isFaulted(): boolean;
  /** Whether its contract has a path that begins with this segment. */
  hasPath(segment: string): boolean;
  /** Answers what was begun, closes every connection, frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a mock over HTTP/1.1, and over HTTP/2 where TLS is spoken and no fault is in force.
 *
 * @param options - where to listen, and where exchanges go
 * @throws HostError `E_PORT_BUSY` when somebody listens there already, `E_LISTEN` when the address cannot be had
 */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const service = createHttpService(options);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: REQUEST_TIMEOUT_MS }, service.onRequest);
  server.on('clientError', answerUnreadable);
  if (options.injector !== undefined && options.standsBy !== true)
    return startBehindFaults(server, service, { ...options, injector: options.injector });
  server.on('connection', service.onConnection);
  await listenOn(server, options);
  const { port } = server.address() as AddressInfo;
  const url = `http://${hostInUrl(options.host)}:${port}`;
  return {
    url,
    port,
    onRequest: service.onRequest,
    isFaulted: () => false,
    hasPath: hasPathOf(options.mock),
    close: () => close(server, service),
  };
}

/** The server gets its connections from a port of their own, on which they meet the faults first. */
async function startBehindFaults(
  server: Server,
  service: HttpService,
  options: MockServerOptions & { readonly injector: FaultInjector },
): Promise<MockServer> {
  const { injector } = options;
  const http2 =
    options.certificates === undefined ? undefined : (await import('./http2-entrance.js')).createHttp2Entrance(service, injector);
  const listener = await startFaultListener({
    consumer: undefined,
    provider: options.provider,
    injector,
    clock: options.clock ?? machineClock,
    recorder: options.recorder,
    host: options.host,
    port: options.port,
    certificates: options.certificates,
    speaksHttp2: true,
    onConnection: (connection) => {
      if (http2 !== undefined && 'alpnProtocol' in connection.socket && connection.socket.alpnProtocol === 'h2') {
        http2.accept(connection);
        return;
      }
      service.onConnection(connection.socket, connection);
      server.emit('connection', connection.socket);
    },
    onTrouble: options.onTrouble ?? (() => undefined),
  });
  const close = async (): Promise<void> => {
    service.endStreams();
    const closed = listener.close();
    http2?.close();
    await closed;
  };
  return { ...listener, onRequest: service.onRequest, isFaulted: () => injector.rules.length > 0, hasPath: hasPathOf(options.mock), close };
}

const KEEP_ALIVE_MS = 65_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** How long an answer that was begun may take when the server is told to stop. */
const CLOSING_GRACE_MS = 1_000;

/**
 * Answers what cannot be parsed as HTTP: it has no request, only a socket.
 *
 * @param error - of Node's parser
 * @param socket - ended here
 */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const detail =
    status === 431
      ? 'The request headers are too large.'
      : `The request is not HTTP/1.1 as a server can read it (${error.code ?? error.message}).`;
  const { headers, body } = responseFromProblem({ code: 'BAD_REQUEST', status, detail });
  const text = String(body);
  const fields = headers.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  const head = `HTTP/1.1 ${status} ${UNREADABLE_REASONS[status]}\r\n${fields}content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n`;
  socket.end(head + text);
}

const UNREADABLE_REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function close(server: Server, service: HttpService): Promise<void> {
  service.endStreams();
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSING_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function hasPathOf(mock: { readonly contract: Contract }): MockServer['hasPath'] {
  return (segment) => mock.contract.operations.some(({ path }) => path.split('/', 2)[1] === segment);
}
