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
