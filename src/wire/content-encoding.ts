import type { HeaderPairs } from './http-message.js';
import { headerValue } from './http-message.js';

/**
 * The coding that a body is packed in, `undefined` when it stands as it is.
 *
 * @param headers - of a request or response
 * @see RFC 9110 §8.4
 */
export function contentEncoding(headers: HeaderPairs): string | undefined {
  const encoding = headerValue(headers, 'content-encoding')?.trim().toLowerCase();
  return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding;
}
