import type { JsonValue } from '../../base/json.js';
import type { MessageContent } from '../fault.js';

/**
 * The value of a payload that is JSON.
 *
 * @param payload - of a message
 * @returns `undefined` when it is none
 */
export function jsonOfPayload(payload: Uint8Array): JsonValue | undefined {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as JsonValue;
  } catch {
    // Both parsers say "not JSON" by throwing, and offer no other way to ask.
    return undefined;
  }
}

/**
 * The message with another payload.
 *
 * @param content - as it was
 * @param value - in its place
 */
export function withJson(content: MessageContent, value: JsonValue): MessageContent {
  return { ...content, payload: new TextEncoder().encode(JSON.stringify(value)) };
}
