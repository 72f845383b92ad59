import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { assertDepth } from './document-depth.js';
import { parseJson } from './json-document.js';
import type { ParsedDocument } from './parsed-document.js';
import { parseYaml } from './yaml-document.js';

/** A document of more bytes is refused before it is read whole. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/**
 * The value of a JSON or YAML text. What begins like JSON is read as JSON, and as YAML when that fails and the name allows it.
 *
 * @param text - the whole text; a byte order mark is skipped
 * @param file - its name, for messages and to tell JSON from YAML
 * @throws InputError `E_DOCUMENT_SYNTAX` with line, column and the parser's reason; `E_DOCUMENT_TOO_LARGE` over 64 MiB;
 *   `E_DOCUMENT_TOO_DEEP` over 1,000 levels; `E_DOCUMENT_ALIASES` when YAML aliases explode or go in a circle
 */
export function parseDocument(text: string, file: string): JsonValue {
  return parseDocumentLeniently(text, file).value;
}

/**
 * The value of a JSON or YAML text, with the duplicate keys of YAML that were overridden.
 *
 * @param text - as for `parseDocument`
 * @param file - as for `parseDocument`
 * @param maxBytes - the largest text that is parsed, in UTF-16 units, which are never more than its bytes
 * @throws InputError as `parseDocument` does
 */
export function parseDocumentLeniently(text: string, file: string, maxBytes: number = MAX_DOCUMENT_BYTES): ParsedDocument {
  if (text.length > maxBytes) throw new InputError({ code: 'E_DOCUMENT_TOO_LARGE', at: { file }, args: { maxBytes } });
  // A byte order mark becomes a space, so that offsets stay what they are in the file.
  const clean = text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text;
  if (!/^\s*[[{]/.test(clean)) return /\.json$/i.test(file) ? plainJson(clean, file) : parseYaml(clean, file);
  try {
    const value = parseJson(clean, file);
    assertDepth(value, file);
    return { value, duplicateKeys: [] };
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'E_DOCUMENT_SYNTAX' || /\.json$/i.test(file)) throw error;
    return yamlOr(error, clean, file);
  }
}

/** YAML under the name of JSON is read, but what is neither is no JSON: that is what the name promised. */
function plainJson(text: string, file: string): ParsedDocument {
  try {
    return parseYaml(text, file);
  } catch (yamlError) {
    if (!(yamlError instanceof InputError) || yamlError.code !== 'E_DOCUMENT_SYNTAX') throw yamlError;
    return { value: parseJson(text, file), duplicateKeys: [] };
  }
}

/** A flow mapping of YAML begins like JSON. When it is neither, the name decides whose error is told. */
function yamlOr(jsonError: InputError, text: string, file: string): ParsedDocument {
  try {
    return parseYaml(text, file);
  } catch (yamlError) {
    throw yamlError instanceof InputError && yamlError.code === 'E_DOCUMENT_SYNTAX' && !/\.ya?ml$/i.test(file) ? jsonError : yamlError;
  }
}
