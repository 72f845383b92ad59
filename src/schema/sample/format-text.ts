import type { Random } from '../../base/random.js';
import { wholeBetween } from './budget.js';

/** How a text of a format is made. */
interface FormatText {
  readonly random: Random | undefined;
  readonly least: number;
  readonly most: number;
}

/**
 * Texts of a format: the fixed one or drawn ones, then longer and shorter forms for those that leave room. None for an unknown format.
 *
 * @param format - as written in `format`
 * @param request - the length in code points, and the chance
 */
export function* textsOfFormat(format: string, request: FormatText): Generator<string> {
  const { random, least, most } = request;
  const fixed = Object.hasOwn(FIXED_TEXTS, format) ? FIXED_TEXTS[format] : undefined;
  const drawn = Object.hasOwn(DRAWN_TEXTS, format) ? DRAWN_TEXTS[format] : undefined;
  if (random !== undefined && drawn !== undefined) yield drawn(random);
  if (fixed !== undefined) yield fixed;
  for (const shape of Object.hasOwn(ROOMY_TEXTS, format) ? (ROOMY_TEXTS[format] ?? []) : []) {
    const bare = shape('').length;
    const length = Math.min(Math.max(least, bare + 1), MAX_LENGTH);
    if (length <= most && length > bare) yield shape('a'.repeat(length - bare));
  }
  // Another text of the same format: a list of unique items wants several.
  if (random === undefined && drawn !== undefined)
    for (let index = 0; index < OTHER_TEXT_COUNT; index += 1) yield drawn(fixedSeries(index));
}

const MAX_LENGTH = 200_000;
const OTHER_TEXT_COUNT = 20;

/** A short series of numbers that the index decides. */
function fixedSeries(index: number): Random {
  let step = index + 1;
  return {
    next: () => {
      step += 1;
      return (step * 0.6180339887498949) % 1;
    },
  };
}

const FIXED_TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'user@example.com',
  'idn-email': 'user@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/path',
  iri: 'https://example.com/',
  'iri-reference': '/path',
  'uri-template': '/path/{id}',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  'json-pointer': '/path',
  'relative-json-pointer': '0',
  regex: '^[a-z]+$',
  byte: 'c3RyaW5n',
};

const two = (value: number): string => String(value).padStart(2, '0');
const dateOf = (random: Random): string =>
  `20${two(wholeBetween(random, 0, 39))}-${two(wholeBetween(random, 1, 12))}-${two(wholeBetween(random, 1, 28))}`;
const timeOf = (random: Random): string =>
  `${two(wholeBetween(random, 0, 23))}:${two(wholeBetween(random, 0, 59))}:${two(wholeBetween(random, 0, 59))}Z`;
const hexOf = (random: Random, count: number): string => lettersOf(random, count, '0123456789abcdef');
const wordOf = (random: Random): string => lettersOf(random, 8, 'ghijklmnopabcdef');

function lettersOf(random: Random, count: number, alphabet: string): string {
  let text = '';
  for (let index = 0; index < count; index += 1) text += alphabet[wholeBetween(random, 0, alphabet.length - 1)] ?? '';
  return text;
}

const DRAWN_TEXTS: Readonly<Record<string, (random: Random) => string>> = {
  'date-time': (random) => `${dateOf(random)}T${timeOf(random)}`,
  date: dateOf,
  time: timeOf,
  duration: (random) => `P${wholeBetween(random, 1, 60)}D`,
  email: (random) => `${wordOf(random)}@example.com`,
  'idn-email': (random) => `${wordOf(random)}@example.com`,
  hostname: (random) => `${wordOf(random)}.example.com`,
  'idn-hostname': (random) => `${wordOf(random)}.example.com`,
  ipv4: (random) => `192.0.2.${wholeBetween(random, 0, 255)}`,
  ipv6: (random) => `2001:db8::${hexOf(random, 4)}`,
  uri: (random) => `https://example.com/${wordOf(random)}`,
  url: (random) => `https://example.com/${wordOf(random)}`,
  'uri-reference': (random) => `/${wordOf(random)}`,
  iri: (random) => `https://example.com/${wordOf(random)}`,
  'iri-reference': (random) => `/${wordOf(random)}`,
  'uri-template': (random) => `/${wordOf(random)}/{id}`,
  uuid: (random) => `${hexOf(random, 8)}-${hexOf(random, 4)}-4${hexOf(random, 3)}-a${hexOf(random, 3)}-${hexOf(random, 12)}`,
  'json-pointer': (random) => `/${wordOf(random)}`,
  'relative-json-pointer': (random) => `${wholeBetween(random, 0, 9)}/${wordOf(random)}`,
  regex: (random) => `^${wordOf(random)}$`,
  byte: (random) => `${hexOf(random, 4 * wholeBetween(random, 1, 4))}`,
};

/** Formats that a filler of any length fits into, the widest form last. */
const ROOMY_TEXTS: Readonly<Record<string, readonly ((filler: string) => string)[]>> = {
  email: [(filler) => `${filler}@a.bc`, (filler) => `${filler}@a`],
  'idn-email': [(filler) => `${filler}@a.bc`],
  hostname: [(filler) => (filler.length < 64 ? filler : filler.replaceAll(/(a{62})a(?=a)/g, '$1.'))],
  'idn-hostname': [(filler) => (filler.length < 64 ? filler : filler.replaceAll(/(a{62})a(?=a)/g, '$1.'))],
  uri: [(filler) => `https://example.com/${filler}`, (filler) => `a:${filler}`],
  url: [(filler) => `https://example.com/${filler}`],
  'uri-reference': [(filler) => filler],
  iri: [(filler) => `https://example.com/${filler}`, (filler) => `a:${filler}`],
  'iri-reference': [(filler) => filler],
  'uri-template': [(filler) => filler],
  'json-pointer': [(filler) => `/${filler}`],
  regex: [(filler) => filler],
  'date-time': [(filler) => `2026-01-01T00:00:00.${filler.replaceAll('a', '0')}Z`],
  time: [(filler) => `00:00:00.${filler.replaceAll('a', '0')}Z`],
  duration: [(filler) => `P${filler.replaceAll('a', '1')}D`],
  byte: [(filler) => filler.repeat(4).slice(0, Math.ceil(filler.length / 4) * 4)],
};
