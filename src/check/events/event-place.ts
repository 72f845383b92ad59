import type { Place } from '../../base/place.js';
import type { EventOperation, Message } from '../../contract/channel.js';

/**
 * Where an operation of events stands in its contract.
 *
 * @param operation - of any contract
 */
export function eventPlace({ file, pointer }: EventOperation): Place {
  return { file, pointer };
}

/**
 * Where a message stands in its contract.
 *
 * @param message - of any contract
 */
export function messagePlace({ file, pointer }: Message): Place {
  return { file, pointer };
}
