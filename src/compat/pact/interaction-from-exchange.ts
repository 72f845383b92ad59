import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Operation } from '../../contract/contract.js';
import type { Exchange } from '../../journal/exchange.js';
import { base64FromBytes, textFromUtf8 } from '../../journal/recorded-body.js';
import { isSecretHeader } from '../../journal/redact.js';
import type { HeaderPairs } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { mediaTypeForContent } from '../../wire/select-media-type.js';
import { responseForStatus } from '../../wire/select-response.js';
import type { HttpInteraction, PactBody, PactFields, PactState } from './pact.js';
import type { PactRules, PathRule } from './pact-rules.js';
import { NO_RULES } from './pact-rules.js';
import { promisedPart } from './promised-part.js';

/**
 * The interaction that an exchange shows: the request as it was, of the answer only what the contract promises, by type.
 *
 * @param exchange - answered, valid by the contract, secrets redacted
 * @param operation - the one it was for
 * @param states - what the provider needs before
 */
export function interactionFromExchange(exchange: Exchange, operation: Operation, states: readonly PactState[]): HttpInteraction {
  const { request, response = NO_RESPONSE } = exchange;
  const queryStart = request.target.indexOf('?');
  const declared = responseForStatus(operation, response.status);
  const required = (declared?.headers ?? []).filter((header) => header.required).map((header) => header.name.toLowerCase());
  const asked = required.filter(
    (name) => name !== 'content-type' && !isSecretHeader(name) && headerValue(response.headers, name) !== undefined,
  );
  const parsed = parseMediaType(headerValue(response.headers, 'content-type') ?? '');
  const schema = parsed === undefined ? undefined : mediaTypeForContent(declared?.content ?? [], parsed)?.schema;
  const body = bodyOf(response, (value) => (schema === undefined ? value : promisedPart(value, schema)));
  // A body that is no JSON would have to be the same to the byte: only its media type is asked for.
  const json = body === undefined || typeof body.content === 'string' ? undefined : body;
  return {
    kind: 'http',
    description: `${operation.id} is answered ${response.status}`,
    key: undefined,
    pending: false,
    states,
    pointer: '',
    others: {},
    request: {
      method: request.method,
      path: queryStart === -1 ? request.target : request.target.slice(0, queryStart),
      query: fieldsOf(queryStart === -1 ? [] : new URLSearchParams(request.target.slice(queryStart + 1))),
      headers: fieldsOf(sentHeaders(request.headers, operation)),
      body: bodyOf(request, (value) => value),
      rules: NO_RULES,
      generators: {},
    },
    response: {
      status: response.status,
      headers: fieldsOf([
        ...(parsed === undefined ? [] : [['content-type', parsed.essence] as const]),
        ...asked.map((name) => [name, headerValue(response.headers, name) ?? ''] as const),
      ]),
      body: json,
      rules: byTypeOnly(json, asked),
      generators: {},
    },
  };
}

/** Every value may be another one of its type. */
export function byTypeOnly(body: PactBody | undefined, headers: readonly string[]): PactRules {
  return {
    ...NO_RULES,
    header: headers.map((name) => ({ path: name, tokens: [{ kind: 'name', name }], ...BY_TYPE })),
    body: body === undefined ? [] : [{ path: '$', tokens: [], ...BY_TYPE }],
  };
}

/** Those that the contract speaks of, and what the two negotiate by; credentials are never written. */
function sentHeaders(headers: HeaderPairs, operation: Operation): Iterable<readonly [string, string]> {
  const declared = new Set(operation.parameters.filter((each) => each.in === 'header').map((each) => each.name.toLowerCase()));
  const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), headers[index + 1] ?? ''] as const] : []));
  return pairs.filter(([name]) => (declared.has(name) || NEGOTIATED.has(name)) && !isSecretHeader(name));
}

interface Content {
  readonly headers: HeaderPairs;
  readonly body: Uint8Array | string | undefined;
}

function bodyOf({ headers, body }: Content, kept: (value: JsonValue) => JsonValue): PactBody | undefined {
  if (body === undefined || body.length === 0) return undefined;
  const contentType = parseMediaType(headerValue(headers, 'content-type') ?? '');
  const base = { contentType: contentType?.essence, hint: undefined };
  const text = typeof body === 'string' ? body : textFromUtf8(body);
  if (text === undefined) return { ...base, content: base64FromBytes(body as Uint8Array), encoding: 'base64' };
  const json = contentType !== undefined && isJsonMediaType(contentType) ? jsonFromText(text) : undefined;
  return { ...base, content: json === undefined ? text : kept(json), encoding: undefined };
}

/** A text that says it is JSON and is not is kept as a text: exchanges with problems were left out before. */
function jsonFromText(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function fieldsOf(pairs: Iterable<readonly [name: string, value: string]>): PactFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) fields.set(name, [...(fields.get(name) ?? []), value]);
  return fields;
}

const BY_TYPE: Pick<PathRule, 'combine' | 'matchers'> = {
  combine: 'AND',
  matchers: [{ kind: 'type', minCount: undefined, maxCount: undefined }],
};
const NO_RESPONSE = { status: 0, headers: [], body: undefined };
/** `Prefer` is how a mock is asked for an answer (RFC 7240); providers without it pass it over. */
const NEGOTIATED: ReadonlySet<string> = new Set(['accept', 'content-type', 'prefer']);
