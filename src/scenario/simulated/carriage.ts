import type { RequestDecision } from '../../fault/injector.js';
import type { Exchange, ExchangeOutcome } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { SimulatedConnection } from './connection.js';
import { connectionError } from './fetch-errors.js';
import type { Link } from './link.js';
import type { ResponseEvent, ResponseReader } from './response-reader.js';
import { createResponseReader } from './response-reader.js';

/** What is to be carried, and over which connection. */
export interface Carrying {
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

/** Where an exchange stands. */
export interface Carriage extends Carrying {
  readonly exchange: OpenExchange;
  /** Most of what a fault ends is never read. */
  reader: ResponseReader | undefined;
  /** By the cuts from outside, and by the bytes. */
  readonly labels: string[];
  decision: RequestDecision | undefined;
  isOver: boolean;
}

/**
 * An exchange that has not begun.
 *
 * @param carrying - what, and over which connection
 */
export function openCarriage(carrying: Carrying): Carriage {
  return { ...carrying, exchange: newExchange(carrying), reader: undefined, labels: [], decision: undefined, isOver: false };
}

/**
 * The provider has said all it has to say, and the message is not whole or the connection is of no more use.
 *
 * @param carriage - not over
 */
export function endMessage(carriage: Carriage): void {
  carriage.connection.close('provider', carriage.link.clock.nowMs());
  const events = readerOf(carriage).close();
  take(carriage, events);
  finish(carriage, events.some((event) => event.kind === 'failure') ? 'reset' : 'answered');
}

/**
 * The connection of an exchange ends in the middle.
 *
 * @param carriage - one that is over stays as it was
 * @param how - as the consumer sees it
 */
export function cutShort(carriage: Carriage, how: 'rst' | 'fin'): void {
  if (carriage.isOver) return;
  const { labels, decision, connection, link } = carriage;
  connection.close(labels.length === 0 && decision?.label() === undefined ? 'provider' : 'fault', link.clock.nowMs());
  const events =
    how === 'fin' ? readerOf(carriage).close() : [{ kind: 'failure', error: connectionError('ECONNRESET', 'read ECONNRESET') } as const];
  const isWhole = events.some((event) => event.kind === 'end');
  take(carriage, events);
  finish(carriage, isWhole ? 'answered' : 'reset');
}

/**
 * The consumer sees what came.
 *
 * @param carriage - of one that is over nobody sees anything
 * @param events - in order
 */
export function take({ isOver, onEvents }: Carriage, events: readonly ResponseEvent[]): void {
  if (events.length > 0 && !isOver) onEvents(events);
}

/**
 * What reads the answer: made when something came, most of what a fault ends is never read.
 *
 * @param carriage - of the exchange
 */
export function readerOf(carriage: Carriage): ResponseReader {
  carriage.reader ??= createResponseReader(carriage.request.method);
  return carriage.reader;
}

/**
 * An exchange is over: it is recorded, once.
 *
 * @param carriage - of the exchange
 * @param outcome - of it
 * @param isReusable - whether its connection can take another
 */
export function finish(carriage: Carriage, outcome: ExchangeOutcome, isReusable = false): void {
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
