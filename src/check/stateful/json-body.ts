import type { JsonValue } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';
import { textFromUtf8 } from '../../journal/recorded-body.js';

/**
 * The body of an answer as JSON; `undefined` when it is none, or was not read to its end.
 *
 * @param exchange - parsed once, however often it is asked
 */
export function bodyOf(exchange: Exchange): JsonValue | undefined {
  const { response } = exchange;
  if (response?.body === undefined || response.truncatedBytes !== undefined) return undefined;
  const known = BODIES.get(exchange);
  if (known !== undefined) return known.value;
  const value = parsed(typeof response.body === 'string' ? response.body : textFromUtf8(response.body));
  BODIES.set(exchange, { value });
  return value;
}

const BODIES = new WeakMap<Exchange, { readonly value: JsonValue | undefined }>();

function parsed(text: string | undefined): JsonValue | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // Whether the body is JSON is another check's matter; here it only has nothing to take.
    return undefined;
  }
}
