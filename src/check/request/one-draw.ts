import type { Random } from 'fast-check';
import { Arbitrary, Stream, Value } from 'fast-check';
import type { DrawSource } from './draw-valid.js';

/**
 * An arbitrary of what a function draws; it does not shrink.
 *
 * @param draw - decided by its source alone
 */
export function oneDraw<T>(draw: (source: DrawSource) => T): Arbitrary<T> {
  return new OneDraw(draw);
}

class OneDraw<T> extends Arbitrary<T> {
  readonly #draw: (source: DrawSource) => T;

  constructor(draw: (source: DrawSource) => T) {
    super();
    this.#draw = draw;
  }

  override generate(mrng: Random, biasFactor: number | undefined): Value<T> {
    return new Value(this.#draw({ mrng, biasFactor }), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is T {
    return false;
  }

  override shrink(): Stream<Value<T>> {
    return Stream.nil();
  }
}
