import type { CodePointSet } from './code-point-set.js';
import { setOfRanges } from './code-point-set.js';

const SETS = new Map<string, CodePointSet>();
const MAX_CODE_POINT = 0x10ffff;

/**
 * The code points that have a Unicode property, found by asking the platform about each, once per property.
 *
 * @param name - as between the braces of `\p{…}`; the platform has accepted it
 * @see https://262.ecma-international.org/15.0/#table-unicode-general-category-values
 */
export function setOfProperty(name: string): CodePointSet {
  let set = SETS.get(name);
  if (set === undefined) {
    set = findSet(new RegExp(`^\\p{${name}}$`, 'u'));
    SETS.set(name, set);
  }
  return set;
}

function findSet(expression: RegExp): CodePointSet {
  const ranges: [number, number][] = [];
  let last: [number, number] | undefined;
  for (let codePoint = 0; codePoint <= MAX_CODE_POINT; codePoint += 1) {
    if (!expression.test(String.fromCodePoint(codePoint))) continue;
    if (last !== undefined && last[1] === codePoint - 1) {
      last[1] = codePoint;
    } else {
      last = [codePoint, codePoint];
      ranges.push(last);
    }
  }
  return setOfRanges(ranges);
}
