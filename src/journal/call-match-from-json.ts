import { invariant } from '../base/errors.js';
import type { JsonObject, JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import { patternDefect } from '../schema/pattern/pattern.js';
import type { BodyMatch, CallMatch, PathMatch, TextMatch } from './call-match.js';

/** The JSON Schema of a match, as tests write it. */
export const CALL_MATCH_SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    operation: { type: 'string', minLength: 1, maxLength: 500 },
    method: { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,50}$" },
    path: {
      oneOf: [
        { type: 'string', pattern: '^[/*]', maxLength: 2_000 },
        {
          type: 'object',
          properties: { pattern: { type: 'string', maxLength: 1_000 } },
          required: ['pattern'],
          additionalProperties: false,
        },
      ],
    },
    query: { type: 'object', maxProperties: 100, additionalProperties: { $ref: '#/$defs/text' } },
    headers: {
      type: 'object',
      maxProperties: 100,
      propertyNames: { pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$" },
      additionalProperties: { $ref: '#/$defs/text' },
    },
    body: true,
    status: { type: 'integer', minimum: 100, maximum: 599 },
  },
  additionalProperties: false,
};

/** What {@link CALL_MATCH_SCHEMA} refers to. */
export const CALL_MATCH_DEFINITIONS: JsonObject = {
  text: {
    oneOf: [
      { type: ['string', 'number', 'boolean'], maxLength: 10_000 },
      { type: 'object', properties: { pattern: { type: 'string', maxLength: 1_000 } }, required: ['pattern'], additionalProperties: false },
    ],
  },
};

/**
 * The match of a value that its schema has let through. `true` and `false` as the value of a header or a parameter ask whether there is one at all.
 *
 * @param json - as {@link CALL_MATCH_SCHEMA} has it
 * @param refuse - told of a pattern that is none, with a pointer from the match on; throws
 */
export function callMatchFromJson(json: JsonObject, refuse: (pointer: string, problem: string) => never): CallMatch {
  const { operation, method, path, query, headers, body, status } = json;
  const texts = (member: JsonValue | undefined, name: string, isLower: boolean): CallMatch['query'] => {
    if (!isJsonObject(member)) return undefined;
    const entries = Object.entries(member).map(([key, value]) => {
      const match = textMatchFrom(value ?? null);
      if ('pattern' in match) assertPattern(match.pattern, `/${name}/${key}/pattern`, refuse);
      return [isLower ? key.toLowerCase() : key, match] as const;
    });
    return Object.fromEntries(entries);
  };
  return {
    operation: typeof operation === 'string' ? operation : undefined,
    method: typeof method === 'string' ? method.toUpperCase() : undefined,
    path: path === undefined ? undefined : pathMatchFrom(path, refuse),
    query: texts(query, 'query', false),
    headers: texts(headers, 'headers', true),
    body: body === undefined ? undefined : bodyMatchFrom(body),
    status: typeof status === 'number' ? status : undefined,
  };
}

function pathMatchFrom(value: JsonValue, refuse: (pointer: string, problem: string) => never): PathMatch {
  if (typeof value === 'string') return { glob: value.replaceAll(/\{[^{}/]*\}/g, '*'), written: value };
  invariant(isJsonObject(value), 'the schema of a match lets only texts and patterns through');
  const pattern = String(value['pattern']);
  assertPattern(pattern, '/path/pattern', refuse);
  return { pattern };
}

function textMatchFrom(value: JsonValue): TextMatch {
  if (typeof value === 'boolean') return { isPresent: value };
  return isJsonObject(value) ? { pattern: String(value['pattern']) } : { equals: String(value) };
}

function bodyMatchFrom(value: JsonValue): BodyMatch {
  if (typeof value === 'string') return { kind: 'text', text: value };
  if (!isJsonObject(value)) return { kind: 'partial', value };
  const names = Object.keys(value);
  const isPointers = names.length > 0 && names.every((name) => name.startsWith('/'));
  return isPointers ? { kind: 'pointers', values: value as Readonly<Record<string, JsonValue>> } : { kind: 'partial', value };
}

function assertPattern(source: string, pointer: string, refuse: (pointer: string, problem: string) => never): void {
  const defect = patternDefect(source);
  if (defect !== undefined) refuse(pointer, `is no regular expression: ${defect}`);
}
