import type { JsonObject, JsonValue } from '../../base/json.js';
import type { AvroRecord, AvroType } from './avro-type.js';
import { branchName } from './avro-type.js';

/**
 * The JSON Schema (draft 7) of an Avro type's JSON encoding, so that Avro messages are judged, sampled and broken as all others are.
 *
 * @param type - of the whole message
 * @param strictness - `strict` is the encoding to the letter, for what we make; `lenient` also takes what programs that call plain JSON Avro send: values
 *   of a union without the name of their branch, and records without fields that have a default
 * @see https://avro.apache.org/docs/1.12.0/specification/#json-encoding
 */
export function jsonSchemaFromAvro(type: AvroType, strictness: 'strict' | 'lenient'): JsonObject {
  const writing: Writing = { isLenient: strictness === 'lenient', definitions: {}, waiting: [] };
  const root = written(type, writing);
  for (let record = writing.waiting.pop(); record !== undefined; record = writing.waiting.pop()) {
    writing.definitions[record.name] = recordSchema(record, writing);
  }
  return { $schema: 'http://json-schema.org/draft-07/schema#', allOf: [root], definitions: writing.definitions };
}

interface Writing {
  readonly isLenient: boolean;
  readonly definitions: Record<string, JsonValue>;
  /** Records that were named and are to be written. */
  readonly waiting: AvroRecord[];
}

function written(type: AvroType, writing: Writing): JsonObject {
  switch (type.kind) {
    case 'record':
      return recordReference(type, writing);
    case 'enum':
      return { type: 'string', enum: type.symbols };
    case 'fixed':
      return { type: 'string', pattern: BYTES, minLength: type.sizeBytes, maxLength: type.sizeBytes };
    case 'array':
      return { type: 'array', items: written(type.items, writing) };
    case 'map':
      return { type: 'object', additionalProperties: written(type.values, writing) };
    case 'union':
      return { anyOf: branchesOf(type.branches, writing) };
    default:
      return PRIMITIVES[type.kind];
  }
}

function branchesOf(branches: readonly AvroType[], writing: Writing): readonly JsonValue[] {
  const tagged = branches.map((branch): JsonValue => {
    const inner = written(branch, writing);
    if (branch.kind === 'null') return inner;
    const name = branchName(branch);
    return { type: 'object', required: [name], properties: { [name]: inner }, additionalProperties: false };
  });
  const plain = writing.isLenient ? branches.filter(({ kind }) => kind !== 'null').map((branch) => written(branch, writing)) : [];
  return [...tagged, ...plain];
}

function recordReference(record: AvroRecord, writing: Writing): JsonObject {
  if (!Object.hasOwn(writing.definitions, record.name)) {
    // Named before it is written: it may hold itself.
    writing.definitions[record.name] = true;
    writing.waiting.push(record);
  }
  return { $ref: `#/definitions/${encodeURIComponent(record.name)}` };
}

function recordSchema({ fields }: AvroRecord, writing: Writing): JsonObject {
  return {
    type: 'object',
    required: fields.filter(({ hasDefault }) => !(hasDefault && writing.isLenient)).map(({ name }) => name),
    properties: Object.fromEntries(fields.map(({ name, type }) => [name, written(type, writing)])),
    additionalProperties: false,
  };
}

/** Each character is a byte. */
const BYTES = '^[\\u0000-\\u00ff]*$';
/** What is no number in JSON is a word in this encoding. */
const FLOATING: JsonObject = { anyOf: [{ type: 'number' }, { enum: ['NaN', 'Infinity', '-Infinity'] }] };
const PRIMITIVES = {
  null: { type: 'null' },
  boolean: { type: 'boolean' },
  int: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  // The largest number below 2^63 that a JSON reader can tell from 2^63.
  long: { type: 'integer', minimum: -(2 ** 63), maximum: 2 ** 63 - 1024 },
  float: FLOATING,
  double: FLOATING,
  bytes: { type: 'string', pattern: BYTES },
  string: { type: 'string' },
} as const satisfies Readonly<Record<string, JsonObject>>;
