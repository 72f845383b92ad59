import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Pact, PactBody } from './pact.js';
import type { PactNode } from './pact-reading.js';
import { member, optionalText, refuse } from './pact-reading.js';

/**
 * The body of a request or response, or the contents of a message.
 *
 * @param node - v1 to v3 have the body as it is, v4 wraps it with its content type
 * @param contentType - what headers or metadata say; v4's own word wins
 * @returns `undefined` when there is none, or when nothing is said about it
 */
export function bodyFromJson(node: PactNode, specification: Pact['specification'], contentType: string | undefined): PactBody | undefined {
  const { value } = node;
  if (value === undefined) return undefined;
  if (specification !== '4') {
    return { content: value, contentType, encoding: undefined, hint: undefined };
  }
  if (value === null || (isJsonObject(value) && Object.keys(value).length === 0)) return undefined;
  if (!isJsonObject(value)) {
    refuse(node, 'a body is an object with content, contentType and encoded');
    return undefined;
  }
  const content = value['content'];
  if (content === undefined) return undefined;
  const written = optionalText(member(node, 'contentType')) ?? contentType;
  const encoding = encodingOf(value['encoded']);
  if (encoding?.toLowerCase() === 'base64' && !isBase64(content)) refuse(member(node, 'content'), 'it is said to be base64, and is not');
  const isJsonText = encoding?.toLowerCase() === 'json' && typeof content === 'string';
  return {
    content: isJsonText ? jsonOf(member(node, 'content'), content) : content,
    contentType: written,
    encoding: isJsonText ? undefined : encoding,
    hint: optionalText(member(node, 'contentTypeHint')),
  };
}

/**
 * Whether the content is a value of JSON, and not a text or bytes.
 *
 * @param body - with a media type, as a rule
 */
export function isJsonBody(body: PactBody): boolean {
  if (body.encoding !== undefined) return false;
  const mediaType = body.contentType === undefined ? undefined : parseMediaType(body.contentType);
  return mediaType === undefined ? typeof body.content !== 'string' : isJsonMediaType(mediaType);
}

function isBase64(content: JsonValue): boolean {
  return typeof content === 'string' && content.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(content);
}

function encodingOf(encoded: JsonValue | undefined): string | undefined {
  if (encoded === true) return 'base64';
  return typeof encoded === 'string' ? encoded : undefined;
}

function jsonOf(node: PactNode, text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    refuse(node, 'it is said to be JSON as a text, and is not');
    return null;
  }
}
