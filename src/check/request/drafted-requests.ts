import type { Random } from 'fast-check';
import { Arbitrary, Stream, Value } from 'fast-check';
import type { TestCase } from '../test-case.js';
import type { DrawSource } from './draw-valid.js';

/** What an arbitrary of requests is made of. */
export interface DraftSource<Drafted> {
  /** Always one that stands on the wire as what it is meant to be. */
  readonly draw: (source: DrawSource) => Drafted;
  readonly caseOf: (drafted: Drafted) => TestCase;
  /** Simpler ones, the simplest first, whether they stand or not. */
  readonly smaller: (drafted: Drafted) => Iterable<Drafted>;
  /** Whether a simpler one is still what it is meant to be. */
  readonly stands: (drafted: Drafted) => boolean;
}

/** Requests of one intent; those they shrink to are of the same intent. */
export class DraftedRequests<Drafted> extends Arbitrary<TestCase> {
  readonly #source: DraftSource<Drafted>;

  constructor(source: DraftSource<Drafted>) {
    super();
    this.#source = source;
  }

  override generate(mrng: Random, biasFactor: number | undefined): Value<TestCase> {
    return this.#valueOf(this.#source.draw({ mrng, biasFactor }));
  }

  override canShrinkWithoutContext(_value: unknown): _value is TestCase {
    return false;
  }

  override shrink(_value: TestCase, context: unknown): Stream<Value<TestCase>> {
    return context === undefined ? Stream.nil() : new Stream(this.#shrunk(context as Drafted));
  }

  *#shrunk(drafted: Drafted): IterableIterator<Value<TestCase>> {
    for (const smaller of this.#source.smaller(drafted)) if (this.#source.stands(smaller)) yield this.#valueOf(smaller);
  }

  #valueOf(drafted: Drafted): Value<TestCase> {
    return new Value(this.#source.caseOf(drafted), drafted);
  }
}
