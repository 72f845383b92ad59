import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Exchange } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import type { AnswerContext } from '../mock/answer.js';
import { createCallCounter } from '../mock/call-counter.js';
import type { Mock } from '../mock/mock.js';
import type { ProblemCode } from '../mock/problem.js';
import { responseFromProblem } from '../mock/problem.js';
import type { HeaderPairs, HttpResponse } from '../wire/http-message.js';
import { nowMs } from './clock.js';
import { announcesBody, drain, type ReadBody, readBody } from './read-body.js';

/** What a service needs to answer and to record. */
export interface HttpServiceOptions {
  readonly mock: Mock;
  /** The provider's name in the journal. */
  readonly provider: string;
  /** What varied values are drawn from. */
  readonly seed: string;
  /** Where each exchange goes once it was answered. */
  readonly journal: Journal;
  /** Where each exchange goes before its first byte is answered; when it throws, the answer is not given. */
  readonly durableJournal?: Journal | undefined;
  /** Told once for each kind of trouble that no caller hears of. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
  /** Largest request body that is read. Default 10 MiB. */
  readonly maxBodyBytes?: number | undefined;
}

/** What a listening server does with its connections and requests. */
export interface HttpService {
  readonly onConnection: (socket: Socket) => void;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Answers requests from a mock and records every exchange: the file first, so that nothing that was answered is missing there.
 *
 * @param options - the mock, and where exchanges go
 */
export function createHttpService(options: HttpServiceOptions): HttpService {
  const { mock, journal, durableJournal, provider } = options;
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const context: AnswerContext = { seed: options.seed, callIndex: createCallCounter() };
  const connectionIds = new WeakMap<Socket, string>();
  const onTrouble = onceForEachMessage(options.onTrouble);
  let connectionCount = 0;
  let exchangeCount = 0;

  /** An exchange that has only begun; one literal, filled in place: copying it by spread costs as much as serving it. */
  const open = (incoming: IncomingMessage): OpenExchange => {
    const receivedFirstAtMs = nowMs();
    exchangeCount += 1;
    return {
      id: String(exchangeCount),
      side: 'egress',
      consumer: undefined,
      provider,
      operation: undefined,
      connectionId: connectionIds.get(incoming.socket) ?? '',
      receivedFirstAtMs,
      receivedLastAtMs: receivedFirstAtMs,
      respondedFirstAtMs: undefined,
      respondedLastAtMs: undefined,
      request: { method: incoming.method ?? '', target: incoming.url ?? '/', headers: incoming.rawHeaders, body: undefined },
      response: undefined,
      fault: undefined,
      problems: NO_PROBLEMS,
      outcome: 'aborted',
    };
  };

  const keep = (exchange: Exchange): boolean => {
    if (durableJournal === undefined) return true;
    try {
      durableJournal.append(exchange);
      return true;
    } catch (error) {
      onTrouble(error);
      return false;
    }
  };

  const send = (exchange: OpenExchange, outgoing: ServerResponse, response: HttpResponse): void => {
    exchange.response = response;
    exchange.outcome = 'answered';
    exchange.respondedFirstAtMs = nowMs();
    if (!keep(exchange)) {
      write(outgoing, notRecorded());
      return;
    }
    write(outgoing, response);
    exchange.respondedLastAtMs = nowMs();
    journal.append(exchange);
  };

  const answer = (exchange: OpenExchange, outgoing: ServerResponse): void => {
    try {
      const { response, operation, problems } = mock.answer(exchange.request, context);
      exchange.operation = operation;
      exchange.problems = problems;
      send(exchange, outgoing, response);
    } catch (error) {
      // One request must not take the server down, whatever it found; the user is told, the caller too.
      onTrouble(error);
      send(exchange, outgoing, failed());
    }
  };

  const endBody = (exchange: OpenExchange, outgoing: ServerResponse, result: ReadBody): void => {
    exchange.receivedLastAtMs = nowMs();
    if (result.kind === 'whole') {
      exchange.request.body = result.body;
      answer(exchange, outgoing);
    } else if (result.kind === 'tooLarge') {
      send(exchange, outgoing, tooLarge(maxBodyBytes));
    } else if (keep(exchange)) {
      journal.append(exchange);
    }
  };

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const exchange = open(incoming);
    if (!announcesBody(incoming)) {
      answer(exchange, outgoing);
      return;
    }
    readBody(incoming, maxBodyBytes, (result) => {
      if (result.kind === 'tooLarge') drain(incoming, MAX_DRAINED_BYTES);
      endBody(exchange, outgoing, result);
    });
  };

  const onConnection = (socket: Socket): void => {
    connectionCount += 1;
    connectionIds.set(socket, String(connectionCount));
  };

  return { onConnection, onRequest };
}

/** An exchange while it happens. */
type OpenExchange = { -readonly [Member in keyof Exchange]: Exchange[Member] } & {
  readonly request: { readonly method: string; readonly target: string; readonly headers: HeaderPairs; body: Uint8Array | undefined };
};

/** The headers with the length, worked out once for a response that is given again and again. */
const wireHeaders = new WeakMap<HttpResponse, string[]>();

function write(outgoing: ServerResponse, response: HttpResponse): void {
  let headers = wireHeaders.get(response);
  if (headers === undefined) {
    headers = [...response.headers, ...lengthHeader(response)];
    wireHeaders.set(response, headers);
  }
  outgoing.writeHead(response.status, headers);
  outgoing.end(response.body);
}

function lengthHeader(response: HttpResponse): readonly string[] {
  if (response.body !== undefined) return ['content-length', String(Buffer.byteLength(response.body))];
  const bodiless = response.status < 200 || response.status === 204 || response.status === 304;
  return bodiless || response.headers.includes('content-length') ? [] : ['content-length', '0'];
}

function failed(): HttpResponse {
  return responseFromProblem({ code: 'INTERNAL', status: 500, detail: 'The mock failed on this request; its own log has the reason.' });
}

function tooLarge(maxBytes: number): HttpResponse {
  return responseFromProblem({ code: 'PAYLOAD_TOO_LARGE', status: 413, detail: `A request body may have ${maxBytes} bytes here.` });
}

function notRecorded(): HttpResponse {
  const code: ProblemCode = 'JOURNAL_WRITE_FAILED';
  return responseFromProblem({ code, status: 507, detail: 'The answer was withheld because the journal file could not record it.' });
}

function onceForEachMessage(report: ((error: unknown) => void) | undefined): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const text = String(error);
    if (told.has(text) || told.size > 100) return;
    told.add(text);
    report?.(error);
  };
}

const NO_PROBLEMS: Exchange['problems'] = [];
const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_DRAINED_BYTES = 256 * 1024 * 1024;
