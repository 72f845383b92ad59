import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { createSchemaComparer } from '../../schema/inclusion/schema-comparer.js';
import type { SchemaBreak } from '../../schema/inclusion/schema-comparison.js';
import { isValid } from '../../schema/validate.js';
import type { PathRule } from './pact-rules.js';
import { readerSchemaFromPact } from './reader-schema-from-pact.js';

/**
 * The part of an answer that its contract promises: without members that may be left out or may be null, and with one item of each list.
 * What is left does for an example in a pact that asks for no more than the contract gives.
 *
 * @param value - valid by the schema
 * @param schema - of the answer
 */
export function promisedPart(value: JsonValue, schema: Schema): JsonValue {
  if (!isValid(schema, value, RESPONSE)) return value;
  let part = partOf(value, { schema, tryCount: 0 }, (changed) => changed);
  // What another answer than this one may leave out is found by comparing all of them.
  for (let round = 0; round < MAX_ROUND_COUNT; round += 1) {
    const reader = readerSchemaFromPact(part, BY_TYPE, { strength: 'kind', name: `pact:promised:${round}` });
    const { breaks } = createSchemaComparer().compare(reader, schema, 'response');
    if (breaks.length === 0) return part;
    part = breaks.reduce<JsonValue>((rest, each) => withoutPlace(rest, brokenPlace(each)), part);
  }
  return part;
}

/** What is missing is told of the object that lacks it. */
function brokenPlace({ location, violation }: SchemaBreak): readonly string[] {
  const { property } = violation.args;
  return violation.keyword === 'required' && typeof property === 'string' ? [...location, property] : location;
}

/** The value without what stands at a place, or with an empty list where it is an item. */
function withoutPlace(value: JsonValue, [first, ...rest]: readonly string[]): JsonValue {
  if (first === undefined) return isJsonObject(value) ? {} : Array.isArray(value) ? [] : value;
  if (Array.isArray(value)) {
    const [item] = value;
    return item === undefined || rest.length === 0 ? [] : [withoutPlace(item, rest)];
  }
  if (!isJsonObject(value)) return value;
  const { [first]: member, ...others } = value;
  return member === undefined || rest.length === 0 ? others : { ...value, [first]: withoutPlace(member, rest) };
}

interface Asking {
  readonly schema: Schema;
  tryCount: number;
}

/** Puts a changed part back into the whole. */
type PutBack = (part: JsonValue) => JsonValue;

function partOf(value: JsonValue, asking: Asking, putBack: PutBack): JsonValue {
  if (Array.isArray(value)) {
    const [first, ...others]: readonly JsonValue[] = value;
    // Without matchers for each place of a tuple, items of several kinds cannot be promised by one example.
    if (first === undefined || others.some((other) => kindOf(other) !== kindOf(first))) return [];
    return [partOf(first, asking, (item) => putBack([item, ...others]))];
  }
  if (!isJsonObject(value)) return value;
  const kept: (readonly [name: string, value: JsonValue])[] = [];
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || !isPromised(name, value, { asking, putBack })) continue;
    kept.push([name, partOf(member, asking, (changed) => putBack({ ...value, [name]: changed }))]);
  }
  return Object.fromEntries(kept);
}

function isPromised(
  name: string,
  value: Readonly<Record<string, JsonValue | undefined>>,
  { asking, putBack }: { readonly asking: Asking; readonly putBack: PutBack },
): boolean {
  asking.tryCount += 1;
  if (asking.tryCount > MAX_TRY_COUNT) return false;
  const { [name]: _, ...others } = value;
  return ![others, { ...value, [name]: null }].some((changed) => isValid(asking.schema, putBack(changed), RESPONSE));
}

function kindOf(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

const BY_TYPE: readonly PathRule[] = [
  { path: '$', tokens: [], combine: 'AND', matchers: [{ kind: 'type', minCount: undefined, maxCount: undefined }] },
];
const MAX_ROUND_COUNT = 20;
const RESPONSE = { direction: 'response' } as const;
/** Each try judges the whole value. What is not tried is not promised. */
const MAX_TRY_COUNT = 500;
