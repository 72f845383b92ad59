import type { JsonObject } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { schemaFromValue } from '../schema/schema-from-value.js';
import type { FaultKind } from './fault.js';
import { DURATION, HEADER_NAME, RATIO, wholeNumber } from './setting.js';

/**
 * The schema of a whole rule of a kind: its settings beside what every rule may say. A setting has its key to itself: the `count` of
 * `fail-first` is not that of rules.
 *
 * @param kind - any
 */
export function ruleSchema(kind: FaultKind): Schema {
  const known = SCHEMAS.get(kind);
  if (known !== undefined) return known;
  const { required = [] } = kind.schema;
  const properties = { ...RULE_PROPERTIES, ...propertiesOfGroup(kind), ...settingsOf(kind) };
  const made = schemaFromValue({ type: 'object', properties, required: ['fault', ...(required as string[])], additionalProperties: false });
  SCHEMAS.set(kind, made);
  return made;
}

/**
 * The settings of a kind, by key.
 *
 * @param kind - any
 */
export function settingsOf(kind: FaultKind): JsonObject {
  const { properties } = kind.schema;
  return isJsonObject(properties) ? properties : {};
}

/** What a rule may say of what it touches: what changes nothing may stand anywhere. */
function propertiesOfGroup({ group, kind }: FaultKind): JsonObject {
  if (group === 'message') return MESSAGE_PROPERTIES;
  return kind === 'noop' ? { ...MESSAGE_PROPERTIES, ...HTTP_PROPERTIES } : HTTP_PROPERTIES;
}

/** What every rule may say. */
const NAME: JsonObject = { type: 'string', minLength: 1, maxLength: 200 };
const RULE_PROPERTIES: JsonObject = {
  fault: NAME,
  label: { type: 'string', pattern: '^[^\\s+]{1,100}$', description: 'a name of at most 100 characters without blanks and "+"' },
  on: {
    anyOf: [NAME, { type: 'array', items: NAME, minItems: 1, maxItems: 1_000 }],
    description: 'the id of an operation, or "GET /path", or a list of them',
  },
  header: {
    anyOf: [
      { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}(?::[^\\r\\n\\u0000]{0,1000})?$" },
      {
        type: 'object',
        properties: { name: HEADER_NAME, equals: { type: 'string', maxLength: 1_000 } },
        required: ['name'],
        additionalProperties: false,
      },
    ],
    description: 'the name of a header, or "name: value"',
  },
  consumer: NAME,
  provider: NAME,
  from: DURATION,
  to: DURATION,
  nth: {
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', pattern: '^[1-9]\\d{0,8}(?:-(?:[1-9]\\d{0,8})?)?$' },
    ],
    description: 'the number of a request, or several: 3, 1-3, 2-',
  },
  probability: RATIO,
  count: wholeNumber(1, 1_000_000_000),
  while: NAME,
  sets: NAME,
};
const HEADER_SCOPE = "header:[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}";
/** Of requests and connections. */
const HTTP_PROPERTIES: JsonObject = {
  method: { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,50}$", description: 'a method' },
  path: {
    type: 'string',
    pattern: '^[/*]',
    maxLength: 500,
    description: 'a path, with * for anything within a segment and ** for anything',
  },
  scope: {
    type: 'string',
    pattern: `^(?:all|operation|consumer|connection|${HEADER_SCOPE})$`,
    description: 'one of all, operation, consumer, connection, header:<name>',
  },
};
/** Of messages. */
const MESSAGE_PROPERTIES: JsonObject = {
  channel: {
    type: 'string',
    minLength: 1,
    maxLength: 500,
    description: 'the address of a channel, with * for anything within a segment and ** for anything',
  },
  key: NAME,
  scope: {
    type: 'string',
    pattern: `^(?:all|operation|consumer|channel|key|${HEADER_SCOPE})$`,
    description: 'one of all, operation, consumer, channel, key, header:<name>',
  },
};
const SCHEMAS = new WeakMap<FaultKind, Schema>();
