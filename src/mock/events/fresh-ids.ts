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
  return hexWord(random) + hexWord(random) + hexWord(random) + hexWord(random);
}

const uuid: IdMaker = (digits) =>
  `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-a${digits.slice(15, 18)}-${digits.slice(18, 30)}`;

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

/** Eight digits. To write a number in base 16 takes three times as long as to look its bytes up. */
function hexWord(random: Random): string {
  const word = Math.floor(random.next() * 4_294_967_296);
  return byteText(word >>> 24) + byteText(word >>> 16) + byteText(word >>> 8) + byteText(word);
}

function byteText(word: number): string {
  return BYTES[word & 0xff] ?? '';
}

const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_STEM_LENGTH = 60;
