import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/broker/broker.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';
import { brokerLaws, listen, message, textOf, until } from '../laws/broker-laws.js';

for (const order of ['channel', 'key'] as const)
  brokerLaws(
    `the broker in process, order by ${order}`,
    async () => {
      // More attempts than the laws ever ask for: what is given up is tested below.
      const broker = createInProcessBroker({ clock: machineClock, order, maxAttemptCount: 1_000 });
      return {
        connect: async () => broker.connect(),
        down: async () => broker.down(),
        up: async () => broker.up(),
        close: () => broker.close(),
      };
    },
    {
      guarantees: {
        delivery: 'at-least-once',
        order,
        keepsForAbsent: true,
        settles: true,
        deadLetters: true,
        groups: true,
        headers: true,
        keys: true,
        survivesRestart: true,
      },
      silenceMs: 10,
      modelRunCount: 100,
    },
  );

describe('the broker in process', () => {
  const clock = createManualClock(1_000);
  const subscription = { channel: 'c', group: 'g', from: 'new', prefetchCount: 1 } as const;

  it('puts a message aside that was handed over as often as it may be, and says so', async () => {
    const broker = createInProcessBroker({ clock, maxAttemptCount: 3 });
    const aside = await listen(broker, { channel: 'c.dead-letter' });
    const seen = await listen(broker, { channel: 'c', group: 'g', settle: () => 'requeue' });
    await broker.publish(message('c', 'poison', { headers: [['x', '1']] }));
    const [dead] = await aside.wait(1);
    expect(seen.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(dead?.message).toMatchObject({
      channel: 'c.dead-letter',
      headers: [
        ['x', '1'],
        ['dead-letter-channel', 'c'],
        ['dead-letter-reason', 'attempts'],
        ['dead-letter-attempts', '3'],
        ['dead-letter-group', 'g'],
      ],
    });
    expect(broker.deadLetters('c')).toMatchObject([{ group: 'g', reason: 'attempts', attemptCount: 3, atMs: 1_000 }]);
    expect(broker.depthOf('c', 'g')).toBe(0);
    await broker.close();
  });

  it('drops what is put aside of a channel of dead letters', async () => {
    const broker = createInProcessBroker({ clock });
    const aside = await listen(broker, { channel: 'c.dead-letter', group: 'undertaker', settle: () => 'dead-letter' });
    await listen(broker, { channel: 'c', group: 'g', settle: () => 'dead-letter' });
    await broker.publish(message('c', 'poison'));
    await aside.wait(1);
    expect(broker.deadLetters('c.dead-letter')).toEqual([]);
    expect(broker.depthOf('c.dead-letter', 'undertaker')).toBe(0);
    await broker.close();
  });

  it('gives a message back to its place when it was sent back', async () => {
    const broker = createInProcessBroker({ clock });
    const seen = await listen(broker, { channel: 'c', group: 'g', settle: ({ attempt }) => (attempt === 1 ? 'requeue' : 'ack') });
    for (const text of ['a', 'b']) await broker.publish(message('c', text));
    expect((await seen.wait(4)).map(textOf)).toEqual(['a', 'a', 'b', 'b']);
    await broker.close();
  });

  it('hands over the messages of a key one after the other, whoever receives, when it is asked to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('x', 'y', undefined), { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        async (keys, choices) => {
          const broker = createInProcessBroker({ clock, order: 'key' });
          const held: Delivery[] = [];
          const seen: string[] = [];
          const receive = (delivery: Delivery): void => {
            const { key } = delivery.message;
            if (key !== undefined) expect(held.map((one) => one.message.key)).not.toContain(key);
            held.push(delivery);
            seen.push(textOf(delivery));
          };
          for (let member = 0; member < 3; member += 1) await broker.subscribe({ ...subscription, prefetchCount: 2 }, receive);
          for (const [index, key] of keys.entries()) await broker.publish(message('c', String(index), { key }));
          while (broker.depthOf('c', 'g') > 0) {
            await until(() => held.length > 0);
            const [next] = held.splice((choices.next().value ?? 0) % held.length, 1);
            await next?.settle('ack');
            await Promise.resolve();
          }
          for (const wanted of ['x', 'y']) {
            const ofKey = seen.map(Number).filter((index) => keys[index] === wanted);
            expect(ofKey).toEqual([...ofKey].sort((left, right) => left - right));
          }
          expect(seen).toHaveLength(keys.length);
          await broker.close();
        },
      ),
      { seed: 3, numRuns: 50 },
    );
  });

  it('refuses what is sent to a full queue, by count and by bytes, and takes it once there is room', async () => {
    for (const bound of [{ maxKeptCount: 2 }, { maxKeptBytes: 500 }]) {
      const broker = createInProcessBroker({ clock, ...bound });
      await (await broker.subscribe(subscription, () => undefined)).stop();
      await broker.publish(message('c', '1'));
      await broker.publish(message('c', '2'));
      await expect(broker.publish(message('c', '3'))).rejects.toMatchObject({ code: 'E_BROKER_REFUSED' });
      await broker.publish(message('other', '3'));
      const seen = await listen(broker, { channel: 'c', group: 'g' });
      await seen.wait(2);
      await seen.settledAll();
      await broker.publish(message('c', '3'));
      expect((await seen.wait(3)).map(textOf)).toEqual(['1', '2', '3']);
      await broker.close();
    }
  });

  it('begins with what it remembers for whoever asks for the earliest, and a known group goes on where it was', async () => {
    const broker = createInProcessBroker({ clock });
    for (const text of ['a', 'b']) await broker.publish(message('c', text));
    const [late, listener] = [
      await listen(broker, { channel: 'c', group: 'g', from: 'earliest' }),
      await listen(broker, { channel: 'c', from: 'earliest' }),
    ];
    expect((await late.wait(2)).map(textOf)).toEqual(['a', 'b']);
    expect((await listener.wait(2)).map(textOf)).toEqual(['a', 'b']);
    await late.stop();
    const again = await listen(broker, { channel: 'c', group: 'g', from: 'earliest' });
    await broker.publish(message('c', 'c'));
    expect((await again.wait(1)).map(textOf)).toEqual(['c']);
    await broker.close();
  });

  it('remembers as many as it is told to, the last ones', async () => {
    for (const [rememberedCount, expected] of [
      [0, ['d']],
      [2, ['b', 'c', 'd']],
    ] as const) {
      const broker = createInProcessBroker({ clock, rememberedCount });
      for (const text of ['a', 'b', 'c']) await broker.publish(message('c', text));
      const late = await listen(broker, { channel: 'c', from: 'earliest' });
      await broker.publish(message('c', 'd'));
      expect((await late.wait(expected.length)).map(textOf)).toEqual(expected);
      await broker.close();
    }
  });

  it('cuts every connection when it goes down, and tells each subscription', async () => {
    const broker = createInProcessBroker({ clock });
    const held: Delivery[] = [];
    const subscribed = await broker.connect().subscribe(subscription, (delivery) => void held.push(delivery));
    await broker.publish(message('c', 'held'));
    await until(() => held.length === 1);
    broker.down();
    await subscribed.lost;
    await expect(held[0]?.settle('ack')).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    await expect(broker.subscribe(subscription, () => undefined)).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    broker.up();
    const seen = await listen(broker, { channel: 'c', group: 'g' });
    expect((await seen.wait(1)).map(({ attempt }) => attempt)).toEqual([2]);
    await broker.close();
  });

  it('forgets a group when it is told to', async () => {
    const broker = createInProcessBroker({ clock, maxKeptCount: 1 });
    await (await broker.subscribe(subscription, () => undefined)).stop();
    await broker.publish(message('c', 'owed'));
    broker.forget('c', 'g');
    broker.forget('c', 'unknown');
    await broker.publish(message('c', 'to nobody'));
    expect(broker.depthOf('c', 'g')).toBe(0);
    await broker.close();
  });
});
