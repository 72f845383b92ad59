import type { HostError } from '../base/errors.js';
import { brokerLost, brokerRefused, shownUrl } from './broker-error.js';

/** What a broker's client library threw, as ours. */
export interface ClientErrors {
  /** The broker is away, or did not answer. */
  lost(cause: unknown): HostError;
  /** The broker answered, and said no to what it was asked about this channel. */
  refused(channel: string, cause: unknown): HostError;
}

/**
 * Errors that name the broker by its address alone.
 *
 * @param url - as given; its user, password and query are not shown
 */
export function clientErrors(url: string): ClientErrors {
  const shown = shownUrl(url);
  return {
    lost: (cause) => brokerLost(shown, cause),
    refused: (channel, cause) => brokerRefused(shown, channel, cause),
  };
}
