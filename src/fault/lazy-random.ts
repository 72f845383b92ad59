import type { Random } from '../base/random.js';
import { randomFromSeed } from '../base/random.js';

/**
 * The random stream of a seed and its labels, made when the first number is drawn: most steps draw none.
 *
 * @param seed - of the run
 * @param labels - what the stream is for
 */
export function lazyRandom(seed: string, ...labels: readonly (string | number)[]): Random {
  let random: Random | undefined;
  return {
    next: () => {
      random ??= randomFromSeed(seed, ...labels);
      return random.next();
    },
  };
}
