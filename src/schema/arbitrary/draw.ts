import type { Arbitrary, Value } from 'fast-check';
import { Random } from 'fast-check';
import { randomFromSeed } from '../../base/random.js';
import type { WordStream } from './word-stream.js';
import { wordStream } from './word-stream.js';

/** One in so many choices is an edge: as fast-check does in the hundredth run of a property. */
const BIAS_FACTOR = 4;

/**
 * One value of an arbitrary, decided by seed and labels alone: the same on every machine and in whatever order values are drawn.
 *
 * @param arbitrary - any arbitrary of fast-check
 * @param seed - of the run
 * @param labels - what the value is for, for example operation and number of the case
 */
export function drawValue<T>(arbitrary: Arbitrary<T>, seed: string | number, ...labels: readonly (string | number)[]): Value<T> {
  const random = randomFromSeed(seed, ...labels);
  const word = (): number => Math.floor(random.next() * 4_294_967_296) | 0;
  return arbitrary.generate(new Random(generatorOf(wordStream([word(), word(), word(), word()]))), BIAS_FACTOR);
}

/**
 * The next simpler forms of a drawn value, the simplest first; each can be given back to get simpler ones still. Made while they are read.
 *
 * @param arbitrary - the one that drew the value
 * @param value - drawn by it, or one of these forms
 */
export function shrinksOf<T>(arbitrary: Arbitrary<T>, value: Value<T>): Iterable<Value<T>> {
  return arbitrary.shrink(value.value_, value.context);
}

/** What fast-check's `Random` takes. */
interface Generator {
  clone(): Generator;
  next(): number;
  getState(): readonly number[];
}

function generatorOf(stream: WordStream): Generator {
  return { clone: () => generatorOf(stream.branch()), next: stream.nextWord, getState: stream.state };
}
