import type { JsonObject, JsonValue } from '../../base/json.js';
import { plainNode } from '../boundary/made-node.js';
import { childrenOf } from '../boundary/place-children.js';
import type { Reach } from '../boundary/reach.js';
import { buildValue } from '../boundary/reach.js';
import { branchPlaces, newPlace } from '../boundary/reachable-places.js';
import type { ReachablePlace } from '../boundary/reachable-places.js';
import { inPlaceNodes } from './in-place-nodes.js';
import type { OpenPart } from './schema-comparison.js';

/** Whole values around parts. */
export interface Wholes {
  /**
   * Whole values that have a value at an open place, the smallest first; none of them is judged but by the writer's schema.
   *
   * @param part - the place
   * @param value - of it
   */
  readonly around: (part: OpenPart, value: JsonValue) => Iterable<JsonValue>;
}

/**
 * Makes whole values of a schema around parts. What stands around them is made once for all.
 *
 * @param reach - of the writer
 */
export function createWholes(reach: Reach): Wholes {
  const children = new Map<ReachablePlace, Map<string, readonly ReachablePlace[]>>();
  const root = newPlace({ tokens: [], parent: undefined, conjuncts: [reach.root], guards: [], branches: [] });
  const childrenAt = (place: ReachablePlace, token: string): readonly ReachablePlace[] => {
    const byToken = children.get(place) ?? new Map<string, readonly ReachablePlace[]>();
    children.set(place, byToken);
    const known = byToken.get(token) ?? holdersOf(place).flatMap((holder) => childrenNamed(holder, token, reach));
    byToken.set(token, known);
    return known;
  };
  const placesAt = function* (place: ReachablePlace, location: readonly string[]): Generator<ReachablePlace> {
    const [token, ...rest] = location;
    if (token === undefined) yield place;
    else for (const child of childrenAt(place, token)) yield* placesAt(child, rest);
  };
  return {
    *around({ location, writer }, value) {
      let left = MAX_WAY_COUNT;
      for (const place of placesAt(root, location)) {
        if (!isOfWriter(place, writer.pointer)) continue;
        yield* reach.wholesAround(place, value);
        const built = place.tokens.length === 0 ? undefined : wholeBuiltAround(place, value, reach);
        if (built !== undefined) yield built;
        left -= 1;
        if (left === 0) return;
      }
    },
  };
}

/** Ways through the branches above a place that are tried. */
const MAX_WAY_COUNT = 6;
const MAX_HOLDER_COUNT = 100;

/** The place as it is, and by each branch that its values may have. */
function holdersOf(place: ReachablePlace): readonly ReachablePlace[] {
  const holders = [place];
  for (let index = 0; index < holders.length && holders.length < MAX_HOLDER_COUNT; index += 1) {
    const holder = holders[index];
    if (holder !== undefined) holders.push(...branchPlaces(holder));
  }
  return holders;
}

function childrenNamed(parent: ReachablePlace, wanted: string, { direction }: Reach): readonly ReachablePlace[] {
  if (parent.tokens.length >= MAX_DEPTH) return [];
  const own = new Set(parent.branches.flatMap(({ nodes }) => nodes.flatMap(inPlaceNodes)));
  return [...childrenOf(parent.nodes, direction)].flatMap(({ token, nodes }) => {
    if (wanted !== '*' && wanted !== String(token)) return [];
    // What is there without the branch was found without it.
    if (parent.branches.length > 0 && !nodes.some((node) => isBelowAny(own, node))) return [];
    return [newPlace({ tokens: [...parent.tokens, token], parent, conjuncts: nodes, guards: [], branches: [] })];
  });
}

const MAX_DEPTH = 40;

function isBelowAny(owners: ReadonlySet<{ readonly pointer: string }>, { pointer }: { readonly pointer: string }): boolean {
  for (const owner of owners) if (pointer.startsWith(`${owner.pointer}/`)) return true;
  return false;
}

/** Whether the schema of the writer that was found open may speak there. */
function isOfWriter({ nodes, conjuncts }: ReachablePlace, pointer: string): boolean {
  return [...conjuncts, ...nodes].some((node) => node.pointer === pointer || inPlaceNodes(node).some((inner) => inner.pointer === pointer));
}

/**
 * A whole that has a value at a place, made anew: where it cannot be put into what there is without more being changed.
 *
 * @param place - of the reach
 * @param value - to be there
 * @param reach - of the writer
 */
export function wholeBuiltAround(place: ReachablePlace, value: JsonValue, { root, direction, effort }: Reach): JsonValue | undefined {
  const way = place.tokens.reduceRight<JsonValue>(
    (inner, token) =>
      typeof token === 'string'
        ? { type: 'object', required: [token], properties: { [token]: inner } }
        : { type: 'array', minItems: token + 1, prefixItems: [...Array.from({ length: token }, () => true), inner] },
    { const: value },
  );
  return buildValue([root, plainNode(way as JsonObject)], { direction, effort, optionalDepth: 0, attemptCount: ATTEMPT_COUNT });
}

const ATTEMPT_COUNT = 400;
