import type { ParsedMediaType } from '../base/media-type.js';
import { isJsonMediaType, isRecordSequence, isSequentialMediaType, isXmlMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import type { Coercion } from './coerce-text.js';
import { compileCoercion } from './coerce-text.js';
import { parseJsonText } from './parse-json.js';
import { formReader } from './parse-form.js';
import type { Reading } from './reading-plan.js';

/**
 * The value of a text in some media type: JSON as it is, a stream of JSON texts as an array, a form by its schema, XML as its own text,
 * any other text with the type its schema asks for.
 *
 * @param text - decoded
 * @param mediaType - as declared: its schema and encodings
 * @param actual - the type of the text, `undefined` when it cannot be parsed
 */
export function parseContentText(text: string, mediaType: MediaType, actual: ParsedMediaType | undefined): Reading {
  if (actual === undefined) return { kind: 'value', value: text };
  if (isSequentialMediaType(actual)) return parseSequence(text, actual);
  if (isJsonMediaType(actual)) return readingFromJson(text);
  if (actual.essence === 'application/x-www-form-urlencoded') return formReader(mediaType)(text);
  if (isXmlMediaType(actual)) return { kind: 'value', value: text };
  return { kind: 'value', value: coercionOf(mediaType)(text) };
}

function parseSequence(text: string, actual: ParsedMediaType): Reading {
  const texts = text.split(isRecordSequence(actual) ? RECORD_SEPARATOR : '\n');
  const items: JsonValue[] = [];
  for (const item of texts) {
    if (item.trim() === '') continue;
    const parsed = parseJsonText(item);
    if (parsed.kind === 'malformed') return { kind: 'malformed', message: `item ${items.length} ${parsed.message}` };
    items.push(parsed.value);
  }
  return { kind: 'value', value: items };
}

function readingFromJson(text: string): Reading {
  const parsed = parseJsonText(text);
  return parsed.kind === 'value' ? parsed : { kind: 'malformed', message: parsed.message };
}

function coercionOf(mediaType: MediaType): Coercion {
  let coercion = COERCIONS.get(mediaType);
  if (coercion === undefined) {
    coercion = compileCoercion(mediaType.schema === undefined ? [] : [mediaType.schema]);
    COERCIONS.set(mediaType, coercion);
  }
  return coercion;
}

const COERCIONS = new WeakMap<MediaType, Coercion>();
/** @see RFC 7464 §2.2 */
const RECORD_SEPARATOR = '\u001e';
