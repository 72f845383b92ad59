import type { Random } from '../../base/random.js';

/** A stream of 32-bit words that can be branched off: what fast-check takes for a generator, and a {@link Random} as well. */
export interface WordStream extends Random {
  /** The next word, as a signed integer. */
  nextWord(): number;
  /** Another stream that goes on from here, independently. */
  branch(): WordStream;
  /** What {@link wordStream} makes the same stream from. */
  state(): readonly number[];
}

/**
 * The stream of a state; every state gives another stream.
 *
 * @param state - four words, as another stream told them or from a hash
 * @see https://pracrand.sourceforge.net/RNG_engines.txt (sfc32)
 */
export function wordStream(state: readonly number[]): WordStream {
  let [a = 0, b = 0, c = 0, counter = 1] = state;
  const nextWord = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum;
  };
  return {
    nextWord,
    next: () => (nextWord() >>> 0) / 4_294_967_296,
    branch: () => wordStream([a, b, c, counter]),
    state: () => [a, b, c, counter],
  };
}
