/** A stream of numbers that its seed alone decides. Passed as a value: nothing outside `host/` draws from the machine's own chance. */
export interface Random {
  /** The next number of the stream, in [0, 1). */
  next(): number;
}

/**
 * The random stream of a seed and the labels that separate it from other streams of the same seed.
 * The same seed and labels give the same numbers on every machine, in whatever order streams are drawn.
 *
 * @param seed - any text or number
 * @param labels - what the stream is for, for example scope, operation, n-th call
 * @see https://pracrand.sourceforge.net/RNG_engines.txt (sfc32)
 */
export function randomFromSeed(seed: string | number, ...labels: readonly (string | number)[]): Random {
  return streamOf(hashedWords(OFFSETS, `${seed}\u0000${labels.join('\u0000')}`));
}

/**
 * The streams of a seed and labels that differ in their last one: each is that of `randomFromSeed`, without reading the others again.
 *
 * @param seed - any text or number
 * @param label - the first of the labels
 * @param labels - the others but for the last
 * @returns by the last label
 */
export function randomsFromSeed(
  seed: string | number,
  label: string | number,
  ...labels: readonly (string | number)[]
): (last: string | number) => Random {
  const words = hashedWords(OFFSETS, `${seed}\u0000${[label, ...labels].join('\u0000')}`);
  return (last) => streamOf(hashedWords(words, `\u0000${last}`));
}

function streamOf(words: Words): Random {
  let a = words[0];
  let b = words[1];
  let c = words[2];
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return { next };
}

type Words = readonly [number, number, number];

const OFFSETS: Words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];

/** Three 32-bit words of the text: FNV-1a with three offsets, enough to keep streams apart (not for secrets). */
function hashedWords(start: Words, text: string): Words {
  let first = start[0];
  let second = start[1];
  let third = start[2];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
    third = Math.imul(third ^ unit, 0xc2b2ae35);
  }
  return [first | 0, second | 0, third | 0];
}
