import type { JsonObject } from '../../base/json.js';
import { isEqualJson } from '../../schema/equality.js';

/**
 * The members that change of themselves: those that differ between reads of one thing to which nothing was written meanwhile.
 *
 * @param shown - what the reads show, in order
 */
export function restlessMembers(shown: readonly JsonObject[]): ReadonlySet<string> {
  const [first, ...others] = shown;
  if (first === undefined) return new Set();
  const names = Object.keys(first);
  return new Set(names.filter((name) => others.some((other) => !isEqualJson(first[name] ?? null, other[name] ?? null))));
}
