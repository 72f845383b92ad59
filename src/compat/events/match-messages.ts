import type { Message } from '../../contract/channel.js';

/** A message in both versions. */
export interface MessagePair {
  readonly older: Message;
  readonly newer: Message;
}

/** Which messages of two versions are the same one. */
export interface MatchedMessages {
  /** In the order of the newer version. */
  readonly pairs: readonly MessagePair[];
  readonly removed: readonly Message[];
  readonly added: readonly Message[];
}

/**
 * The messages of two versions by id, then by name; where each has only one it is that one, whatever it is called.
 *
 * @param older - of one channel, one way
 * @param newer - of the same
 */
export function matchMessages(older: readonly Message[], newer: readonly Message[]): MatchedMessages {
  const left = new Set(older);
  const matches = new Map<Message, Message>();
  const match = (keyOf: (message: Message) => string | undefined): void => {
    for (const message of newer) {
      const key = keyOf(message);
      if (matches.has(message) || key === undefined) continue;
      const found = [...left].find((candidate) => keyOf(candidate) === key);
      if (found === undefined) continue;
      matches.set(message, found);
      left.delete(found);
    }
  };
  match(({ id }) => id);
  match(({ name }) => name);
  if (older.length === 1 && newer.length === 1) match(() => 'the only one');
  return {
    pairs: newer.flatMap((message) => {
      const found = matches.get(message);
      return found === undefined ? [] : [{ older: found, newer: message }];
    }),
    removed: [...left],
    added: newer.filter((message) => !matches.has(message)),
  };
}
