import type { RequestDecision } from '../../fault/injector.js';
import type { Reply } from '../../fault/reply.js';
import { wholeReply } from '../../fault/reply.js';
import type { Exchange } from '../../journal/exchange.js';
import type { Carriage, Carrying } from './carriage.js';
import { cutShort, endMessage, finish, openCarriage, readerOf, take } from './carriage.js';
import { requestByteCount, requestBytes } from './message-bytes.js';
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

/**
 * Takes a request to its provider and the answer back, with the faults of the link between, and writes it into the journal.
 *
 * @param carrying - what, and over which connection
 * @returns at once; everything happens on the link's clock
 */
export function carryExchange(carrying: Carrying): CarriedExchange {
  const carriage = openCarriage(carrying);
  void run(carriage).catch(carrying.link.onTrouble);
  return {
    abandon: () => {
      if (carriage.isOver) return;
      carriage.connection.close('consumer', carriage.link.clock.nowMs());
      finish(carriage, 'aborted');
    },
    cut: (label) => {
      carriage.labels.push(label);
      cutShort(carriage, 'rst');
    },
    snapshot: () => ({ ...carriage.exchange }),
  };
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
    if (effect.how !== 'silence') cutShort(carriage, effect.how);
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
    cutShort(carriage, state);
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
    if (effect.how !== 'silence') cutShort(carriage, effect.how);
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
  if (sent !== 'whole') cutShort(carriage, sent);
  else if (isReusable) finish(carriage, 'answered', true);
  else endMessage(carriage);
}

/** Nothing is answered at the same instant: a consumer that asks again and again for ever would stop the time. */
const LEAST_DELAY_MS = 1;
