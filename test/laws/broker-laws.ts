import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Broker, BrokerGuarantees, BrokerMessage, Delivery, Subscription } from '../../src/broker/broker.js';

/** A broker that the laws may connect to, as often as they like, and take down. */
export interface BrokerUnderTest {
  /** One more connection of a program of its own. */
  connect(): Promise<Broker>;
  /** Everybody loses it, without warning. */
  down(): Promise<void>;
  /** It is there again, at the same address. */
  up(): Promise<void>;
  close(): Promise<void>;
}

export interface BrokerLawOptions {
  /** What the adapter is to promise; just this is tested. */
  readonly guarantees: BrokerGuarantees;
  /** Why it cannot be tested here; the suite is skipped and says so. */
  readonly unavailable?: string | undefined;
  /** Names of channels it can say beside plain ones. Default: all of {@link HARD_CHANNELS}. */
  readonly channels?: readonly string[];
  /** Default 1 MiB. */
  readonly largePayloadBytes?: number;
  /** Default 1,000; fewer where each waits for an answer of its own. */
  readonly messageCount?: number;
  /** Its subscriptions can tell when they have caught up. Default false. */
  readonly catchesUp?: boolean;
  /** Runs of the law against a model. Default 5. */
  readonly modelRunCount?: number;
  /** How long to watch for what must not come. Default 100 ms. */
  readonly silenceMs?: number;
}

/** What event contracts have as addresses, and what protocols have as syntax. */
export const HARD_CHANNELS: readonly string[] = [
  'events:payment:payment.created',
  'orders/17/status',
  'plans{a}.b',
  'größe.中文.😀',
  'with space',
  'a*b#c+d>e$f?g%h&i',
];

/**
 * The one suite of all brokers. Each law runs in channels of its own, so that nothing of one run meets another.
 *
 * @param name - of the adapter, as the suite's title
 * @param open - starts the broker; called once
 * @param options - what it promises
 */
