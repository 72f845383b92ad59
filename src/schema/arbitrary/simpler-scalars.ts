import { isPlain } from './complexity.js';

/**
 * Simpler numbers, the boldest first: towards zero by halves, so that a limit is met in few steps, with fewer decimals, without the sign. Not
 * each is simpler: the caller compares.
 *
 * @param value - finite
 */
export function* simplerNumbers(value: number): Generator<number> {
  yield 0;
  if (value < 0) yield -value;
  if (!Number.isInteger(value)) {
    yield Math.trunc(value) + 0;
    yield Math.trunc(value) + Math.sign(value);
    for (const decimals of [1, 2, 3, 6]) yield Number(value.toFixed(decimals)) + 0;
    return;
  }
  for (let gap = Math.trunc(value / 2); gap !== 0; gap = Math.trunc(gap / 2)) yield value - gap;
  yield value - Math.sign(value);
}

/** Single characters of a longer text are not tried one by one, and none of a text so long that nobody reads it. */
const MAX_TRIED_CHARACTERS = 40;
const MAX_READ_CHARACTERS = 400;

/**
 * Simpler texts, the boldest first: empty, shorter by halves, of letters and digits only, without one character. Not each is simpler: the
 * caller compares.
 *
 * @param text - any text
 */
export function* simplerTexts(text: string): Generator<string> {
  yield '';
  const characters = [...text];
  for (let gap = characters.length >> 1; gap >= 1; gap >>= 1) yield characters.slice(0, characters.length - gap).join('');
  const plain = characters.map(plainest);
  yield plain.join('');
  yield characters.map((character) => (isPlain(character) ? character : 'a')).join('');
  if (characters.length > MAX_READ_CHARACTERS) return;
  for (let index = 0; index < Math.min(characters.length, MAX_TRIED_CHARACTERS); index += 1) {
    yield characters.toSpliced(index, 1).join('');
    const simple = plain[index] ?? 'a';
    if (simple !== characters[index]) yield characters.with(index, simple).join('');
  }
}

function plainest(character: string): string {
  return character >= '0' && character <= '9' ? '0' : 'a';
}
