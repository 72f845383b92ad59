import { textFacts } from '../sample/facts.js';
import { formatEdgeTexts } from './format-edge-texts.js';
import type { Edge, EdgeInput, EdgeMaker } from './edge.js';
import { builtWith } from './edge.js';

export const minLengthEdges: EdgeMaker = (input) => lengthEdges(input, 'minimum');
export const maxLengthEdges: EdgeMaker = (input) => lengthEdges(input, 'maximum');

/** What the format lets in though many readers do not. */
export const formatEdges: EdgeMaker = function* ({ clause }) {
  if (typeof clause.value !== 'string') return;
  for (const { value, name } of formatEdgeTexts(clause.value)) yield { value, how: name, clause };
};

/** A short and a long text of the expression. */
export const patternEdges: EdgeMaker = function* (input) {
  const { clause, place } = input;
  const { least, most } = textFacts(place.nodes);
  const usual = builtWith(input, { type: 'string' });
  if (typeof usual !== 'string') return;
  yield { value: usual, how: 'of its pattern', clause };
  const longer = builtWith(input, { type: 'string', minLength: Math.min(most, [...usual].length + 5) });
  if (longer !== undefined) yield { value: longer, how: 'of its pattern, longer', clause };
  const shorter = builtWith(input, { type: 'string', maxLength: Math.max(least, [...usual].length - 1) });
  if (shorter !== undefined) yield { value: shorter, how: 'of its pattern, shorter', clause };
};

const MAX_MADE_LENGTH = 100_000;
/** One code point of two UTF-16 units and four bytes: whoever counts those refuses what is valid. */
const ASTRAL = '\u{1f600}';

function* lengthEdges(input: EdgeInput, what: 'minimum' | 'maximum'): Generator<Edge> {
  const { clause } = input;
  const limit = clause.value;
  if (typeof limit !== 'number' || limit > MAX_MADE_LENGTH) return;
  const how = `at its ${what} length ${limit}`;
  const built = builtWith(input, { type: 'string', minLength: limit, maxLength: limit });
  yield { value: typeof built === 'string' ? built : 'a'.repeat(limit), how, clause };
  if (limit > 0) yield { value: ASTRAL.repeat(limit), how: `${how}, beyond the basic plane`, clause };
  const inside = what === 'minimum' ? limit + 1 : limit - 1;
  const other = inside < 0 ? undefined : builtWith(input, { type: 'string', minLength: inside, maxLength: inside });
  if (other !== undefined) yield { value: other, how: `just inside its ${what} length ${limit}`, clause };
}
