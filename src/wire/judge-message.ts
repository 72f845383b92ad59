import type { JsonValue } from '../base/json.js';
import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { tokensFromPointer } from '../base/json-pointer.js';
import type { Message } from '../contract/channel.js';
import type { Schema } from '../schema/schema.js';
import { isValid, validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';
import type { PayloadReader } from './message-content.js';
import { payloadCodingOf, payloadReader } from './message-content.js';
import type { MessageHeaders } from './message-headers.js';
import { headersObject } from './message-headers.js';
import { judgedPayloadSchema } from './payload-schema.js';

/** What of a message is judged. */
export interface MessageContent {
  readonly payload: Uint8Array;
  readonly headers: MessageHeaders;
  /** As the broker carries it, where it does so beside the headers. */
  readonly contentType?: string | undefined;
}

/** One way in which a message does not keep to its contract. */
export interface MessageProblem {
  readonly kind: 'payload' | 'header' | 'media-type';
  /** `['payload', 'items', '0']`, `['header', 'correlation-id']`. */
  readonly location: readonly string[];
  /** The keyword of the schema that is broken, or the rule: `syntax`, `content-type`. */
  readonly code: string;
  /** A clause that names its subject: `payload at /amount must be integer`. */
  readonly message: string;
  /** The clause that decides. */
  readonly schema?: { readonly uri: string; readonly pointer: string };
}

/**
 * Judges a message against what the contract says it is. Headers and payload are both looked at; nothing stops at the first problem.
 *
 * @param message - that it was taken for
 * @param content - as on the wire
 * @returns the problems of the headers first; empty when it keeps the contract
 */
export function judgeMessage(message: Message, content: MessageContent): readonly MessageProblem[] {
  return judgeRead(message, content, payloadReader(content.payload));
}

/**
 * Judges a message whose payload may have been read already.
 *
 * @param message - that it was taken for
 * @param content - as on the wire
 * @param read - of its payload
 */
export function judgeRead(message: Message, content: MessageContent, read: PayloadReader): readonly MessageProblem[] {
  const ofHeaders = judgeHeaders(message, content.headers);
  const ofType = mediaTypeProblems(message, content);
  const ofPayload = payloadProblems(message, content.payload, read);
  if (ofHeaders.length === 0 && ofType.length === 0) return ofPayload;
  return [...ofHeaders, ...ofType, ...ofPayload];
}

/**
 * Judges a payload that has been read already.
 *
 * @param message - that it was taken for
 * @param value - as `payloadFromBytes` gave it
 */
export function judgePayload(message: Message, value: JsonValue): readonly MessageProblem[] {
  const schema = payloadSchemaOf(message);
  if (schema === undefined || isValid(schema, value)) return NO_PROBLEMS;
  return problemsFromSchema(schema, value, 'payload');
}

/**
 * The schema that judges the payload; `undefined` when none of ours speaks of it.
 *
 * @param message - of a contract
 */
export function payloadSchemaOf(message: Message): Schema | undefined {
  return payloadCodingOf(message) === 'opaque' ? undefined : judgedPayloadSchema(message);
}

function payloadProblems(message: Message, bytes: Uint8Array, reader: PayloadReader): readonly MessageProblem[] {
  const schema = payloadSchemaOf(message);
  if (schema === undefined) return NO_PROBLEMS;
  const read = reader(message);
  if (read.ok) return judgePayload(message, read.value);
  // A tombstone: no bytes at all are what `null` is where JSON would be.
  if (bytes.length === 0 && isValid(schema, null)) return NO_PROBLEMS;
  return [{ kind: 'payload', location: ['payload'], code: 'syntax', message: `payload ${read.reason}` }];
}

/**
 * Judges the headers of a message alone.
 *
 * @param message - that it was taken for
 * @param headers - as on the wire
 */
export function judgeHeaders({ headers: schema }: Message, headers: MessageHeaders): readonly MessageProblem[] {
  if (schema === undefined) return NO_PROBLEMS;
  const value = headersObject(headers, schema);
  return isValid(schema, value) ? NO_PROBLEMS : problemsFromSchema(schema, value, 'header');
}

/** Who names no content type contradicts nothing, and JSON is JSON under whatever name. */
function mediaTypeProblems(
  { contentType: declared, payload }: Message,
  { contentType, headers }: MessageContent,
): readonly MessageProblem[] {
  const said = contentType ?? headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (said === undefined || said === '' || said === declared || payload.kind !== 'json-schema') return NO_PROBLEMS;
  const [wanted, seen] = [parseMediaType(declared), parseMediaType(said)];
  if (wanted === undefined || wanted.essence === seen?.essence) return NO_PROBLEMS;
  if (seen !== undefined && isJsonMediaType(wanted) && isJsonMediaType(seen)) return NO_PROBLEMS;
  const message = `header "content-type" must be ${wanted.essence}, and is ${JSON.stringify(said.slice(0, SHOWN_CHARACTER_COUNT))}`;
  return [{ kind: 'media-type', location: ['header', 'content-type'], code: 'content-type', message }];
}

function problemsFromSchema(schema: Schema, value: JsonValue, kind: 'payload' | 'header'): readonly MessageProblem[] {
  return validate(schema, value).map((violation) => {
    const below = tokensFromPointer(violation.instancePointer);
    return {
      kind,
      location: [kind, ...below],
      code: violation.keyword,
      message: `${subjectOf(kind, below)} ${textFromViolation(violation)}`,
      schema: { uri: violation.schemaUri, pointer: violation.schemaPointer },
    };
  });
}

function subjectOf(kind: 'payload' | 'header', [name, ...rest]: readonly string[]): string {
  if (name === undefined) return kind === 'payload' ? 'payload' : 'headers';
  if (kind === 'payload') return `payload at /${[name, ...rest].join('/')}`;
  return `header "${name}"${rest.length === 0 ? '' : ` at /${rest.join('/')}`}`;
}

const NO_PROBLEMS: readonly MessageProblem[] = [];
const SHOWN_CHARACTER_COUNT = 100;
