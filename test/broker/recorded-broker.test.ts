import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostError } from '../../src/base/errors.js';
import type { Broker, BrokerMessage, Delivery } from '../../src/broker/broker.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { recordedBroker } from '../../src/broker/recorded-broker.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { MessageRecord } from '../../src/journal/message-record.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';
import { messageOf, noting, openEventWorld, TO_ORDERS } from '../support/event-world.js';
import { pass, untilDone } from '../support/manual-time.js';

describe('a recorded broker without faults', () => {
  it('changes nothing, and records exactly what flowed', async () => {
    const plan = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 20 }),
        channel: fc.constantFrom('order.created', 'order.paid'),
        key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
        how: fc.constantFrom('ack', 'requeue-once', 'dead-letter', 'throw-once', 'silent'),
        gapMs: fc.constantFrom(0, 0, 5, 40),
      }),
      { maxLength: 15 },
    );
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 3 }), async (steps, prefetchCount) => {
        const plain = await runPlan(steps, prefetchCount, false);
        const recorded = await runPlan(steps, prefetchCount, true);
        expect(recorded.log).toEqual(plain.log);
        expect(recorded.records.filter(({ side }) => side === 'sent').map(({ messageKey }) => messageKey)).toEqual(plain.log.sent);
        const delivered = recorded.records.filter(({ side }) => side === 'delivered');
        expect(delivered.map(({ messageKey, attempt }) => [messageKey, attempt])).toEqual(plain.log.delivered);
        expect(delivered.map(({ outcome }) => outcome)).toEqual(plain.log.outcomes);
        expect(recorded.records.every(({ fault, problems }) => fault === undefined && problems.length === 0)).toBe(true);
      }),
      { seed: 71, numRuns: 60 },
    );
  });

  it('records the same of a broker that takes a message at once and of one that says so later', async () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 5 }),
      how: fc.constantFrom('ack', 'requeue', 'dead-letter', 'throw', 'reject', 'twice', 'silent'),
      isDown: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        expect(await recordsOf(steps, (broker) => broker)).toEqual(await recordsOf(steps, answeringLater));
      }),
      { seed: 72, numRuns: 60 },
    );
  });

  it('records who sent and who received, and when it was settled', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld();
    await receiver.subscribe(TO_ORDERS, async (delivery) => {
      await clock.sleep(30);
      await delivery.settle('ack');
    });
    await sender.publish(messageOf('1', { key: 'k', correlationId: 'c' }));
    await pass(clock, 100);
    const [sent, delivered] = recorder.journal().messages;
    expect(sent).toMatchObject({
      side: 'sent',
      sender: 'orders',
      receiver: undefined,
      outcome: 'accepted',
      atMs: 1_000,
      settledAtMs: 1_000,
      key: 'k',
    });
    expect(delivered).toMatchObject({
      side: 'delivered',
      sender: undefined,
      receiver: 'stock',
      outcome: 'acked',
      settledAtMs: 1_030,
      attempt: 1,
    });
    expect(delivered?.messageKey).toBe(sent?.messageKey);
    expect(delivered?.correlationId).toBe('c');
    await receiver.close();
  });

  it('records what the broker did not take', async () => {
    const { sender, inner, recorder } = openEventWorld();
    inner.down();
    await expect(sender.publish(messageOf('1'))).rejects.toThrow(HostError);
    expect(recorder.journal().messages).toMatchObject([{ outcome: 'unconfirmed' }]);
  });
});

