import { InputError } from '../base/errors.js';

/**
 * Says that a finding cannot be replayed.
 *
 * @param reason - the end of a sentence: why
 * @returns `E_REPLAY_IMPOSSIBLE`, to be thrown
 */
export function impossibleReplay(reason: string): InputError {
  return new InputError({ code: 'E_REPLAY_IMPOSSIBLE', args: { reason } });
}
