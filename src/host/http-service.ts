import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../base/clock.js';
import { createEffectTracker } from '../fault/effect-tracker.js';
import type { FaultInjector } from '../fault/injector.js';
import type { Exchange } from '../journal/exchange.js';
import type { Journal } from '../journal/memory-journal.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import type { AnswerContext } from '../mock/answer.js';
import { createCallCounter } from '../mock/call-counter.js';
import type { Mock } from '../mock/mock.js';
import type { ProblemCode } from '../mock/problem.js';
import { responseFromProblem } from '../mock/problem.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { nowMs as machineNowMs } from './clock.js';
import type { Control } from './control.js';
import { CONTROL_PREFIX } from './control-prefix.js';
import { createFaultedAnswers, type FaultedCall } from './faulted-answers.js';
import type { HeldConnection } from './held-connection.js';
import { machineClock } from './machine-clock.js';
import type { OpenExchange } from './open-exchange.js';
import { createOperationFinder } from '../mock/operation-finder.js';
import { announcesBody, drain, type ReadBody, readBody } from './read-body.js';
import { nextRunId } from './run-ids.js';

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
  /** The faults between callers and the mock. */
  readonly injector?: FaultInjector | undefined;
  /** The callers' time; the machine's when absent. */
  readonly clock?: Clock | undefined;
  /** Where all of a run goes: connections too, and what is pending. */
  readonly recorder?: RunRecorder | undefined;
  /** Answers what is below `/_mortise/`; without it such paths are the contract's. */
  readonly control?: Control | undefined;
}

/** What a listening server does with its connections and requests. */
export interface HttpService {
  /** @param held - of the same socket, when faults stand before the mock */
  readonly onConnection: (socket: Socket, held?: HeldConnection) => void;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Answers requests from a mock and records every exchange: the file first, so that nothing that was answered is missing there.
 *
 * @param options - the mock, and where exchanges go
 */
export function createHttpService(options: HttpServiceOptions): HttpService {
  const { mock, journal, durableJournal, provider, injector, recorder, control } = options;
  const nowMs = options.clock?.nowMs ?? machineNowMs;
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const context: AnswerContext = { seed: options.seed, callIndex: createCallCounter() };
  const connectionIds = new WeakMap<Socket, string>();
  const heldConnections = new WeakMap<Socket, HeldConnection>();
  const effects = injector === undefined ? undefined : createEffectTracker();
  const onTrouble = onceForEachMessage(options.onTrouble);
  let connectionCount = 0;
  let exchangeCount = 0;

  /** An exchange that has only begun; one literal, filled in place: copying it by spread costs as much as serving it. */
  const open = (incoming: IncomingMessage): OpenExchange => {
    const receivedFirstAtMs = nowMs();
    exchangeCount += 1;
    return {
      id: recorder === undefined ? String(exchangeCount) : nextRunId(recorder, undefined, provider),
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
      effect: undefined,
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

  const append = (exchange: OpenExchange): void => {
    journal.append(exchange);
    recorder?.append(exchange);
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
    append(exchange);
  };

  const responseTo = (exchange: OpenExchange): HttpResponse => {
    try {
      const { response, operation, problems } = mock.answer(exchange.request, context);
      exchange.operation = operation;
      exchange.problems = problems;
      if (effects !== undefined) exchange.effect = effects.effectOf(exchange.request, true, response);
      return response;
    } catch (error) {
      // One request must not take the server down, whatever it found; the user is told, the caller too.
      onTrouble(error);
      return failed();
    }
  };

  const controlled = (request: HttpRequest, answerControl: Control, remoteAddress: string | undefined): HttpResponse => {
    try {
      return answerControl(request, remoteAddress);
    } catch (error) {
      onTrouble(error);
      return failed();
    }
  };

  const answerFaulted =
    injector === undefined
      ? undefined
      : createFaultedAnswers({
          injector,
          provider,
          clock: options.clock ?? machineClock,
          recorder,
          operationOf: createOperationFinder(mock.contract),
          answer: responseTo,
          keep,
          notKept: notRecorded,
          append,
        });

  const answer = (exchange: OpenExchange, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const connection = injector === undefined ? undefined : heldConnections.get(incoming.socket);
    if (control !== undefined && exchange.request.target.startsWith(CONTROL_PREFIX)) {
      if (connection !== undefined) connection.noteControl();
      write(outgoing, controlled(exchange.request, control, incoming.socket.remoteAddress));
    } else if (answerFaulted === undefined || connection === undefined || injector?.isIdle === true) {
      send(exchange, outgoing, responseTo(exchange));
    } else {
      const call: FaultedCall = { exchange, outgoing, connection };
      answerFaulted(call).catch((error: unknown) => {
        onTrouble(error);
        outgoing.destroy();
      });
    }
  };

  const endBody = (exchange: OpenExchange, { incoming, outgoing, result }: EndedBody): void => {
    exchange.receivedLastAtMs = nowMs();
    if (result.kind === 'whole') {
      exchange.request.body = result.body;
      answer(exchange, incoming, outgoing);
    } else if (result.kind === 'tooLarge') {
      send(exchange, outgoing, tooLarge(maxBodyBytes));
    } else if (keep(exchange)) {
      append(exchange);
    }
  };

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const exchange = open(incoming);
    const held = injector === undefined ? undefined : heldConnections.get(incoming.socket);
    if (held !== undefined) noteUse(held, outgoing);
    if (!announcesBody(incoming)) {
      answer(exchange, incoming, outgoing);
      return;
    }
    readBody(incoming, maxBodyBytes, (result) => {
      if (result.kind === 'tooLarge') drain(incoming, MAX_DRAINED_BYTES);
      endBody(exchange, { incoming, outgoing, result });
    });
  };

  const onConnection = (socket: Socket, held?: HeldConnection): void => {
    connectionCount += 1;
    connectionIds.set(socket, held?.id ?? String(connectionCount));
    if (held !== undefined) heldConnections.set(socket, held);
  };

  return { onConnection, onRequest };
}

interface EndedBody {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly result: ReadBody;
}

function noteUse(held: HeldConnection, outgoing: ServerResponse): void {
  held.isBusy = true;
  outgoing.once('close', () => {
    held.isBusy = false;
    held.useCount += 1;
  });
}

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
