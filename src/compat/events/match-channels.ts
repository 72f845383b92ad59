import type { Channel } from '../../contract/channel.js';
import type { MatchedParts, PartPair } from './match-parts.js';
import { matchParts } from './match-parts.js';

/** A channel in both versions. */
export type ChannelPair = PartPair<Channel>;

/**
 * The channels of two versions by address, whatever the parameters of it are called; what is left by its key.
 *
 * @param older - of the contract that consumers rely on
 * @param newer - of the one that is to replace it
 */
export function matchChannels(older: readonly Channel[], newer: readonly Channel[]): MatchedParts<Channel> {
  return matchParts({ older, newer, keys: [addressKey, ({ id }) => id] });
}

function addressKey({ address }: Channel): string | undefined {
  return address?.replaceAll(/\{[^{}]*\}/g, '{}').replace(/^\//, '');
}
