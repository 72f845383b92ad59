import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { MediaType, Operation } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';
import { chooseResponse } from '../choose-response.js';

/** What an operation answers with success, as JSON. */
export interface UsualValue {
  readonly schema: Schema;
  /** Every example that keeps the schema, as it is written. */
  readonly examples: readonly JsonValue[];
  /** Keeps the schema; `undefined` when no value was found. */
  readonly value: () => JsonValue | undefined;
}

/**
 * The JSON that an operation answers with success; `undefined` when it answers with none.
 *
 * @param operation - any
 * @param code - the success that is meant; by default the usual one
 */
export function usualValueOf(operation: Operation, code?: number): UsualValue | undefined {
  const choice = chooseResponse(operation, { code, accept: undefined, asEvents: false });
  if (choice.kind !== 'response' || choice.status < 200 || choice.status > 299) return undefined;
  const mediaType = jsonOf(choice.response.content);
  if (mediaType?.schema === undefined) return undefined;
  let known = KNOWN.get(mediaType);
  if (known === undefined) {
    known = readValue(mediaType, mediaType.schema);
    KNOWN.set(mediaType, known);
  }
  return known;
}

/**
 * The first media type of a body that is JSON and has a schema.
 *
 * @param content - of a body, in document order
 */
export function jsonOf(content: readonly MediaType[]): MediaType | undefined {
  return content.find((mediaType) => {
    const parsed = parseMediaType(mediaType.name);
    return mediaType.schema !== undefined && parsed !== undefined && (isJsonMediaType(parsed) || mediaType.name === '*/*');
  });
}

function readValue({ examples }: MediaType, schema: Schema): UsualValue {
  const good = examples.flatMap(({ value }) => (value !== undefined && isValid(schema, value, RESPONSE) ? [value] : []));
  let sampled: { readonly value: JsonValue | undefined } | undefined;
  const sample = (): JsonValue | undefined => {
    const made = sampleFromSchema(schema, RESPONSE);
    return made.kind === 'value' ? made.value : undefined;
  };
  return {
    schema,
    examples: good,
    value: () => {
      sampled ??= { value: good[0] ?? sample() };
      return sampled.value;
    },
  };
}

const RESPONSE = { direction: 'response' } as const;
const KNOWN = new WeakMap<MediaType, UsualValue>();