export function brokerLaws(name: string, open: () => Promise<BrokerUnderTest>, options: BrokerLawOptions): void {
  const { guarantees, unavailable, messageCount = 1_000, silenceMs = 100 } = options;
  const { delivery, settles, groups, keepsForAbsent } = guarantees;
  const isSure = delivery === 'at-least-once';
  if (unavailable !== undefined) console.info(`skipped: the laws of ${name}: ${unavailable}`);

  describe.skipIf(unavailable !== undefined)(`the laws of brokers, for ${name}`, { timeout: SERVER_TIMEOUT_MS }, () => {
    let server: BrokerUnderTest;
    let channelCount = 0;
    const brokers: Broker[] = [];
    beforeAll(async () => {
      server = await open();
    }, SERVER_TIMEOUT_MS);
    afterAll(async () => {
      await Promise.all(brokers.map((broker) => broker.close()));
      await server?.close();
    }, SERVER_TIMEOUT_MS);
    const connect = async (): Promise<Broker> => {
      const broker = await server.connect();
      brokers.push(broker);
      return broker;
    };
    /** Without a key there is an order only where the whole channel has one. */
    const asPromised = (texts: readonly string[]): readonly string[] => (guarantees.order === 'channel' ? texts : [...texts].sort());
    const freshChannel = (stem = 'law'): string => {
      channelCount += 1;
      return `${stem}.${channelCount}`;
    };

    it('says its kind and what it promises', async () => {
      const broker = await connect();
      expect(broker.guarantees).toEqual(guarantees);
    });

    it('delivers what is published once it is subscribed to, once, whole', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel });
      const sent = message(channel, 'whole', {
        key: 'key-1',
        headers: [
          ['ce-id', '4711'],
          ['x-tenant', 'acme, inc; "a"'],
        ],
        contentType: 'application/json; charset=utf-8',
        messageId: 'id-1',
        correlationId: 'correlation-1',
        replyTo: 'answers.here',
      });
      await sender.publish(sent);
      const [first] = await seen.wait(1);
      expect(first?.attempt).toBe(1);
      expect(textOf(first)).toBe('whole');
      expect(first?.message.channel).toBe(channel);
      if (guarantees.headers) {
        expect(first?.message.headers).toEqual(sent.headers);
        const { contentType, messageId, correlationId, replyTo } = sent;
        expect(first?.message).toMatchObject({ contentType, messageId, correlationId, replyTo });
      }
      if (guarantees.keys) expect(first?.message.key).toBe('key-1');
      await delay(silenceMs);
      expect(seen.deliveries).toHaveLength(1);
    });

    it('leaves out what was not said', async () => {
      const broker = await connect();
      const channel = freshChannel();
      const seen = await listen(broker, { channel });
      await broker.publish(message(channel, 'bare'));
      const [first] = await seen.wait(1);
      const { key, correlationId, replyTo, headers } = first?.message ?? {};
      expect({ key, correlationId, replyTo, headers }).toEqual({
        key: undefined,
        correlationId: undefined,
        replyTo: undefined,
        headers: [],
      });
    });

    it.each([
      ['nothing', new Uint8Array(0)],
      ['every byte', Uint8Array.from({ length: 512 }, (_, index) => index % 256)],
      [
        'a large payload',
        Uint8Array.from({ length: options.largePayloadBytes ?? 1_048_576 }, (_, index) => (index * 31 + (index >> 8)) % 256),
      ],
    ])('carries %s as it is', async (_what, payload) => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel });
      await sender.publish({ ...message(channel, ''), payload });
      const [first] = await seen.wait(1);
      expect(first?.message.payload.byteLength).toBe(payload.byteLength);
      expect(Buffer.compare(first?.message.payload ?? new Uint8Array(1), payload)).toBe(0);
    });

    it.each(options.channels ?? HARD_CHANNELS)('delivers on the channel %s, and to nobody else', async (stem) => {
      const broker = await connect();
      const [channel, other] = [freshChannel(stem), freshChannel(stem)];
      const seen = await listen(broker, { channel });
      await broker.publish(message(other, 'to another'));
      await broker.publish(message(channel, 'here'));
      const [first] = await seen.wait(1);
      expect([first?.message.channel, textOf(first)]).toEqual([channel, 'here']);
      expect(seen.deliveries).toHaveLength(1);
    });

    it(`delivers ${messageCount} messages, in the order they were sent where it promises one`, async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel, prefetchCount: 16 });
      const texts = Array.from({ length: messageCount }, (_, index) => String(index));
      const keyOf = (index: number): string => `key-${index % 3}`;
      for (const [index, text] of texts.entries())
        await sender.publish(message(channel, text, guarantees.keys ? { key: keyOf(index) } : {}));
      const got = (await seen.wait(messageCount)).map(textOf);
      expect([...got].sort()).toEqual([...texts].sort());
      if (guarantees.order === 'channel') expect(got).toEqual(texts);
      if (guarantees.order === 'key' && guarantees.keys)
        for (const turn of [0, 1, 2]) {
          const ofKey = got.filter((text) => Number(text) % 3 === turn);
          expect(ofKey).toEqual(texts.filter((text) => Number(text) % 3 === turn));
        }
    });

    lawIf(options.catchesUp === true)('has handed over all that the broker had taken once it says that it has caught up', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      let count = 0;
      const subscribed = await receiver.subscribe({ channel, group: undefined, from: 'new', prefetchCount: 1 }, async ({ settle }) => {
        count += 1;
        await settle('ack');
      });
      for (const sentCount of [0, 1, 2, 50]) {
        count = 0;
        // Published at once, so that some still wait for their turn when it is asked.
        await Promise.all(Array.from({ length: sentCount }, (_, index) => sender.publish(message(channel, String(index)))));
        await subscribed.caughtUp?.();
        expect(count).toBe(sentCount);
      }
      await subscribed.stop();
    });

    it('delivers to all listeners', async () => {
      const [sender, first, second] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const all = [await listen(first, { channel }), await listen(second, { channel })];
      for (const text of ['a', 'b', 'c']) await sender.publish(message(channel, text));
      for (const seen of all) expect(asPromised((await seen.wait(3)).map(textOf))).toEqual(['a', 'b', 'c']);
    });

    it('hands over nothing after a subscription was stopped', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const [stopped, running] = [await listen(receiver, { channel }), await listen(receiver, { channel })];
      await sender.publish(message(channel, 'both'));
      await Promise.all([stopped.wait(1), running.wait(1)]);
      await stopped.stop();
      await stopped.stop();
      await sender.publish(message(channel, 'one'));
      expect((await running.wait(2)).map(textOf)).toEqual(['both', 'one']);
      expect(stopped.deliveries).toHaveLength(1);
    });

    it('goes on for others when one connection is closed, and is closed twice without harm', async () => {
      const [sender, leaving, staying] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const [left, stayed] = [await listen(leaving, { channel }), await listen(staying, { channel })];
      await leaving.close();
      await leaving.close();
      await sender.publish(message(channel, 'after'));
      expect((await stayed.wait(1)).map(textOf)).toEqual(['after']);
      expect(left.deliveries).toEqual([]);
      await expect(leaving.publish(message(channel, 'closed'))).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
    });

    lawIf(groups)('shares messages within a group, each group gets all', async () => {
      const [sender, first, second, third] = [await connect(), await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const shared = [await listen(first, { channel, group: 'one' }), await listen(second, { channel, group: 'one' })];
      const alone = await listen(third, { channel, group: 'two' });
      const texts = Array.from({ length: 30 }, (_, index) => String(index));
      for (const [index, text] of texts.entries()) await sender.publish(message(channel, text, { key: `key-${index}` }));
      expect([...(await alone.wait(30)).map(textOf)].sort()).toEqual([...texts].sort());
      await until(() => shared.reduce((sum, seen) => sum + seen.deliveries.length, 0) >= 30);
      await delay(silenceMs);
      const got = shared.flatMap((seen) => seen.deliveries.map(textOf));
      expect([...got].sort()).toEqual([...texts].sort());
    });

    lawIf(keepsForAbsent)('keeps for a known group what is sent while it is away', async () => {
      const [sender, before, after] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const known = await listen(before, { channel, group: 'known' });
      await sender.publish(message(channel, 'first'));
      await known.wait(1);
      await before.close();
      for (const text of ['second', 'third']) await sender.publish(message(channel, text));
      const back = await listen(after, { channel, group: 'known' });
      expect(asPromised((await back.wait(2)).map(textOf))).toEqual(['second', 'third']);
      await delay(silenceMs);
      expect(back.deliveries).toHaveLength(2);
    });

    lawIf(settles)('hands over no more at once than may be unsettled', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel, group: 'slow', prefetchCount: 3, settle: 'by hand' });
      for (let index = 0; index < 10; index += 1) await sender.publish(message(channel, String(index)));
      const settled = new Set<Delivery>();
      for (let round = 0; settled.size < 10; round += 1) {
        await until(() => seen.deliveries.length > settled.size);
        if (round < 2) await delay(silenceMs);
        expect(seen.deliveries.length - settled.size).toBeLessThanOrEqual(3);
        const next = seen.deliveries.find((one) => !settled.has(one));
        if (next === undefined) throw new Error('nothing came');
        settled.add(next);
        await next.settle('ack');
      }
      expect(seen.deliveries.map(textOf)).toHaveLength(10);
    });

    lawIf(settles && keepsForAbsent)('does not deliver again what was acknowledged', async () => {
      const [sender, before, after] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const known = await listen(before, { channel, group: 'known' });
      for (const text of ['a', 'b']) await sender.publish(message(channel, text));
      await known.wait(2);
      await known.settledAll();
      await before.close();
      const back = await listen(after, { channel, group: 'known' });
      await sender.publish(message(channel, 'c'));
      expect((await back.wait(1)).map(textOf)).toEqual(['c']);
    });

    lawIf(settles)('delivers again what was sent back, counted, before or after the others', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel, group: 'again', settle: ({ attempt }) => (attempt === 1 ? 'requeue' : 'ack') });
      await sender.publish(message(channel, 'back'));
      const [first, second] = await seen.wait(2);
      expect([textOf(first), first?.attempt, textOf(second)]).toEqual(['back', 1, 'back']);
      expect(second?.attempt).toBeGreaterThanOrEqual(2);
      await sender.publish(message(channel, 'next'));
      await until(() => seen.deliveries.some((one) => textOf(one) === 'next' && one.attempt >= 2));
    });

    lawIf(settles)('takes an error of the receiver for a rejection', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const attempts: number[] = [];
      await receiver.subscribe({ channel, group: 'throwing', from: 'new', prefetchCount: 1 }, async (one) => {
        attempts.push(one.attempt);
        if (attempts.length === 1) throw new Error('the receiver failed');
        await one.settle('ack');
      });
      await sender.publish(message(channel, 'again'));
      await until(() => attempts.length === 2);
      expect(attempts[1]).toBeGreaterThanOrEqual(2);
    });

    lawIf(settles)('hears only the first word on what became of a message', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(receiver, { channel, group: 'once', settle: 'by hand' });
      await sender.publish(message(channel, 'once'));
      const [first] = await seen.wait(1);
      await first?.settle('ack');
      await first?.settle('requeue');
      await delay(silenceMs);
      expect(seen.deliveries).toHaveLength(1);
    });

    lawIf(settles && isSure)('delivers to the next of a group what one that is gone has not settled', async () => {
      const [sender, dying, heir] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      const seen = await listen(dying, { channel, group: 'heirs', prefetchCount: 4, settle: 'by hand' });
      for (const text of ['a', 'b']) await sender.publish(message(channel, text));
      await seen.wait(1);
      await dying.close();
      const inherited = await listen(heir, { channel, group: 'heirs' });
      const got = (await inherited.wait(2)).map(textOf);
      expect(asPromised(got)).toEqual(['a', 'b']);
      const again = inherited.deliveries.find((one) => textOf(one) === textOf(seen.deliveries[0]));
      expect(again?.attempt).toBeGreaterThanOrEqual(2);
    });

    lawIf(settles && isSure && groups)('delivers to another of a group what one that stops has not settled', async () => {
      const [sender, first, second] = [await connect(), await connect(), await connect()];
      const channel = freshChannel();
      // Room for all: where a part of the channel is bound to one of the group, nobody else gets what that one has no room for.
      const held = await listen(first, { channel, group: 'shared', prefetchCount: 20, settle: 'by hand' });
      const other = await listen(second, { channel, group: 'shared', prefetchCount: 10 });
      const texts = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, '0'));
      for (const [index, text] of texts.entries()) await sender.publish(message(channel, text, { key: `key-${index}` }));
      await until(() => held.deliveries.length + other.deliveries.length >= 20);
      await held.stop();
      const got = async (): Promise<readonly string[]> => [...new Set(other.deliveries.map(textOf))].sort();
      await until(async () => (await got()).length === 20);
      expect(await got()).toEqual(texts);
    });

    lawIf(guarantees.deadLetters)('puts aside what is not wanted, and goes on', async () => {
      const [sender, receiver] = [await connect(), await connect()];
      const channel = freshChannel();
      const aside = await listen(receiver, { channel: `${channel}.dead-letter`, group: 'undertaker' });
      const seen = await listen(receiver, { channel, group: 'picky', settle: (one) => (textOf(one) === 'poison' ? 'dead-letter' : 'ack') });
      // Of one key, so that they come in the order in which they were sent wherever any order is promised.
      for (const text of ['poison', 'good']) await sender.publish(message(channel, text, { key: 'one' }));
      await until(() => seen.deliveries.some((one) => textOf(one) === 'good'));
      const [dead] = await aside.wait(1);
      expect(textOf(dead)).toBe('poison');
      await delay(silenceMs);
      expect(seen.deliveries.map(textOf)).toEqual(['poison', 'good']);
    });

    lawIf(settles && isSure)('owes a group what a naive model says it is owed, whatever is sent, settled, and lost', async () => {
      const turn = fc.oneof(
        { weight: 3, arbitrary: fc.constant({ kind: 'publish' } as const) },
        { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), how: fc.constantFrom(...HOWS), nth: fc.nat(3) }) },
        { weight: 1, arbitrary: fc.constant({ kind: 'rejoin' } as const) },
      );
      const sender = await connect();
      await fc.assert(
        fc.asyncProperty(fc.array(turn, { maxLength: 12 }), async (turns) => {
          const channel = freshChannel();
          const owed = new Set<string>();
          const notOwed: string[] = [];
          let held: Delivery[] = [];
          let sentCount = 0;
          const join = async (): Promise<Broker> => {
            const member = await server.connect();
            const receive = (delivery: Delivery): void => {
              if (!owed.has(textOf(delivery))) notOwed.push(textOf(delivery));
              held.push(delivery);
            };
            await member.subscribe({ channel, group: 'model', from: 'new', prefetchCount: 4 }, receive);
            return member;
          };
          const settle = async (how: 'ack' | 'requeue' | 'dead-letter', nth: number): Promise<void> => {
            await until(() => held.length > 0);
            const [delivery] = held.splice(nth % held.length, 1);
            // Before the broker hears it: from then on it is not owed, and what is sent back may be there again at once.
            if (how !== 'requeue') owed.delete(textOf(delivery));
            await delivery?.settle(how);
          };
          let member = await join();
          try {
            for (const one of turns) {
              if (one.kind === 'publish') {
                sentCount += 1;
                owed.add(String(sentCount));
                await sender.publish(message(channel, String(sentCount), { key: `key-${sentCount % 2}` }));
              } else if (one.kind === 'settle' && owed.size > 0) await settle(one.how, one.nth);
              else if (one.kind === 'rejoin') {
                await member.close();
                held = [];
                member = await join();
              }
            }
            while (owed.size > 0) await settle('ack', 0);
            expect({ held: held.map(textOf), notOwed }).toEqual({ held: [], notOwed: [] });
          } finally {
            await member.close();
          }
        }),
        { seed: 11, numRuns: options.modelRunCount ?? 5, endOnFailure: true },
      );
    });

    it('says that a broker is away', async () => {
      const sender = await connect();
      const channel = freshChannel();
      await sender.publish(message(channel, 'there'));
      await server.down();
      try {
        await expect(sender.publish(message(channel, 'away'))).rejects.toMatchObject({ code: 'E_BROKER_LOST' });
      } finally {
        await server.up();
      }
      const back = await connect();
      const seen = await listen(back, { channel });
      await until(async () => {
        await sender.publish(message(channel, 'back')).catch(() => undefined);
        return seen.deliveries.length > 0;
      });
    });

    lawIf(guarantees.survivesRestart)('still has after a restart what it had confirmed', async () => {
      const [sender, before] = [await connect(), await connect()];
      const channel = freshChannel();
      const known = await listen(before, { channel, group: 'known' });
      await sender.publish(message(channel, 'seen'));
      await known.wait(1);
      await known.settledAll();
      await before.close();
      const texts = Array.from({ length: 20 }, (_, index) => String(index));
      for (const text of texts) await sender.publish(message(channel, text));
      await server.down();
      await server.up();
      const back = await listen(await connect(), { channel, group: 'known' });
      await until(() => texts.every((text) => back.deliveries.some((one) => textOf(one) === text)));
    });
  });
}

