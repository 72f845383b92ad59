/**
 * The middle one, or the mean of the two in the middle; `NaN` of none.
 *
 * @param {readonly number[]} numbers
 */
export function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/**
 * A number with as many digits as mean something: `41,250`, `0.81`, `212`.
 *
 * @param {number} number
 */
export function textOf(number) {
  if (!Number.isFinite(number)) return '-';
  return number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 2 : number < 100 ? 1 : 0 });
}

/**
 * Prints one measured ratio as a line: what, the two sides, the ratio, and what it must reach.
 *
 * @param {{ readonly what: string, readonly sides: string, readonly ratio: string, readonly aim: string }} line
 */
export function printRatio({ what, sides, ratio, aim }) {
  console.log(`  ${what.padEnd(52)} ${ratio.padEnd(34)} ${sides}   must: ${aim}`);
}
