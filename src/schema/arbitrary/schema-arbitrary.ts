import type { Random } from 'fast-check';
import { Arbitrary, Stream, Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import type { Step } from './simpler-steps.js';
import type { WordStream } from './word-stream.js';
import { wordStream } from './word-stream.js';

/** What an arbitrary of JSON values is made of. */
export interface ValueSource {
  /** Always valid. */
  readonly draw: (stream: WordStream, biasFactor: number | undefined) => JsonValue;
  readonly isValid: (value: JsonValue) => boolean;
  /** Simpler values than the given one, each of them valid; the path is of the step that led to it. */
  readonly simpler: (value: JsonValue, path: readonly number[] | undefined) => Iterable<Step>;
}

/** Draws and shrinks the values of a schema: sound because nothing leaves it that was not judged. */
export class SchemaArbitrary extends Arbitrary<JsonValue> {
  readonly #source: ValueSource;

  constructor(source: ValueSource) {
    super();
    this.#source = source;
  }

  override generate(mrng: Random, biasFactor: number | undefined): Value<JsonValue> {
    const word = (): number => mrng.nextInt(-(2 ** 31), 2 ** 31 - 1);
    return new Value(this.#source.draw(wordStream([word(), word(), word(), word()]), biasFactor), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is JsonValue {
    return this.#source.isValid(value as JsonValue);
  }

  override shrink(value: JsonValue, context?: unknown): Stream<Value<JsonValue>> {
    return new Stream(valuesOf(this.#source.simpler(value, isShrinkPath(context) ? context : undefined)));
  }
}

/** The paths that were given out as contexts: what another arbitrary made is not mistaken for one. */
const PATHS = new WeakSet<object>();

function isShrinkPath(context: unknown): context is readonly number[] {
  return typeof context === 'object' && context !== null && PATHS.has(context);
}

function* valuesOf(steps: Iterable<Step>): IterableIterator<Value<JsonValue>> {
  for (const { value, path } of steps) {
    PATHS.add(path);
    yield new Value(value, path);
  }
}
