import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, isRecordSequence, isSequentialMediaType, parseMediaType } from '../../base/media-type.js';

/** The form of a content that is made of items; `undefined` where it has none. */
export type StreamForm = 'events' | 'lines' | 'records' | 'array' | 'words';

/**
 * The form that the items of a media type have.
 *
 * @param contentType - as it is sent
 * @returns `undefined` for what has no parts that a reader could use before the whole is there
 * @see OpenAPI 3.2.0 §4.14.2 (Sequential Media Types)
 */
export function streamForm(contentType: string): StreamForm | undefined {
  const parsed = parseMediaType(contentType);
  if (parsed === undefined) return undefined;
  if (parsed.essence === 'text/event-stream') return 'events';
  if (isSequentialMediaType(parsed)) return isRecordSequence(parsed) ? 'records' : 'lines';
  if (isJsonMediaType(parsed)) return 'array';
  return parsed.type === 'text' ? 'words' : undefined;
}

/**
 * The content in the parts that a reader can use one by one.
 *
 * @param text - of that form, or any other
 * @returns parts that joined are the text; none for no text
 */
export function splitContent(text: string, form: StreamForm): readonly string[] {
  if (form === 'array') return arrayParts(text);
  return text.match(PARTS[form]) ?? [];
}

/** As much as ends an item, whatever line breaks it has; what is left over at the end is a part, too. */
const PARTS: Readonly<Record<Exclude<StreamForm, 'array'>, RegExp>> = {
  events: /[\s\S]+?(?:\r\n\r\n|\n\n|\r\r|$)/g,
  lines: /[^\n]*\n|[^\n]+$/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7464 §2.2 begins each text with a record separator
  records: /\u001e[^\u001e]*|[^\u001e]+/g,
  words: /\s*\S+\s*|\s+/g,
};

function arrayParts(text: string): readonly string[] {
  const items = arrayFrom(text);
  if (items === undefined || items.length === 0) return [text];
  const parts = items.map((item, index) => `${index === 0 ? '[' : ','}${JSON.stringify(item)}${index === items.length - 1 ? ']' : ''}`);
  // What is written in another way than ours is not taken apart: its bytes are the contract's.
  return parts.join('') === text ? parts : [text];
}

function arrayFrom(text: string): readonly JsonValue[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value = JSON.parse(text) as JsonValue;
    return Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
