import type { ParsedMediaType } from '../base/media-type.js';
import { isJsonMediaType, isXmlMediaType, isSequentialMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import { parseContentText } from './parse-content-text.js';
import { parseMultipartBody } from './parse-multipart-body.js';
import { textFromBytes } from './text-from-bytes.js';

/** What a body held: a value to judge, bytes that no schema speaks of, or why it cannot be read. */
export type ParsedBody =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'malformed'; readonly message: string };

/**
 * The value of a body. JSON, forms, multipart, rows of JSON and text are read; XML and everything else is opaque: it is let through as it is.
 *
 * @param body - the whole body
 * @param mediaType - as declared
 * @param actual - as received; `undefined` when it is not known, which reads it as opaque
 */
export function parseBody(body: Uint8Array | string, mediaType: MediaType, actual: ParsedMediaType | undefined): ParsedBody {
  if (actual === undefined || !isReadable(actual)) return OPAQUE;
  if (actual.type === 'multipart')
    return asParsed(parseMultipartBody(typeof body === 'string' ? UTF_8.encode(body) : body, mediaType, actual));
  const charset = isJsonMediaType(actual) ? jsonCharset(actual) : actual.parameters.get('charset');
  const text = typeof body === 'string' ? body : textFromBytes(body, charset);
  if (text === undefined) return { kind: 'malformed', message: `is not text in ${charset ?? 'UTF-8'}` };
  return asParsed(parseContentText(text, mediaType, actual));
}

function isReadable(actual: ParsedMediaType): boolean {
  if (isXmlMediaType(actual) || actual.essence === 'text/event-stream') return false;
  if (actual.type === 'text' || actual.type === 'multipart') return true;
  return isJsonMediaType(actual) || isSequentialMediaType(actual) || actual.essence === 'application/x-www-form-urlencoded';
}

/** JSON is UTF-8 (RFC 8259 §8.1); only UTF-16 is still met, and other labels (`iso-8859-1`) are sent by clients that send UTF-8. */
function jsonCharset(actual: ParsedMediaType): string | undefined {
  const charset = actual.parameters.get('charset');
  return charset?.toLowerCase().startsWith('utf-16') ? charset : undefined;
}

function asParsed(reading: ParsedBody | { readonly kind: 'absent' }): ParsedBody {
  return reading.kind === 'absent' ? OPAQUE : reading;
}

const OPAQUE: ParsedBody = { kind: 'opaque' };
const UTF_8 = new TextEncoder();
