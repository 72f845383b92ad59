import { parseMediaType } from '../../base/media-type.js';
import { bytesFromBase64 } from '../../journal/recorded-body.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { isJsonBody } from './body-from-json.js';
import type { PactBody, PactFields, PactRequest } from './pact.js';

/**
 * The request of an interaction as it stands on the wire.
 *
 * @param request - of a pact; its path may be percent-encoded already
 * @param jsonType - the media type of a JSON body that has none of its own
 */
export function requestFromPact(request: PactRequest, jsonType: string = JSON_TYPE): HttpRequest {
  const query = [...request.query].flatMap(([name, values]) => values.map((value) => `${encoded(name)}=${encoded(value)}`)).join('&');
  const path = request.path.startsWith('/') ? request.path : `/${request.path}`;
  return {
    method: request.method,
    target: `${encodeURI(path).replaceAll(/%25([0-9A-Fa-f]{2})/g, '%$1')}${query === '' ? '' : `?${query}`}`,
    headers: headersWith(request.headers, request.body, jsonType),
    body: request.body === undefined ? undefined : bytesOfPactBody(request.body),
  };
}

/**
 * The header lines of a message of a pact: `Content-Type` is that of the body unless it is given.
 *
 * @param fields - as the pact has them
 * @param body - of the same message
 * @param jsonType - of a JSON body that has none of its own; without it such a body has none
 */
export function headersWith(fields: PactFields, body: PactBody | undefined, jsonType?: string): readonly string[] {
  const headers = [...fields].flatMap(([name, values]) => values.flatMap((value) => [name, value]));
  const isGiven = [...fields.keys()].some((name) => name.toLowerCase() === 'content-type');
  const contentType = body?.contentType ?? (body !== undefined && isJsonBody(body) ? jsonType : undefined);
  return isGiven || contentType === undefined ? headers : [...headers, 'content-type', contentType];
}

/**
 * The bytes of a body.
 *
 * @param body - JSON is written without spaces
 */
export function bytesOfPactBody(body: PactBody): Uint8Array {
  const { content, encoding } = body;
  if (encoding?.toLowerCase() === 'base64' && typeof content === 'string') return bytesFromBase64(content);
  return new TextEncoder().encode(isJsonBody(body) || typeof content !== 'string' ? JSON.stringify(content) : content);
}

/** The media type that a body has, without parameters: JSON when nothing says it and it is a value; `undefined` when nothing does. */
export function mediaTypeOf(body: PactBody | undefined): string | undefined {
  if (body?.contentType === undefined) return body !== undefined && isJsonBody(body) ? JSON_TYPE : undefined;
  return parseMediaType(body.contentType)?.essence ?? body.contentType;
}

/** A comma stays: it may part the values of a list, and pacts do not say how it stood in the URL. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2C', ',');
}

const JSON_TYPE = 'application/json';
