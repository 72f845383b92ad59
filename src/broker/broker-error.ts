import { HostError } from '../base/errors.js';

/**
 * The broker is away, or went before it could confirm.
 *
 * @param broker - as {@link shownUrl} has it, or its kind
 * @param cause - what was seen: an error of its client, or words
 */
export function brokerLost(broker: string, cause: unknown): HostError {
  return new HostError({ code: 'E_BROKER_LOST', args: { broker, reason: reasonOf(cause) }, cause });
}

/**
 * The broker is there and does not take what it was given.
 *
 * @param broker - as {@link shownUrl} has it, or its kind
 * @param channel - where it should have gone
 * @param cause - what it said: an error of its client, or words
 */
export function brokerRefused(broker: string, channel: string, cause: unknown): HostError {
  return new HostError({ code: 'E_BROKER_REFUSED', args: { broker, channel, reason: reasonOf(cause) }, cause });
}

/**
 * A broker's URL as it may stand in a message: without user, password, path and query, which may hold a token.
 *
 * @param url - as the user gave it
 */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed === undefined ? 'with an unreadable URL' : `${parsed.protocol}//${parsed.host}`;
}

/** Bounded: a broker may say anything. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? textOfError(cause) : String(cause);
  return text.length > MAX_REASON_LENGTH ? `${text.slice(0, MAX_REASON_LENGTH)}…` : text;
}

/** Refused on each address of a name comes as an error without a message of its own. */
function textOfError(error: Error): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  return error.message || (first instanceof Error ? first.message : '') || error.name;
}

const MAX_REASON_LENGTH = 300;
