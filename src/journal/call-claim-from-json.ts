import { InputError, invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { firstShapeProblem } from '../policy/shape-problem.js';
import { schemaFromValue } from '../schema/schema-from-value.js';
import type { CallMatch } from './call-match.js';
import { CALL_MATCH_DEFINITIONS, CALL_MATCH_SCHEMA, callMatchFromJson } from './call-match-from-json.js';
import type { CallClaim } from './verify-calls.js';

/**
 * The claim of a value: `{ match, atLeast?, exactly?, atMost? }`, at least one call where no number is given, or `{ sequence: [match, …] }`.
 *
 * @param json - as tests write it
 * @throws InputError `E_CLAIM_INVALID` at the first thing that is wrong
 */
export function callClaimFromJson(json: JsonValue): CallClaim {
  const wrong = firstShapeProblem(CLAIM, json);
  if (wrong !== undefined) throw new InputError({ code: 'E_CLAIM_INVALID', args: { ...wrong } });
  invariant(isJsonObject(json), 'the schema of a claim lets only objects through');
  const { sequence, match, atLeast, exactly, atMost } = json;
  if (Array.isArray(sequence)) {
    return { kind: 'sequence', matches: sequence.map((one: JsonValue, index) => matchAt(one, `/sequence/${index}`)) };
  }
  const least = numberOf(exactly) ?? numberOf(atLeast) ?? (atMost === undefined ? 1 : 0);
  const most = numberOf(exactly) ?? numberOf(atMost) ?? Number.POSITIVE_INFINITY;
  return { kind: 'count', match: matchAt(match ?? {}, '/match'), atLeast: least, atMost: most };
}

function matchAt(value: JsonValue, pointer: string): CallMatch {
  return callMatchFromJson(isJsonObject(value) ? value : {}, (at, problem) => {
    throw invalid(`${pointer}${at}`, problem);
  });
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function invalid(pointer: string, problem: string): InputError {
  return new InputError({ code: 'E_CLAIM_INVALID', args: { pointer, problem } });
}

const COUNT: JsonObject = { type: 'integer', minimum: 0, maximum: 1_000_000_000 };
const CLAIM = schemaFromValue({
  type: 'object',
  properties: {
    match: CALL_MATCH_SCHEMA,
    atLeast: COUNT,
    exactly: COUNT,
    atMost: COUNT,
    sequence: { type: 'array', items: CALL_MATCH_SCHEMA, minItems: 1, maxItems: 1_000 },
  },
  dependentSchemas: {
    sequence: { properties: { match: false, atLeast: false, exactly: false, atMost: false } },
    exactly: { properties: { atLeast: false, atMost: false } },
    atLeast: { properties: { atMost: false } },
  },
  additionalProperties: false,
  $defs: CALL_MATCH_DEFINITIONS,
});
