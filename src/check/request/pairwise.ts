/**
 * Rows of choices in which every two choices of different factors meet at least once, by far fewer rows than all combinations. The rows
 * that bring most pairs together come first.
 *
 * @param sizes - how many choices each factor has, in the order of the rows
 * @returns rows of one choice per factor, counted from 0; empty for fewer than two factors
 * @see D. M. Cohen et al., "The AETG System", IEEE TSE 23(7), 1997
 */
export function pairwiseRows(sizes: readonly number[]): readonly (readonly number[])[] {
  const open = openPairs(sizes);
  const rows: (readonly number[])[] = [];
  for (const first of open) {
    if (!open.has(first)) continue;
    const row = rowFor(first, sizes, open);
    rows.push(row);
    for (const [left, leftChoice] of row.entries()) {
      for (let right = left + 1; right < row.length; right += 1) open.delete(keyOfPair([left, leftChoice], [right, row[right] ?? 0]));
    }
  }
  return rows;
}

/** A choice of a factor. */
type Choice = readonly [factor: number, choice: number];

/** In an order in which the earliest pair left decides the next row. */
function openPairs(sizes: readonly number[]): Set<string> {
  const open = new Set<string>();
  for (const [left, leftSize] of sizes.entries()) {
    for (let right = left + 1; right < sizes.length; right += 1) {
      for (let leftChoice = 0; leftChoice < leftSize; leftChoice += 1) {
        for (let rightChoice = 0; rightChoice < (sizes[right] ?? 0); rightChoice += 1)
          open.add(keyOfPair([left, leftChoice], [right, rightChoice]));
      }
    }
  }
  return open;
}

/** Begins with the pair; every other factor takes the choice that closes most open pairs with what stands there already. */
function rowFor(pair: string, sizes: readonly number[], open: ReadonlySet<string>): readonly number[] {
  const row = new Map<number, number>(choicesOfKey(pair));
  for (const [factor, size] of sizes.entries()) {
    if (row.has(factor)) continue;
    let best = 0;
    let bestCount = -1;
    for (let choice = 0; choice < size; choice += 1) {
      const count = [...row].filter((other) => open.has(keyOfPair(other, [factor, choice]))).length;
      if (count > bestCount) [best, bestCount] = [choice, count];
    }
    row.set(factor, best);
  }
  return sizes.map((_, factor) => row.get(factor) ?? 0);
}

function keyOfPair(one: Choice, other: Choice): string {
  const [left, right] = one[0] < other[0] ? [one, other] : [other, one];
  return `${left[0]}:${left[1]} ${right[0]}:${right[1]}`;
}

function choicesOfKey(key: string): readonly Choice[] {
  return key.split(' ').map((choice) => {
    const [factor = 0, index = 0] = choice.split(':').map(Number);
    return [factor, index];
  });
}
