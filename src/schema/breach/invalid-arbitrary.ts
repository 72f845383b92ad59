import type { Random } from 'fast-check';
import { Arbitrary, Stream, Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { simplerSteps } from '../arbitrary/simpler-steps.js';
import type { BreachDrawer } from './breach-drawer.js';
import type { InvalidValue } from './invalid-value.js';
import type { SchemaBreach } from './judge-breach.js';
import { isSameClause } from './judge-breach.js';

/** What an arbitrary of invalid values is made of. */
export interface InvalidSource {
  readonly draw: BreachDrawer;
  /** The one breach of a value, `undefined` when it has none or several. */
  readonly judge: (value: JsonValue) => SchemaBreach | undefined;
}

/** Draws and shrinks invalid values: what is simpler is given only when it breaks the same clause and no other. */
export class InvalidArbitrary extends Arbitrary<InvalidValue> {
  readonly #source: InvalidSource;

  constructor(source: InvalidSource) {
    super();
    this.#source = source;
  }

  override generate(mrng: Random, biasFactor: number | undefined): Value<InvalidValue> {
    return new Value(this.#source.draw(mrng, biasFactor), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is InvalidValue {
    if (typeof value !== 'object' || value === null || !('value' in value) || !('breach' in value)) return false;
    const breach = this.#source.judge(value.value as JsonValue);
    return breach !== undefined && isJsonObject(value.breach) && isSameClause(breach, value.breach as unknown as SchemaBreach);
  }

  override shrink(value: InvalidValue, context: unknown): Stream<Value<InvalidValue>> {
    return new Stream(simplerBreaches(value, isPath(context) ? context : undefined, this.#source.judge));
  }
}

/** A list that loses an item may move the place of the breach; the clause stays the same. The context of each value is where it got simpler. */
function* simplerBreaches(
  { value, breach }: InvalidValue,
  path: readonly number[] | undefined,
  judge: InvalidSource['judge'],
): IterableIterator<Value<InvalidValue>> {
  let judged: SchemaBreach | undefined;
  const isValid = (simpler: JsonValue): boolean => {
    judged = judge(simpler);
    return judged !== undefined && isSameClause(judged, breach);
  };
  for (const step of simplerSteps(value, path, { isValid, simplest: () => [] }))
    if (judged !== undefined) yield new Value({ value: step.value, breach: judged }, step.path);
}

function isPath(context: unknown): context is readonly number[] {
  return Array.isArray(context);
}
