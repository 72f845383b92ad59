import type { JsonObject, JsonValue } from '../../src/base/json.js';
import { isJsonObject } from '../../src/base/json.js';
import type { Random } from '../../src/base/random.js';

/** Two schemas that are near to each other. */
export interface SchemaPair {
  readonly writer: JsonValue;
  readonly reader: JsonValue;
}

/**
 * A schema and what an edit or two made of it, in either order; now and then the same, or one that has nothing to do with it.
 *
 * @param random - decides all
 */
export function schemaPair(random: Random): SchemaPair {
  const first = drawnSchema(random);
  const chance = random.next();
  const second = chance < 0.9 ? edited(first, random) : drawnSchema(random);
  const last = chance < 0.2 ? edited(second, random) : second;
  return random.next() < 0.5 ? { writer: first, reader: last } : { writer: last, reader: first };
}

/**
 * A schema of 2020-12 with few keywords at a place, so that it has values and is near to what people write.
 *
 * @param random - decides all
 */
export function drawnSchema(random: Random): JsonObject {
  const root = schemaOf(random, 3);
  const whole = isJsonObject(root) ? root : { allOf: [root] };
  return { ...whole, $defs: { x: schemaOf(random, 1), y: schemaOf(random, 2) } };
}

/**
 * The same of schemas of which most stand behind references, within one another and beside one another.
 *
 * @param random - decides all
 */
export function linkedPair(random: Random): SchemaPair {
  const first = { ...linkedSchema(random), $defs: { x: linkedSchema(random), y: linkedSchema(random) } };
  const chance = random.next();
  const second = chance < 0.95 ? edited(first, random) : first;
  const last = chance < 0.4 ? edited(second, random) : second;
  return random.next() < 0.5 ? { writer: first, reader: last } : { writer: last, reader: first };
}

function linkedSchema(random: Random): JsonObject {
  const made: Record<string, JsonValue> = { type: 'object', properties: { a: linkOf(random), b: linkOf(random) } };
  if (random.next() < 0.4) made['required'] = some(random, NAMES as never, 2);
  if (random.next() < 0.2) made['additionalProperties'] = linkOf(random);
  const keyword = pick(random, ['allOf', 'anyOf', 'oneOf', 'dependentSchemas', '', '', '']);
  if (keyword === 'dependentSchemas') made[keyword] = { [pick(random, NAMES)]: linkOf(random) };
  else if (keyword !== '') made[keyword] = [linkOf(random), pick(random, [linkOf(random), schemaOf(random, 1)])];
  return made;
}

function linkOf(random: Random): JsonValue {
  const reference = { $ref: pick(random, ['#/$defs/x', '#/$defs/y']) };
  const chance = random.next();
  if (chance < 0.4) return reference;
  if (chance < 0.5) return { allOf: [reference] };
  if (chance < 0.6) return { type: 'array', items: reference };
  if (chance < 0.7) return { anyOf: [reference, { type: 'integer' }] };
  return schemaOf(random, 1);
}

/**
 * Values of the world that drawn schemas speak of.
 *
 * @param random - decides all
 * @param count - how many
 */
export function smallValues(random: Random, count: number): readonly JsonValue[] {
  return Array.from({ length: count }, () => drawnValue(random, 3));
}

function pick<Value>(random: Random, values: readonly [Value, ...Value[]]): Value {
  return values[Math.floor(random.next() * values.length)] ?? values[0];
}

function some(random: Random, values: readonly [JsonValue, ...JsonValue[]], most: number): readonly JsonValue[] {
  return [...new Set(Array.from({ length: Math.floor(random.next() * (most + 1)) }, () => pick(random, values)))];
}

const TYPES = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;
const NAMES = ['a', 'b', 'c'] as const;
const SCALARS = [null, true, false, 0, 1, 2, 3, 0.5, '', 'a', 'ab', 'c'] as const;
const SIMPLE = [
  true,
  false,
  {},
  { type: 'string' },
  { type: 'integer' },
  { type: 'object' },
  { const: 1 },
  { enum: ['a', 'b'] },
  { $ref: '#/$defs/x' },
] as const;
const GROUPS = [
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf format',
  'minLength maxLength pattern format',
  'minItems maxItems uniqueItems items prefixItems contains unevaluatedItems',
  'properties properties required additionalProperties patternProperties propertyNames minProperties maxProperties dependentRequired ' +
    'dependentSchemas unevaluatedProperties',
  'allOf anyOf oneOf not if $ref enum const',
  'readOnly writeOnly nothing',
].map((group) => group.split(' ') as [string, ...string[]]) as [[string, ...string[]], ...[string, ...string[]][]];
const COUNTS = [0, 1, 2, 3] as const;

type Draw = (random: Random, inner: () => JsonValue) => JsonValue;

const count: Draw = (random) => pick(random, COUNTS);
const limit: Draw = (random) => pick(random, [-1, 0, 0.5, 1, 2, 3]);
const whole: Draw = (_random, inner) => inner();
const two: Draw = (_random, inner) => [inner(), inner()];
const named: Draw = (random, inner) => Object.fromEntries(some(random, NAMES as never, 3).map((name) => [String(name), inner()]));

