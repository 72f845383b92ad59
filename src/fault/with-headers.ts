import type { HeaderPairs } from '../wire/http-message.js';
import type { Reply } from './reply.js';

/**
 * The reply with more headers; what goes out otherwise stays as it is.
 *
 * @param reply - of the provider, or of the faults before
 * @param added - names and values in turn
 */
export function withHeaders(reply: Reply, added: HeaderPairs): Reply {
  if (added.length === 0) return reply;
  return {
    response: { ...reply.response, headers: [...reply.response.headers, ...added] },
    steps: reply.steps.map((step) => (step.kind === 'head' ? { ...step, headers: [...step.headers, ...added] } : step)),
  };
}

/**
 * The headers without some names.
 *
 * @param headers - names in any case
 * @param names - in lower case
 */
export function withoutHeaders(headers: HeaderPairs, names: readonly string[]): HeaderPairs {
  return headers.filter((_, index) => !names.includes((headers[index - (index % 2)] ?? '').toLowerCase()));
}

/**
 * The reply with another status.
 *
 * @param reply - of the provider, or of the faults before
 * @param status - 200 to 599
 */
export function withStatus(reply: Reply, status: number): Reply {
  return {
    response: { ...reply.response, status },
    steps: reply.steps.map((step) => (step.kind === 'head' ? { ...step, status } : step)),
  };
}
