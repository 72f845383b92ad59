import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { numberAt, oneOf, optional, stringAt } from './line-members.js';
import type { MessageOutcome, MessageRecord } from './message-record.js';
import { problemsAt } from './problem-members.js';
import { base64FromBytes, bytesFromBase64 } from './recorded-body.js';
import { redactMessage } from './redact-message.js';
import type { Secrets } from './secrets.js';

/**
 * The passage of a message as one line of JSON without the line break: secrets that are known by their names redacted, the payload as text
 * (`payload`) or base64 (`payloadBase64`), bounded.
 *
 * @param record - payload of any size
 */
export function lineFromMessage(record: MessageRecord): string {
  const { payload, headers, problems, settledAtMs, truncatedBytes, ...rest } = redactMessage(record, NO_SECRETS);
  const bytes = typeof payload === 'string' ? { payload } : { payloadBase64: base64FromBytes(payload) };
  const found =
    problems.length === 0
      ? {}
      : { problems: problems.map(({ on, kind, location, code, message }) => ({ on, kind, location, code, message })) };
  return JSON.stringify({ type: 'message', ...rest, settledAtMs, headers, ...bytes, truncatedBytes, ...found });
}

/**
 * The passage of a line that is parsed already.
 *
 * @param value - as JSON has it
 * @throws Error when it is none: the caller knows which line it was
 */
export function messageFromJson(value: JsonValue): MessageRecord {
  invariant(isJsonObject(value) && value['type'] === 'message', 'the line is a message');
  const base64 = optional(value, 'payloadBase64', stringAt);
  const truncatedBytes = optional(value, 'truncatedBytes', numberAt);
  return {
    id: stringAt(value, 'id'),
    side: oneOf(value, 'side', SIDES),
    provider: stringAt(value, 'provider'),
    sender: optional(value, 'sender', stringAt),
    receiver: optional(value, 'receiver', stringAt),
    channel: stringAt(value, 'channel'),
    operation: optional(value, 'operation', stringAt),
    message: optional(value, 'message', stringAt),
    messageKey: stringAt(value, 'messageKey'),
    key: optional(value, 'key', stringAt),
    correlationId: optional(value, 'correlationId', stringAt),
    headers: headersAt(value, 'headers'),
    payload: base64 === undefined ? stringAt(value, 'payload') : bytesFromBase64(base64),
    ...(truncatedBytes === undefined ? {} : { truncatedBytes }),
    atMs: numberAt(value, 'atMs'),
    settledAtMs: optional(value, 'settledAtMs', numberAt),
    outcome: oneOf(value, 'outcome', OUTCOMES),
    attempt: numberAt(value, 'attempt'),
    fault: optional(value, 'fault', stringAt),
    ...(value['effect'] === undefined ? {} : { effect: stringAt(value, 'effect') }),
    problems: optional(value, 'problems', problemsAt) ?? [],
  };
}

function headersAt(holder: JsonObject, name: string): MessageRecord['headers'] {
  const list = holder[name];
  invariant(Array.isArray(list), `${name} is a list`);
  return list.map((pair: JsonValue) => {
    invariant(Array.isArray(pair) && pair.length === 2, `${name} holds pairs`);
    const [key, value] = pair as readonly JsonValue[];
    invariant(typeof key === 'string' && typeof value === 'string', `${name} holds pairs of texts`);
    return [key, value] as const;
  });
}

const NO_SECRETS: Secrets = { names: new Set(), values: [] };
const SIDES: readonly MessageRecord['side'][] = ['sent', 'delivered'];
const OUTCOMES: readonly MessageOutcome[] = [
  'accepted',
  'refused',
  'unconfirmed',
  'acked',
  'requeued',
  'dead-lettered',
  'dropped',
  'unsettled',
];
