import type { FaultText } from '../../fault/fault-rule.js';

/**
 * What a search draws from, without link and window: the simplest first, since shrinking leads there. None lasts for ever by itself, and all
 * can be seen over HTTP.
 */
export const FAULT_MENU: readonly FaultText[] = [
  { fault: 'status', status: 503 },
  { fault: 'status', status: 500 },
  { fault: 'outage', mode: 'reset' },
  { fault: 'outage', mode: 'refuse' },
  { fault: 'lost-response' },
  { fault: 'truncate' },
  { fault: 'outage', mode: 'silence' },
  { fault: 'status', status: 429, retryAfter: 3 },
  { fault: 'status', status: 503, retryAfter: 'date', retryIn: '5s' },
  { fault: 'status', status: 429, retryAfter: 'past' },
  { fault: 'status', status: 503, retryAfter: 'garbage' },
  { fault: 'status', status: 429, retryAfter: 'huge' },
  { fault: 'status', status: 502 },
  { fault: 'status', status: 504 },
  { fault: 'status', status: 408 },
  { fault: 'status', status: 409 },
  { fault: 'status', status: 401 },
  { fault: 'status', status: 404 },
  { fault: 'empty-reply' },
  { fault: 'slow-first-byte', delay: '2s' },
  { fault: 'slow-first-byte', delay: '30s' },
  { fault: 'stall' },
  { fault: 'malformed-json' },
  { fault: 'wrong-content-type' },
  { fault: 'garbage' },
  { fault: 'bad-chunk' },
  { fault: 'latency', latency: '300ms', jitter: '200ms' },
  { fault: 'rate-limit', limit: 2, window: '5s', retryAfter: 'seconds' },
];

/** The same for links that carry messages, in a menu of its own: calls know nothing of these, and messages nothing of those. */
export const MESSAGE_FAULT_MENU: readonly FaultText[] = [
  { fault: 'duplicate', delay: '300ms' },
  { fault: 'redeliver', delay: '300ms' },
  { fault: 'drop-ack', delay: '500ms' },
  { fault: 'nack', delay: '500ms' },
  { fault: 'duplicate', times: 2, delay: '5s' },
  { fault: 'reorder', depth: 1 },
  { fault: 'delay-message', delay: '2s' },
  { fault: 'lose' },
  { fault: 'poison' },
  { fault: 'truncate-payload' },
  { fault: 'version-skew' },
  { fault: 'broker-down' },
];

/**
 * The menu that a fault was drawn from.
 *
 * @param fault - of a schedule
 */
export function menuOf(fault: FaultText): readonly FaultText[] {
  return MESSAGE_FAULT_MENU.some((known) => known['fault'] === fault['fault']) ? MESSAGE_FAULT_MENU : FAULT_MENU;
}

/**
 * Whether a fault is there for a time, and not for single requests or messages: a broker that is away is so for everybody.
 *
 * @param fault - of a schedule
 */
export function isByTimeOnly(fault: FaultText): boolean {
  return fault['fault'] === 'broker-down';
}
