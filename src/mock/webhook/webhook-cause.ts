import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Exchange, RecordedRequest, RecordedResponse } from '../../journal/exchange.js';
import { type HttpRequest, headerValue } from '../../wire/http-message.js';
import { scopedRequest } from '../living/scoped-request.js';

/** The exchange that makes a system call somebody, as far as that call depends on it. */
export interface WebhookCause {
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
  readonly requestBody: JsonValue | undefined;
  readonly responseBody: JsonValue | undefined;
  /** Decoded. */
  readonly pathValues: ReadonlyMap<string, string>;
  /** `''` where there is none. */
  readonly scope: string;
}

/**
 * What of an exchange can make a system call somebody; `undefined` when it was not answered, or with an error.
 *
 * @param exchange - that is over
 * @param pathValuesOf - the decoded values in the path of a request without its scope
 */
export function webhookCause(
  exchange: Exchange,
  pathValuesOf: (request: HttpRequest) => ReadonlyMap<string, string>,
): WebhookCause | undefined {
  const { request, response, outcome } = exchange;
  if (outcome !== 'answered' || response === undefined || response.status >= 400) return undefined;
  const asked = { method: request.method, target: request.target, headers: request.headers, body: undefined };
  const { scope, request: plain } = scopedRequest(asked);
  return {
    request: { ...request, target: plain.target },
    response,
    requestBody: valueOfBody(request),
    responseBody: valueOfBody(response),
    pathValues: pathValuesOf(plain),
    scope: exchange.scope ?? scope,
  };
}

function valueOfBody({ headers, body }: Pick<RecordedRequest, 'headers' | 'body'>): JsonValue | undefined {
  if (body === undefined) return undefined;
  const type = parseMediaType(headerValue(headers, 'content-type') ?? '');
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
  if (type?.essence === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type === undefined || !isJsonMediaType(type)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
