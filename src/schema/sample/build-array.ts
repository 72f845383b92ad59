import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import type { Sampling } from './budget.js';
import { MAX_VALUE_COUNT, wholeBetween } from './budget.js';
import { clausesNamed, numbersOf } from './facts.js';
import { type Builder, type Goal, isProved } from './goal.js';
import { itemNodes, type WantedItem, wantedItems } from './items.js';
import type { Way } from './ways.js';

/** How an array is laid out. */
interface Layout {
  readonly least: number;
  readonly count: number;
  /** The extra schema of each item that `contains` asks for, by index. */
  readonly wantedAt: ReadonlyMap<number, Node>;
  readonly isUnique: boolean;
}

const USUAL_MOST_EXTRA = 2;

/**
 * An array for a goal, by one way of reading its schemas; `undefined` when that fails.
 *
 * @param way - the schemas, taken apart
 * @param goal - what is wanted
 * @param builder - of the items
 */
export function buildArray(way: Way, goal: Goal, builder: Builder): JsonValue | undefined {
  const { sampling } = builder;
  for (const layout of layoutsOf(way, goal, sampling)) {
    const items = itemsOf(layout, way, { goal, builder });
    if (items === undefined) continue;
    if (goal.excluded.length === 0 && !way.needsProof) return items;
    if (isProved(items, goal, sampling)) return items;
    const shortest = items.slice(0, layout.least);
    if (items.length > layout.least && isProved(shortest, goal, sampling)) return shortest;
  }
  return undefined;
}

function layoutsOf(way: Way, goal: Goal, sampling: Sampling): readonly Layout[] {
  const least = Math.max(0, ...numbersOf(way.nodes, 'minItems'));
  const most = Math.min(Number.POSITIVE_INFINITY, ...numbersOf(way.nodes, 'maxItems'));
  const prefixLength = Math.max(0, ...clausesNamed(way.nodes, 'prefixItems').map(({ value }) => (Array.isArray(value) ? value.length : 0)));
  const wanted = wantedItems(way);
  const wantedCount = wanted.reduce((sum, { count }) => sum + count, 0);
  const isUnique = clausesNamed(way.nodes, 'uniqueItems').some(({ value }) => value === true);
  const hasItems = clausesNamed(way.nodes, 'items').length > 0;
  const isDeep = goal.depth >= sampling.optionalDepth;
  const usual = isDeep ? 0 : Math.max(prefixLength, hasItems ? wholeBetween(sampling.random, 1, 1 + USUAL_MOST_EXTRA) : 0);
  const sized = (count: number, offset: number): Layout => ({
    least,
    count: Math.min(most, count),
    wantedAt: placed(wanted, offset),
    isUnique,
  });
  const overlapping = Math.max(0, ...wanted.map(({ count }) => count));
  return [
    sized(Math.max(least, usual, wantedCount), 0),
    ...(wanted.length === 0
      ? []
      : [sized(Math.max(least, prefixLength + wantedCount), prefixLength), sized(Math.max(least, overlapping), 0)]),
    ...(usual > least ? [sized(Math.max(least, wantedCount), 0)] : []),
  ];
}

function placed(wanted: readonly WantedItem[], offset: number): ReadonlyMap<number, Node> {
  const places = new Map<number, Node>();
  let index = offset;
  for (const { node, count } of wanted) {
    for (let step = 0; step < Math.min(count, MAX_VALUE_COUNT); step += 1) {
      places.set(index, node);
      index += 1;
    }
  }
  return places;
}

function itemsOf(layout: Layout, way: Way, { goal, builder }: { readonly goal: Goal; readonly builder: Builder }): JsonValue[] | undefined {
  const items: JsonValue[] = [];
  const path = [...goal.path, ...way.targets];
  for (let index = 0; index < layout.count; index += 1) {
    const isOptional = index >= layout.least && !layout.wantedAt.has(index);
    if (isOptional && builder.sampling.valueCount > MAX_VALUE_COUNT) break;
    const wanted = layout.wantedAt.get(index);
    const conjuncts = [...itemNodes(way, index), ...(wanted === undefined ? [] : [wanted])];
    const item = builder.build({ conjuncts, path, depth: goal.depth + 1, excluded: layout.isUnique ? items : [] });
    if (item === undefined) {
      if (isOptional) break;
      return undefined;
    }
    items.push(item);
  }
  return items;
}