/** Servers that take seconds to start take minutes on a machine that is busy. */
const SERVER_TIMEOUT_MS = 180_000;
const HOWS = ['ack', 'ack', 'requeue', 'dead-letter'] as const;

/** A law of those that promise it; of the others it is no test at all, rather than one that is skipped. */
function lawIf(isPromised: boolean): (title: string, law: () => Promise<void>) => void {
  return isPromised ? (title, law) => void it(title, law) : () => undefined;
}

/** A message of a text with nothing else said. */
export function message(channel: string, text: string, rest: Partial<BrokerMessage> = {}): BrokerMessage {
  return {
    channel,
    key: undefined,
    headers: [],
    payload: new TextEncoder().encode(text),
    contentType: undefined,
    messageId: undefined,
    correlationId: undefined,
    replyTo: undefined,
    ...rest,
  };
}

/** The payload as text. */
export function textOf(delivery: Delivery | undefined): string {
  return delivery === undefined ? 'nothing' : new TextDecoder().decode(delivery.message.payload);
}

interface Listening extends Partial<Subscription> {
  readonly channel: string;
  /** Default `ack`. */
  readonly settle?: 'ack' | 'by hand' | ((delivery: Delivery) => 'ack' | 'requeue' | 'dead-letter');
}

interface Heard {
  readonly deliveries: readonly Delivery[];
  /** The first so many; throws when they do not come. */
  wait(count: number): Promise<readonly Delivery[]>;
  /** All that was handed over was also heard by the broker. */
  settledAll(): Promise<void>;
  stop(): Promise<void>;
}

/** Subscribes and keeps what comes. */
export async function listen(broker: Broker, listening: Listening): Promise<Heard> {
  const { channel, group, from = 'new', prefetchCount = 1, settle = 'ack' } = listening;
  const deliveries: Delivery[] = [];
  let settling: Promise<void> = Promise.resolve();
  const subscribed = await broker.subscribe({ channel, group, from, prefetchCount }, async (delivery) => {
    deliveries.push(delivery);
    if (settle === 'by hand') return;
    const settled = delivery.settle(settle === 'ack' ? 'ack' : settle(delivery));
    settling = Promise.allSettled([settling, settled]).then(() => undefined);
    await settled;
  });
  return {
    deliveries,
    wait: async (count) => {
      await until(() => deliveries.length >= count);
      return deliveries.slice(0, count);
    },
    settledAll: async () => {
      await delay(0);
      await settling;
    },
    stop: () => subscribed.stop(),
  };
}

/** Waits for what must come in the end; a machine may be slow. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const untilMs = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > untilMs) throw new Error('it has not come about');
    await delay(5);
  }
}

const PATIENCE_MS = 20_000;
