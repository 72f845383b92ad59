import type { Reading } from '../openapi/reading.js';

/**
 * Whether a document is of AsyncAPI 2.x, where channels hold operations and operations hold messages.
 *
 * @param reading - of an AsyncAPI document
 * @see https://www.asyncapi.com/docs/reference/specification/v2.6.0
 */
export function isVersion2({ specification }: Reading): boolean {
  return specification.startsWith('asyncapi-2');
}
