import { InputError } from '../../base/errors.js';
import type { Random } from '../../base/random.js';
import type { Message } from '../../contract/channel.js';
import type { SampledMessage } from './sample-message.js';
import { sampleMessage } from './sample-message.js';

/**
 * A message that keeps its contract; `undefined` when none was found: then the contract is to blame, and nothing can be sent.
 *
 * @param message - of a contract
 * @param random - the same stream gives the same message
 */
export function sampleOrNone(message: Message, random: Random): SampledMessage | undefined {
  try {
    return sampleMessage(message, random);
  } catch (error) {
    if (error instanceof InputError && error.code === 'E_SCHEMA_UNSATISFIABLE') return undefined;
    throw error;
  }
}
