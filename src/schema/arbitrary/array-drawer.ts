import type { JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import { clausesNamed, numbersOf } from '../sample/facts.js';
import { itemNodes, wantedItems } from '../sample/items.js';
import type { Way } from '../sample/ways.js';
import type { Plan, Planner } from './plan.js';
import type { Drawer, Source } from './source.js';
import { drawBelow, happens, MAX_DRAWN_DEPTH, oneOf, wholeFrom } from './source.js';

/** What a list may hold. */
interface Shape {
  readonly least: number;
  readonly most: number;
  readonly prefixLength: number;
  readonly isUnique: boolean;
  /** Whether anything is said of the items. */
  readonly isSpoken: boolean;
  /** The schemas that `contains` asks items for, one entry an item. */
  readonly wanted: readonly Node[];
  /** The plan of an item, with one of the wanted schemas where it takes that place. */
  readonly planAt: (index: number, wanted: number | undefined) => Plan;
}

/**
 * Draws lists, by one way of reading their schemas: empty, of the shortest and longest length, and short ones. `undefined` when an item
 * that must be there has no value.
 *
 * @param way - the schemas, taken apart
 * @param planner - of the items
 */
export function arrayDrawer(way: Way, planner: Planner): Drawer {
  const shape = shapeOf(way, planner);
  if (Math.max(shape.least, shape.wanted.length) > MOST_ITEMS || shape.least > shape.most) return () => undefined;
  return (source) => drawItems(source, shape);
}

/** Longer lists are left to the sampler. */
const MOST_ITEMS = 1_000;
/** The longest length is drawn when it is no longer than this. */
const MOST_FULL_ITEMS = 40;
const USUAL_EXTRA_COUNT = 3;
const DISTINCT_TRY_COUNT = 8;

function shapeOf(way: Way, planner: Planner): Shape {
  const { nodes } = way;
  const prefixes = clausesNamed(nodes, 'prefixItems').map(({ value }) => (Array.isArray(value) ? value.length : 0));
  const prefixLength = Math.max(0, ...prefixes);
  const wanted = wantedItems(way).flatMap(({ node, count }) =>
    Array.from({ length: Math.min(Math.max(0, count), MOST_ITEMS + 1) }, () => node),
  );
  const hasItems = clausesNamed(nodes, 'items').length > 0;
  const isClosed = !hasItems && clausesNamed(nodes, 'unevaluatedItems').some(({ value }) => value === false);
  const plans = new Map<string, Plan>();
  return {
    least: Math.ceil(Math.max(0, ...numbersOf(nodes, 'minItems'))),
    most: Math.floor(
      Math.min(isClosed ? Math.max(prefixLength, wanted.length) : Number.POSITIVE_INFINITY, ...numbersOf(nodes, 'maxItems')),
    ),
    prefixLength,
    isUnique: clausesNamed(nodes, 'uniqueItems').some(({ value }) => value === true),
    isSpoken: hasItems || prefixLength > 0 || wanted.length > 0,
    wanted,
    planAt: (index, place) => {
      const position = Math.min(index, prefixLength);
      const extra = place === undefined ? undefined : wanted[place];
      const key = `${position} ${extra?.pointer ?? ''}`;
      let plan = plans.get(key);
      if (plan === undefined) {
        plan = planner.planOf([...itemNodes(way, position), ...(extra === undefined ? [] : [extra])]);
        plans.set(key, plan);
      }
      return plan;
    },
  };
}

function drawItems(source: Source, shape: Shape): JsonValue | undefined {
  const count = countOf(source, shape);
  const start = wholeFrom(source, 0, Math.max(0, count - shape.wanted.length));
  const items: JsonValue[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const place = index >= start && index - start < shape.wanted.length ? index - start : undefined;
    const plan = shape.planAt(index, place);
    const isNeeded = index < shape.least || place !== undefined;
    if (!isNeeded && (source.valueCount > source.mostValueCount || (source.depth >= MAX_DRAWN_DEPTH / 2 && !plan.isScalar()))) break;
    const item = shape.isUnique ? distinctItem(source, { index, plan, seen }) : drawBelow(source, index, plan.draw);
    if (item !== undefined) items.push(item);
    else if (isNeeded) return undefined;
    else break;
  }
  return items;
}

function countOf(source: Source, { least, most, prefixLength, wanted, isSpoken }: Shape): number {
  const needed = Math.max(least, wanted.length);
  if (happens(source, source.edgeRatio)) {
    const limits = [least, least + 1, most, most - 1, prefixLength, prefixLength + 1].filter(
      (length) => length >= needed && length <= Math.min(most, Math.max(least, MOST_FULL_ITEMS)),
    );
    return oneOf(source, limits) ?? needed;
  }
  if (prefixLength > 0 && happens(source, 0.8)) return Math.min(most, Math.max(needed, prefixLength));
  const usualMost = Math.min(most, needed + (isSpoken ? USUAL_EXTRA_COUNT : 2));
  return wholeFrom(source, Math.min(needed === 0 ? 1 : needed, usualMost), usualMost);
}

/** An item that is not among those before; `undefined` when the plan seems to have no more. */
function distinctItem(
  source: Source,
  at: { readonly index: number; readonly plan: Plan; readonly seen: Set<string> },
): JsonValue | undefined {
  for (let attempt = 0; attempt < DISTINCT_TRY_COUNT; attempt += 1) {
    const item = drawBelow(source, at.index, at.plan.draw);
    if (item === undefined) return undefined;
    // Members in another order make another text: the proof of the list sees to those.
    const text = JSON.stringify(item);
    if (at.seen.has(text)) continue;
    at.seen.add(text);
    return item;
  }
  return undefined;
}