describe('lose', () => {
  it('loses what is published, and tells its sender nothing', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'lose', nth: 2 }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    for (const id of ['1', '2', '3']) await sender.publish(messageOf(id));
    await pass(clock, 10);
    expect(seen).toEqual(['1', '3']);
    const sent = recorder.journal().messages.filter(({ side }) => side === 'sent');
    expect(sent.map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['accepted', undefined],
      ['accepted', 'lose'],
      ['accepted', undefined],
    ]);
  });

  it('loses what was to be delivered for good, and it is on record', async () => {
    const { clock, sender, receiver, recorder, inner } = openEventWorld({ rules: [{ fault: 'lose', at: 'delivery', nth: 1 }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    for (const id of ['1', '2']) await sender.publish(messageOf(id));
    await pass(clock, 10);
    expect(seen).toEqual(['2']);
    expect(recorder.journal().messages.filter(({ fault }) => fault === 'lose')).toMatchObject([
      { side: 'delivered', outcome: 'dropped', messageKey: '1' },
    ]);
    expect(inner.depthOf('order.created', 'stock')).toBe(0);
  });
});

describe('duplicate', () => {
  it.each(['publish', 'delivery'] as const)('gives so many copies beside the message, on %s', async (at) => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'duplicate', at, times: 2 }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    for (const id of ['1', '2']) await sender.publish(messageOf(id));
    await pass(clock, 10);
    expect(seen).toEqual(['1', '1', '1', '2', '2', '2']);
    const { messages } = recorder.journal();
    expect(messages.filter(({ side }) => side === 'sent')).toHaveLength(2);
    expect(messages.filter(({ side, outcome }) => side === 'delivered' && outcome === 'acked')).toHaveLength(6);
  });

  it('brings the copies later when it has a delay', async () => {
    const { clock, sender, receiver } = openEventWorld({ rules: [{ fault: 'duplicate', delay: '1s', nth: 1 }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    for (const id of ['1', '2']) await sender.publish(messageOf(id));
    await pass(clock, 999);
    expect(seen).toEqual(['1', '2']);
    await pass(clock, 2);
    expect(seen).toEqual(['1', '2', '1']);
  });
});

describe('reorder', () => {
  it('lets each second message overtake the one before', async () => {
    expect(await seenWith({ fault: 'reorder' }, ['1', '2', '3', '4'])).toEqual(['2', '1', '4', '3']);
  });

  it('lets as many overtake as its depth says', async () => {
    expect(await seenWith({ fault: 'reorder', depth: 3, nth: '1-4' }, ['1', '2', '3', '4', '5'])).toEqual(['2', '3', '4', '1', '5']);
  });

  it('changes the order within a key only when it says so', async () => {
    const messages = [
      messageOf('a1', { key: 'a' }),
      messageOf('b1', { key: 'b' }),
      messageOf('a2', { key: 'a' }),
      messageOf('b2', { key: 'b' }),
    ];
    expect(await seenOf({ fault: 'reorder', within: 'key' }, messages)).toEqual(['a2', 'a1', 'b2', 'b1']);
  });

  it('lets go of the last one, too', async () => {
    expect(await seenWith({ fault: 'reorder', atMost: '50ms' }, ['1', '2', '3'])).toEqual(['2', '1', '3']);
  });

  it('holds what is to be delivered as well', async () => {
    expect(await seenWith({ fault: 'reorder', at: 'delivery' }, ['1', '2', '3', '4'], 4)).toEqual(['2', '1', '4', '3']);
  });
});

describe('a delay', () => {
  it('makes the message late, and not its sender', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'delay-message', delay: '2s' }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    await sender.publish(messageOf('1'));
    expect(clock.nowMs()).toBe(1_000);
    await pass(clock, 1_999);
    expect(seen).toEqual([]);
    await pass(clock, 2);
    expect(seen).toEqual(['1']);
    expect(recorder.journal().messages[0]).toMatchObject({ outcome: 'accepted', settledAtMs: 1_000 });
  });

  it('is cut short when the broker is closed: what was taken over is not lost', async () => {
    const { sender, inner, receiver } = openEventWorld({ rules: [{ fault: 'delay-message', delay: '1h' }] });
    await receiver.subscribe(TO_ORDERS, async () => undefined);
    await sender.publish(messageOf('1'));
    expect(inner.depthOf('order.created', 'stock')).toBe(0);
    await sender.close();
    expect(inner.depthOf('order.created', 'stock')).toBe(1);
  });
});

describe('an acknowledgement that is lost', () => {
  it('brings the message again, though the receiver has done its work', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'drop-ack', delay: '1s', nth: 1 }] });
    const { seen, attempts, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    await sender.publish(messageOf('1'));
    await pass(clock, 5_000);
    expect(seen).toEqual(['1', '1']);
    expect(attempts).toEqual([1, 2]);
    const delivered = recorder.journal().messages.filter(({ side }) => side === 'delivered');
    expect(delivered.map(({ outcome, fault }) => [outcome, fault])).toEqual([
      ['acked', 'drop-ack'],
      ['acked', undefined],
    ]);
  });

  it('of the broker tells a sender that it was lost, and the message arrives', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'drop-ack', at: 'publish', nth: 1 }] });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    await expect(sender.publish(messageOf('1'))).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    await pass(clock, 10);
    expect(seen).toEqual(['1']);
    expect(recorder.journal().messages[0]).toMatchObject({ side: 'sent', outcome: 'unconfirmed', fault: 'drop-ack' });
  });
});

