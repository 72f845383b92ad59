/** Code points as sorted, disjoint, inclusive ranges: `[from, to, from, to, …]`. */
export type CodePointSet = readonly number[];

const MAX_CODE_POINT = 0x10ffff;

/**
 * The set of some ranges, in any order and overlapping.
 *
 * @param ranges - inclusive
 */
export function setOfRanges(ranges: readonly (readonly [from: number, to: number])[]): CodePointSet {
  const sorted = ranges.toSorted((first, second) => first[0] - second[0]);
  const merged: number[] = [];
  for (const [from, to] of sorted) {
    const end = merged.at(-1);
    if (end !== undefined && from <= end + 1) merged[merged.length - 1] = Math.max(end, to);
    else merged.push(from, to);
  }
  return merged;
}

/**
 * All code points that are not in the set.
 *
 * @param set - any set
 */
export function complementOf(set: CodePointSet): CodePointSet {
  const rest: number[] = [];
  let next = 0;
  for (let index = 0; index < set.length; index += 2) {
    const from = set[index] ?? 0;
    if (from > next) rest.push(next, from - 1);
    next = (set[index + 1] ?? 0) + 1;
  }
  if (next <= MAX_CODE_POINT) rest.push(next, MAX_CODE_POINT);
  return rest;
}

/**
 * The ranges of a set, one by one.
 *
 * @param set - any set
 */
export function rangesOf(set: CodePointSet): readonly (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  for (let index = 0; index < set.length; index += 2) ranges.push([set[index] ?? 0, set[index + 1] ?? 0]);
  return ranges;
}

/**
 * Whether a code point is in the set.
 *
 * @param set - any set
 * @param codePoint - a Unicode code point
 */
export function hasCodePoint(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (codePoint < (set[2 * middle] ?? 0)) high = middle - 1;
    else if (codePoint > (set[2 * middle + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}

/**
 * How many code points the set has.
 *
 * @param set - any set
 */
export function sizeOfSet(set: CodePointSet): number {
  return rangesOf(set).reduce((size, [from, to]) => size + to - from + 1, 0);
}

/**
 * The code points that both sets have.
 *
 * @param first - any set
 * @param second - any set
 */
export function intersectionOf(first: CodePointSet, second: CodePointSet): CodePointSet {
  const common: number[] = [];
  let left = 0;
  let right = 0;
  while (left < first.length && right < second.length) {
    const from = Math.max(first[left] ?? 0, second[right] ?? 0);
    const to = Math.min(first[left + 1] ?? 0, second[right + 1] ?? 0);
    if (from <= to) common.push(from, to);
    if ((first[left + 1] ?? 0) < (second[right + 1] ?? 0)) left += 2;
    else right += 2;
  }
  return common;
}

export const DIGITS: CodePointSet = setOfRanges([[0x30, 0x39]]);
export const WORD: CodePointSet = setOfRanges([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
/** WhiteSpace and LineTerminator of ECMA-262. */
export const SPACES: CodePointSet = setOfRanges([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
/** What `.` matches without the `s` flag. */
export const NOT_LINE_END: CodePointSet = complementOf(
  setOfRanges([
    [0x0a, 0x0a],
    [0x0d, 0x0d],
    [0x2028, 0x2029],
  ]),
);
