import { InputError } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Place } from '../base/place.js';
import { parseDocument } from '../contract/document.js';
import type { DocumentPort } from '../contract/document-port.js';
import { positionsInText } from '../contract/position.js';
import { wrongValue } from './option-values.js';

/**
 * What an option says in YAML, inline or in a file, as what it means.
 *
 * @param option - as it is typed: `--policy`
 * @param given - the text, or where it stands; what has a brace or a key in it is text
 * @param read - the meaning, and which key of the document may hold it
 * @returns `undefined` when the document has only other keys: one may say what is claimed and what is expected
 * @throws InputError `E_ARGUMENT_VALUE` when nothing is given; at file, line and column, as the meaning has it; `E_DOCUMENT_SYNTAX`, `E_FILE_NOT_FOUND`
 */
export async function claimFrom<Claim>(option: string, given: string, read: ClaimReading<Claim>): Promise<Claim | undefined> {
  if (given.trim() === '') throw wrongValue(option, given, 'a block in YAML, or the file where it stands');
  const isInline = INLINE.test(given);
  const file = isInline ? option : given;
  const text = isInline ? given : await read.port.readText(given, undefined);
  const block = blockOf(parseDocument(text, file), read, file);
  if (block === undefined) return undefined;
  const { json, pointer } = block;
  try {
    return read.fromJson(json, { file, pointer });
  } catch (error) {
    if (!(error instanceof InputError) || error.at?.pointer === undefined) throw error;
    const at = { ...error.at, ...positionsInText(text, [error.at.pointer]).get(error.at.pointer) };
    throw new InputError({ code: error.code, at, args: error.args, cause: error.cause });
  }
}

interface ClaimReading<Claim> {
  readonly port: DocumentPort;
  /** `recovery`, `expect`: a document may be the block itself, or have it under this key. */
  readonly key: string;
  readonly fromJson: (json: JsonObject, at: Place) => Claim;
  /** The document is there for something else, so that without the key it says nothing. */
  readonly isShared?: boolean;
}

interface Block {
  readonly json: JsonObject;
  readonly pointer: string;
}

function blockOf(value: JsonValue, { key, isShared }: Pick<ClaimReading<unknown>, 'key' | 'isShared'>, file: string): Block | undefined {
  if (!isJsonObject(value)) {
    const args = { format: 'YAML', reason: 'expected keys and values' };
    throw new InputError({ code: 'E_DOCUMENT_SYNTAX', at: { file, line: 1, column: 1 }, args });
  }
  const block = value[key];
  if (isJsonObject(block)) return { json: block, pointer: `/${key}` };
  const isOther = KEYS.some((other) => other !== key && isJsonObject(value[other]));
  return isShared === true || isOther ? undefined : { json: value, pointer: '' };
}

const KEYS = ['recovery', 'expect'];
const INLINE = /^\s*\{|:\s|:$/m;
