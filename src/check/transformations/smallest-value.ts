import type { Arbitrary } from 'fast-check';
import { Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import { shrinksOf } from '../../schema/arbitrary/draw.js';
import { failureKey } from './failure-key.js';
import type { TransformationFailure } from './judge-value.js';
import { judgeValue } from './judge-value.js';
import type { Side, Transformation } from './transformation.js';

/** A value that fails, and how. */
export interface FailingValue {
  readonly value: JsonValue;
  readonly failure: TransformationFailure;
}

/** What is made smaller. */
export interface FoundValue extends FailingValue {
  readonly side: Side;
  readonly isWhole: boolean;
  readonly arbitrary: Arbitrary<JsonValue>;
}

/**
 * The smallest value within bounds that fails in the same way.
 *
 * @param transformation - with its functions
 * @param found - the value, and what makes simpler ones of it
 */
export async function smallestFailure(transformation: Transformation, found: FoundValue): Promise<FailingValue> {
  const { side, isWhole, arbitrary } = found;
  const key = failureKey(found.failure);
  let smallest: FailingValue = { value: found.value, failure: found.failure };
  let current: Value<JsonValue> | undefined = new Value(found.value, undefined);
  let triesLeft = MAX_TRY_COUNT;
  while (current !== undefined && triesLeft > 0) {
    let next: Value<JsonValue> | undefined;
    for (const simpler of shrinksOf(arbitrary, current)) {
      if (triesLeft === 0) break;
      triesLeft -= 1;
      const failure = await judgeValue(transformation, { side, value: simpler.value, isWhole });
      if (failure === undefined || failureKey(failure) !== key) continue;
      smallest = { value: simpler.value, failure };
      next = simpler;
      break;
    }
    current = next;
  }
  return smallest;
}

const MAX_TRY_COUNT = 2_000;
