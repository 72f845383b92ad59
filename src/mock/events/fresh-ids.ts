import type { JsonValue } from '../../base/json.js';
import type { Random } from '../../base/random.js';

/** Makes an id of digits, the same of the same ones. */
export type IdMaker = (digits: string) => JsonValue;

/**
 * The ways to make ids that are like a text, the likeliest to be let in first.
 *
 * @param text - an id
 */
export function idMakersLike(text: string): readonly IdMaker[] {
  if (UUID.test(text)) return [uuid];
  if (/^\d+$/.test(text)) return [numberFrom, (digits) => String(numberFrom(digits)), (digits) => similar(text, digits)];
  const stem = text.slice(0, MAX_STEM_LENGTH);
  return [
    (digits) => `${stem}-${digits.slice(0, 8)}`,
    (digits) => `${stem}${digits.slice(0, 8)}`,
    uuid,
    (digits) => digits.slice(0, 24),
    (digits) => digits.slice(0, 8),
    (digits) => similar(text, digits),
  ];
}

/**
 * What an id is made of: 32 digits.
 *
 * @param random - the same stream gives the same digits
 */
export function idDigits(random: Random): string {
  for (let start = 0; start < DIGIT_COUNT; start += DIGITS_OF_WORD) {
    const word = Math.floor(random.next() * 4_294_967_296);
    for (let index = 0; index < DIGITS_OF_WORD; index += 1) letters[start + index] = HEX.charCodeAt((word >>> (28 - index * 4)) & 0xf);
  }
  return letters.toString('latin1', 0, DIGIT_COUNT);
}

const uuid: IdMaker = (digits) => {
  let digit = 0;
  for (let index = 0; index < UUID_FORM.length; index += 1) {
    const unit = UUID_FORM.charCodeAt(index);
    if (unit === PLACE_OF_DIGIT) {
      letters[index] = digits.charCodeAt(digit);
      digit += 1;
    } else letters[index] = unit;
  }
  return letters.toString('latin1', 0, UUID_FORM.length);
};

/** What is written here is read at once. To put a text together from pieces takes five times as long, and leaves the pieces behind. */
const letters = Buffer.alloc(64);
const HEX = '0123456789abcdef';
const DIGIT_COUNT = 32;
const DIGITS_OF_WORD = 8;
const UUID_FORM = '........-....-4...-a...-............';
const PLACE_OF_DIGIT = 0x2e;

function numberFrom(digits: string): number {
  return (Number.parseInt(digits.slice(0, 8), 16) % 1_000_000_000) + 1;
}

/** Other digits in the place of digits. */
function similar(text: string, digits: string): string {
  let index = 0;
  return text.replace(/\d/g, () => {
    index += 1;
    return String(Number.parseInt(digits[index % digits.length] ?? '0', 16) % 10);
  });
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_STEM_LENGTH = 60;
