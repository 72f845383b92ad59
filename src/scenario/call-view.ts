import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import type { JsonValue } from '../base/json.js';
import type { Exchange, RecordedRequest, RecordedResponse } from '../journal/exchange.js';
import { headerValue } from '../wire/http-message.js';
import { parseJsonText } from '../wire/parse-json.js';
import { textFromBytes } from '../wire/text-from-bytes.js';
import type { CallView } from './arazzo/expression-context.js';

/**
 * A call as expressions see it. Where a system listens is the world's matter: in `$url` its name stands for the host.
 *
 * @param exchange - as it was
 * @param parameters - as they were given, by `in:name`
 */
export function callViewOf(exchange: Exchange, parameters: ReadonlyMap<string, JsonValue>): CallView {
  const { provider, request, response } = exchange;
  return {
    url: `http://${provider}${request.target}`,
    method: request.method,
    statusCode: response?.status,
    request: { headers: request.headers, parameters, body: lazyBody(request) },
    response: response === undefined ? undefined : { headers: response.headers, parameters: NO_PARAMETERS, body: lazyBody(response) },
  };
}

function lazyBody(message: RecordedRequest | RecordedResponse): () => JsonValue | undefined {
  let known: { readonly value: JsonValue | undefined } | undefined;
  return () => {
    known ??= { value: bodyValue(message) };
    return known.value;
  };
}

/** JSON as data, anything else as its text; bytes that are no text have no value. */
function bodyValue({ headers, body }: RecordedRequest | RecordedResponse): JsonValue | undefined {
  if (body === undefined || body.length === 0) return undefined;
  const mediaType = parseMediaType(headerValue(headers, 'content-type') ?? '');
  const text = typeof body === 'string' ? body : textFromBytes(body, mediaType?.parameters.get('charset'));
  if (text === undefined) return undefined;
  if (mediaType !== undefined && !isJsonMediaType(mediaType)) return text;
  const parsed = parseJsonText(text);
  return parsed.kind === 'value' ? parsed.value : text;
}

const NO_PARAMETERS: ReadonlyMap<string, JsonValue> = new Map();
