import type { Redis } from 'ioredis';
import { isJsonObject, type JsonValue } from '../../base/json.js';
import type { RedisLink } from '../../broker/redis-link.js';
import type { ToldChange } from '../../mock/state/told-change.js';
import { freshSeed } from '../entropy.js';

/** What processes that share a Redis tell each other of what they do. */
export interface RedisChanges {
  /** What is published of changes; `''` when nobody has to know. */
  messageOf(changes: readonly ToldChange[]): string;
  /**
   * Tells what the others publish, from about now on.
   *
   * @returns ends it
   */
  follow(channel: string, listener: (changes: readonly ToldChange[]) => void): () => void;
}

/**
 * A connection for listening, made when somebody first does.
 *
 * @param link - to the Redis
 * @param onTrouble - told when it cannot be had
 */
export function createRedisChanges(link: RedisLink, onTrouble: (error: unknown) => void): RedisChanges {
  /** Names this process: its own changes were told already. */
  const own = freshSeed();
  const followed = new Map<string, Set<(changes: readonly ToldChange[]) => void>>();
  let listening: Promise<Redis> | undefined;

  const listen = async (): Promise<Redis> => {
    const client = await link.connect();
    client.on('message', (channel: string, text: string) => {
      const changes = changesOfOthers(text, own);
      for (const listener of followed.get(channel) ?? []) listener(changes);
    });
    // A connection that comes back has forgotten what it listened to.
    client.on('ready', () => {
      if (followed.size > 0) client.subscribe(...followed.keys()).catch(onTrouble);
    });
    return client;
  };
  const subscribe = async (channel: string): Promise<void> => {
    listening ??= listen();
    const client = await listening.catch((error: unknown) => {
      listening = undefined;
      throw error;
    });
    if (followed.has(channel)) await client.subscribe(channel);
  };

  return {
    messageOf: (changes) => (changes.length === 0 ? '' : JSON.stringify({ from: own, changes })),
    follow: (channel, listener) => {
      const listeners = followed.get(channel);
      followed.set(channel, (listeners ?? new Set()).add(listener));
      if (listeners === undefined) subscribe(channel).catch(onTrouble);
      return () => {
        const left = followed.get(channel);
        if (left?.delete(listener) !== true || left.size > 0) return;
        followed.delete(channel);
        // What comes all the same is told to nobody.
        listening?.then((client) => client.unsubscribe(channel)).catch(() => undefined);
      };
    },
  };
}

function changesOfOthers(text: string, own: string): readonly ToldChange[] {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (!isJsonObject(value) || value['from'] === own || !Array.isArray(value['changes'])) return [];
    return value['changes'] as unknown as readonly ToldChange[];
  } catch {
    // Whoever else writes there does not speak to us.
    return [];
  }
}
