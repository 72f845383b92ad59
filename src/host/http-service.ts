import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createEffectTracker } from '../fault/effect-tracker.js';
import type { FaultInjector } from '../fault/injector.js';
import type { Answer } from '../mock/answer.js';
import { createLivingMock } from '../mock/living/living-mock.js';
import { responseFromProblem } from '../mock/problem.js';
import { type HttpRequest, type HttpResponse, isStreamed } from '../wire/http-message.js';
import { nowMs as machineNowMs } from './clock.js';
import type { ControlAnswer } from './control/control-answer.js';
import { isForControl } from './control/control-prefix.js';
import { writeControlAnswer } from './control/write-control-answer.js';
import { createExchangeLedger } from './exchange-ledger.js';
import { createFaultedAnswers, type FaultedCall } from './faulted-answers.js';
import { type HeldConnection, holdConnection } from './held-connection.js';
import type { HttpService, HttpServiceOptions } from './http-service-options.js';
import { machineClock } from './machine-clock.js';
import { onceForEachMessage } from './once-for-each-message.js';
import type { OpenExchange } from './open-exchange.js';
import { createCurrentOperationFinder } from '../mock/operation-finder.js';
import { announcesBody, drain, type ReadBody, readBody } from './read-body.js';
import { createStreamedAnswers } from './streamed-answers.js';
import { withheldAnswer } from './withheld-answer.js';
import { writeResponse } from './write-response.js';

/**
 * Answers requests from a mock and records every exchange: the file first, so that nothing that was answered is missing there.
 *
 * @param options - the mock, and where exchanges go
 */
