import type { RequestDecision } from '../../fault/injector.js';
import type { Reply } from '../../fault/reply.js';
import { wholeReply } from '../../fault/reply.js';
import type { Exchange, ExchangeOutcome } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { SimulatedConnection } from './connection.js';
import { connectionError } from './fetch-errors.js';
import type { Link } from './link.js';
import { requestByteCount, requestBytes } from './message-bytes.js';
import type { ResponseEvent, ResponseReader } from './response-reader.js';
import { createResponseReader } from './response-reader.js';
import { sendReply } from './send-reply.js';

/** An exchange on its way. */
export interface CarriedExchange {
  /** The consumer does not want the answer any more: its side of the connection is closed. */
  abandon(): void;
  /** The connection is cut from outside. */
  cut(label: string): void;
  /** As it stands now, to be recorded at the end of a run: nobody answered in time. */
  snapshot(): Exchange;
}

interface Carrying {
  readonly link: Link;
  /** Of the process that sends it, in the journal. */
  readonly name: string | undefined;
  /** An open one, or one that a fault has its hands on. */
  readonly connection: SimulatedConnection;
  /** Headers as they are to be sent. */
  readonly request: HttpRequest;
  /** What the consumer sees of the answer. */
  readonly onEvents: (events: readonly ResponseEvent[]) => void;
  /** Called once, when the exchange is over for the consumer or for the provider, whichever is first. */
  readonly onOver: (isReusable: boolean) => void;
}

/**
 * Takes a request to its provider and the answer back, with the faults of the link between, and writes it into the journal.
 *
 * @param carrying - what, and over which connection
 * @returns at once; everything happens on the link's clock
 */
export function carryExchange(carrying: Carrying): CarriedExchange {
  const carriage: Carriage = {
    ...carrying,
    exchange: newExchange(carrying),
    reader: undefined,
    labels: [],
    decision: undefined,
    isOver: false,
  };
  void run(carriage).catch(carrying.link.onTrouble);
  return {
    abandon: () => {
      if (carriage.isOver) return;
      carriage.connection.close('consumer', carriage.link.clock.nowMs());
      finish(carriage, 'aborted');
    },
    cut: (label) => {
      carriage.labels.push(label);
      end(carriage, 'rst');
    },
    snapshot: () => ({ ...carriage.exchange }),
  };
}

/** Where an exchange stands. */
interface Carriage extends Carrying {
  readonly exchange: OpenExchange;
  /** Most of what a fault ends is never read. */
  reader: ResponseReader | undefined;
  /** By the cuts from outside, and by the bytes. */
  readonly labels: string[];
  decision: RequestDecision | undefined;
  isOver: boolean;
}

async function run(carriage: Carriage): Promise<void> {
  if (!(await arrive(carriage)) || carriage.isOver) return;
  const { link, exchange, connection, request } = carriage;
  const nowMs = link.clock.nowMs();
  const operation = link.provider.operationOf(request);
  exchange.operation = operation?.id;
  exchange.receivedLastAtMs = nowMs;
  carriage.decision = link.injector.onRequest(
    {
      request,
      consumer: link.consumer,
      provider: link.provider.name,
      operation,
      connectionId: connection.id,
      connectionUseCount: connection.useCount,
    },
    nowMs,
  );
  const reply = await decide(carriage, carriage.decision);
  if (reply !== undefined && !carriage.isOver) await sendBack(carriage, reply);
}

/** The way of the bytes up to the provider's door; `false` when they did not all come there. */
function arrive(carriage: Carriage): boolean | Promise<boolean> {
  const { connection, request } = carriage;
  const isPlain = connection.effect.kind === 'accept' || (connection.effect.kind === 'hold' && connection.useCount > 0);
  return isPlain && connection.count('up', requestByteCount(request)) === 'open' ? true : arriveByBytes(carriage);
}

async function arriveByBytes(carriage: Carriage): Promise<boolean> {
  const { connection, request, link } = carriage;
  const { effect } = connection;
  if (effect.kind === 'hold' && connection.useCount === 0) await link.clock.sleep(effect.durationMs);
  if (effect.kind === 'end') {
    await link.clock.sleep(effect.delayMs ?? LEAST_DELAY_MS);
    if (effect.how !== 'silence') end(carriage, effect.how);
    return false;
  }
  if (connection.count('up', requestByteCount(request)) === 'open') return true;
  const bytes = requestBytes(request);
  let arrivedBytes = 0;
  const state = await connection.pipe('up', bytes, (some) => {
    arrivedBytes += some.length;
  });
  if (state === 'rst' || state === 'fin') {
    await link.clock.sleep(LEAST_DELAY_MS);
    end(carriage, state);
  }
  return state === 'open' && arrivedBytes >= bytes.length;
}

