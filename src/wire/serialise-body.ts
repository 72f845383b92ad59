import type { ParsedMediaType } from '../base/media-type.js';
import { isJsonMediaType, isRecordSequence, isSequentialMediaType, isXmlMediaType, parseMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import { concreteMediaType } from './concrete-media-type.js';
import { eventsText } from './serialise-events.js';
import { formText } from './serialise-form.js';
import { multipartFromValue } from './serialise-multipart.js';
import { xmlFromValue } from './serialise-xml.js';

/** A body ready for the wire, or why the value cannot be written as that type. */
export type SerialisedBody =
  | { readonly kind: 'content'; readonly contentType: string; readonly body: Uint8Array | string }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * A value as a body of a media type. The same value gives the same bytes, multipart boundaries included.
 *
 * @param mediaType - as declared: its schema and encodings
 * @param value - any JSON value; a file is a string
 * @param contentType - the type to write; by default the declared one, and for a range the usual one inside it
 * @returns a problem where the type has no form for the value: an object as plain text
 */
export function serialiseBody(
  mediaType: MediaType,
  value: JsonValue,
  contentType: string = concreteMediaType(mediaType.name, undefined),
): SerialisedBody {
  const parsed = parseMediaType(contentType);
  if (parsed?.type === 'multipart') return { kind: 'content', ...multipartFromValue(mediaType, value, parsed) };
  const text = parsed === undefined ? rawText(value) : textFromValue(mediaType, value, parsed);
  if (text === undefined)
    return { kind: 'problem', message: `${contentType} has no form for ${Array.isArray(value) ? 'an array' : 'an object'}` };
  return { kind: 'content', contentType, body: text };
}

function textFromValue(mediaType: MediaType, value: JsonValue, parsed: ParsedMediaType): string | undefined {
  if (isSequentialMediaType(parsed)) return sequenceText(value, parsed);
  if (parsed.essence === 'text/event-stream') return typeof value === 'string' ? value : eventsText(value);
  if (isJsonMediaType(parsed)) return JSON.stringify(value);
  if (parsed.essence === 'application/x-www-form-urlencoded') return formText(mediaType, value);
  if (isXmlMediaType(parsed)) return typeof value === 'string' ? value : xmlFromValue(mediaType.schema, value);
  if (parsed.type === 'text' && typeof value === 'object' && value !== null) return undefined;
  return rawText(value);
}

/** @see RFC 7464 §2.2 */
function sequenceText(value: JsonValue, parsed: ParsedMediaType): string {
  const items = Array.isArray(value) ? value : [value];
  const start = isRecordSequence(parsed) ? '\u001e' : '';
  return items.map((item) => `${start}${JSON.stringify(item)}\n`).join('');
}

function rawText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
