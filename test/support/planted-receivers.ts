import type { JsonObject } from '../../src/base/json.js';
import type { Random } from '../../src/base/random.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { Broker, BrokerMessage, Delivery } from '../../src/broker/broker.js';
import type { RunRecorder } from '../../src/journal/run-recorder.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import type { ManualClock } from '../../src/scenario/simulated/manual-clock.js';
import { messageOf, openEventWorld, TO_ORDERS } from './event-world.js';
import { exchangeWith } from './exchange-arbitrary.js';
import { untilDone } from './manual-time.js';

/** What is wrong with a receiver or a sender; `right`: nothing. */
export type PlantedFault =
  | 'right'
  | 'dies-on-poison'
  | 'requeues-poison'
  | 'double-effect'
  | 'loses-order'
  | 'no-resubscribe'
  | 'acks-before-work'
  | 'sender-forgets'
  | 'sender-reverses'
  | 'sender-repeats';

export interface EventPlan {
  readonly planted: PlantedFault;
  readonly seed: number;
  readonly rules: readonly JsonObject[];
  readonly messageCount: number;
  readonly gapMs: number;
  /** How long a piece of work takes at most. */
  readonly workMs: number;
  /** How often the ledger fails, 0..1. */
  readonly failRatio: number;
  readonly hasCanary: boolean;
  /** Every timer of the machine is late by chance, by so much at most. */
  readonly worstLatenessMs: number;
}

/** Runs `orders` and `stock` with a ledger behind it, to the end, and what was seen of it. */
export async function runEvents(plan: EventPlan): Promise<RunJournal> {
  const late = randomFromSeed(plan.seed, 'late');
  const lateness = (): number => late.next() ** 3 * plan.worstLatenessMs;
  const { clock, recorder, inner, sender, receiver } = openEventWorld({ rules: plan.rules, seed: String(plan.seed), lateness });
  const random = randomFromSeed(plan.seed, 'events');
  const world: World = { plan, clock, recorder, random, over: new AbortController() };
  const run = async (): Promise<void> => {
    const receiving = receive(receiver, world);
    await clock.sleep(10);
    await send(sender, world);
    await clock.sleep(120_000);
    world.over.abort();
    await receiving;
  };
  await untilDone(clock, run());
  if (plan.hasCanary) for (let tick = 0; tick < 3; tick += 1) recorder.tick({ setMs: 100, observedMs: 100 + plan.worstLatenessMs });
  const journal = recorder.journal(clock.nowMs());
  await Promise.all([sender.close(), receiver.close()]);
  await inner.close();
  return journal;
}

interface World {
  readonly plan: EventPlan;
  readonly clock: ManualClock;
  readonly recorder: RunRecorder;
  readonly random: Random;
  readonly over: AbortController;
}

async function send(broker: Broker, { plan, clock }: World): Promise<void> {
  let kept: BrokerMessage[] = [];
  const flush = async (): Promise<void> => {
    if (plan.planted === 'sender-reverses') kept.sort((left, right) => ((left.messageId ?? '') < (right.messageId ?? '') ? 1 : -1));
    while (kept[0] !== undefined) {
      await broker.publish(kept[0]);
      if (plan.planted === 'sender-repeats') await broker.publish(kept[0]);
      kept.shift();
    }
  };
  for (let index = 1; index <= plan.messageCount || kept.length > 0; index += 1) {
    if (index <= plan.messageCount) kept.push(messageOf(`order-${1_000 + index}`, { key: index % 2 === 0 ? 'even' : 'odd' }));
    // A sender that forgets tries each once.
    if (plan.planted === 'sender-forgets') {
      await broker.publish(kept[0] as BrokerMessage).catch(() => undefined);
      kept = [];
    } else await trying(broker, plan.planted === 'right' ? [] : kept.slice(1), flush);
    await clock.sleep(plan.gapMs);
  }
}

/** What comes while something is kept is tried once by those that are wrong, so that it is seen what they kept. */
async function trying(broker: Broker, others: readonly BrokerMessage[], flush: () => Promise<void>): Promise<void> {
  const last = others.at(-1);
  try {
    await flush();
  } catch {
    if (last !== undefined) await broker.publish(last).catch(() => undefined);
  }
}

async function receive(broker: Broker, world: World): Promise<void> {
  const { plan, clock, over } = world;
  const handle = handlerOf(world);
  while (!over.signal.aborted) {
    try {
      const subscribed = await broker.subscribe({ ...TO_ORDERS, prefetchCount: plan.planted === 'loses-order' ? 4 : 1 }, handle);
      const ended = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([subscribed.lost ?? ended, ended]);
      if (over.signal.aborted) return await subscribed.stop();
      if (plan.planted === 'no-resubscribe') return;
    } catch {
      // The broker is away: tried again in a moment.
    }
    await clock.sleep(200, over.signal);
  }
}

function handlerOf(world: World): (delivery: Delivery) => Promise<void> {
  const { planted } = world.plan;
  const works = new Map<string, Promise<void>>();
  return async (delivery) => {
    const order = orderOf(delivery.message);
    if (order === undefined) {
      if (planted === 'dies-on-poison') return new Promise(() => undefined);
      return quietly(delivery.settle(planted === 'requeues-poison' ? 'requeue' : 'dead-letter'));
    }
    if (planted === 'loses-order') {
      void work(order, world).then(() => quietly(delivery.settle('ack')));
      return;
    }
    if (planted === 'acks-before-work') {
      await quietly(delivery.settle('ack'));
      await work(order, world).catch(() => undefined);
      return;
    }
    const known = planted === 'double-effect' ? undefined : works.get(order);
    const own = known ?? work(order, world);
    works.set(order, own);
    try {
      await own;
    } catch (error) {
      works.delete(order);
      throw error;
    }
    await quietly(delivery.settle('ack'));
  };
}

/** The broker delivers again what it did not hear of. */
async function quietly(settled: Promise<void>): Promise<void> {
  await settled.catch(() => undefined);
}

function orderOf({ payload }: BrokerMessage): string | undefined {
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as { readonly order?: unknown };
    return typeof value.order === 'string' ? value.order : undefined;
  } catch {
    return undefined;
  }
}

/** Writes it into the ledger. */
async function work(order: string, { plan, clock, recorder, random }: World): Promise<void> {
  await clock.sleep(random.next() * plan.workMs);
  const atMs = clock.nowMs();
  const isFailing = random.next() < plan.failRatio;
  count += 1;
  const exchange = exchangeWith({
    id: `x${count}`,
    consumer: 'stock',
    provider: 'ledger',
    operation: undefined,
    connectionId: '',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: atMs + 2,
    respondedLastAtMs: atMs + 2,
    request: { method: 'POST', target: '/entries', headers: [], body: JSON.stringify({ order }) },
    response: { status: isFailing ? 503 : 201, headers: [], body: '{}' },
  });
  await clock.sleep(2);
  recorder.append(isFailing ? exchange : { ...exchange, effect: `e${count}` });
  if (isFailing) throw new Error('the ledger is away');
}

let count = 0;
