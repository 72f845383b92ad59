import type { Operation } from '../contract/contract.js';
import type { HttpRequest } from '../wire/http-message.js';

/**
 * What two calls share when they are the same call: operation, target and body. The varied values of an answer are drawn by it, so they
 * do not depend on what else was called before.
 *
 * @param request - its body is hashed, not kept
 */
export function callKey(operation: Operation, request: HttpRequest): string {
  return `${operation.id}\u0000${request.target}\u0000${request.body === undefined ? '' : hashOfBytes(request.body)}`;
}

/** FNV-1a, 32 bits: to tell calls apart, not to keep secrets. */
function hashOfBytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
