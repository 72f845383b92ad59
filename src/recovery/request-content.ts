import type { Exchange, RecordedRequest } from '../journal/exchange.js';
import type { HeaderPairs } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import { textOfBody } from './body-text.js';

/**
 * What a request asks for, as one text: method, target, and body. Two attempts of one call mostly have the same.
 *
 * @param exchange - of any side
 */
export function contentOf({ request }: Exchange): string {
  // Whoever groups attempts asks for it again and again.
  const known = CONTENTS.get(request);
  if (known !== undefined) return known;
  const content = `${request.method} ${request.target}\n${textOfBody(request.body) ?? ''}`;
  CONTENTS.set(request, content);
  return content;
}

const CONTENTS = new WeakMap<RecordedRequest, string>();

/**
 * Method and path without the query, or the operation when it is known.
 *
 * @param exchange - of any side
 */
export function endpointOf({ request, operation }: Exchange): string {
  return `${request.method} ${operation ?? request.target.split('?', 1)[0]}`;
}

/**
 * The trace that a request belongs to, or `undefined`.
 *
 * @param headers - of a request
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceIdOf(headers: HeaderPairs): string | undefined {
  return TRACE_PARENT.exec(headerValue(headers, 'traceparent') ?? '')?.[1];
}

const TRACE_PARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;
/** @see RFC 9110 §9.2.1 */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);
