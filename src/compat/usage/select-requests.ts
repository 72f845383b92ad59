import { jsonText } from './stable-json.js';
import { featuresOf, isToken, scalarsOf, shapeOf } from './request-features.js';
import type { SentRequest } from './usage.js';

/**
 * The requests that stand for all: of each shape the smallest, and of each place those with its extremes and with the words that were met there.
 * What is chosen from two lists and then from both choices is what is chosen from all, in any order.
 *
 * @param requests - any number, in any order
 * @returns bounded, each once, the smallest first
 */
export function selectRequests(requests: readonly SentRequest[]): readonly SentRequest[] {
  const best = new Map<string, Candidate>();
  for (const request of requests) {
    const text = jsonText({ ...request });
    for (const { key, pointer, score } of featuresOf(request)) {
      const candidate = { request, text, pointer, key, score };
      const known = best.get(key);
      if (known === undefined || isBetter(candidate, known)) best.set(key, candidate);
    }
  }
  const chosen = new Map(keptOf([...best.values()]).map(({ text, request }) => [text, request] as const));
  return [...chosen].sort(([left], [right]) => compareTexts(left, right)).map(([, request]) => request);
}

/**
 * Whether of every shape that was sent a request was kept, so that what is in none of them was never sent.
 *
 * @param sent - as {@link selectRequests} chose them
 */
export function areShapesWhole(sent: readonly SentRequest[]): boolean {
  return new Set(sent.map(shapeOf)).size < MAX_SHAPE_COUNT;
}

/**
 * Whether the requests that are kept stand for all values that were sent at a place, as far as one keyword can tell them apart: what all that are kept
 * satisfy, all satisfied.
 *
 * @param sent - as {@link selectRequests} chose them
 * @param pointer - into `{ parameters, body }`, items as `*`
 * @param keyword - of a schema
 */
export function areValuesWhole(sent: readonly SentRequest[], pointer: string, keyword: string): boolean {
  if (!areShapesWhole(sent)) return false;
  if (OF_SHAPES.has(keyword)) return true;
  const places = new Set(sent.flatMap(featuresOf).map((feature) => feature.pointer));
  if (places.size > MAX_PLACE_COUNT) return false;
  if (OF_EXTREMES.has(keyword)) return wordsAt(sent, pointer).every(({ size }) => size < MAX_WORD_COUNT);
  if (!OF_VALUES.has(keyword)) return false;
  const here = sent.flatMap(scalarsOf).filter((scalar) => scalar.pointer === pointer);
  // Of numbers only the extremes are kept, and of what somebody typed the shortest and the longest: two of one length are one of them.
  const others = new Set(here.map(({ value }) => value).filter((value) => !isWord(value)));
  if (others.size > 1 || [...others].some((value) => typeof value === 'string')) return false;
  return wordsAt(sent, pointer).every(({ size }) => size < MAX_WORD_COUNT);
}

/** The words that were met at a place and below it, place by place. */
function wordsAt(sent: readonly SentRequest[], pointer: string): readonly ReadonlySet<unknown>[] {
  const words = new Map<string, Set<unknown>>();
  for (const { pointer: at, value } of sent.flatMap(scalarsOf)) {
    if ((at === pointer || at.startsWith(`${pointer}/`)) && isWord(value)) words.set(at, (words.get(at) ?? new Set()).add(value));
  }
  return [...words.values()];
}

function isWord(value: string | number | boolean): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && isToken(value));
}

interface Candidate {
  readonly request: SentRequest;
  readonly text: string;
  readonly pointer: string;
  readonly key: string;
  readonly score: number;
}

function isBetter(left: Candidate, right: Candidate): boolean {
  return left.score === right.score ? compareTexts(left.text, right.text) < 0 : left.score > right.score;
}

/** What is left out depends on the features alone, never on which requests show them: so the order of choosing does not matter. */
function keptOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const ordered = [...candidates].sort((left, right) => compareTexts(left.key, right.key));
  const shapes = ordered.filter(({ pointer }) => pointer === '').slice(0, MAX_SHAPE_COUNT);
  const byPlace = new Map<string, Candidate[]>();
  for (const candidate of ordered) {
    if (candidate.pointer === '') continue;
    byPlace.set(candidate.pointer, [...(byPlace.get(candidate.pointer) ?? []), candidate]);
  }
  const places = [...byPlace].sort(([left], [right]) => compareTexts(left, right)).slice(0, MAX_PLACE_COUNT);
  return [...shapes, ...places.flatMap(([, each]) => boundedWords(each))];
}

function boundedWords(candidates: readonly Candidate[]): readonly Candidate[] {
  const words = candidates.filter(({ key }) => key.startsWith('value '));
  const others = candidates.filter(({ key }) => !key.startsWith('value '));
  return [...others, ...words.slice(0, MAX_WORD_COUNT)];
}

/** By length, then by their UTF-16 units: the same everywhere. */
function compareTexts(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

const MAX_SHAPE_COUNT = 16;
const MAX_PLACE_COUNT = 32;
const MAX_WORD_COUNT = 8;
/** What they refuse follows from names and types. */
const OF_SHAPES: ReadonlySet<string> = new Set([
  'type',
  'required',
  'dependentRequired',
  'additionalProperties',
  'unevaluatedProperties',
  'minProperties',
  'maxProperties',
  'false schema',
]);
/** What they refuse lies beyond an extreme. */
const OF_EXTREMES: ReadonlySet<string> = new Set(
  'minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems'.split(' '),
);
/** What they refuse follows from one scalar by itself. */
const OF_VALUES: ReadonlySet<string> = new Set('enum const pattern format multipleOf'.split(' '));
