import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { tokensFromPointer, valueAtPointer } from '../../base/json-pointer.js';
import type { Random } from '../../base/random.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import type { InvalidArbitraryPlan } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import { planInvalidArbitrary } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import type { InvalidValue } from '../../schema/breach/invalid-value.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { settingsSchema } from '../setting.js';
import { jsonOfPayload, withJson } from './payload-json.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

/** The message that a receiver cannot digest, however often it tries. */
export const poison = statelessKind<MessageWay>({
  kind: 'poison',
  group: 'message',
  summary: 'The payload breaks one clause of the schema in the contract; without one it is of another type, or no JSON',
  schema: settingsSchema(WAY_SETTINGS),
  settingsFrom: wayFrom,
  wayOf: (way) => way,
  onMessage: ({ message, random }) => {
    const { content } = message;
    const schema = message.described === undefined ? undefined : payloadSchemaOf(message.described);
    const json = jsonOfPayload(content.payload);
    const broken = schema === undefined ? undefined : brokenValue(schema, json, random);
    const poisoned =
      broken !== undefined
        ? withJson(content, broken)
        : json === undefined
          ? { ...content, payload: NO_TEXT }
          : withJson(content, ofAnotherType(json));
    return { state: undefined, effect: { kind: 'passages', passages: [{ content: poisoned, delayMs: 0 }] } };
  },
});

/** The message stays itself but for the clause that is broken, where that is possible: so it still says who it is. */
function brokenValue(schema: Schema, json: JsonValue | undefined, random: Random): JsonValue | undefined {
  const plan = PLANS.get(schema) ?? planInvalidArbitrary(schema);
  PLANS.set(schema, plan);
  if (plan.kind !== 'arbitrary') return undefined;
  const invalid = drawValue(plan.arbitrary, random.next(), 'poison').value;
  const grafted = json === undefined ? undefined : graft(json, invalid);
  return grafted === undefined || isValid(schema, grafted) ? invalid.value : grafted;
}

/** What is wrong in the drawn value, put at the same place of the own one. */
function graft(json: JsonValue, { value, breach }: InvalidValue): JsonValue | undefined {
  const tokens = tokensFromPointer(breach.instancePointer);
  if (tokens.length === 0) return isJsonObject(json) && isJsonObject(value) ? withSameMembers(json, value) : undefined;
  return replaced(json, tokens, valueAtPointer(value, breach.instancePointer));
}

/** A clause of the whole object: members that are too many or missing. */
function withSameMembers(json: JsonValue, value: JsonValue): JsonValue | undefined {
  if (!isJsonObject(json) || !isJsonObject(value)) return undefined;
  const kept = Object.entries(json).filter(([name]) => Object.hasOwn(value, name));
  const added = Object.entries(value).filter(([name]) => !Object.hasOwn(json, name));
  return Object.fromEntries([...kept, ...added]);
}

function replaced(json: JsonValue, [token, ...inner]: readonly string[], value: JsonValue | undefined): JsonValue | undefined {
  if (token === undefined) return value;
  if (Array.isArray(json)) {
    const list: readonly JsonValue[] = json;
    const member = replaced(list[Number(token)] ?? null, inner, value);
    return member === undefined ? undefined : list.map((item, index) => (index === Number(token) ? member : item));
  }
  if (!isJsonObject(json)) return undefined;
  const member = replaced(json[token] ?? {}, inner, value);
  // `fromEntries` makes an own member of a name like `__proto__`, too.
  return member === undefined ? undefined : Object.fromEntries([...Object.entries(json), [token, member]]);
}

function ofAnotherType(json: JsonValue): JsonValue {
  return isJsonObject(json) ? [] : {};
}

/** Planning takes longer than drawing. */
const PLANS = new WeakMap<Schema, InvalidArbitraryPlan>();
/** Bytes that no encoding of text has at its beginning. */
const NO_TEXT = Uint8Array.of(0xff, 0xff, 0xff, 0xff);
