import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { offsetOfJsonFault } from '../base/json-fault.js';
import { MAX_DOCUMENT_DEPTH, tooDeep } from './document-depth.js';
import { lineColumnsOf } from './line-column.js';

/**
 * The value of a JSON text.
 *
 * @param text - without a byte order mark
 * @param file - for messages
 * @throws InputError `E_DOCUMENT_SYNTAX` with the place of the first error; `E_DOCUMENT_TOO_DEEP` when it opens a thousand arrays in a row
 * @see RFC 8259
 */
export function parseJson(text: string, file: string): JsonValue {
  // Millions of open brackets take `JSON.parse` half a minute; looking for a row of them takes milliseconds.
  if (text.includes(TOO_MANY_BRACKETS)) throw tooDeep(file);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw syntaxError(text, file, cause);
  }
}

const TOO_MANY_BRACKETS = '['.repeat(MAX_DOCUMENT_DEPTH + 1);

/** `JSON.parse` does not say where on every version of Node, so the text is looked through again, up to the first error. */
function syntaxError(text: string, file: string, cause: unknown): InputError {
  const offset = offsetOfJsonFault(text);
  const at = { file, ...lineColumnsOf(text)(offset) };
  return new InputError({ code: 'E_DOCUMENT_SYNTAX', at, args: { format: 'JSON', reason: reasonAt(text, offset) }, cause });
}

function reasonAt(text: string, offset: number): string {
  if (text.trim() === '') return 'the document is empty';
  if (offset >= text.length) return 'it ends too early';
  const found = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return `${JSON.stringify(found)} cannot stand here`;
}
