import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { textByName } from './json-maps.js';

/** What the mocks of a workspace do because of what happens elsewhere in it: an event for a call, a call for an event. */
export interface EventTrigger {
  readonly pointer: string;
  readonly when: TriggerCause;
  readonly publish: TriggeredPublish | undefined;
  readonly call: TriggeredCall | undefined;
}

export interface TriggerCause {
  readonly system: string;
  /** `call`: an operation of its OpenAPI document was answered; `event`: an operation of its AsyncAPI document had a message. */
  readonly kind: 'call' | 'event';
  /** Its id. */
  readonly operation: string;
  /** `201`, `2XX`; `undefined` for any below 400. Of calls. */
  readonly status: string | undefined;
}

/** The next message of an operation that sends, with values of what caused it. */
export interface TriggeredPublish {
  readonly system: string;
  readonly operation: string;
  /** Which of its messages; `undefined` for the first. */
  readonly message: string | undefined;
  /** By JSON pointer into the payload, or `header:name`: a value, or an expression. */
  readonly set: JsonObject;
}

export interface TriggeredCall {
  readonly system: string;
  readonly method: string;
  /** With expressions in braces: `/orders/{$message.payload#/order_id}`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | undefined;
}

/**
 * One of the `triggers` of a workspace.
 *
 * @param value - as the published schema has it
 * @param pointer - where it stands
 */
export function triggerFromJson(value: JsonObject, pointer: string): EventTrigger {
  const { when, publish, call } = value;
  const cause = isJsonObject(when) ? when : {};
  const event = textOf(cause['event']);
  return {
    pointer,
    when: {
      system: String(cause['system']),
      kind: event === undefined ? 'call' : 'event',
      operation: event ?? String(cause['operation']),
      status: textOf(cause['status']),
    },
    publish: isJsonObject(publish) ? publishFromJson(publish) : undefined,
    call: isJsonObject(call) ? callFromJson(call) : undefined,
  };
}

function publishFromJson({ system, operation, message, set }: JsonObject): TriggeredPublish {
  return { system: String(system), operation: String(operation), message: textOf(message), set: isJsonObject(set) ? set : {} };
}

function callFromJson({ system, method, path, headers, body }: JsonObject): TriggeredCall {
  const verb = textOf(method) ?? (body === undefined ? 'GET' : 'POST');
  return { system: String(system), method: verb.toUpperCase(), path: String(path), headers: textByName(headers), body };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
