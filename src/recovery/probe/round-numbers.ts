/** A number that people would choose, and how much rather than any other: a logarithm, 0 for the roundest. */
export interface RoundNumber {
  readonly value: number;
  readonly preference: number;
}

/**
 * The round numbers of a range, ascending.
 *
 * @param least - above 0
 * @param most - not included when it is no round number itself
 */
export function roundNumbersIn(least: number, most: number): readonly RoundNumber[] {
  const found: RoundNumber[] = [];
  if (!(least > 0) || most < least) return found;
  for (let power = Math.floor(Math.log10(least)) - 1; 10 ** power <= most; power += 1) {
    for (const [mantissa, preference] of MANTISSAS) {
      const value = Number((mantissa * 10 ** power).toPrecision(6));
      if (value >= least && value <= most) found.push({ value, preference });
    }
  }
  return found;
}

/**
 * The roundest number of a range, the largest of equals; the middle to two digits when there is none.
 *
 * @param least - 0 or more
 */
export function roundestIn(least: number, most: number): number {
  const [best] = [...roundNumbersIn(Math.max(least, 0.5), most)].sort((a, b) => b.preference - a.preference || b.value - a.value);
  return best?.value ?? Number(((least + most) / 2).toPrecision(3));
}

const MANTISSAS: readonly (readonly [mantissa: number, preference: number])[] = [
  [1, 0],
  [1.2, -3],
  [1.25, -3],
  [1.5, -1],
  [1.6, -3.5],
  [1.8, -4.5],
  [2, 0],
  [2.5, -0.7],
  [3, -0.7],
  [3.5, -3.5],
  [4, -1.2],
  [4.5, -4.5],
  [5, 0],
  [6, -1.8],
  [7, -4],
  [7.5, -2],
  [8, -1.5],
  [9, -4.5],
];
