import type { Channel } from '../../contract/channel.js';

/** A channel in both versions. */
export interface ChannelPair {
  readonly older: Channel;
  readonly newer: Channel;
}

/** Which channels of two versions are the same one. */
export interface MatchedChannels {
  /** In the order of the newer contract. */
  readonly pairs: readonly ChannelPair[];
  readonly removed: readonly Channel[];
  readonly added: readonly Channel[];
}

/**
 * The channels of two versions by address, whatever the parameters of it are called; what is left by its key.
 *
 * @param older - of the contract that consumers rely on
 * @param newer - of the one that is to replace it
 */
export function matchChannels(older: readonly Channel[], newer: readonly Channel[]): MatchedChannels {
  const left = new Set(older);
  const matches = new Map<Channel, Channel>();
  for (const keyOf of [addressKey, idKey]) {
    for (const channel of newer) {
      if (matches.has(channel)) continue;
      const key = keyOf(channel);
      const match = key === undefined ? undefined : [...left].find((candidate) => keyOf(candidate) === key);
      if (match === undefined) continue;
      matches.set(channel, match);
      left.delete(match);
    }
  }
  const pairs = newer.flatMap((channel) => {
    const match = matches.get(channel);
    return match === undefined ? [] : [{ older: match, newer: channel }];
  });
  return { pairs, removed: [...left], added: newer.filter((channel) => !matches.has(channel)) };
}

function addressKey({ address }: Channel): string | undefined {
  return address?.replaceAll(/\{[^{}]*\}/g, '{}').replace(/^\//, '');
}

function idKey({ id }: Channel): string {
  return id;
}