const KEYWORDS: Readonly<Record<string, Draw>> = {
  ...Object.fromEntries(['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((keyword) => [keyword, limit])),
  ...Object.fromEntries(
    ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'].map((keyword) => [keyword, count]),
  ),
  ...Object.fromEntries(
    ['items', 'contains', 'additionalProperties', 'not', 'unevaluatedProperties', 'unevaluatedItems'].map((keyword) => [keyword, whole]),
  ),
  ...Object.fromEntries(['prefixItems', 'allOf', 'anyOf', 'oneOf'].map((keyword) => [keyword, two])),
  ...Object.fromEntries(['properties', 'dependentSchemas'].map((keyword) => [keyword, named])),
  multipleOf: (random) => pick(random, [0.5, 1, 2, 3]),
  format: (random) => pick(random, ['date', 'int32', 'ipv4']),
  pattern: (random) => pick(random, ['^a', 'b$', '^[ab]*$', 'c', '^a+$', '^.$']),
  uniqueItems: (random) => random.next() < 0.7,
  required: (random) => some(random, NAMES as never, 2),
  patternProperties: (random, inner) => ({ [pick(random, ['^a', 'b'])]: inner() }),
  propertyNames: (random) => pick<JsonValue>(random, [{ pattern: '^[ab]' }, { maxLength: 1 }, { enum: ['a', 'b'] }]),
  dependentRequired: (random) => ({ [pick(random, NAMES)]: some(random, NAMES as never, 2) }),
  enum: (random) => some(random, [...SCALARS, [], [1], { a: 1 }] as never, 4),
  const: (random) => pick<JsonValue>(random, SCALARS as never),
  $ref: (random) => pick(random, ['#', '#/$defs/x', '#/$defs/y']),
  readOnly: () => true,
  writeOnly: () => true,
};

function schemaOf(random: Random, depth: number): JsonValue {
  if (depth <= 0 || random.next() < 0.12) return pick<JsonValue>(random, SIMPLE as never);
  const inner = (): JsonValue => schemaOf(random, depth - 1);
  const group = pick(random, [0, 1, 2, 2, 3, 3, 3, 4, 4, 4]);
  const made: Record<string, JsonValue> = {};
  const own = ['integer', 'string', 'array', 'object'][group];
  if (random.next() < 0.55)
    made['type'] = own !== undefined && random.next() < 0.7 ? own : [...new Set([pick(random, TYPES), pick(random, TYPES)])];
  const clauseCount = 1 + Math.floor(random.next() * 3);
  for (let index = 0; index < clauseCount; index += 1) {
    const keyword = pick(random, (random.next() < 0.8 ? GROUPS[group] : undefined) ?? pick(random, GROUPS));
    addClause(made, keyword, { random, inner });
  }
  return made;
}

interface Drawing {
  readonly random: Random;
  readonly inner: () => JsonValue;
}

function addClause(made: Record<string, JsonValue>, keyword: string, { random, inner }: Drawing): void {
  const draw = KEYWORDS[keyword];
  if (draw !== undefined) made[keyword] = draw(random, inner);
  if (keyword === 'contains' && random.next() < 0.4) made[pick(random, ['minContains', 'maxContains'])] = pick(random, COUNTS);
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema is named so.
  if (keyword === 'if') Object.assign(made, { if: inner(), then: inner(), else: inner() });
}

type Mutable = Record<string, JsonValue>;

/** One clause somewhere dropped, changed, put beside or replaced. */
function edited(schema: JsonObject, random: Random): JsonObject {
  const copy = structuredClone(schema) as JsonObject;
  let current = copy as Mutable;
  for (let step = 0; step < 8; step += 1) {
    const keys = Object.keys(current);
    if (keys.length === 0) break;
    const key = pick(random, keys as [string, ...string[]]);
    const value = current[key] ?? null;
    if (typeof value === 'object' && value !== null && random.next() < 0.65) {
      current = value as unknown as Mutable;
      continue;
    }
    if (!Array.isArray(current)) change(current, key, { value, random });
    else if (isJsonObject(value)) current[key as never] = schemaOf(random, 1) as never;
    break;
  }
  return copy;
}

function change(object: Mutable, key: string, { value, random }: { readonly value: JsonValue; readonly random: Random }): void {
  const chance = random.next();
  if (chance < 0.35) delete object[key];
  else if (typeof value === 'number') object[key] = Math.max(0.5, value + (chance < 0.65 ? 1 : -1));
  else if (chance < 0.6) Object.assign(object, schemaOf(random, 1));
  else if (isJsonObject(value) && KEYWORDS[key] === whole) object[key] = schemaOf(random, 2);
  else if (key === 'type') object[key] = pick(random, TYPES);
}

const VALUES = [...SCALARS, -1, 1.5, 4, 6, 'b', 'ba', 'aa', 'abc', 'zzzz', '2020-01-01', '1.2.3.4', 2_147_483_648];

function drawnValue(random: Random, depth: number): JsonValue {
  const chance = random.next();
  if (depth <= 0 || chance < 0.4) return pick<JsonValue>(random, VALUES as never);
  const inner = (): JsonValue => drawnValue(random, depth - 1);
  if (chance < 0.65) return Array.from({ length: Math.floor(random.next() * 5) }, inner);
  const names = Array.from({ length: Math.floor(random.next() * 4.5) }, () => pick(random, ['a', 'b', 'c', 'ab', 'zz', 'a1']));
  return Object.fromEntries(names.map((name) => [name, inner()]));
}
