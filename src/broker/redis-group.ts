import { Buffer } from 'node:buffer';
import type { Redis } from 'ioredis';
import type { RedisLink } from './redis-link.js';
import { messageFromFields } from './redis-stream-entry.js';
import { fieldsFromMessage } from './redis-stream-entry.js';

/** The commands of one member of a consumer group. */
export interface RedisGroup {
  /** @param from - `$` or `0`; a group that is there already stays as it is */
  create(from: '$' | '0'): Promise<void>;
  /** Entries that nobody of the group has had, once there are some or the time is over. */
  read(reader: Redis, count: number, blockMs: number): Promise<readonly StreamEntry[]>;
  /** What was given up, or held by somebody without a sign of life: now held by this member. */
  takeOver(
    count: number,
  ): Promise<{ readonly entries: readonly { readonly entry: StreamEntry; readonly attempt: number }[]; readonly isMore: boolean }>;
  ack(id: string): Promise<void>;
  /** Anybody may take them at once. */
  giveUp(ids: readonly string[]): Promise<void>;
  /** A sign of life for what this member holds. */
  keep(ids: readonly string[]): Promise<void>;
  /** To the stream of dead letters, and acknowledged, both or neither. */
  putAside(entry: StreamEntry): Promise<void>;
  /** Gives up all that the member holds, also what was on its way to it. */
  leave(): Promise<void>;
  /** Ends the group. */
  destroy(): Promise<void>;
}

export interface StreamEntry {
  readonly id: string;
  /** Names and values in turn. */
  readonly fields: readonly Buffer[];
}

export interface RedisGroupParts {
  readonly link: RedisLink;
  readonly commands: Redis;
  readonly channel: string;
  readonly group: string;
  readonly member: string;
  readonly idleMs: number;
}

/**
 * The member of a group of a stream.
 *
 * @param parts - connections and names
 * @see https://redis.io/docs/latest/commands/xautoclaim/
 */
export function createRedisGroup({ link, commands, channel, group, member, idleMs }: RedisGroupParts): RedisGroup {
  let cursor = '0-0';
  const call = (...command: readonly [string, ...(string | Buffer)[]]): Promise<unknown> =>
    link.asked(channel, commands.callBuffer(...command));

  const create = async (from: '$' | '0'): Promise<void> => {
    try {
      await commands.call('XGROUP', 'CREATE', channel, group, from, 'MKSTREAM');
    } catch (error) {
      if (!String(error).includes('BUSYGROUP')) await link.asked(channel, Promise.reject(error));
    }
  };

  const read = async (reader: Redis, count: number, blockMs: number): Promise<readonly StreamEntry[]> => {
    const names = ['GROUP', group, member, 'COUNT', String(count), 'BLOCK', String(blockMs), 'STREAMS', channel, '>'];
    const answer = await link.asked(channel, reader.callBuffer('XREADGROUP', ...names));
    const [stream] = listOf(answer);
    return listOf(listOf(stream)[1]).flatMap(entryOf);
  };

  const attemptOf = async (id: string): Promise<number> => {
    const [pending] = listOf(await call('XPENDING', channel, group, id, id, '1'));
    return Math.max(2, Number(listOf(pending)[3] ?? 2));
  };

  const takeOver: RedisGroup['takeOver'] = async (count) => {
    const answer = listOf(await call('XAUTOCLAIM', channel, group, member, String(idleMs), cursor, 'COUNT', String(count)));
    cursor = String(answer[0]);
    const entries = listOf(answer[1]).flatMap(entryOf);
    return {
      entries: await Promise.all(entries.map(async (entry) => ({ entry, attempt: await attemptOf(entry.id) }))),
      isMore: cursor !== '0-0' || entries.length === count,
    };
  };

  const claim = async (ids: readonly string[], claimedIdleMs: number): Promise<void> => {
    if (ids.length > 0) await call('XCLAIM', channel, group, member, '0', ...ids, 'IDLE', String(claimedIdleMs), 'JUSTID');
  };

  const giveUp = (ids: readonly string[]): Promise<void> => claim(ids, GIVEN_UP_IDLE_MS);

  const putAside = async ({ id, fields }: StreamEntry): Promise<void> => {
    const message = messageFromFields(fields, channel);
    const headers = [
      ...message.headers,
      ['dead-letter-channel', channel],
      ['dead-letter-reason', 'rejected'],
      ['dead-letter-group', group],
    ] as const;
    const both = commands.multi();
    both.call('XADD', `${channel}.dead-letter`, '*', ...fieldsFromMessage({ ...message, headers }));
    both.call('XACK', channel, group, id);
    await link.asked(channel, both.exec());
  };

  const leave = async (): Promise<void> => {
    for (;;) {
      const pending = listOf(await call('XPENDING', channel, group, 'IDLE', '0', '-', '+', String(LEFT_AT_ONCE), member));
      const ids = pending.map((one) => String(listOf(one)[0]));
      const mine = ids.filter((id) => !given.has(id));
      if (mine.length === 0) {
        // A member that holds nothing may go; with one that does, Redis would forget what it holds.
        if (ids.length === 0) await call('XGROUP', 'DELCONSUMER', channel, group, member);
        return;
      }
      for (const id of mine) given.add(id);
      await giveUp(mine);
    }
  };
  const given = new Set<string>();

  return {
    create,
    read,
    takeOver,
    ack: async (id) => void (await call('XACK', channel, group, id)),
    giveUp,
    keep: (ids) => claim(ids, 0),
    putAside,
    leave,
    destroy: async () => void (await call('XGROUP', 'DESTROY', channel, group)),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Nothing for an entry that was trimmed meanwhile. */
function entryOf(value: unknown): readonly StreamEntry[] {
  const [id, fields] = listOf(value);
  return id === undefined || !Array.isArray(fields) ? [] : [{ id: String(id), fields: fields.filter(Buffer.isBuffer) }];
}

const GIVEN_UP_IDLE_MS = 2_000_000_000;
const LEFT_AT_ONCE = 1_000;
