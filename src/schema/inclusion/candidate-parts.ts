import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Random } from '../../base/random.js';
import { randomFromSeed } from '../../base/random.js';
import { isDemand } from '../boundary/demand.js';
import { edgesOfPlace } from '../boundary/edges-of-place.js';
import { madeNode, plainNode } from '../boundary/made-node.js';
import { undeclaredName } from '../boundary/place-children.js';
import type { ReachablePlace } from '../boundary/reachable-places.js';
import type { Reach } from '../boundary/reach.js';
import { buildValue } from '../boundary/reach.js';
import { BREAKERS } from '../breach/breakers.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import { namesBetween } from './candidate-names.js';
import { mentionedRefusals } from './candidate-mentions.js';
import type { PairedPlace } from './candidate-places.js';
import { childNodes } from './literal.js';
import type { Node } from '../node.js';
import { textBetween } from '../pattern/text-between.js';
import { textFacts } from '../sample/facts.js';
import { declaredNames } from '../sample/members.js';

/** A value to try; `undefined` for an effort that gave none: it counts all the same. */
export type Tried = JsonValue | undefined;

/** How parts are made. */
export interface Making {
  /** Of the writer. */
  readonly reach: Reach;
  readonly seed: string;
}

/**
 * Values for a place that may break a clause of the reader there, while they keep what the writer says.
 *
 * @param clause - of the reader
 * @param pair - the place
 * @param making - of this search
 */
export function* partsAgainst(clause: Clause, pair: PairedPlace, making: Making): Generator<Tried> {
  const { place } = pair;
  const { direction, effort } = making.reach;
  const value = making.reach.valueAt(place);
  const breaker = BREAKERS.get(clause.keyword);
  if (value !== undefined && breaker !== undefined)
    for (const random of [undefined, randomFromSeed(making.seed, clause.keyword)])
      for (const candidate of breaker({ clause, place, value, direction, random, effort })) yield candidate.value;
  if (clause.keyword === 'pattern') yield textBeside(clause, place);
  if (NAMING.has(clause.keyword)) yield* withFurtherMembers(pair, making, mentionedNames(clause));
  if (clause.keyword === 'contains') yield* withMentionedItems(clause, pair, making);
  yield* besideClause(clause, pair, making);
}

/**
 * Anything that the writer writes at a place, small and large: for a reader that takes nothing there.
 *
 * @param pair - the place
 * @param making - of this search
 */
export function* partsAsWritten(pair: PairedPlace, making: Making): Generator<Tried> {
  for (const optionalDepth of [0, 2]) yield built(pair, making, { optionalDepth });
  yield built(pair, making, { optionalDepth: 2, random: randomFromSeed(making.seed, 'any') });
}

/**
 * Values at the edges of what the writer writes at a place.
 *
 * @param pair - the place
 * @param making - of this search
 */
export function* partsAtEdges({ place }: PairedPlace, { reach }: Making): Generator<Tried> {
  const clauses = place.nodes.flatMap((node) => [...clausesFromNode(node).values()].filter(isDemand));
  for (const { value } of edgesOfPlace({ place, clauses, direction: reach.direction })) yield value;
}

/**
 * What the writer writes at a place and the reader's whole schema refuses, found by trying.
 *
 * @param pair - the place
 * @param making - of this search
 */
export function* partsBeside(pair: PairedPlace, making: Making): Generator<Tried> {
  const [reader] = pair.readers;
  if (reader === undefined || !isJsonObject(reader.value)) return;
  const counter = madeNode(reader, { not: reader.value });
  for (const label of [undefined, 'one', 'two', 'three']) {
    const random = label === undefined ? undefined : randomFromSeed(making.seed, 'reader', label);
    yield built(pair, making, { more: counter, random, optionalDepth: 1 });
  }
}

interface Building {
  readonly optionalDepth: number;
  readonly more?: Node;
  readonly random?: Random | undefined;
}

const ATTEMPT_COUNT = 400;

function built({ place }: PairedPlace, { reach }: Making, { optionalDepth, more, random }: Building): Tried {
  const conjuncts = [...place.conjuncts, ...place.guards, ...(more === undefined ? [] : [more])];
  const { direction, effort } = reach;
  return buildValue(conjuncts, { direction, effort, random, optionalDepth, attemptCount: ATTEMPT_COUNT });
}

const NAMING: ReadonlySet<string> = new Set(['additionalProperties', 'unevaluatedProperties', 'propertyNames']);

/** What all expressions of the writer describe and the reader's does not. */
function textBeside({ value }: Clause, { nodes }: ReachablePlace): Tried {
  const { least, most, patterns } = textFacts(nodes);
  const found = textBetween({ matching: patterns, refusing: [String(value)], least, most });
  return found.kind === 'text' ? found.text : undefined;
}

/** Names that the reader's own words refuse. */
function mentionedNames(clause: Clause): readonly string[] {
  if (clause.keyword !== 'propertyNames') return [];
  return childNodes(clause)
    .flatMap(mentionedRefusals)
    .filter((name) => typeof name === 'string');
}

/** A list of nothing but what the reader's own words refuse. */
function* withMentionedItems(clause: Clause, pair: PairedPlace, making: Making): Generator<Tried> {
  const values = childNodes(clause).flatMap(mentionedRefusals);
  if (values.length > 0)
    yield built(pair, making, { more: plainNode({ type: 'array', minItems: 1, items: { enum: values } }), optionalDepth: 0 });
}

/** Members that the reader refuses by name, that the writer names and the reader does not, and one that neither does. */
function* withFurtherMembers(pair: PairedPlace, making: Making, mentions: readonly string[]): Generator<Tried> {
  const { place, readers } = pair;
  const known = new Set(declaredNames({ nodes: readers }));
  const own = declaredNames(place).filter((name) => !known.has(name));
  const names = [...mentions, ...own, ...namesBetween(place.nodes, readers), undeclaredName([...place.nodes, ...readers])];
  for (const name of new Set(names)) yield built(pair, making, { more: plainNode({ type: 'object', required: [name] }), optionalDepth: 0 });
}

/** What the writer writes and this one clause refuses, found by trying. */
function* besideClause(clause: Clause, pair: PairedPlace, making: Making): Generator<Tried> {
  const { node, written } = clause;
  if (!isJsonObject(node.value)) return;
  const together = TOGETHER[clause.keyword] ?? [];
  const alone = Object.fromEntries(Object.entries(node.value).filter(([member]) => member === written || together.includes(member)));
  const counter = madeNode(node, { not: alone });
  for (const label of [undefined, 'beside', 'again']) {
    const random = label === undefined ? undefined : randomFromSeed(making.seed, label);
    yield built(pair, making, { more: counter, random, optionalDepth: label === 'again' ? 2 : 0 });
  }
}

/** Members that say something only together. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  if: ['then', 'else'],
  contains: ['minContains', 'maxContains'],
  additionalProperties: ['properties', 'patternProperties'],
  exclusiveMinimum: ['minimum', 'exclusiveMinimum'],
  exclusiveMaximum: ['maximum', 'exclusiveMaximum'],
  items: ['prefixItems', 'items'],
};
