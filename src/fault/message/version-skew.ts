import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import type { MessageWay } from '../fault.js';
import { statelessKind } from '../fault-kind.js';
import { choiceOf, settingsSchema } from '../setting.js';
import { jsonOfPayload, withJson } from './payload-json.js';
import { WAY_SETTINGS, wayFrom } from './way.js';

interface SkewSettings {
  readonly way: MessageWay;
  readonly sender: 'newer' | 'older';
}

/** A sender of another version: what it sends is valid all the same, so a receiver that reads tolerantly gets along. */
export const versionSkew = statelessKind<SkewSettings>({
  kind: 'version-skew',
  group: 'message',
  summary: 'The sender is newer or older: an unknown member more, an unknown value, an optional member less, where the schema allows it',
  schema: settingsSchema({ ...WAY_SETTINGS, sender: { enum: ['newer', 'older'] } }),
  settingsFrom: (json) => ({ way: wayFrom(json), sender: choiceOf(json['sender'], ['newer', 'older']) }),
  wayOf: ({ way }) => way,
  onMessage: ({ settings: { sender }, message, random }) => {
    const { content } = message;
    const json = jsonOfPayload(content.payload);
    const schema = message.described === undefined ? undefined : payloadSchemaOf(message.described);
    const skewed = json === undefined ? undefined : skewedValue(json, { sender, schema, random });
    if (skewed === undefined) return { state: undefined, effect: { kind: 'pass' } };
    return { state: undefined, effect: { kind: 'passages', passages: [{ content: withJson(content, skewed), delayMs: 0 }] } };
  },
});

interface Skew {
  readonly sender: SkewSettings['sender'];
  readonly schema: Schema | undefined;
  readonly random: Random;
}

/** Without a schema nobody knows what is optional, and a new member is all that is sure to be harmless. */
function skewedValue(json: JsonValue, { sender, schema, random }: Skew): JsonValue | undefined {
  if (!isJsonObject(json)) return undefined;
  const candidates = sender === 'newer' ? newerForms(json, schema !== undefined) : schema === undefined ? [] : olderForms(json);
  const valid = candidates.slice(0, MAX_CANDIDATE_COUNT).filter((candidate) => schema === undefined || isValid(schema, candidate));
  return valid[Math.floor(random.next() * valid.length)];
}

function newerForms(json: JsonObject, changesValues: boolean): readonly JsonObject[] {
  const forms: JsonObject[] = [{ ...json, [UNKNOWN]: UNKNOWN }];
  for (const [name, value] of Object.entries(json)) {
    if (isJsonObject(value)) for (const form of newerForms(value, changesValues)) forms.push({ ...json, [name]: form });
    else if (changesValues && typeof value === 'string' && WORD.test(value)) forms.push({ ...json, [name]: UNKNOWN });
    if (forms.length >= MAX_CANDIDATE_COUNT) break;
  }
  return forms;
}

function olderForms(json: JsonObject): readonly JsonObject[] {
  const forms: JsonObject[] = [];
  for (const [name, value] of Object.entries(json)) {
    forms.push(Object.fromEntries(Object.entries(json).filter(([other]) => other !== name)));
    if (isJsonObject(value)) for (const form of olderForms(value)) forms.push({ ...json, [name]: form });
    if (forms.length >= MAX_CANDIDATE_COUNT) break;
  }
  return forms;
}

const UNKNOWN = 'addedInNextVersion';
/** Like the values of an enumeration: `created`, `IN_PROGRESS`. */
const WORD = /^[A-Za-z][A-Za-z_-]{1,40}$/;
const MAX_CANDIDATE_COUNT = 200;
