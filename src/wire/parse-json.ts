import type { JsonValue } from '../base/json.js';
import { offsetOfJsonFault } from '../base/json-fault.js';

/** What a JSON text held, or why it held nothing: `message` is a clause such as `is not JSON: …`. */
export type ParsedJson = { readonly kind: 'value'; readonly value: JsonValue } | { readonly kind: 'malformed'; readonly message: string };

/**
 * The value of a JSON text from outside; never throws, and refuses what is nested so deeply that walking it could end the process.
 *
 * @param text - without a byte order mark
 * @see RFC 8259 §9 ("An implementation may set limits on the maximum depth of nesting")
 */
export function parseJsonText(text: string): ParsedJson {
  if (isNestedTooDeep(text)) return { kind: 'malformed', message: `is nested more than ${MAX_JSON_DEPTH} levels deep` };
  try {
    return { kind: 'value', value: JSON.parse(text) as JsonValue };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { kind: 'malformed', message: `is not JSON: ${reasonOfFault(text)}` };
  }
}

/** Counted in the text, before anything is built; a text this short cannot close as many brackets as it would have to open. */
function isNestedTooDeep(text: string): boolean {
  if (text.length < MAX_JSON_DEPTH * 2) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit === QUOTE) index = closingQuote(text, index);
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth += 1;
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_JSON_DEPTH) return true;
  }
  return false;
}

function closingQuote(text: string, openingQuote: number): number {
  let index = openingQuote + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}

function reasonOfFault(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const offset = offsetOfJsonFault(text);
  if (offset >= text.length) return 'it ends too early';
  const before = text.slice(0, offset);
  return `unexpected character at line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
}

const MAX_JSON_DEPTH = 500;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
