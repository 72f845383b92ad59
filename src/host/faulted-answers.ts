import type { ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.js';
import type { FaultInjector, RequestDecision } from '../fault/injector.js';
import { bodyBytes, type ReplyStep, type Reply, wholeReply } from '../fault/reply.js';
import { isLive } from '../fault/reply-body.js';
import type { ExchangeOutcome } from '../journal/exchange.js';
import { MAX_BODY_BYTES } from '../journal/recorded-body.js';
import type { RunRecorder } from '../journal/run-recorder.js';
import { type HttpResponse, isStreamed } from '../wire/http-message.js';
import { createContentKeeper } from './content-keeper.js';
import type { HeldConnection } from './held-connection.js';
import type { OpenExchange } from './open-exchange.js';
import type { OperationFinder } from '../mock/operation-finder.js';
import { createResponseReplyPort } from './response-reply-port.js';
import { transmit } from './transmit.js';

export interface FaultedAnswersOptions {
  readonly injector: FaultInjector;
  readonly provider: string;
  readonly clock: Clock;
  readonly recorder: RunRecorder | undefined;
  readonly operationOf: OperationFinder;
  /** Asks the mock, and fills in what it says of the exchange. */
  readonly answer: (exchange: OpenExchange) => HttpResponse | Promise<HttpResponse>;
  /** Writes the exchange where nothing is lost; gives `false` when it cannot. */
  readonly keep: (exchange: OpenExchange) => boolean;
  /** What is said instead of an answer that could not be kept. */
  readonly notKept: () => HttpResponse;
  /** The exchange is over. */
  readonly append: (exchange: OpenExchange) => void;
  /** A client begins to listen to a stream. @returns tells that it has gone */
  readonly onStream: (() => () => void) | undefined;
}

/** A request whose body was read, and where its answer goes. */
export interface FaultedCall {
  readonly exchange: OpenExchange;
  readonly outgoing: ServerResponse;
  readonly connection: HeldConnection;
}

/**
 * Answers requests as the rules in force have it, in the order in which they came over a connection.
 *
 * @param options - the faults, and who answers
 */
export function createFaultedAnswers(options: FaultedAnswersOptions): (call: FaultedCall) => Promise<void> {
  const turns = new WeakMap<HeldConnection, Promise<void>>();
  return async (call) => {
    const { connection, outgoing } = call;
    const before = turns.get(connection);
    turns.set(connection, closed(outgoing));
    // Node hands pipelined requests over at once, and gives an answer the socket when the one before it is out.
    await before;
    const { exchange } = call;
    const { injector, clock } = options;
    const decision = injector.onRequest(
      {
        request: exchange.request,
        consumer: undefined,
        provider: options.provider,
        operation: options.operationOf(exchange.request),
        connectionId: connection.id,
        connectionUseCount: connection.useCount,
      },
      clock.nowMs(),
    );
    try {
      await answerAsDecided(call, decision, options);
    } finally {
      decision.onEnd(clock.nowMs());
    }
  };
}

async function answerAsDecided(call: FaultedCall, decision: RequestDecision, options: FaultedAnswersOptions): Promise<void> {
  const { exchange, connection } = call;
  const { clock } = options;
  exchange.fault = decision.label();
  if (decision.effect.kind === 'hold') {
    noteOpen(exchange, options);
    await clock.sleep(decision.effect.durationMs, connection.gone);
    if (connection.gone.aborted) return unheard(call, options);
  }
  const reply = await replyOf(exchange, decision, options);
  exchange.fault = decision.label();
  const rest = await afterLeadingWaits(reply.steps, call, options);
  if (connection.gone.aborted) return unheard(call, options);
  const said = isLive(reply) ? createContentKeeper(MAX_BODY_BYTES) : undefined;
  said?.take(bodyBytes(reply.response));
  const isHeard = rest[0]?.kind === 'head' || rest[0]?.kind === 'raw';
  exchange.response = isHeard ? recorded(reply.response) : undefined;
  exchange.respondedFirstAtMs = isHeard ? clock.nowMs() : undefined;
  exchange.outcome = plannedOutcome(rest);
  const isKept = options.keep(exchange);
  const gone = isKept && isStreamed(reply.response) ? options.onStream?.() : undefined;
  const { outcome } = await transmit(isKept ? rest : wholeReply(options.notKept()).steps, portOf(call, decision), {
    clock,
    onFirstByte: () => undefined,
    onStall: () => {
      connection.isBusy = false;
      noteOpen(exchange, options);
    },
    onLive: said?.take,
  }).finally(() => gone?.());
  if (!isKept) return;
  if (said !== undefined) exchange.response = { ...recorded(reply.response), body: said.body(), truncatedBytes: said.truncatedBytes() };
  over(call, outcome, options);
  // How a stream went is known when it is over: the line of before is replaced.
  if (isStreamed(reply.response)) options.keep(exchange);
}

/** Nobody is there any more, and not a byte was said. */
function unheard(call: FaultedCall, options: FaultedAnswersOptions): void {
  const { exchange, connection } = call;
  exchange.outcome = connection.isClosing() ? 'timedOut' : 'aborted';
  options.keep(exchange);
  over(call, exchange.outcome, options);
}

/** What waits for a stream must not stay with the journal. */
function recorded({ status, headers, body }: HttpResponse): HttpResponse {
  return { status, headers, body };
}

function portOf({ outgoing, connection, exchange }: FaultedCall, decision: RequestDecision) {
  return createResponseReplyPort({
    outgoing,
    connection,
    fault: () => decision.label(),
    isHead: exchange.request.method === 'HEAD',
  });
}

async function replyOf(exchange: OpenExchange, decision: RequestDecision, options: FaultedAnswersOptions): Promise<Reply> {
  const { effect } = decision;
  if (effect.kind === 'answer') {
    const reply = wholeReply(effect.response);
    return { ...reply, steps: [...waitOf(effect.delayMs), ...reply.steps] };
  }
  if (effect.kind === 'end') {
    const last: ReplyStep = effect.how === 'silence' ? { kind: 'stall' } : { kind: 'cut', how: effect.how };
    return { response: NO_RESPONSE, steps: [...waitOf(effect.delayMs), last] };
  }
  const reply = wholeReply(await options.answer(exchange));
  return decision.changesReply ? decision.onReply(reply, options.clock.nowMs()) : reply;
}

/** What is stamped as the first byte of an answer must not lie before a wait. */
async function afterLeadingWaits(
  steps: readonly ReplyStep[],
  { connection, exchange }: FaultedCall,
  options: FaultedAnswersOptions,
): Promise<readonly ReplyStep[]> {
  let index = 0;
  for (let step = steps[index]; step?.kind === 'wait' && !connection.gone.aborted; step = steps[index]) {
    if (index === 0) noteOpen(exchange, options);
    await options.clock.sleep(step.durationMs, connection.gone);
    index += 1;
  }
  return steps.slice(index);
}

/** So that a call that is not answered is seen while it is pending; a copy, since the exchange goes on. */
function noteOpen(exchange: OpenExchange, { recorder }: FaultedAnswersOptions): void {
  recorder?.append({ ...exchange, outcome: 'timedOut' });
}

function over({ exchange, connection }: FaultedCall, outcome: ExchangeOutcome, { append, clock }: FaultedAnswersOptions): void {
  exchange.outcome = outcome;
  exchange.respondedLastAtMs = outcome === 'aborted' ? (connection.goneAtMs ?? clock.nowMs()) : clock.nowMs();
  append(exchange);
}

function plannedOutcome(steps: readonly ReplyStep[]): ExchangeOutcome {
  const last = steps.find(({ kind }) => kind === 'end' || kind === 'cut' || kind === 'stall')?.kind;
  return last === 'cut' ? 'reset' : last === 'stall' ? 'timedOut' : 'answered';
}

function waitOf(delayMs: number | undefined): readonly ReplyStep[] {
  return delayMs === undefined || delayMs <= 0 ? [] : [{ kind: 'wait', durationMs: delayMs }];
}

function closed(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('close', () => resolve());
  });
}

const NO_RESPONSE: HttpResponse = { status: 0, headers: [], body: undefined };
