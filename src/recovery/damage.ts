import type { Exchange } from '../journal/exchange.js';
import type { RunJournal } from '../journal/run-journal.js';
import { headerValue } from '../wire/http-message.js';
import { faultKindsOf } from './fault-kinds-of.js';

/** The kinds of fault that damage an answer on its way. */
export const DAMAGING_FAULTS: ReadonlySet<string> = new Set([
  'truncate',
  'bad-chunk',
  'garbage',
  'empty-reply',
  'corrupt',
  'malformed-json',
  'bad-gzip',
  'byte-limit',
  'reset-after',
]);

/**
 * Whether a consumer that looks could see that a good answer came damaged: cut off before its stated end, or JSON that is none. What cannot be
 * seen, as a flipped letter within a text, is not held against it.
 *
 * @param exchange - an attempt
 * @param journal - of the run
 */
export function isVisiblyDamaged(exchange: Exchange, journal: RunJournal): boolean {
  const { response, outcome, request } = exchange;
  if (response === undefined || response.status >= 300 || request.method === 'HEAD') return false;
  if (outcome === 'reset') return hasStatedEnd(exchange) || isBrokenJson(exchange);
  if (outcome !== 'answered') return false;
  const kinds = faultKindsOf(exchange, journal);
  if (kinds.some((kind) => ALWAYS_SEEN.has(kind))) return true;
  return kinds.some((kind) => DAMAGING_FAULTS.has(kind)) && isBrokenJson(exchange);
}

/** Without a length and without chunks the end of the connection is the end of the body. @see RFC 9112 §6.3 */
function hasStatedEnd({ response }: Exchange): boolean {
  if (response === undefined) return false;
  return headerValue(response.headers, 'content-length') !== undefined || headerValue(response.headers, 'transfer-encoding') !== undefined;
}

function isBrokenJson({ response }: Exchange): boolean {
  if (response?.body === undefined || (response.truncatedBytes ?? 0) > 0) return false;
  if (headerValue(response.headers, 'content-encoding') !== undefined) return false;
  if (!/[/+]json\b/i.test(headerValue(response.headers, 'content-type') ?? '')) return false;
  const text = typeof response.body === 'string' ? response.body : new TextDecoder().decode(response.body);
  try {
    JSON.parse(text);
    return false;
  } catch {
    // That it cannot be parsed is the answer.
    return true;
  }
}

/** No parser of HTTP or gzip takes these for whole. */
const ALWAYS_SEEN: ReadonlySet<string> = new Set(['bad-chunk', 'bad-gzip']);
