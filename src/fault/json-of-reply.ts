import type { JsonValue } from '../base/json.js';
import { isJsonMediaType, parseMediaType } from '../base/media-type.js';
import { headerValue } from '../wire/http-message.js';
import type { Reply } from './reply.js';
import { bodyOf } from './reply-body.js';

/**
 * The JSON value that a reply sends, or `undefined` when it sends none: another type, a coding such as gzip, or a text that is no JSON.
 *
 * @param reply - as faults before have left it
 */
export function jsonOfReply(reply: Reply): JsonValue | undefined {
  const { headers } = reply.response;
  const type = parseMediaType(headerValue(headers, 'content-type') ?? '');
  if (type === undefined || !isJsonMediaType(type) || headerValue(headers, 'content-encoding') !== undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bodyOf(reply))) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
