import type { Random } from '../../base/random.js';
import { codePointCount } from '../code-points.js';
import { textFacts } from '../sample/facts.js';
import type { Breaker, Breaking } from './breaking.js';
import { builtWithout } from './breaking.js';
import { malformedValues } from './malformed-values.js';

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.2 */
export const breakMinLength: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number') return;
  const how = `shorter than its minimum length ${limit}`;
  const drawn = breaking.random === undefined ? limit - 1 : Math.floor(breaking.random.next() * limit);
  const built = builtWithout(breaking, { type: 'string', minLength: drawn, maxLength: limit - 1 });
  if (built !== undefined) yield { value: built, how };
  const characters = [...textAt(breaking)];
  for (const length of [drawn, limit - 1, 0]) yield { value: characters.slice(0, length).join(''), how };
  yield { value: '\u{1f600}'.repeat(Math.min(drawn, MAX_MADE_LENGTH)), how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1 */
export const breakMaxLength: Breaker = function* (breaking) {
  const limit = breaking.clause.value;
  if (typeof limit !== 'number' || limit >= MAX_MADE_LENGTH) return;
  const how = `longer than its maximum length ${limit}`;
  const extra = breaking.random === undefined ? 1 : 1 + Math.floor(breaking.random.next() ** 3 * 100);
  const built = builtWithout(breaking, { type: 'string', minLength: limit + extra });
  if (built !== undefined) yield { value: built, how };
  const text = textAt(breaking);
  const missing = limit + extra - codePointCount(text);
  for (const filler of [text.at(-1) ?? 'a', 'a', '0']) yield { value: text + filler.repeat(Math.max(0, missing)), how };
  for (const filler of ['a', '0', '\u{1f600}']) yield { value: filler.repeat(limit + 1), how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.3 */
export const breakPattern: Breaker = function* (breaking) {
  const how = `not of its pattern ${String(breaking.clause.value)}`;
  for (const value of oddTexts(breaking)) yield { value, how };
  const built = builtWithout(breaking, { type: 'string', not: { pattern: breaking.clause.value } });
  if (built !== undefined) yield { value: built, how };
};

/** @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7 */
export const breakFormat: Breaker = function* (breaking) {
  const format = breaking.clause.value;
  if (typeof format !== 'string') return;
  const how = `no valid ${format}`;
  const malformed = malformedValues(format);
  const start = breaking.random === undefined ? 0 : Math.floor(breaking.random.next() * malformed.length);
  for (const value of [...malformed.slice(start), ...malformed.slice(0, start)]) yield { value, how };
  for (const value of oddTexts(breaking)) yield { value, how };
};

const MAX_MADE_LENGTH = 100_000;

function textAt({ value }: Breaking): string {
  return typeof value === 'string' ? value : '';
}

/** The text with something odd in it, then odd texts of a fitting length. */
function* oddTexts({ place, value, random }: Breaking): Generator<string> {
  if (random !== undefined) yield drawnText(random, place);
  const text = typeof value === 'string' ? value : 'a';
  const characters = [...text];
  yield `${text}!`;
  yield `!${text}`;
  yield `${characters.slice(0, -1).join('')}!`;
  yield `!${characters.slice(1).join('')}`;
  yield text.toUpperCase();
  yield text.toLowerCase();
  const { least, most } = textFacts(place.nodes);
  const lengths = [Math.max(least, Math.min(1, most)), Math.min(most, Math.max(least, characters.length)), Math.min(most, least + 10)];
  for (const length of lengths)
    for (const filler of ODD_CHARACTERS) if (length <= MAX_MADE_LENGTH) yield filler.repeat(Math.max(0, length));
  yield characters.slice(0, -1).join('');
  yield '';
}

const ODD_CHARACTERS = ['!', ' ', 'a', 'A', '0', '-', '\u00e9', '\u{1f600}', '/'];

function drawnText(random: Random, place: Breaking['place']): string {
  const { least, most } = textFacts(place.nodes);
  const length = Math.min(most, least + Math.floor(random.next() * 12), MAX_MADE_LENGTH);
  const draw = (): string =>
    random.next() < 0.9
      ? String.fromCharCode(0x20 + Math.floor(random.next() * 0x5f))
      : (ODD_CHARACTERS[Math.floor(random.next() * ODD_CHARACTERS.length)] ?? '!');
  return Array.from({ length }, draw).join('');
}
