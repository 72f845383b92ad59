import type { BrokerMessage } from '../broker.js';

/** A message that was put aside. */
export interface DeadLetter {
  /** As it was delivered. */
  readonly message: BrokerMessage;
  /** Whose receiver did not take it; `undefined` for a listener of its own. */
  readonly group: string | undefined;
  /** `rejected` by a receiver, or `attempts`: it was handed over as often as it may be. */
  readonly reason: 'rejected' | 'attempts';
  readonly attemptCount: number;
  readonly atMs: number;
}

/**
 * Where the messages of a channel go that nobody takes.
 *
 * @param channel - an address
 */
export function deadLetterChannel(channel: string): string {
  return `${channel}${DEAD_LETTER_SUFFIX}`;
}

/**
 * Whether it is a channel of dead letters: those have none of their own, or they would pile up for ever.
 *
 * @param channel - an address
 */
export function isDeadLetterChannel(channel: string): boolean {
  return channel.endsWith(DEAD_LETTER_SUFFIX);
}

/**
 * The message as it stands in the channel of dead letters: itself, with headers that say why it is there.
 *
 * @param letter - what was put aside
 */
export function messageFromDeadLetter({ message, group, reason, attemptCount }: DeadLetter): BrokerMessage {
  const why: readonly (readonly [string, string])[] = [
    ['dead-letter-channel', message.channel],
    ['dead-letter-reason', reason],
    ['dead-letter-attempts', String(attemptCount)],
    ...(group === undefined ? [] : [['dead-letter-group', group] as const]),
  ];
  return { ...message, channel: deadLetterChannel(message.channel), headers: [...message.headers, ...why] };
}

const DEAD_LETTER_SUFFIX = '.dead-letter';
