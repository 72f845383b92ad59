import type { JsonValue } from '../../base/json.js';
import { codePointCount } from '../code-points.js';
import { formatTest } from '../format/format.js';
import { textsOfFormat } from '../sample/format-text.js';
import type { TextFacts } from '../sample/text-candidates.js';
import { textCandidates } from '../sample/text-candidates.js';
import { textFromPattern } from '../sample/text-from-pattern.js';
import { FORMAT_EDGES, ODD_TEXTS } from './odd-texts.js';
import type { PatternDrawer } from './pattern-drawer.js';
import { patternDrawer } from './pattern-drawer.js';
import type { Source } from './source.js';
import { happens, oneOf, wholeFrom } from './source.js';

/** What a text must be, and how to know. */
export interface TextDemand {
  readonly facts: TextFacts;
  readonly isProved: (value: JsonValue) => boolean;
}

/** Draws a text; `undefined` when it did not come out this time. */
type TextDrawer = (source: Source) => string | undefined;

/**
 * Draws texts: by format and pattern where there are, else plain ones of every length, now and then odd ones.
 *
 * @param demand - what is said of the text
 */
export function textDrawer({ facts, isProved }: TextDemand): TextDrawer {
  const plain = plainDrawer(facts);
  const patterns = facts.patterns.flatMap((pattern) => shapeOf(pattern, facts));
  const formats = facts.formats.filter((format) => formatTest(format) !== undefined);
  if (patterns.length === 0 && formats.length === 0) return facts.patterns.length === 0 ? plain : candidateDrawer(facts, isProved);
  const last = candidateDrawer(facts, isProved);
  const shapes = formats.map((format) => formatShape(format, facts, isProved));
  const [only] = shapes;
  // What is drawn of one format alone is of that format: no need to judge it here.
  if (only !== undefined && shapes.length === 1 && facts.patterns.length === 0)
    return (source) => textOfFormat(source, only) ?? last(source);
  return (source) => {
    for (let attempt = 0; attempt < TRY_COUNT; attempt += 1) {
      const pattern = formats.length > 0 && happens(source, 0.5) ? undefined : oneOf(source, patterns);
      const text = pattern === undefined ? textOfFormat(source, oneOf(source, shapes)) : textOfShape(source, pattern);
      if (text !== undefined && isProved(text)) return text;
    }
    return last(source);
  };
}

const TRY_COUNT = 5;
const CANDIDATE_COUNT = 60;
/** Texts longer than this are left to the sampler. */
const MAX_LENGTH = 20_000;
const USUAL_LENGTH = 12;

/** The candidates of the sampler: they know look-ahead and lengths that are hard to meet. */
function candidateDrawer(facts: TextFacts, isProved: (value: JsonValue) => boolean): TextDrawer {
  return (source) => {
    let count = 0;
    for (const text of textCandidates(facts, source.random)) {
      if (isProved(text)) return text;
      count += 1;
      if (count >= CANDIDATE_COUNT) return undefined;
    }
    return undefined;
  };
}

/** A format, with the lengths that are asked for. */
interface FormatShape {
  readonly format: string;
  readonly edges: readonly string[];
  readonly least: number;
  readonly most: number;
  readonly isProved: (value: JsonValue) => boolean;
}

function formatShape(format: string, { least, most }: TextFacts, isProved: (value: JsonValue) => boolean): FormatShape {
  const edges = Object.hasOwn(FORMAT_EDGES, format) ? (FORMAT_EDGES[format] ?? []) : [];
  return { format, edges: edges.filter(isProved), least, most, isProved };
}

function textOfFormat(source: Source, shape: FormatShape | undefined): string | undefined {
  if (shape === undefined) return undefined;
  const { format, edges, least, most, isProved } = shape;
  if (edges.length > 0 && happens(source, source.edgeRatio)) return oneOf(source, edges);
  for (const text of textsOfFormat(format, { random: source.random, least, most })) {
    if (text.length >= least && text.length <= most) return varied(source, text, isProved);
  }
  return undefined;
}

/** What the sampler fills up with one letter is filled with a word. */
function varied(source: Source, text: string, isProved: (value: JsonValue) => boolean): string {
  if (!text.includes('aaaa')) return text;
  const other = text.replace(/a{4,}/, (letters) => wordOf(source, letters.length));
  return isProved(other) ? other : text;
}

/** An expression and how far its repetitions must go for the text to be long enough. */
interface Shape {
  readonly draw: PatternDrawer;
  readonly missingCount: number;
}

function shapeOf(pattern: string, { least }: TextFacts): readonly Shape[] {
  const draw = patternDrawer(pattern);
  const shortest = draw === undefined ? undefined : textFromPattern(pattern, { random: undefined, extraCount: 0 });
  return draw === undefined || shortest === undefined ? [] : [{ draw, missingCount: Math.max(0, least - codePointCount(shortest)) }];
}

const EXTRA_COUNTS = [0, 1, 2, 3, 4, 8, 12];

function textOfShape(source: Source, { draw, missingCount }: Shape): string {
  const extraCount = missingCount + (oneOf(source, EXTRA_COUNTS) ?? 0);
  const text = draw(source, extraCount);
  // An expression without `^` or `$` lets other text stand around what it describes.
  if (!happens(source, 0.1)) return text;
  return happens(source, 0.5) ? `${text}${wordOf(source, 3)}` : `${wordOf(source, 3)}${text}`;
}

function plainDrawer(facts: TextFacts): TextDrawer {
  const [least, most] = [Math.ceil(facts.least), Math.floor(facts.most)];
  if (least > MAX_LENGTH || least > most) return () => undefined;
  const odd = ODD_TEXTS.filter((text) => fits(codePointCount(text), { least, most }));
  const usualMost = Math.min(most, least + USUAL_LENGTH);
  const usualLeast = Math.min(Math.max(least, 1), usualMost);
  const limits = [least, least + 1, most, most - 1].filter((length) => length <= MAX_LENGTH && fits(length, { least, most }));
  return (source) => {
    if (!happens(source, source.edgeRatio)) return wordOf(source, wholeFrom(source, usualLeast, usualMost));
    if (odd.length > 0 && happens(source, 0.6)) return oneOf(source, odd);
    return filled(source, oneOf(source, limits) ?? least);
  };
}

function fits(length: number, { least, most }: Pick<TextFacts, 'least' | 'most'>): boolean {
  return length >= least && length <= most;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

function wordOf(source: Source, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += LETTERS[wholeFrom(source, 0, LETTERS.length - 1)] ?? '';
  return text;
}

/** Of one code point each: how they are counted, escaped and cut is where programs differ. */
const FILLERS = ['a', 'a', 'Z', '0', ' ', '"', '\\', 'é', '中', '\u{1f600}', '\n', '\u0001'];

/** A text of exactly so many code points. */
function filled(source: Source, length: number): string {
  if (length > USUAL_LENGTH * 2) return `${wordOf(source, 2)}${(oneOf(source, FILLERS) ?? 'a').repeat(length - 2)}`;
  let text = '';
  for (let index = 0; index < length; index += 1) text += oneOf(source, FILLERS) ?? 'a';
  return text;
}
