import type { Exchange } from '../journal/exchange.js';

/**
 * Whether the attempt brought what was wanted: answered wholly, and not with an error.
 *
 * @param attempt - an exchange of a consumer with a provider
 */
export function hasSucceeded({ outcome, response }: Exchange): boolean {
  return outcome === 'answered' && response !== undefined && response.status < 400;
}

/**
 * Whether the provider or the way to it failed: no whole answer, or one of 5xx. A 4xx is the consumer's own doing.
 *
 * @param attempt - an exchange of a consumer with a provider
 * @see RFC 9110 §15.6
 */
export function hasFailed({ outcome, response }: Exchange): boolean {
  return outcome !== 'answered' || response === undefined || response.status >= 500;
}

/**
 * When it was over for the provider; the latest instant that is known of it when it never was.
 *
 * @param attempt - an exchange of a consumer with a provider
 */
export function endOfAttempt({ respondedLastAtMs, respondedFirstAtMs, receivedLastAtMs }: Exchange): number {
  return respondedLastAtMs ?? respondedFirstAtMs ?? receivedLastAtMs;
}