describe('nack and redeliver', () => {
  it('puts a message back before it is seen, and it comes again', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({ rules: [{ fault: 'nack', delay: '1s', nth: 1 }] });
    const { seen, attempts, receive } = noting();
    await receiver.subscribe({ ...TO_ORDERS, prefetchCount: 4 }, receive);
    for (const id of ['1', '2']) await sender.publish(messageOf(id));
    await pass(clock, 2_000);
    expect(seen).toEqual(['2', '1']);
    expect(attempts).toEqual([1, 2]);
    expect(recorder.journal().messages.filter(({ fault }) => fault === 'nack')).toMatchObject([{ outcome: 'requeued' }]);
  });

  it('delivers again what was acknowledged, so many times', async () => {
    const { clock, sender, receiver } = openEventWorld({ rules: [{ fault: 'redeliver', times: 2, delay: '1s', nth: 1 }] });
    const { seen, attempts, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    for (const id of ['1', '2']) await sender.publish(messageOf(id));
    await pass(clock, 5_000);
    expect(seen).toEqual(['1', '2', '1', '1']);
    expect(attempts).toEqual([1, 1, 2, 2]);
  });
});

describe('a broker that is down', () => {
  it('takes nothing and gives nothing, and gives afterwards what it had', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({
      rules: [{ fault: 'broker-down', subscriptions: 'kept', from: '1s', to: '3s' }],
    });
    const { seen, receive } = noting();
    await receiver.subscribe(TO_ORDERS, receive);
    await sender.publish(messageOf('1'));
    await pass(clock, 1_500);
    await expect(sender.publish(messageOf('2'))).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    await expect(receiver.subscribe(TO_ORDERS, receive)).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    await pass(clock, 2_000);
    await sender.publish(messageOf('3'));
    await pass(clock, 10);
    expect(seen).toEqual(['1', '3']);
    expect(recorder.journal().messages.filter(({ fault }) => fault !== undefined)).toMatchObject([
      { outcome: 'refused', fault: 'broker-down' },
    ]);
  });

  it('takes subscriptions with it, and says so', async () => {
    const { clock, sender, receiver } = openEventWorld({ rules: [{ fault: 'broker-down', from: '1s', to: '3s' }] });
    const { seen, receive } = noting();
    const subscribed = await receiver.subscribe(TO_ORDERS, receive);
    const lostAtMs = subscribed.lost?.then(() => clock.nowMs());
    await pass(clock, 2_500);
    expect(await lostAtMs).toBe(2_000);
    await pass(clock, 1_000);
    await sender.publish(messageOf('1'));
    await pass(clock, 10);
    expect(seen).toEqual([]);
    await receiver.subscribe(TO_ORDERS, receive);
    await pass(clock, 10);
    expect(seen).toEqual(['1']);
  });

  it('does not hear what is said of a delivery from before, which comes again', async () => {
    const { clock, sender, receiver, recorder } = openEventWorld({
      rules: [{ fault: 'broker-down', subscriptions: 'kept', from: '1s', to: '3s' }],
    });
    const errors: unknown[] = [];
    const attempts: number[] = [];
    await receiver.subscribe(TO_ORDERS, async (delivery) => {
      attempts.push(delivery.attempt);
      await clock.sleep(delivery.attempt === 1 ? 1_500 : 0);
      await delivery.settle('ack').catch((error: unknown) => errors.push(error));
    });
    await sender.publish(messageOf('1'));
    await pass(clock, 10_000);
    expect(errors).toMatchObject([{ code: 'E_BROKER_LOST' }]);
    expect(attempts).toEqual([1, 2]);
    const delivered = recorder.journal().messages.filter(({ side }) => side === 'delivered');
    expect(delivered.map(({ outcome }) => outcome)).toEqual(['unsettled', 'acked']);
  });
});

async function seenWith(
  rule: { readonly fault: string; readonly [key: string]: string | number },
  ids: readonly string[],
  prefetchCount = 1,
) {
  return seenOf(
    rule,
    ids.map((id) => messageOf(id)),
    prefetchCount,
  );
}

async function seenOf(
  rule: { readonly fault: string; readonly [key: string]: string | number },
  messages: readonly BrokerMessage[],
  prefetchCount = 1,
) {
  const { clock, sender, receiver } = openEventWorld({ rules: [rule] });
  const { seen, receive } = noting();
  await receiver.subscribe({ ...TO_ORDERS, prefetchCount }, receive);
  for (const message of messages) {
    await sender.publish(message);
    await pass(clock, 1);
  }
  await pass(clock, 5_000);
  await sender.close();
  return seen;
}

