import type { HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { ChangeFeed } from './change-feed.js';
import { streamForm } from './split-content.js';
import type { StreamOptions, StreamWishes } from './stream-options.js';
import type { TellChange } from './tell-change.js';

interface StreamOpening {
  readonly wishes: StreamWishes | undefined;
  readonly options: StreamOptions;
  /** What the mock remembers changes; absent where it remembers nothing, or the stream does not speak of it. */
  readonly changes: { readonly feed: ChangeFeed; readonly tell: TellChange } | undefined;
}

/**
 * The response with a stream of events that stays open behind its items: where the request or the mock asks for that, and where there is something to tell.
 *
 * @param response - of a mock
 * @param opening - who asks, and what is told then
 */
export function openStream(response: HttpResponse, { wishes, options, changes }: StreamOpening): HttpResponse {
  const { stream } = response;
  const isOpen = options.staysOpen || changes !== undefined;
  const forMs = wishes?.openMs ?? (isOpen ? Number.POSITIVE_INFINITY : undefined);
  if (stream === undefined || forMs === undefined) return response;
  if (streamForm(headerValue(response.headers, 'content-type') ?? '') !== 'events') return response;
  const idle = { content: COMMENT, everyMs: options.idleMs };
  let number = stream.frames.length;
  const subscribe = (listener: (content: string) => void): (() => void) => {
    if (changes === undefined) return () => undefined;
    return changes.feed.subscribe((change) => {
      const told = changes.tell(change, number + 1);
      if (told === undefined) return;
      number += 1;
      listener(told);
    });
  };
  return { ...response, stream: { ...stream, live: { subscribe, idle, forMs } } };
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes (a comment every 15 seconds or so) */
const COMMENT = ':\n\n';
