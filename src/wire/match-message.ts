import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Message } from '../contract/channel.js';
import type { Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import { branchesFromSchemas } from './schema-branch.js';
import type { MessageContent, MessageProblem } from './judge-message.js';
import { judgeRead, payloadSchemaOf } from './judge-message.js';
import type { PayloadReader } from './message-content.js';
import { payloadReader } from './message-content.js';
import type { MessageHeaders } from './message-headers.js';

/** What a message is meant to be, and what is wrong with it. */
export interface MatchedMessage {
  /** `undefined` when it is none of the declared ones. */
  readonly message: Message | undefined;
  /** Of that message; empty when it is none. */
  readonly problems: readonly MessageProblem[];
}

/**
 * The declared message that one on the wire is meant to be: the only one there is; the one that a header names; the first that it keeps; the only one
 * whose fixed members (`event_type: order.created`) it has, though it breaks something else.
 *
 * @param messages - of a channel or an operation, in document order
 * @param content - as on the wire
 * @returns `undefined` when it is none of them
 */
export function matchMessage(messages: readonly Message[], content: MessageContent): Message | undefined {
  // Where there is no choice, nothing need be read.
  return messages.length < 2 ? messages[0] : (namedMessage(messages, content.headers) ?? judgeAmong(messages, content).message);
}

/**
 * What a message on the wire is meant to be and what is wrong with it, found in one reading: `matchMessage` and `judgeMessage` together.
 *
 * @param messages - of a channel or an operation, in document order
 * @param content - as on the wire
 * @param read - of its payload, where something else reads it too
 */
export function judgeAmong(
  messages: readonly Message[],
  content: MessageContent,
  read: PayloadReader = payloadReader(content.payload),
): MatchedMessage {
  const named = messages.length < 2 ? messages[0] : namedMessage(messages, content.headers);
  if (named !== undefined) return { message: named, problems: judgeRead(named, content, read) };
  const judged: MatchedMessage[] = [];
  for (const message of messages) {
    const problems = judgeRead(message, content, read);
    if (problems.length === 0) return { message, problems };
    judged.push({ message, problems });
  }
  const alike = judged.filter(({ message }) => message !== undefined && hasFixedMembers(message, read));
  const [only] = alike;
  return only !== undefined && alike.length === 1 ? only : { message: undefined, problems: [] };
}

/**
 * Whether `judgeAmong` takes a message on the wire for the one that it is known to keep.
 *
 * @param messages - of a channel or an operation, in document order
 * @param kept - the message that it keeps
 * @param headers - as on the wire
 * @returns `false` also when that cannot be told without judging it
 */
export function isTakenFor(messages: readonly Message[], kept: Message, headers: MessageHeaders): boolean {
  if (messages.length < 2) return messages[0] === kept;
  // The first that it keeps is the first that is tried.
  return messages[0] === kept ? (namedMessage(messages, headers) ?? kept) === kept : namedMessage(messages, headers) === kept;
}

/** By id or name; two that go by one name are told apart by what they hold. */
function namedMessage(messages: readonly Message[], headers: MessageHeaders): Message | undefined {
  for (const [header, value] of headers) {
    if (!NAME_HEADERS.has(header.toLowerCase())) continue;
    const named = messages.filter(({ id, name }) => id === value || name === value);
    if (named.length === 1) return named[0];
  }
  return undefined;
}

const NAME_HEADERS: ReadonlySet<string> = new Set(
  'type event event-type event_type eventtype message-type message_type messagetype x-event-type x-message-type message-name ce-type ce_type cloudevents:type cloudevents_type'.split(
    ' ',
  ),
);

/** Whether the message has members that may have only certain values, and the payload has such values there. */
function hasFixedMembers(message: Message, reader: PayloadReader): boolean {
  const schema = payloadSchemaOf(message);
  const fixed = schema === undefined ? [] : fixedMembersOf(schema);
  if (fixed.length === 0) return false;
  const read = reader(message);
  return read.ok && fixed.every(({ name, schemas }) => hasValidMember(read.value, name, schemas));
}

function hasValidMember(value: JsonValue, name: string, schemas: readonly Schema[]): boolean {
  const member = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return member !== undefined && schemas.every((schema) => isValid(schema, member));
}

interface FixedMember {
  readonly name: string;
  readonly schemas: readonly Schema[];
}

function fixedMembersOf(schema: Schema): readonly FixedMember[] {
  let fixed = FIXED.get(schema);
  if (fixed === undefined) {
    const branches = branchesFromSchemas([schema]);
    const [branch] = branches;
    const members = branches.length === 1 && branch !== undefined ? [...branch.properties] : [];
    fixed = members.filter(([, schemas]) => schemas.some(isFixed)).map(([name, schemas]) => ({ name, schemas }));
    FIXED.set(schema, fixed);
  }
  return fixed;
}

/** One value: members with a choice (`status`) are shared by messages of one family. */
function isFixed({ value }: Schema): boolean {
  return isJsonObject(value) && (value['const'] !== undefined || (Array.isArray(value['enum']) && value['enum'].length === 1));
}

const FIXED = new WeakMap<Schema, readonly FixedMember[]>();