interface Step {
  readonly id: number;
  readonly channel: string;
  readonly key: string | undefined;
  readonly how: string;
  readonly gapMs: number;
}

async function runPlan(steps: readonly Step[], prefetchCount: number, isRecorded: boolean) {
  const clock = createManualClock(1_000);
  const recorder = createRunRecorder();
  const inner = createInProcessBroker({ clock });
  const wrap = (member: string) =>
    isRecorded ? recordedBroker(inner, { injector: undefined, recorder, clock, provider: 'orders', contract: undefined, member }) : inner;
  const log: { sent: string[]; delivered: [string, number][]; outcomes: MessageRecord['outcome'][] } = {
    sent: [],
    delivered: [],
    outcomes: [],
  };
  const [sender, receiver] = [wrap('orders'), wrap('stock')];
  const receive = async (delivery: Delivery): Promise<void> => {
    const { messageId = '' } = delivery.message;
    const index = log.delivered.push([messageId, delivery.attempt]) - 1;
    log.outcomes[index] = 'unsettled';
    const how = steps[Number(messageId.split('-')[1])]?.how;
    await clock.sleep(3);
    if (how === 'silent') return;
    if (how === 'throw-once' && delivery.attempt === 1) {
      log.outcomes[index] = 'requeued';
      throw new Error('not now');
    }
    const isAgain = how === 'requeue-once' && delivery.attempt === 1;
    log.outcomes[index] = isAgain ? 'requeued' : how === 'dead-letter' ? 'dead-lettered' : 'acked';
    await delivery.settle(isAgain ? 'requeue' : how === 'dead-letter' ? 'dead-letter' : 'ack');
  };
  const run = async (): Promise<void> => {
    for (const channel of ['order.created', 'order.paid'])
      await receiver.subscribe({ channel, group: 'stock', from: 'new', prefetchCount }, receive);
    for (const [index, { id, channel, key, gapMs }] of steps.entries()) {
      const message = messageOf(`${id}-${index}`, { channel, key });
      log.sent.push(message.messageId ?? '');
      await sender.publish(message);
      if (gapMs > 0) await clock.sleep(gapMs);
    }
    await clock.sleep(1_000);
  };
  await untilDone(clock, run());
  const records = recorder.journal().messages;
  await receiver.close();
  return { log, records };
}

/** The same broker, whose every word takes a promise of its own. */
function answeringLater(broker: Broker): Broker {
  return {
    ...broker,
    publish: async (message) => broker.publish(message),
    subscribe: (subscription, receive) =>
      broker.subscribe(subscription, ({ settle, ...delivery }) => receive({ ...delivery, settle: async (how) => settle(how) })),
  };
}

interface Treatment {
  readonly id: number;
  readonly how: 'ack' | 'requeue' | 'dead-letter' | 'throw' | 'reject' | 'twice' | 'silent';
  readonly isDown: boolean;
}

/** What is recorded of messages that a receiver treats in such ways when they come first, and acknowledges when they come again. */
async function recordsOf(steps: readonly Treatment[], through: (broker: Broker) => Broker): Promise<readonly MessageRecord[]> {
  const clock = createManualClock(1_000);
  const ground = createInProcessBroker({ clock });
  const recorder = createRunRecorder();
  const parts = { injector: undefined, recorder, clock, provider: 'orders', contract: undefined };
  const sender = recordedBroker(through(ground.connect()), { ...parts, member: 'orders' });
  const receiver = recordedBroker(through(ground.connect()), { ...parts, member: 'stock' });
  const ways = new Map<string, Treatment['how']>();
  const subscribe = (): Promise<unknown> =>
    receiver.subscribe(TO_ORDERS, ({ message, attempt, settle }) => {
      const how = attempt > 1 ? 'ack' : (ways.get(keyOf(message)) ?? 'ack');
      if (how === 'silent') return;
      if (how === 'throw') throw new Error('not now');
      if (how === 'reject') return Promise.reject(new Error('not now'));
      return how === 'twice' ? settle('ack').then(() => settle('requeue')) : settle(how);
    });
  await subscribe();
  for (const [index, { id, how, isDown }] of steps.entries()) {
    const message = messageOf(`${id}-${index}`);
    ways.set(keyOf(message), how);
    if (isDown) ground.down();
    await sender.publish(message).catch(() => undefined);
    if (isDown) ground.up();
    if (isDown) await subscribe();
    await pass(clock, 10);
  }
  await receiver.close();
  return recorder.journal().messages;
}

function keyOf({ messageId }: BrokerMessage): string {
  return messageId ?? '';
}
