import type { AnswerContent } from '../../journal/answer-reason.js';
import type { BodyStream, StreamFrame } from '../../wire/http-message.js';
import { itemsAfter, shapeItems } from './shape-items.js';
import { splitContent, streamForm } from './split-content.js';
import type { StreamOptions, StreamWishes } from './stream-options.js';

/** A body with the time that it takes. */
export interface StreamedContent {
  readonly body: string;
  readonly stream: BodyStream;
}

export interface StreamRequest {
  readonly wishes: StreamWishes | undefined;
  /** The event that the client has seen last. */
  readonly lastEventId: string | undefined;
}

/**
 * A content as a stream: rows and events always are one, lists and texts where the request asks for a pace.
 *
 * @param content - what would be sent at once
 * @param request - what it asks for
 * @param options - what holds where it asks for nothing
 * @returns `undefined` for what goes out at once
 */
export function streamContent(
  content: { readonly contentType: string; readonly body: Uint8Array | string; readonly from: AnswerContent },
  { wishes, lastEventId }: StreamRequest,
  options: StreamOptions,
): StreamedContent | undefined {
  const form = typeof content.body === 'string' ? streamForm(content.contentType) : undefined;
  if (form === undefined || typeof content.body !== 'string') return undefined;
  const isRow = form !== 'array' && form !== 'words';
  if (!isRow && wishes?.paceMs === undefined) return undefined;
  const parts = splitContent(content.body, form);
  const shaped = isRow && parts.length > 0 && content.from.from === 'example' ? shapeItems(parts, wishes?.itemCount) : parts;
  const items = form === 'events' ? itemsAfter(shaped, lastEventId) : shaped;
  const paceMs = wishes?.paceMs ?? options.paceMs;
  const frames = items.map((item, index): StreamFrame => ({ content: item, afterMs: index === 0 ? 0 : paceMs }));
  return { body: items.join(''), stream: { frames } };
}
