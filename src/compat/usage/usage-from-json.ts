import { InputError } from '../../base/errors.js';
import { appendToken, tokensFromPointer } from '../../base/json-pointer.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { parseDocument } from '../../contract/document.js';
import { positionsInText } from '../../contract/position.js';
import { isDay } from '../../finding/baseline-from-json.js';
import type { MessageUsage, OperationUsage, ReadMember, ReceivedAnswer, SentRequest, Usage, UsageSource } from './usage.js';

/**
 * The usage of a committed file.
 *
 * @param text - as {@link jsonFromUsage} writes it; a person may have changed it
 * @param file - its name, for messages
 * @throws InputError `E_USAGE_INVALID` at the first thing that is wrong, with line and column; `E_DOCUMENT_SYNTAX` and its like
 */
export function usageFromJson(text: string, file: string): Usage {
  const value = parseDocument(text, file);
  try {
    return usageAt({ value, pointer: '' });
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const { pointer, problem } = error;
    const at = { file, pointer, ...positionsInText(text, [pointer]).get(pointer) };
    throw new InputError({ code: 'E_USAGE_INVALID', at, args: { problem } });
  }
}

/** A value and where it stands in the file. */
interface Cursor {
  readonly value: JsonValue | undefined;
  readonly pointer: string;
}

class Misfit extends Error {
  readonly pointer: string;
  readonly problem: string;

  constructor(pointer: string, problem: string) {
    super(problem);
    this.pointer = pointer;
    this.problem = problem;
  }
}

function usageAt(root: Cursor): Usage {
  const members = objectAt(root, ['version', 'consumer', 'provider', 'sources', 'operations', 'messages']);
  if (members('version').value !== 1) throw new Misfit(members('version').pointer, 'a usage file says "version": 1');
  return {
    consumer: textAt(members('consumer')),
    provider: textAt(members('provider')),
    sources: listAt(members('sources')).map((item) => oneOf<UsageSource>(item, ['pact', 'journal', 'reads'])),
    operations: listAt(members('operations')).map(operationAt),
    messages: listAt(members('messages')).map(messageAt),
  };
}

function operationAt(cursor: Cursor): OperationUsage {
  const members = objectAt(cursor, ['method', 'path', 'interactionCount', 'lastSeenOn', 'sent', 'received']);
  return {
    method: textAt(members('method')),
    path: textAt(members('path')),
    interactionCount: countAt(members('interactionCount')),
    lastSeenOn: optional(members('lastSeenOn'), dayAt),
    sent: listAt(members('sent')).map(requestAt),
    received: listAt(members('received')).map(answerAt),
  };
}

function requestAt(cursor: Cursor): SentRequest {
  const members = objectAt(cursor, ['parameters', 'mediaType', 'body']);
  return {
    parameters: (optional(members('parameters'), plainObjectAt) ?? {}) as SentRequest['parameters'],
    mediaType: optional(members('mediaType'), textAt),
    body: members('body').value,
  };
}

function answerAt(cursor: Cursor): ReceivedAnswer {
  const members = objectAt(cursor, ['status', 'mediaType', 'reads', 'headers']);
  return {
    status: countAt(members('status')),
    mediaType: optional(members('mediaType'), textAt),
    reads: optional(members('reads'), readsAt),
    headers: optional(members('headers'), (list) => listAt(list).map((item) => textAt(item).toLowerCase())),
  };
}

function messageAt(cursor: Cursor): MessageUsage {
  const members = objectAt(cursor, ['channel', 'action', 'message', 'count', 'lastSeenOn', 'sent', 'reads']);
  return {
    channel: textAt(members('channel')),
    action: oneOf(members('action'), ['send', 'receive']),
    message: optional(members('message'), textAt),
    count: countAt(members('count')),
    lastSeenOn: optional(members('lastSeenOn'), dayAt),
    sent: listAt(members('sent')).map(({ value }) => value ?? null),
    reads: optional(members('reads'), readsAt),
  };
}

function readsAt(list: Cursor): readonly ReadMember[] {
  return listAt(list).map((item) => {
    const members = objectAt(item, ['pointer', 'count', 'survives']);
    const survived = new Set(
      optional(members('survives'), (names) => listAt(names).map((name) => oneOf(name, ['null', 'absent', 'newValue']))) ?? [],
    );
    return {
      pointer: pointerAt(members('pointer')),
      count: countAt(members('count')),
      survives: { null: survived.has('null'), absent: survived.has('absent'), newValue: survived.has('newValue') },
    };
  });
}

function objectAt({ value, pointer }: Cursor, names: readonly string[]): (name: string) => Cursor {
  const object = plainObjectAt({ value, pointer });
  const unknown = Object.keys(object).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Misfit(appendToken(pointer, unknown), `unknown member "${unknown}"; known are ${names.join(', ')}`);
  return (name) => ({ value: Object.hasOwn(object, name) ? object[name] : undefined, pointer: appendToken(pointer, name) });
}

function plainObjectAt(cursor: Cursor): JsonObject {
  const { value } = cursor;
  if (!isJsonObject(value)) throw misfit(cursor, 'an object belongs here');
  return value;
}

function listAt(cursor: Cursor): readonly Cursor[] {
  const { value, pointer } = cursor;
  if (!Array.isArray(value)) throw misfit(cursor, 'a list belongs here');
  return value.map((item: JsonValue, index) => ({ value: item, pointer: appendToken(pointer, index) }));
}

function textAt(cursor: Cursor): string {
  const { value } = cursor;
  if (typeof value !== 'string' || value === '') throw misfit(cursor, 'a text that is not empty belongs here');
  return value;
}

function pointerAt(cursor: Cursor): string {
  const { value } = cursor;
  if (typeof value !== 'string' || !/^(?:\/(?:[^~]|~[01])*)?$/.test(value))
    throw misfit(cursor, 'a JSON pointer like /items/*/price belongs here');
  return value;
}

function dayAt(cursor: Cursor): string {
  const { value } = cursor;
  if (typeof value !== 'string' || !isDay(value)) throw misfit(cursor, 'a day like 2026-03-31 belongs here');
  return value;
}

function countAt(cursor: Cursor): number {
  const { value } = cursor;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw misfit(cursor, 'a whole number belongs here, 0 or more');
  return value;
}

function oneOf<Name extends string>(cursor: Cursor, names: readonly Name[]): Name {
  const { value } = cursor;
  const found = names.find((name) => name === value);
  if (found === undefined) throw misfit(cursor, `one of ${names.join(', ')} belongs here`);
  return found;
}

/** What is not there has the place of its owner, so it is named. */
function misfit({ value, pointer }: Cursor, problem: string): Misfit {
  if (value !== undefined) return new Misfit(pointer, problem);
  return new Misfit(pointer, `"${tokensFromPointer(pointer).at(-1) ?? ''}" is missing: ${problem.replace(/here(?=$|,)/, 'there')}`);
}

function optional<Read>(cursor: Cursor, read: (cursor: Cursor) => Read): Read | undefined {
  return cursor.value === undefined ? undefined : read(cursor);
}
