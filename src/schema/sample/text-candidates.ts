import type { Random } from '../../base/random.js';
import { randomFromSeed } from '../../base/random.js';
import { codePointCount } from '../code-points.js';
import { wholeBetween } from './budget.js';
import { textsOfFormat } from './format-text.js';
import { textFromPattern, textsOfLookahead } from './text-from-pattern.js';

/** What a text must be. */
export interface TextFacts {
  readonly least: number;
  readonly most: number;
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
}

/** Growing repetitions by these lets a text reach most lengths that people ask for. */
const EXTRA_COUNTS = [0, 1, 2, 3, 5, 8, 16, 32, 64, 128, 256, 1024];
const RANDOM_TRY_COUNT = 40;
const MAX_MADE_LENGTH = 200_000;
/** Letters of all plain texts that are tried for one place. */
const MAX_PLAIN_LENGTH = 400_000;

/**
 * Texts that may satisfy the facts, the nicest first. Each still has to be tried.
 *
 * @param facts - all that is said of the text
 * @param random - `undefined` for fixed texts
 */
export function* textCandidates(facts: TextFacts, random: Random | undefined): Generator<string> {
  // Whatever is made would be too short.
  if (facts.least > MAX_MADE_LENGTH) return;
  for (const format of facts.formats) yield* textsOfFormat(format, { random, least: facts.least, most: facts.most });
  for (const pattern of facts.patterns) yield* textsOfPattern(pattern, facts, random);
  if (random === undefined) yield fitted('string', facts);
  yield* plainTexts(facts, random ?? randomFromSeed('text'));
}

function* textsOfPattern(pattern: string, facts: TextFacts, random: Random | undefined): Generator<string> {
  const shortest = textFromPattern(pattern, { random: undefined, extraCount: 0 });
  if (shortest === undefined) return;
  const chance = random ?? randomFromSeed('pattern', pattern);
  if (random === undefined) {
    for (const extraCount of extraCountsFor(facts, shortest)) {
      const text = textFromPattern(pattern, { random, extraCount });
      if (text !== undefined) yield* withRoom(text, facts);
    }
  }
  const wanted = wholeBetween(random, facts.least, Math.min(facts.most, facts.least + 8));
  for (let attempt = 0; attempt < RANDOM_TRY_COUNT; attempt += 1) {
    const text = textFromPattern(pattern, {
      random: chance,
      extraCount: Math.max(EXTRA_COUNTS[attempt % 8] ?? 1, attempt % 2 === 0 ? wanted : 0),
    });
    if (text === undefined) continue;
    yield* withRoom(text, facts);
    const parts = textsOfLookahead(pattern, { random: chance, extraCount: 2 });
    if (parts.length > 0) yield* withRoom(parts.join('') + text, facts);
  }
}

/** The lengths first that fit exactly what is missing. */
function extraCountsFor({ least }: TextFacts, shortest: string): readonly number[] {
  const missing = least - codePointCount(shortest);
  return missing > 0 ? [missing, ...EXTRA_COUNTS, Math.ceil(missing / 2)] : EXTRA_COUNTS;
}

/** The text, and where it is of the wrong length also longer and shorter forms, which an expression without `^` or `$` allows. */
function* withRoom(text: string, { least, most }: TextFacts): Generator<string> {
  const length = codePointCount(text);
  if (length >= least && length <= most) yield text;
  else if (length > most) yield [...text].slice(0, most).join('');
  else if (least <= MAX_MADE_LENGTH) {
    yield text + 'a'.repeat(least - length);
    yield 'a'.repeat(least - length) + text;
    yield text.repeat(Math.ceil(least / Math.max(1, length)));
    yield [...text.repeat(Math.ceil(least / Math.max(1, length)))].slice(0, least).join('');
  }
}

function fitted(text: string, { least, most }: TextFacts): string {
  if (text.length > most) return text.slice(0, Math.max(0, most));
  return least > text.length ? text.repeat(Math.ceil(Math.min(least, MAX_MADE_LENGTH) / text.length)).slice(0, least) : text;
}

function* plainTexts({ least, most }: TextFacts, random: Random): Generator<string> {
  let made = 0;
  for (let attempt = 0; attempt < RANDOM_TRY_COUNT && made < MAX_PLAIN_LENGTH; attempt += 1) {
    const low = Math.max(least, Math.min(most, 1));
    const length = Math.min(wholeBetween(random, low, Math.max(low, Math.min(most, least + 12))), MAX_MADE_LENGTH);
    let text = '';
    for (let index = 0; index < length; index += 1) text += LETTERS[wholeBetween(random, 0, LETTERS.length - 1)] ?? '';
    made += length;
    yield text;
  }
  yield '';
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
