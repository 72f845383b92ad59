import type { JsonValue } from '../../base/json.js';
import type { EventOperation, Message } from '../../contract/channel.js';
import type { ClausePlace, Intent, Phase } from '../test-case.js';

/** One message that will be sent to a receiver: values, not bytes, because its keys are new each time. */
export interface EventCase {
  readonly operation: EventOperation;
  readonly message: Message;
  readonly phase: Phase;
  /** For people: an example's name, `payload price above its maximum 100`, `case 17`. */
  readonly name: string;
  readonly intent: Extract<Intent, { readonly kind: 'valid' | 'invalid' }>;
  readonly payload: JsonValue;
  /** The payload as it stands instead, when it is no value at all. */
  readonly rawPayload?: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The clauses that the case is there for. */
  readonly exercises: readonly ClausePlace[];
}
