import type { JsonObject, JsonValue } from '../../base/json.js';
import type { BrokerMessage } from '../../broker/broker.js';
import type { EventOperation, Message } from '../../contract/channel.js';
import { payloadFromBytes } from '../../wire/message-content.js';
import { eventFromValues, madeEvent } from './made-event.js';
import { withTextAtLocation } from './message-value.js';

/** Which message is meant, and what it says. */
export interface EventWording {
  /** By JSON pointer into the payload, or `header:name`. */
  readonly set: JsonObject;
  readonly seed: string;
  /** From 0: each has ids of its own. */
  readonly index: number;
}

/**
 * A message like the example of the contract, with other values in some places.
 *
 * @param operation - it belongs to
 * @param message - one of its messages
 * @param wording - what is other
 * @returns `undefined` when it would break the contract
 */
export function eventWith(operation: EventOperation, message: Message, { set, seed, index }: EventWording): BrokerMessage | undefined {
  const made = madeEvent(operation, message, { seed, index: index + 1, isVaried: false });
  const read = made === undefined ? undefined : payloadFromBytes(made.payload, message);
  if (made === undefined || read?.ok !== true) return made;
  let values: { readonly payload: JsonValue; readonly headers: BrokerMessage['headers'] } = { payload: read.value, headers: made.headers };
  for (const [place, value] of Object.entries(set)) {
    if (value === undefined) continue;
    const isHeader = place.startsWith('header:');
    const location = { of: isHeader ? 'header' : 'payload', pointer: isHeader ? `/${place.slice('header:'.length)}` : place } as const;
    const { payload = null, headers } = withTextAtLocation(values, location, value);
    values = { payload, headers };
  }
  return eventFromValues(operation.channel, message, { values, address: undefined });
}
