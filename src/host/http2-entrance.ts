import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2';
import { createServer } from 'node:http2';
import type { FaultInjector } from '../fault/injector.js';
import type { HeldConnection } from './held-connection.js';
import type { HttpService } from './http-service-options.js';

/** Where connections come in that speak HTTP/2. */
export interface Http2Entrance {
  /** @param connection - which has agreed to speak it */
  accept(connection: HeldConnection): void;
  close(): void;
}

/**
 * Answers requests that come over HTTP/2. The faults are those of HTTP/1.1: once a rule is in force the connections are ended politely, and whoever
 * comes again is offered HTTP/1.1 alone.
 *
 * @param service - answers
 * @param injector - of the same mock
 * @see RFC 9113 §8.3 (pseudo-header fields), RFC 7301 (how it is agreed upon)
 */
export function createHttp2Entrance(service: HttpService, injector: FaultInjector): Http2Entrance {
  const sessions = new Map<ServerHttp2Session, HeldConnection>();
  const server = createServer();
  server.on('session', (session) => session.on('error', () => session.destroy()));
  server.on('sessionError', (_error, session) => session.destroy());
  server.on('request', (request, response) => {
    const held = request.stream.session === undefined ? undefined : sessions.get(request.stream.session as ServerHttp2Session);
    if (held !== undefined) {
      noteUse(held, response);
      service.nameConnection(request.socket, held.id);
    }
    service.onRequest(plainRequest(request), plainResponse(response));
  });
  const forget = injector.onChange(() => {
    if (injector.rules.length > 0) for (const session of sessions.keys()) session.close();
  });
  return {
    accept: (connection) => {
      server.once('session', (session) => {
        sessions.set(session, connection);
        session.once('close', () => sessions.delete(session));
        // It was agreed upon a moment before the rule came.
        if (injector.rules.length > 0) session.close();
      });
      server.emit('connection', connection.socket);
    },
    close: () => {
      forget();
      for (const session of sessions.keys()) session.destroy();
    },
  };
}

function noteUse(held: HeldConnection, response: Http2ServerResponse): void {
  held.isBusy = true;
  response.once('close', () => {
    held.isBusy = false;
    held.useCount += 1;
  });
}

/** As it would have come over HTTP/1.1: the authority is its host, and that a body follows is said. */
function plainRequest(request: Http2ServerRequest): IncomingMessage {
  const { rawHeaders, authority, stream } = request;
  const pairs: string[] = authority === undefined || authority === '' ? [] : ['host', authority];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!name.startsWith(':')) pairs.push(name, rawHeaders[index + 1] ?? '');
  }
  const saysLength = request.headers['content-length'] !== undefined;
  const headers = stream.endAfterHeaders || saysLength ? request.headers : { ...request.headers, 'transfer-encoding': 'chunked' };
  Object.defineProperties(request, { rawHeaders: { value: pairs }, headers: { value: headers } });
  return request as unknown as IncomingMessage;
}

/** Fields that belong to a connection of HTTP/1.1 (RFC 9113 §8.2.2) are left out. */
function plainResponse(response: Http2ServerResponse): ServerResponse {
  const writeHead = (status: number, headers: readonly string[] = []): Http2ServerResponse => {
    const kept: Record<string, string | string[]> = {};
    for (let index = 0; index < headers.length; index += 2) {
      const name = (headers[index] ?? '').toLowerCase();
      const value = headers[index + 1] ?? '';
      if (CONNECTION_FIELDS.has(name)) continue;
      const before = kept[name];
      kept[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
    }
    return Object.getPrototypeOf(response).writeHead.call(response, status, kept);
  };
  Object.defineProperty(response, 'writeHead', { value: writeHead });
  return response as unknown as ServerResponse;
}

const CONNECTION_FIELDS = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);
