import { inTurns } from '../../base/in-turns.js';
import type { JsonValue } from '../../base/json.js';
import { appendToken } from '../../base/json-pointer.js';
import { planArbitrary } from '../arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../arbitrary/draw.js';
import { boundaryValues } from '../boundary/boundary-values.js';
import type { Effort } from '../boundary/reach.js';
import { createReach } from '../boundary/reach.js';
import { breachValues } from '../breach/breach-values.js';
import { clausesFromNode } from '../clauses.js';
import { openClauses } from './candidate-clauses.js';
import type { Making, Tried } from './candidate-parts.js';
import { partsAgainst, partsAsWritten, partsAtEdges, partsBeside } from './candidate-parts.js';
import type { PairedPlace, PairWalk } from './candidate-places.js';
import { pairedPlaces } from './candidate-places.js';
import type { InclusionQuestion } from './inclusion-question.js';
import { samenessOf } from './same-schema.js';
import type { OpenPart } from './schema-comparison.js';
import { nodeFromSchema } from '../node.js';
import { isValidByNode } from '../validate.js';
import { wholeBuiltAround } from './wholes-with-part.js';

/**
 * Whole values that may show that what the writer writes cannot be read, the most promising first: at the open places values that break one
 * clause of the reader and keep what the writer says there; then the edges of both schemas, at any place; then drawn values of the writer.
 * None of them is judged yet.
 *
 * @param question - the two sides
 * @param open - where a proof was left open
 * @param effort - of making them; is counted up
 */
export function* candidateValues(question: InclusionQuestion, open: readonly OpenPart[], effort: Effort): Generator<Tried> {
  const { direction, seed } = question;
  const reach = createReach(nodeFromSchema(question.writer), direction, effort);
  const walk = walkTo(question, open);
  yield* inTurns(rowsOf(walk, { reach, seed }));
  if (open.every(({ location }) => location.length > 0))
    yield* inTurns(rowsOf({ ...walk, locations: [], maxPlaceCount: MAX_PLACE_COUNT }, { reach, seed }));
  yield* inTurns([
    valuesOf(breachValues(question.reader, { direction })),
    valuesOf(boundaryValues(question.writer, { direction })),
    valuesOf(boundaryValues(question.reader, { direction })),
    drawnValues(question),
  ]);
}

/**
 * Whole values aimed at the clauses that a proof left open, at their places.
 *
 * @param question - the two sides
 * @param open - where a proof was left open
 * @param effort - of making them; is counted up
 */
export function* directValues(question: InclusionQuestion, open: readonly OpenPart[], effort: Effort): Generator<Tried> {
  const { direction, seed } = question;
  const making: Making = { reach: createReach(nodeFromSchema(question.writer), direction, effort), seed };
  const wanted = new Set(open.filter(isOfClause).map(({ reader }) => `${reader.uri}#${reader.pointer}`));
  if (wanted.size === 0) return;
  for (const pair of pairedPlaces({ ...walkTo(question, open), maxDepthBelow: 0 }))
    for (const node of pair.readers)
      for (const clause of clausesFromNode(node).values()) {
        if (wanted.has(`${node.resource.documentUri}#${appendToken(node.pointer, clause.written)}`))
          yield* wholesOf(pair, making, partsAgainst(clause, pair, making));
      }
}

/**
 * Whether it is a clause itself that is open, and not what stands below it or in one of its branches.
 *
 * @param part - of a proof
 */
export function isOfClause({ reason }: OpenPart): boolean {
  return reason.kind === 'keyword' && !HOLDING.has(reason.keyword);
}

const HOLDING: ReadonlySet<string> = new Set(
  'properties patternProperties additionalProperties items prefixItems contains $ref allOf anyOf oneOf not if dependentSchemas'.split(' '),
);

function walkTo(question: InclusionQuestion, open: readonly OpenPart[]): PairWalk {
  return {
    writer: nodeFromSchema(question.writer),
    reader: nodeFromSchema(question.reader),
    direction: question.direction,
    sameness: samenessOf(question),
    locations: open.map(({ location }) => location),
    maxPlaceCount: MAX_FOCUS_COUNT,
    maxDepthBelow: MAX_DEPTH_BELOW,
  };
}

const MAX_FOCUS_COUNT = 400;
/** Below an open place everything may be what makes it so; further down it has a place of its own. */
const MAX_DEPTH_BELOW = 4;
const MAX_PLACE_COUNT = 200;
const MAX_DRAW_COUNT = 40;
const MAX_EDGE_COUNT = 40;

/** Of the whole schemas, wherever they differ: what is not among the first of them is seldom what shows it. */
function* valuesOf(named: Iterable<{ readonly value: JsonValue }>): Generator<Tried> {
  let left = MAX_EDGE_COUNT;
  for (const { value } of named) {
    yield value;
    left -= 1;
    if (left === 0) return;
  }
}

function* drawnValues({ writer, direction, mode, seed }: InclusionQuestion): Generator<Tried> {
  const plan = planArbitrary(writer, { direction, addsUndeclared: mode === 'strict' });
  if (plan.kind !== 'arbitrary') return;
  for (let index = 0; index < MAX_DRAW_COUNT; index += 1) yield drawValue(plan.arbitrary, seed, index).value;
}

function* rowsOf(walk: PairWalk, making: Making): Generator<Iterable<Tried>> {
  for (const pair of pairedPlaces(walk)) {
    const clauses = openClauses(pair, walk.sameness);
    for (const node of pair.readers) if (node.value === false) yield wholesOf(pair, making, partsAsWritten(pair, making));
    for (const clause of clauses) yield wholesOf(pair, making, partsAgainst(clause, pair, making));
    if (clauses.length === 0 && pair.place.tokens.length > 0) continue;
    yield wholesOf(pair, making, partsAtEdges(pair, making));
    yield wholesOf(pair, making, partsBeside(pair, making));
  }
}

function* wholesOf({ place }: PairedPlace, { reach }: Making, parts: Iterable<Tried>): Generator<Tried> {
  let left = MAX_PARTS_PER_ROW;
  let builtLeft = MAX_BUILT_PER_ROW;
  for (const part of parts) {
    if (left === 0) return;
    left -= 1;
    if (part === undefined) yield undefined;
    // What the writer does not write there is not worth a whole.
    if (part === undefined || !place.conjuncts.every((node) => isValidByNode(node, part, reach))) continue;
    const whole = reach.wholeWith(place, part);
    if (whole !== undefined && reach.isValid(whole)) yield whole;
    else if (place.tokens.length > 0 && builtLeft > 0) {
      builtLeft -= 1;
      yield wholeBuiltAround(place, part, reach);
    }
  }
}

const MAX_BUILT_PER_ROW = 3;
const MAX_PARTS_PER_ROW = 40;
