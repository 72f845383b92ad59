import { randomFromSeed } from '../../base/random.js';

/**
 * A text of letters and digits that its arguments alone decide: ids and codes of a mock, never a secret of anything real.
 *
 * @param seed - of the mock
 * @param purpose - what it is for
 * @param index - which of them
 */
export function textFromSeed(seed: string, purpose: string, index: number): string {
  const random = randomFromSeed(seed, 'tokens', purpose, index);
  let text = '';
  while (text.length < TEXT_LENGTH) text += ALPHABET.charAt(Math.floor(random.next() * ALPHABET.length));
  return text;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TEXT_LENGTH = 24;
