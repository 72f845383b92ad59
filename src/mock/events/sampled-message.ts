import type { JsonValue } from '../../base/json.js';
import type { MessageHeaders } from '../../wire/message-headers.js';

/** A message before it is put on the wire. */
export interface SampledMessage {
  readonly payload: JsonValue;
  readonly headers: MessageHeaders;
}
