import { isJsonObject } from '../../base/json.js';
import { branchPlaces, newPlace } from '../boundary/reachable-places.js';
import type { ReachablePlace } from '../boundary/reachable-places.js';
import { childrenOf } from '../boundary/place-children.js';
import { namesBetween } from './candidate-names.js';
import { isHidden } from '../hidden-property.js';
import type { Sameness } from './same-schema.js';
import { inPlaceNodes } from './in-place-nodes.js';
import type { Node } from '../node.js';
import { clausesNamed } from '../sample/facts.js';
import { itemNodes } from '../sample/items.js';
import { declaredNames, memberNodes } from '../sample/members.js';
import type { Direction } from '../schema.js';

/** A place in what the writer writes, and all that the reader may say of it. */
export interface PairedPlace {
  readonly place: ReachablePlace;
  /** The reader's schemas there, those in branches that may not be asked among them. */
  readonly readers: readonly Node[];
  /** Those of them that are asked of every value. */
  readonly certain: readonly Node[];
}

/** What is walked. */
export interface PairWalk {
  readonly writer: Node;
  readonly reader: Node;
  readonly direction: Direction | undefined;
  /** Locations to go to and below; empty for everywhere. */
  readonly locations: readonly (readonly string[])[];
  readonly maxPlaceCount: number;
  /** How far below the locations it goes. */
  readonly maxDepthBelow: number;
  readonly sameness: Sameness;
}

/**
 * The places that two schemas speak of, the shallowest first, each once for each branch of the writer's unions there. Two schemas that met
 * before are not walked again, which ends recursion.
 *
 * @param walk - the two, and where to go
 */
export function* pairedPlaces(walk: PairWalk): Generator<PairedPlace> {
  const seen = new Set<string>();
  const place = newPlace({ tokens: [], parent: undefined, conjuncts: [walk.writer], guards: [], branches: [] });
  const queue: PairedPlace[] = [{ place, ...readersFrom([walk.reader]) }];
  const idOf = numbering();
  let count = 0;
  for (let index = 0; index < queue.length && count < walk.maxPlaceCount; index += 1) {
    const pair = queue[index];
    if (pair === undefined) continue;
    const key = `${pair.place.nodes.map(idOf).join()} ${pair.readers.map(idOf).join()} ${isAtOrBelow(pair.place, walk)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    count += 1;
    if (isAtOrBelow(pair.place, walk)) yield pair;
    if (queue.length < MAX_QUEUE_LENGTH) queue.push(...branchesOf(pair, walk), ...childrenIn(pair, walk));
  }
}

const MAX_QUEUE_LENGTH = 5_000;
const MAX_DEPTH = 12;

function numbering(): (node: Node) => number {
  const numbers = new Map<unknown, number>();
  return ({ value }) => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  };
}

/** A branch that the reader has in the same words is one it takes: only what is asked of every value is left. */
function* branchesOf({ place, readers, certain }: PairedPlace, { sameness }: PairWalk): Generator<PairedPlace> {
  const offered = readers.filter((node) => !certain.includes(node));
  for (const branch of branchPlaces(place)) {
    const chosen = branch.branches.at(-1);
    const isTaken = chosen !== undefined && UNIONS.has(chosen.clause.keyword) && isSamePlace(offered, chosen.nodes, sameness);
    yield { place: branch, readers: isTaken ? certain : readers, certain };
  }
}

const UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);

function readersFrom(direct: readonly Node[]): Pick<PairedPlace, 'readers' | 'certain'> {
  const readers = direct.flatMap((node) => (isJsonObject(node.value) ? inPlaceNodes(node) : [node]));
  const { nodes } = newPlace({ tokens: [], parent: undefined, conjuncts: direct, guards: [], branches: [] });
  return { readers: [...new Set(readers)], certain: nodes };
}

function* childrenIn(pair: PairedPlace, walk: PairWalk): Generator<PairedPlace> {
  const { place, readers } = pair;
  if (place.tokens.length >= MAX_DEPTH) return;
  const { direction } = walk;
  const tokens = new Map<string, string | number>();
  for (const { token } of childrenOf(place.nodes, direction)) tokens.set(`${typeof token} ${token}`, token);
  for (const { token } of childrenOf(readers, undefined)) tokens.set(`${typeof token} ${token}`, token);
  for (const token of namesBetween(place.nodes, readers)) tokens.set(`string ${token}`, token);
  for (const token of tokens.values()) {
    const tokensBelow = [...place.tokens, token];
    if (!isWanted(tokensBelow, walk)) continue;
    const conjuncts = typeof token === 'string' ? memberNodes(place, token) : itemNodes(place, token);
    if (conjuncts.some(({ value }) => value === false)) continue;
    if (direction !== undefined && conjuncts.some((node) => isHidden(node, direction))) continue;
    const below = typeof token === 'string' ? readersOfMember(readers, token) : itemNodes({ nodes: readers }, token);
    if (below.length === 0 || isSamePlace(conjuncts, below, walk.sameness)) continue;
    const child = newPlace({ tokens: tokensBelow, parent: place, conjuncts, guards: [], branches: [] });
    yield { place: child, ...readersFrom(below) };
  }
}

/** What says the same in the same words has nothing to show. */
function isSamePlace(writers: readonly Node[], readers: readonly Node[], { isSame }: Sameness): boolean {
  return readers.every((reader) => writers.some((writer) => isSame(writer, reader)));
}

/** Each schema speaks for itself: what one names falls under another's `additionalProperties` all the same. */
function readersOfMember(readers: readonly Node[], name: string): readonly Node[] {
  const own = readers.flatMap((node) => memberNodes({ nodes: [node] }, name));
  const isUnevaluated = clausesNamed(readers, 'unevaluatedProperties').length > 0 && declaredNames({ nodes: readers }).includes(name);
  return isUnevaluated ? memberNodes({ nodes: readers }, name) : own;
}

function isAtOrBelow({ tokens }: ReachablePlace, { locations, maxDepthBelow }: PairWalk): boolean {
  if (locations.length === 0) return true;
  return locations.some(
    (location) => tokens.length >= location.length && tokens.length <= location.length + maxDepthBelow && isOnWay(tokens, location),
  );
}

function isWanted(tokens: readonly (string | number)[], { locations, maxDepthBelow }: PairWalk): boolean {
  if (locations.length === 0) return true;
  return locations.some((location) => tokens.length <= location.length + maxDepthBelow && isOnWay(tokens, location));
}

function isOnWay(tokens: readonly (string | number)[], location: readonly string[]): boolean {
  return location.every((wanted, index) => {
    const token = tokens[index];
    return token === undefined || wanted === '*' || wanted === String(token);
  });
}
