/**
 * How likely it is at most that so many uniform draws lie within such a span. Whatever is added to the draws, independently of them, only
 * spreads them further, so that the bound holds for times that a machine made longer.
 *
 * @param positions - draws, each as a share of its own range
 * @param toleranceRatio - how much of a span may be an error of measurement
 * @returns in [0, 1]
 */
export function chanceOfSpan(positions: readonly number[], toleranceRatio: number): number {
  const [first] = positions;
  if (first === undefined) return 1;
  let least = first;
  let most = first;
  for (const position of positions) {
    least = Math.min(least, position);
    most = Math.max(most, position);
  }
  // One of the draws is the least, and all others follow it within the span.
  return Math.min(1, positions.length * (most - least + toleranceRatio) ** (positions.length - 1));
}

/**
 * How likely it is at most that uniform draws are so small, or smaller.
 *
 * @param positions - draws, each as a share of its own range; what is beyond 0 or 1 counts as there
 * @returns in [0, 1]; one-sided, so that draws which look larger than they were make it larger
 * @see Massart, The Tight Constant in the Dvoretzky-Kiefer-Wolfowitz Inequality (1990)
 */
export function chanceOfSmall(positions: readonly number[]): number {
  const sorted = [...positions].sort((left, right) => left - right);
  const excess = sorted.reduce((worst, position, index) => Math.max(worst, (index + 1) / sorted.length - clamp(position)), 0);
  return Math.exp(-2 * sorted.length * excess ** 2);
}

/**
 * How likely it is at most that uniform draws are so large, or larger.
 *
 * @param positions - as for {@link chanceOfSmall}
 */
export function chanceOfLarge(positions: readonly number[]): number {
  return chanceOfSmall(positions.map((position) => 1 - clamp(position)));
}

function clamp(position: number): number {
  return Math.min(Math.max(position, 0), 1);
}