/** What goes back; `undefined` when nothing does. */
async function decide(carriage: Carriage, asked: RequestDecision): Promise<Reply | undefined> {
  const { effect } = asked;
  const { clock } = carriage.link;
  if (effect.kind === 'hold') await clock.sleep(effect.durationMs);
  if (effect.kind === 'answer' || effect.kind === 'end') await clock.sleep(Math.max(effect.delayMs ?? 0, LEAST_DELAY_MS));
  else await clock.sleep(LEAST_DELAY_MS);
  if (effect.kind === 'answer') {
    notePassedBy(carriage, effect.response);
    return wholeReply(effect.response);
  }
  if (effect.kind === 'end') {
    notePassedBy(carriage, undefined);
    if (effect.how !== 'silence') end(carriage, effect.how);
    return undefined;
  }
  const reply = await ask(carriage);
  return asked.changesReply && !carriage.isOver ? asked.onReply(reply, clock.nowMs()) : reply;
}

async function ask(carriage: Carriage): Promise<Reply> {
  const { link, request, exchange } = carriage;
  const { reply, problems } = await link.provider.answer(request);
  const effect = link.effects.effectOf(request, true, reply.response);
  if (carriage.isOver) {
    // The consumer has gone, yet the provider has done it. What was recorded stays as it was.
    link.record({ ...exchange, problems, effect });
  } else {
    exchange.problems = problems;
    exchange.effect = effect;
  }
  return reply;
}

/** A fault answers in the provider's place. */
function notePassedBy({ link, request, exchange, isOver }: Carriage, response: Reply['response'] | undefined): void {
  const effect = link.effects.effectOf(request, false, response);
  if (!isOver) exchange.effect = effect;
}

async function sendBack(carriage: Carriage, reply: Reply): Promise<void> {
  const { connection, exchange, link } = carriage;
  const reader = readerOf(carriage);
  let isReusable = false;
  const sent = await sendReply({
    reply,
    connection,
    clock: link.clock,
    isOver: () => carriage.isOver,
    onFirst: () => {
      exchange.respondedFirstAtMs = link.clock.nowMs();
      exchange.response = reply.response;
    },
    deliver: (bytes) => {
      const events = reader.push(bytes);
      isReusable ||= events.some((event) => event.kind === 'end' && event.isReusable);
      take(carriage, events);
    },
  });
  if (carriage.isOver || sent === 'stalled') return;
  if (sent !== 'whole') end(carriage, sent);
  else if (isReusable) finish(carriage, 'answered', true);
  else endOfMessage(carriage);
}

/** The provider has said all it has to say, and the message is not whole or the connection is of no more use. */
function endOfMessage(carriage: Carriage): void {
  carriage.connection.close('provider', carriage.link.clock.nowMs());
  const events = readerOf(carriage).close();
  take(carriage, events);
  finish(carriage, events.some((event) => event.kind === 'failure') ? 'reset' : 'answered');
}

function end(carriage: Carriage, how: 'rst' | 'fin'): void {
  if (carriage.isOver) return;
  const { labels, decision, connection, link } = carriage;
  connection.close(labels.length === 0 && decision?.label() === undefined ? 'provider' : 'fault', link.clock.nowMs());
  const events =
    how === 'fin' ? readerOf(carriage).close() : [{ kind: 'failure', error: connectionError('ECONNRESET', 'read ECONNRESET') } as const];
  const isWhole = events.some((event) => event.kind === 'end');
  take(carriage, events);
  finish(carriage, isWhole ? 'answered' : 'reset');
}

function take({ isOver, onEvents }: Carriage, events: readonly ResponseEvent[]): void {
  if (events.length > 0 && !isOver) onEvents(events);
}

function readerOf(carriage: Carriage): ResponseReader {
  carriage.reader ??= createResponseReader(carriage.request.method);
  return carriage.reader;
}

function finish(carriage: Carriage, outcome: ExchangeOutcome, isReusable = false): void {
  if (carriage.isOver) return;
  carriage.isOver = true;
  const { exchange, decision, labels, connection, link } = carriage;
  const nowMs = link.clock.nowMs();
  exchange.outcome = outcome;
  exchange.respondedLastAtMs = nowMs;
  decision?.onEnd(nowMs);
  const byBytes = connection.takeLabel();
  if (byBytes !== undefined) labels.push(byBytes);
  const decided = decision?.label();
  exchange.fault = labels.length === 0 ? decided : [...new Set([...labels, ...(decided?.split('+') ?? [])])].join('+');
  link.record(exchange);
  carriage.onOver(isReusable);
}

/** Nothing is answered at the same instant: a consumer that asks again and again for ever would stop the time. */
const LEAST_DELAY_MS = 1;

/** An exchange while it happens. */
type OpenExchange = { -readonly [Member in keyof Exchange]: Exchange[Member] };

function newExchange({ link, name, connection, request }: Carrying): OpenExchange {
  const atMs = link.clock.nowMs();
  return {
    id: link.nextExchangeId(),
    side: 'egress',
    consumer: name,
    provider: link.provider.name,
    operation: undefined,
    connectionId: connection.id,
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: undefined,
    respondedLastAtMs: undefined,
    request,
    response: undefined,
    fault: undefined,
    effect: undefined,
    problems: [],
    outcome: 'timedOut',
  };
}
