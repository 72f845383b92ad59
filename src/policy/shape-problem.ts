import type { NamesNearby } from '../base/did-you-mean.js';
import { didYouMean, namesNearby } from '../base/did-you-mean.js';
import { DURATION_PATTERN } from '../base/duration.js';
import { tokensFromPointer, valueAtPointer } from '../base/json-pointer.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { validate } from '../schema/validate.js';
import type { Violation } from '../schema/violation.js';
import { textFromViolation } from '../schema/violation.js';

/** What is wrong with a block that somebody wrote, in the words of its keys. */
export interface ShapeProblem extends NamesNearby {
  /** Into the block. */
  readonly pointer: string;
  readonly problem: string;
}

/**
 * What is wrong first with a block: a key that nobody knows before what follows from it, so that a misspelt key is not told as a missing one.
 *
 * @param schema - of the block
 * @param json - the block
 * @returns `undefined` when nothing is wrong
 */
export function firstShapeProblem(schema: Schema, json: JsonValue): ShapeProblem | undefined {
  const violations = validate(schema, json);
  const [first] = [...violations.filter(isUnknownKey), ...violations];
  if (first === undefined) return undefined;
  const { instancePointer: pointer, args } = first;
  if (isUnknownKey(first)) {
    const key = String(args['property']);
    return { pointer, problem: `unknown key "${key}"`, ...namesNearby(key, knownKeys(schema, first)) };
  }
  if (first.keyword === 'required') return { pointer, problem: `the key "${String(args['property'])}" is missing` };
  // The pattern of a duration says nothing to who writes one.
  if (args['pattern'] === DURATION_PATTERN) return { pointer, problem: 'must be a number and its unit: 100ms, 2s, 1m, 1h' };
  return { pointer, problem: textFromViolation(first), suggestion: nearestChoice(json, first) };
}

function isUnknownKey({ keyword }: Violation): boolean {
  return keyword === 'additionalProperties';
}

/** Beside the clause that lets no others in stand those there are. */
function knownKeys({ value }: Schema, { schemaPointer }: Violation): readonly string[] {
  const beside = schemaPointer.slice(0, schemaPointer.lastIndexOf('/'));
  const known = valueAtPointer(value, `${beside}/properties`);
  return isJsonObject(known) ? Object.keys(known) : [];
}

function nearestChoice(json: JsonValue, { keyword, instancePointer, args }: Violation): string | undefined {
  const written = tokensFromPointer(instancePointer).length === 0 ? json : valueAtPointer(json, instancePointer);
  const values = args['values'];
  if (keyword !== 'enum' || typeof written !== 'string' || !Array.isArray(values)) return undefined;
  return didYouMean(
    written,
    values.map((value) => String(value).replace(/^"(.*)"$/, '$1')),
  );
}
