import type { Message } from '../../contract/channel.js';
import type { MatchedParts, PartPair } from './match-parts.js';
import { matchParts } from './match-parts.js';

/** A message in both versions. */
export type MessagePair = PartPair<Message>;

/**
 * The messages of two versions by id, then by name; where each has only one it is that one, whatever it is called.
 *
 * @param older - of one channel, one way
 * @param newer - of the same
 */
export function matchMessages(older: readonly Message[], newer: readonly Message[]): MatchedParts<Message> {
  const isOnly = older.length === 1 && newer.length === 1;
  return matchParts({ older, newer, keys: [({ id }) => id, ({ name }) => name, () => (isOnly ? 'the only one' : undefined)] });
}
