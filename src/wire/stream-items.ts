import { isRecordSequence, isSequentialMediaType, parseMediaType } from '../base/media-type.js';
import { headerValue, type HttpResponse } from './http-message.js';
import { eventsFromText } from './server-sent-events.js';
import { textFromBytes } from './text-from-bytes.js';

/** The items of a response that comes item by item. */
export interface StreamItems {
  /** As each stood on the wire; what is empty, or no event, is none. */
  readonly texts: readonly string[];
  /** The body up to the end of the last item that surely is whole. */
  readonly wholeBody: string;
}

/**
 * The items of a stream of server-sent events, of lines of JSON or of a JSON text sequence.
 *
 * @param response - whose body may have been cut anywhere
 * @returns `undefined` when its media type is none of these, or its bytes are no text
 */
export function itemsOfStream({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): StreamItems | undefined {
  const type = parseMediaType(headerValue(headers, 'content-type') ?? '');
  if (type === undefined || !(isSequentialMediaType(type) || type.essence === 'text/event-stream')) return undefined;
  const text = typeof body === 'string' ? body : body === undefined ? '' : lenientText(body);
  if (type.essence === 'text/event-stream')
    return { texts: eventsFromText(text).map((event) => event.text), wholeBody: upTo(text, EVENT_END) };
  const isRecords = isRecordSequence(type);
  const texts = text.split(isRecords ? RECORD_SEPARATOR : '\n').filter((item) => item.trim() !== '');
  // A record is whole when its line has ended: RFC 7464 §2.4.
  return { texts, wholeBody: upTo(text, LINE_END) };
}

/** A cut may have gone through a character. */
function lenientText(body: Uint8Array): string {
  return textFromBytes(body, undefined) ?? new TextDecoder().decode(body);
}

function upTo(text: string, end: RegExp): string {
  const last = [...text.matchAll(end)].at(-1);
  return last === undefined ? '' : text.slice(0, last.index + last[0].length);
}

/** @see RFC 7464 §2.2 */
const RECORD_SEPARATOR = '\u001e';
const LINE_END = /\n/g;
const EVENT_END = /(?:\r\n|\r(?!\n)|\n)(?:\r\n|\r(?!\n)|\n)/g;
