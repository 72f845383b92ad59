import type { ParseErrorCode } from 'jsonc-parser';
import { printParseErrorCode, visit } from 'jsonc-parser';
import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { MAX_DOCUMENT_DEPTH, tooDeep } from './document-depth.js';
import { lineColumnsOf } from './line-column.js';

/**
 * The value of a JSON text.
 *
 * @param text - without a byte order mark
 * @param file - for messages
 * @throws InputError `E_DOCUMENT_SYNTAX` with the place of the first error; `E_DOCUMENT_TOO_DEEP` when a broken text is nested too deep to find it
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

/** `JSON.parse` does not say where on every version of Node, so a slower parser looks again, up to the first error. */
function syntaxError(text: string, file: string, cause: unknown): InputError {
  try {
    visit(text, { onError: stopAt }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (error instanceof FirstError)
      return errorAt(text, { file, offset: error.offset, reason: words(printParseErrorCode(error.errorCode)), cause });
    // The slower parser recurses. That it ran out of stack says all there is to say.
    if (error instanceof RangeError) return tooDeep(file);
    throw error;
  }
  return errorAt(text, { file, offset: text.length, reason: messageOf(cause), cause });
}

/** The parser goes on after an error, and a long broken text has as many errors as characters: throwing ends it. */
class FirstError extends Error {
  readonly errorCode: ParseErrorCode;
  readonly offset: number;

  constructor(errorCode: ParseErrorCode, offset: number) {
    super('the first syntax error');
    this.errorCode = errorCode;
    this.offset = offset;
  }
}

function stopAt(errorCode: ParseErrorCode, offset: number): never {
  throw new FirstError(errorCode, offset);
}

interface SyntaxFault {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
  readonly cause: unknown;
}

function errorAt(text: string, { file, offset, reason, cause }: SyntaxFault): InputError {
  const at = { file, ...lineColumnsOf(text)(offset) };
  return new InputError({ code: 'E_DOCUMENT_SYNTAX', at, args: { format: 'JSON', reason }, cause });
}

/** `ValueExpected` as `value expected`. */
function words(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
