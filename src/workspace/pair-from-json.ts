import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Capture, Fixture, Pair, PairAuth } from './workspace.js';

/**
 * One entry of `integrations` as a pair.
 *
 * @param value - as the published schema has it
 * @param pointer - where it stands in the workspace file
 */
export function pairFromJson(value: JsonObject, pointer: string): Pair {
  const { uses, recovery, auth } = value;
  return {
    consumer: String(value['consumer']),
    provider: String(value['provider']),
    pointer,
    uses: Array.isArray(uses) ? uses.map(String) : undefined,
    recovery: isJsonObject(recovery) ? recovery : undefined,
    headers: textByName(value['headers']),
    parameters: valueByName(value['parameters']),
    auth: isJsonObject(auth) ? authFromJson(auth) : undefined,
    fixtures: new Map(Object.entries(valueByName(value['fixtures'])).map(([operation, fixture]) => [operation, fixtureFromJson(fixture)])),
  };
}

function authFromJson(value: JsonObject): PairAuth {
  const { basic } = value;
  if (value['bearer'] !== undefined) return { kind: 'bearer', token: String(value['bearer']) };
  if (value['apiKey'] !== undefined) return { kind: 'apiKey', value: String(value['apiKey']) };
  if (isJsonObject(basic)) return { kind: 'basic', username: String(basic['username']), password: String(basic['password']) };
  return {
    kind: 'login',
    system: value['system'] === undefined ? undefined : String(value['system']),
    operation: String(value['operation']),
    body: value['body'],
    parameters: valueByName(value['parameters']),
    headers: textByName(value['headers']),
    tokenPointer: value['token'] === undefined ? '/access_token' : String(value['token']),
  };
}

function fixtureFromJson(value: JsonValue): Fixture {
  const fixture = isJsonObject(value) ? value : {};
  const captures = Object.entries(textByName(fixture['capture'])).map(([name, text]) => [name, captureFromText(text)] as const);
  return {
    parameters: valueByName(fixture['parameters']),
    headers: textByName(fixture['headers']),
    body: fixture['body'],
    capture: Object.fromEntries(captures),
    skip: fixture['skip'] === undefined ? undefined : String(fixture['skip']),
  };
}

/** `createPayment#/id`; ids of operations without a name may hold anything but `#`. */
function captureFromText(text: string): Capture {
  const hash = text.indexOf('#');
  invariant(hash > 0, 'the schema of the workspace lets only captures with a # through');
  return { operation: text.slice(0, hash), pointer: text.slice(hash + 1) };
}

function textByName(value: JsonValue | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(valueByName(value)).map(([name, held]) => [name, String(held)]));
}

function valueByName(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([name, held]) => (held === undefined ? [] : [[name, held] as const])));
}
