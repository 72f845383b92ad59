import type { RequestDecision } from '../../fault/injector.js';
import type { Reply } from '../../fault/reply.js';
import { wholeReply } from '../../fault/reply.js';
import type { Exchange, ExchangeOutcome } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { SimulatedConnection } from './connection.js';
import { connectionError } from './fetch-errors.js';
import type { Link } from './link.js';
import { requestByteCount, requestBytes } from './message-bytes.js';
import type { ResponseEvent } from './response-reader.js';
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
  const { link, connection, request, onEvents, onOver } = carrying;
  const { clock, injector, provider } = link;
  const reader = createResponseReader(request.method);
  const exchange: OpenExchange = { ...newExchange(carrying), outcome: 'timedOut' };
  /** By the cuts from outside, and by the bytes. */
  const labels: string[] = [];
  let decision: RequestDecision | undefined;
  let isOver = false;

  const finish = (outcome: ExchangeOutcome, isReusable = false): void => {
    if (isOver) return;
    isOver = true;
    exchange.outcome = outcome;
    exchange.respondedLastAtMs = clock.nowMs();
    decision?.onEnd(clock.nowMs());
    keep();
    onOver(isReusable);
  };

  const keep = (): void => {
    const byBytes = connection.takeLabel();
    if (byBytes !== undefined) labels.push(byBytes);
    const decided = decision?.label();
    exchange.fault = labels.length === 0 ? decided : [...new Set([...labels, ...(decided?.split('+') ?? [])])].join('+');
    link.record(exchange);
  };

  const take = (events: readonly ResponseEvent[]): void => {
    if (events.length > 0 && !isOver) onEvents(events);
  };

  const end = (how: 'rst' | 'fin'): void => {
    if (isOver) return;
    connection.close(labels.length === 0 && decision?.label() === undefined ? 'provider' : 'fault', clock.nowMs());
    const events = how === 'fin' ? reader.close() : [{ kind: 'failure', error: connectionError('ECONNRESET', 'read ECONNRESET') } as const];
    const isWhole = events.some((event) => event.kind === 'end');
    take(events);
    finish(isWhole ? 'answered' : 'reset');
  };

  /** The way of the bytes up to the provider's door; `false` when they did not all come there. */
  const arrive = async (): Promise<boolean> => {
    const { effect } = connection;
    if (effect.kind === 'hold' && connection.useCount === 0) await clock.sleep(effect.durationMs);
    if (effect.kind === 'end') {
      await clock.sleep(effect.delayMs ?? LEAST_DELAY_MS);
      if (effect.how !== 'silence') end(effect.how);
      return false;
    }
    if (connection.count('up', requestByteCount(request)) === 'open') return true;
    const bytes = requestBytes(request);
    let arrivedBytes = 0;
    const state = await connection.pipe('up', bytes, (some) => {
      arrivedBytes += some.length;
    });
    if (state === 'rst' || state === 'fin') {
      await clock.sleep(LEAST_DELAY_MS);
      end(state);
    }
    return state === 'open' && arrivedBytes >= bytes.length;
  };

  const ask = async (): Promise<Reply> => {
    const { reply, problems } = await provider.answer(request);
    const effect = link.effects.effectOf(request, true, reply.response);
    if (isOver) {
      // The consumer has gone, yet the provider has done it. What was recorded stays as it was.
      link.record({ ...exchange, problems, effect });
    } else {
      exchange.problems = problems;
      exchange.effect = effect;
    }
    return reply;
  };

  /** A fault answers in the provider's place. */
  const notePassedBy = (response: Reply['response'] | undefined): void => {
    const effect = link.effects.effectOf(request, false, response);
    if (!isOver) exchange.effect = effect;
  };

  /** What goes back; `undefined` when nothing does. */
  const decide = async (asked: RequestDecision): Promise<Reply | undefined> => {
    const { effect } = asked;
    if (effect.kind === 'hold') await clock.sleep(effect.durationMs);
    if (effect.kind === 'answer' || effect.kind === 'end') await clock.sleep(Math.max(effect.delayMs ?? 0, LEAST_DELAY_MS));
    else await clock.sleep(LEAST_DELAY_MS);
    if (effect.kind === 'answer') {
      notePassedBy(effect.response);
      return wholeReply(effect.response);
    }
    if (effect.kind === 'end') {
      notePassedBy(undefined);
      if (effect.how !== 'silence') end(effect.how);
      return undefined;
    }
    const reply = await ask();
    return asked.changesReply && !isOver ? asked.onReply(reply, clock.nowMs()) : reply;
  };

  const run = async (): Promise<void> => {
    if (!(await arrive()) || isOver) return;
    const operation = provider.operationOf(request);
    exchange.operation = operation?.id;
    exchange.receivedLastAtMs = clock.nowMs();
    decision = injector.onRequest(
      {
        request,
        consumer: link.consumer,
        provider: provider.name,
        operation,
        connectionId: connection.id,
        connectionUseCount: connection.useCount,
      },
      clock.nowMs(),
    );
    const reply = await decide(decision);
    if (reply === undefined || isOver) return;
    let isReusable = false;
    const sent = await sendReply({
      reply,
      connection,
      clock,
      isOver: () => isOver,
      onFirst: () => {
        exchange.respondedFirstAtMs = clock.nowMs();
        exchange.response = reply.response;
      },
      deliver: (bytes) => {
        const events = reader.push(bytes);
        isReusable ||= events.some((event) => event.kind === 'end' && event.isReusable);
        take(events);
      },
    });
    if (isOver || sent === 'stalled') return;
    if (sent !== 'whole') end(sent);
    else if (isReusable) finish('answered', true);
    else endOfMessage();
  };

  /** The provider has said all it has to say, and the message is not whole or the connection is of no more use. */
  const endOfMessage = (): void => {
    connection.close('provider', clock.nowMs());
    const events = reader.close();
    take(events);
    finish(events.some((event) => event.kind === 'failure') ? 'reset' : 'answered');
  };

  void run().catch(link.onTrouble);
  return {
    abandon: () => {
      if (isOver) return;
      connection.close('consumer', clock.nowMs());
      finish('aborted');
    },
    cut: (label) => {
      labels.push(label);
      end('rst');
    },
    snapshot: () => ({ ...exchange }),
  };
}

/** Nothing is answered at the same instant: a consumer that asks again and again for ever would stop the time. */
const LEAST_DELAY_MS = 1;

/** An exchange while it happens. */
type OpenExchange = { -readonly [Member in keyof Exchange]: Exchange[Member] };

function newExchange({ link, name, connection, request }: Carrying): Omit<Exchange, 'outcome'> {
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
  };
}
