import { InputError, invariant } from '../../base/errors.js';
import { DURATION_PATTERN, msFromDuration } from '../../base/duration.js';
import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { CALL_MATCH_DEFINITIONS, CALL_MATCH_SCHEMA, callMatchFromJson } from '../../journal/call-match-from-json.js';
import { firstShapeProblem } from '../../policy/shape-problem.js';
import { schemaFromValue } from '../../schema/schema-from-value.js';
import type { OrderedAnswer, Override } from './override.js';

/**
 * The override of a value: `{ operation?, match?, answer?, delay?, times? }`.
 *
 * @param json - as tests write it
 * @param id - when it names none
 * @throws InputError `E_OVERRIDE_INVALID` at the first thing that is wrong
 */
export function overrideFromJson(json: JsonValue, id: string): Override {
  const wrong = firstShapeProblem(OVERRIDE, json);
  if (wrong !== undefined) throw new InputError({ code: 'E_OVERRIDE_INVALID', args: { ...wrong } });
  invariant(isJsonObject(json), 'the schema of an override lets only objects through');
  const { operation, match, answer, delay, times } = json;
  const given = isJsonObject(match) ? match : {};
  if (operation !== undefined && given['operation'] !== undefined) throw invalid('/match/operation', 'stands beside "operation"');
  return {
    id: typeof json['id'] === 'string' ? json['id'] : id,
    match: callMatchFromJson(operation === undefined ? given : { ...given, operation }, (pointer, problem) => {
      throw invalid(`/match${pointer}`, problem);
    }),
    answer: answerFrom(isJsonObject(answer) ? answer : {}),
    delayMs: delayFrom(delay),
    times: typeof times === 'number' ? times : undefined,
    written: json,
  };
}

function answerFrom({ status, headers, json, body, example, code }: JsonObject): OrderedAnswer {
  if (json !== undefined && body !== undefined) throw invalid('/answer/body', 'stands beside "json"');
  const hasContent = json !== undefined || body !== undefined;
  if (hasContent && example !== undefined) throw invalid('/answer/example', 'stands beside content of its own');
  if (hasContent && code !== undefined) throw invalid('/answer/code', 'stands beside content of its own: give "status"');
  if (status !== undefined && code !== undefined) throw invalid('/answer/code', 'stands beside "status"');
  const text = json === undefined ? body : JSON.stringify(json);
  return {
    status: typeof status === 'number' ? status : undefined,
    headers: isJsonObject(headers) ? Object.entries(headers).flatMap(pairsOf) : [],
    content: text === undefined ? undefined : { body: String(text), mediaType: json === undefined ? undefined : 'application/json' },
    code: typeof code === 'number' ? code : undefined,
    example: typeof example === 'string' ? example : undefined,
  };
}

function pairsOf([name, value]: [string, JsonValue | undefined]): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((one) => [name.toLowerCase(), String(one)]);
}

function delayFrom(value: JsonValue | undefined): number {
  if (value === undefined) return 0;
  const delayMs = typeof value === 'number' ? value : (msFromDuration(String(value)) ?? 0);
  if (delayMs > MAX_DELAY_MS) throw invalid('/delay', 'must be ten minutes at the most');
  return delayMs;
}

function invalid(pointer: string, problem: string): InputError {
  return new InputError({ code: 'E_OVERRIDE_INVALID', args: { pointer, problem } });
}

const MAX_DELAY_MS = 600_000;
/** A value that may stand in a header: nothing that ends it early. */
const FIELD_VALUE: JsonObject = { type: 'string', pattern: '^[\\t\\u0020-\\u007e\\u0080-\\u00ff]{0,8000}$' };
const OVERRIDE = schemaFromValue({
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' },
    operation: { type: 'string', minLength: 1, maxLength: 500 },
    match: CALL_MATCH_SCHEMA,
    answer: {
      type: 'object',
      properties: {
        status: { type: 'integer', minimum: 200, maximum: 599 },
        headers: {
          type: 'object',
          maxProperties: 100,
          propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$" },
          additionalProperties: { oneOf: [FIELD_VALUE, { type: 'array', items: FIELD_VALUE, maxItems: 100 }] },
        },
        json: true,
        body: { type: 'string' },
        example: { type: 'string', minLength: 1, maxLength: 500 },
        code: { type: 'integer', minimum: 100, maximum: 599 },
      },
      additionalProperties: false,
    },
    delay: {
      oneOf: [
        { type: 'string', pattern: DURATION_PATTERN },
        { type: 'number', minimum: 0 },
      ],
    },
    times: { type: 'integer', minimum: 1, maximum: 1_000_000_000 },
  },
  additionalProperties: false,
  $defs: CALL_MATCH_DEFINITIONS,
});
