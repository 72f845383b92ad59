/** What helps somebody who named something that is not there: the name that was likely meant, else those there are. */
export interface NamesNearby {
  readonly suggestion?: string | undefined;
  /** The first of them; how many more there are stands last. */
  readonly known?: readonly string[] | undefined;
}

/**
 * The name that was likely meant, or all there are: one of the two, or nothing where there is none.
 *
 * @param word - as it was typed
 * @param candidates - what would have been right, in the order to show
 */
export function namesNearby(word: string, candidates: Iterable<string>): NamesNearby {
  const names = [...new Set(candidates)];
  const suggestion = didYouMean(word, names);
  if (suggestion !== undefined) return { suggestion };
  return names.length === 0 ? {} : { known: shownNames(names) };
}

/**
 * The first of many names, long ones cut, then how many more there are.
 *
 * @param names - in the order to show
 */
export function shownNames(names: readonly string[]): readonly string[] {
  const shown = names
    .slice(0, MAX_SHOWN_COUNT)
    .map((name) => (name.length > MAX_WORD_LENGTH ? `${name.slice(0, MAX_WORD_LENGTH)}…` : name));
  return names.length > shown.length ? [...shown, `${names.length - shown.length} more`] : shown;
}

/**
 * The candidate a mistyped word most likely meant, or `undefined` when none is within two edits (one for words of up to four letters).
 *
 * @param word - as it was typed
 * @param candidates - what would have been right; the first of equally near ones wins
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const limit = word.length <= 4 ? 1 : MAX_EDIT_COUNT;
  let nearest: string | undefined;
  let nearestCount = limit + 1;
  for (const candidate of candidates) {
    const count = editCount(word.toLowerCase(), candidate.toLowerCase(), nearestCount - 1);
    if (count < nearestCount) {
      nearest = candidate;
      nearestCount = count;
    }
  }
  return nearest;
}

/**
 * How many single letters must be put in, taken out, replaced or swapped with their neighbour to make one word the other; anything above `limit` is `limit + 1`.
 *
 * @param from - a word
 * @param to - another
 * @param limit - where counting ends: bounds the work
 * @see https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance (optimal string alignment)
 */
export function editCount(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit || from.length > MAX_WORD_LENGTH || to.length > MAX_WORD_LENGTH) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let best = Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced);
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) best = Math.min(best, at(beforeLast, column - 2) + 1);
      current.push(best);
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return Math.min(at(last, to.length), limit + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

const MAX_EDIT_COUNT = 2;
const MAX_SHOWN_COUNT = 12;
const MAX_WORD_LENGTH = 100;
