import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import { isEqualJson } from '../../schema/equality.js';

/** Where two values differ first. */
export interface ValueDifference {
  /** JSON pointer into both. */
  readonly pointer: string;
  /** `undefined` where it is not there. */
  readonly was: JsonValue | undefined;
  readonly is: JsonValue | undefined;
}

/**
 * The first place at which two values differ, as deep as they can be gone through together.
 *
 * @param was - any value
 * @param is - any value
 * @returns `undefined` when both are the same JSON
 */
export function firstDifference(was: JsonValue, is: JsonValue): ValueDifference | undefined {
  return isEqualJson(was, is) ? undefined : differenceBelow({ pointer: '', was, is });
}

function differenceBelow(difference: ValueDifference): ValueDifference {
  let here = difference;
  for (;;) {
    const below = differingChild(here);
    if (below === undefined) return here;
    here = below;
  }
}

function differingChild({ pointer, was, is }: ValueDifference): ValueDifference | undefined {
  const child = (token: string | number, one: JsonValue | undefined, other: JsonValue | undefined): ValueDifference | undefined => {
    const isSame = one === undefined || other === undefined ? one === other : isEqualJson(one, other);
    return isSame ? undefined : { pointer: appendToken(pointer, token), was: one, is: other };
  };
  if (Array.isArray(was) && Array.isArray(is)) {
    const length = Math.max(was.length, is.length);
    for (let index = 0; index < length; index += 1) {
      const found = child(index, was[index], is[index]);
      if (found !== undefined) return found;
    }
  }
  if (isJsonObject(was) && isJsonObject(is)) {
    for (const name of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const found = child(name, memberOf(was, name), memberOf(is, name));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function memberOf(object: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}
