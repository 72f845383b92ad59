import type { Redis } from 'ioredis';
import type { Clock } from '../base/clock.js';
import type { Random } from '../base/random.js';
import type { Delivery, Subscribed, Subscription } from './broker.js';
import { handOver } from './hand-over.js';
import { createRedisGroup, type StreamEntry } from './redis-group.js';
import type { RedisLink } from './redis-link.js';
import { messageFromFields } from './redis-stream-entry.js';

export interface StreamParts {
  readonly link: RedisLink;
  /** For all but reading, which blocks. */
  readonly commands: Redis;
  /** After so long without a sign of life a member's messages go to another. */
  readonly idleMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * One member of a consumer group: reads as many entries as it may hold, takes over what others left, and keeps its own from being taken.
 *
 * @param subscription - a listener becomes a group of its own, which ends with it
 * @param receive - told of each delivery
 * @param parts - connections and time
 */
export async function subscribeToStream(
  { channel, group, from, prefetchCount }: Subscription,
  receive: (delivery: Delivery) => void | Promise<void>,
  parts: StreamParts,
): Promise<Subscribed> {
  const { link, clock, idleMs } = parts;
  const member = `mortise-${Math.floor(parts.random.next() * 2 ** 48).toString(36)}`;
  const consumers = createRedisGroup({ ...parts, channel, group: group ?? member, member });
  await consumers.create(from === 'new' ? '$' : '0');
  const reader = await link.connect();
  const open = new Map<string, { isLost: boolean }>();
  /** Settled in words that Redis may not have heard. */
  const unheard = new Set<string>();
  const ended = new AbortController();
  let wake = (): void => undefined;
  let isClaimDue = true;
  let claimedAtMs = clock.nowMs();

  const settleOf =
    (id: string, entry: StreamEntry, held: { isLost: boolean }): Delivery['settle'] =>
    async (how) => {
      if (held.isLost) throw link.errors.lost('the subscription ended before it was settled');
      if (open.get(id) !== held) return;
      held.isLost = ended.signal.aborted;
      try {
        if (how === 'ack') await consumers.ack(id);
        else if (how === 'requeue') await consumers.giveUp([id]);
        else await consumers.putAside(entry);
      } catch (error) {
        unheard.add(id);
        throw error;
      } finally {
        if (open.get(id) === held) open.delete(id);
        isClaimDue ||= how === 'requeue';
        wake();
      }
    };

  const hand = (entry: StreamEntry, attempt: number): void => {
    if (open.has(entry.id)) return;
    const held = { isLost: false };
    open.set(entry.id, held);
    void handOver({ message: messageFromFields(entry.fields, channel), attempt, settle: once(settleOf(entry.id, entry, held)) }, receive);
  };

  const takeOver = async (freeCount: number): Promise<void> => {
    claimedAtMs = clock.nowMs();
    if (unheard.size > 0) {
      await consumers.giveUp([...unheard]);
      unheard.clear();
    }
    const { entries, isMore } = await consumers.takeOver(freeCount);
    isClaimDue = isMore;
    for (const { entry, attempt } of entries) if (!ended.signal.aborted) hand(entry, attempt);
  };

  const turn = async (): Promise<void> => {
    const freeCount = prefetchCount - open.size;
    if (freeCount <= 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        // What was settled meanwhile, and the end, must not be missed.
        if (open.size < prefetchCount || ended.signal.aborted) resolve();
      });
    } else if (isClaimDue || clock.nowMs() - claimedAtMs >= CLAIM_EACH_MS) await takeOver(freeCount);
    else for (const entry of await consumers.read(reader, freeCount, BLOCK_MS)) if (!ended.signal.aborted) hand(entry, 1);
  };

  const read = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      try {
        await turn();
      } catch {
        // Redis is away, or was emptied: the connections come back by themselves, the group by this.
        await clock.sleep(RETRY_MS, ended.signal);
        if (!ended.signal.aborted) await consumers.create('0').catch(() => undefined);
        isClaimDue = true;
      }
    }
  };

  const keepAlive = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await clock.sleep(idleMs / 3, ended.signal);
      // When Redis is away there is nobody who could take them.
      if (open.size > 0 && !ended.signal.aborted) await consumers.keep([...open.keys()]).catch(() => undefined);
    }
  };

  const running = Promise.all([read(), keepAlive()]);
  const end = async (): Promise<void> => {
    ended.abort();
    wake();
    await running;
    reader.disconnect();
    for (const held of open.values()) held.isLost = true;
    open.clear();
    // When Redis is away, others take over after the time for that.
    await (group === undefined ? consumers.destroy() : consumers.leave()).catch(() => undefined);
  };
  let ending: Promise<void> | undefined;
  return {
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
}

/** Later calls do nothing. */
function once(settle: Delivery['settle']): Delivery['settle'] {
  let isSettled = false;
  return async (how) => {
    if (isSettled) return;
    isSettled = true;
    await settle(how);
  };
}

/** How long it may take until what another gave up, or we, is seen. */
const CLAIM_EACH_MS = 100;
const BLOCK_MS = 100;
const RETRY_MS = 50;