export function createHttpService(options: HttpServiceOptions): HttpService {
  const { mock, provider, injector, recorder, control } = options;
  const nowMs = options.clock?.nowMs ?? machineNowMs;
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const living = createLivingMock({ mock, seed: options.seed, nowMs, life: options.life });
  const connectionIds = new WeakMap<Socket, string>();
  const heldConnections = new WeakMap<Socket, HeldConnection>();
  const standsBy = options.standsBy === true;
  const effects = injector === undefined || standsBy ? undefined : createEffectTracker();
  const onTrouble = onceForEachMessage(options.onTrouble);
  const { open, keep, append } = createExchangeLedger({ ...options, nowMs, onTrouble });
  const streams = createStreamedAnswers({ clock: options.clock ?? machineClock, recorder, keep, append, onStream: options.onStream });
  const hasScopes = options.life?.scopes !== undefined;
  const closing = new AbortController();
  let connectionCount = 0;

  const send = (exchange: OpenExchange, outgoing: ServerResponse, response: HttpResponse): void => {
    if (isStreamed(response)) {
      void streams.send(exchange, outgoing, response).catch((error: unknown) => {
        onTrouble(error);
        outgoing.destroy();
      });
      return;
    }
    exchange.response = response;
    exchange.outcome = 'answered';
    exchange.respondedFirstAtMs = nowMs();
    if (!keep(exchange)) {
      writeResponse(outgoing, withheldAnswer());
      return;
    }
    writeResponse(outgoing, response);
    exchange.respondedLastAtMs = nowMs();
    append(exchange);
  };

  /** What took time may come when nobody waits for it any more. */
  const sendLater = (exchange: OpenExchange, outgoing: ServerResponse, response: HttpResponse): void => {
    if (!outgoing.destroyed) send(exchange, outgoing, response);
    else if (keep(exchange)) append(exchange);
  };

  const noted = (exchange: OpenExchange, { response, operation, problems, reason }: Answer): HttpResponse => {
    exchange.operation = operation;
    exchange.problems = problems;
    exchange.reason = reason;
    if (effects !== undefined) exchange.effect = effects.effectOf(exchange.request, true, response);
    return response;
  };

  /** One request must not take the server down, whatever it found; the user is told, the caller too. */
  const troubled = (error: unknown): HttpResponse => {
    onTrouble(error);
    return failed();
  };

  /** A promise only where something has to be waited for: most answers are there at once. */
  const responseTo = (exchange: OpenExchange): HttpResponse | Promise<HttpResponse> => {
    try {
      const answer = living.answer({ request: exchange.request, scope: exchange.scope ?? '', prefix: exchange.scopePrefix ?? '' });
      if (answer instanceof Promise) return answer.then((one) => afterDelay(one, exchange)).catch(troubled);
      return afterDelay(answer, exchange);
    } catch (error) {
      return troubled(error);
    }
  };

  const afterDelay = (answer: Answer, exchange: OpenExchange): HttpResponse | Promise<HttpResponse> => {
    if (answer.delayMs === undefined || answer.delayMs <= 0) return noted(exchange, answer);
    return (options.clock ?? machineClock).sleep(answer.delayMs).then(() => noted(exchange, answer));
  };

  const controlled = (request: HttpRequest, remoteAddress: string | undefined): Promise<ControlAnswer> =>
    Promise.resolve()
      .then(() => control?.(request, remoteAddress) ?? failed())
      .catch(troubled);

  /** What is recorded is the call as it is without the scope in its path: that is no part of the system. */
  const takeScope = (exchange: OpenExchange): void => {
    const { scope, request, prefix } = living.scoped(exchange.request);
    exchange.scope = scope;
    exchange.scopePrefix = prefix;
    if (request !== exchange.request) exchange.request = { ...request };
  };

  let faulted: ReturnType<typeof createFaultedAnswers> | undefined;
  const answerFaulted = (call: FaultedCall, faults: FaultInjector): Promise<void> => {
    faulted ??= createFaultedAnswers({
      injector: faults,
      provider,
      clock: options.clock ?? machineClock,
      recorder,
      operationOf: createCurrentOperationFinder(mock),
      answer: responseTo,
      keep,
      notKept: withheldAnswer,
      append,
      onStream: options.onStream,
    });
    return faulted(call);
  };

  /** That faults can be done to; `undefined` when none can. */
  const heldConnectionOf = (socket: Socket): HeldConnection | undefined => {
    if (injector === undefined) return undefined;
    const held = heldConnections.get(socket);
    if (held !== undefined || !standsBy || injector.isIdle) return held;
    const late = holdConnection({
      ...{ socket, id: connectionIds.get(socket) ?? '', provider, clock: options.clock ?? machineClock, closing: closing.signal },
      ...{ consumer: undefined, recorder: undefined, fault: undefined, onClosed: () => undefined },
    });
    heldConnections.set(socket, late);
    return late;
  };

  const answer = (exchange: OpenExchange, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const connection = injector === undefined ? undefined : heldConnections.get(incoming.socket);
    if (control !== undefined && isForControl(exchange.request.target, control)) {
      if (connection !== undefined) connection.noteControl();
      void controlled(exchange.request, incoming.socket.remoteAddress).then((one) => writeControlAnswer(outgoing, one));
      return;
    }
    if (injector === undefined || connection === undefined || injector.isIdle) {
      const response = responseTo(exchange);
      if (response instanceof Promise) void response.then((one) => sendLater(exchange, outgoing, one));
      else send(exchange, outgoing, response);
    } else {
      const call: FaultedCall = { exchange, outgoing, connection };
      answerFaulted(call, injector).catch((error: unknown) => {
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
    if (!connectionIds.has(incoming.socket)) onConnection(incoming.socket);
    const exchange = open(incoming, connectionIds.get(incoming.socket) ?? '');
    if (hasScopes) takeScope(exchange);
    const held = heldConnectionOf(incoming.socket);
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

  const nameConnection = (socket: Socket, id: string): void => void connectionIds.set(socket, id);

  const endStreams = (): void => {
    closing.abort();
    streams.end();
  };

  return { onConnection, onRequest, nameConnection, endStreams };
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

function failed(): HttpResponse {
  return responseFromProblem({ code: 'INTERNAL', status: 500, detail: 'The mock failed on this request; its own log has the reason.' });
}

function tooLarge(maxBytes: number): HttpResponse {
  return responseFromProblem({ code: 'PAYLOAD_TOO_LARGE', status: 413, detail: `A request body may have ${maxBytes} bytes here.` });
}

const DEFAULT_MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_DRAINED_BYTES = 256 * 1024 * 1024;
