import type { JsonValue } from '../base/json.js';
import type { MediaType } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import type { Coercion } from './coerce-text.js';
import { compileCoercion, plainFromTree } from './coerce-text.js';
import { isBelow } from './deep-object.js';
import { decodeFormText } from './percent.js';
import type { PairReader } from './read-pairs.js';
import { compilePairReader } from './read-pairs.js';
import type { Reading } from './reading-plan.js';
import type { SchemaBranch } from './schema-branch.js';
import { branchesFromSchemas } from './schema-branch.js';
import type { TextPairs } from './text-pairs.js';
import { pairsFromForm } from './text-pairs.js';

/** Reads the text of one form. */
export type FormReader = (text: string) => Reading;

/**
 * The reader of forms of a media type: each property by its `encoding`, or, where there is none, one pair per item, brackets for the
 * members of an object, or JSON in a single pair. What has no property of its own follows `additionalProperties`, or stays text.
 *
 * @param mediaType - its readers are made once and kept
 * @see OpenAPI 3.1.1 §4.8.14.3 (Support for x-www-form-urlencoded Request Bodies)
 */
export function formReader(mediaType: MediaType): FormReader {
  let reader = FORM_READERS.get(mediaType);
  if (reader === undefined) {
    reader = compileForm(mediaType);
    FORM_READERS.set(mediaType, reader);
  }
  return reader;
}

const FORM_READERS = new WeakMap<MediaType, FormReader>();
const MAX_FORM_PAIR_COUNT = 10_000;

function compileForm(mediaType: MediaType): FormReader {
  const schemas = mediaType.schema === undefined ? [] : [mediaType.schema];
  const readers = branchesFromSchemas(schemas).map((branch) => compileBranch(branch, mediaType));
  return (text) => {
    const pairs = pairsFromForm(text, MAX_FORM_PAIR_COUNT);
    if (pairs === undefined) return { kind: 'malformed', message: `must not have more than ${MAX_FORM_PAIR_COUNT} fields` };
    const readings = readers.map((read) => read(pairs));
    return readings.length === 1
      ? (readings[0] ?? EMPTY)
      : (readings.find((reading) => isAccepted(reading, schemas)) ?? readings[0] ?? EMPTY);
  };
}

function isAccepted(reading: Reading, schemas: readonly Schema[]): boolean {
  return reading.kind === 'value' && schemas.every((schema) => isValid(schema, reading.value, { direction: 'request' }));
}

function compileBranch(branch: SchemaBranch, mediaType: MediaType): PairReader {
  const claimed = new Set(branch.properties.keys());
  const readers = [...branch.properties].map(([name, schemas]) => [name, compileProperty(name, schemas, { mediaType, claimed })] as const);
  const rest = Array.isArray(branch.additional) ? compileCoercion(branch.additional) : plainFromTree;
  return (pairs) => {
    const members = new Map<string, JsonValue>();
    for (const [name, read] of readers) {
      const reading = read(pairs);
      if (reading.kind === 'malformed') return { kind: 'malformed', message: `property "${name}" ${reading.message}` };
      if (reading.kind === 'value') members.set(name, reading.value);
    }
    if (!addRest(pairs, members, { branch, mediaType, rest }))
      return { kind: 'malformed', message: 'has a "%" that starts no valid escape' };
    return { kind: 'value', value: Object.fromEntries(members) };
  };
}

function compileProperty(
  name: string,
  schemas: readonly Schema[],
  { mediaType, claimed }: { readonly mediaType: MediaType; readonly claimed: ReadonlySet<string> },
): PairReader {
  const encoding = mediaType.encoding.get(name);
  // Read as deepObject, a property takes plain pairs, brackets and JSON: the ways in use where the contract names none.
  const style = encoding?.style ?? (encoding?.explode === undefined ? 'deepObject' : 'form');
  const explode = encoding?.explode ?? (style === 'form' || style === 'deepObject');
  return compilePairReader({ name, style, explode, allowEmptyValue: false, schemas, decode: decodeFormText, claimed });
}

function addRest(
  pairs: TextPairs,
  members: Map<string, JsonValue>,
  { branch, mediaType, rest }: { readonly branch: SchemaBranch; readonly mediaType: MediaType; readonly rest: Coercion },
): boolean {
  const known = [...branch.properties.keys()];
  const spread = known.filter((name) => mediaType.encoding.get(name)?.style === 'form');
  for (const [name, texts] of pairs.byName) {
    if (members.has(name) || branch.properties.has(name) || known.some((candidate) => isBelow(name, candidate))) continue;
    if (spread.some((candidate) => isMemberOf(members.get(candidate), name))) continue;
    const decoded = texts.map(decodeFormText);
    if (decoded.includes(undefined)) return false;
    const values = decoded.map((text) => text ?? '');
    members.set(name, rest(values.length === 1 ? (values[0] ?? '') : values));
  }
  return true;
}

function isMemberOf(value: JsonValue | undefined, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

const EMPTY: Reading = { kind: 'value', value: {} };
