import type { HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { streamForm } from './split-content.js';
import type { StreamOptions, StreamWishes } from './stream-options.js';

/**
 * The response with a stream of events that stays open behind its items, where the request or the mock asks for that; any other as it is.
 *
 * @param response - of a mock
 * @param wishes - of the request
 * @param options - what holds where it asks for nothing
 */
export function openStream(response: HttpResponse, wishes: StreamWishes | undefined, options: StreamOptions): HttpResponse {
  const { stream } = response;
  const forMs = wishes?.openMs ?? (options.staysOpen ? Number.POSITIVE_INFINITY : undefined);
  if (stream === undefined || forMs === undefined) return response;
  if (streamForm(headerValue(response.headers, 'content-type') ?? '') !== 'events') return response;
  const idle = { content: COMMENT, everyMs: options.idleMs };
  return { ...response, stream: { ...stream, live: { subscribe: () => () => undefined, idle, forMs } } };
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes (a comment every 15 seconds or so) */
const COMMENT = ':\n\n';
