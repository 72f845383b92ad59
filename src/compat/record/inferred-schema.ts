import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';

/** What was seen of a value: its types, and what it is made of. */
export interface SeenShape {
  readonly types: ReadonlySet<string>;
  /** How many objects there were, and in how many of them each member was. */
  readonly objectCount: number;
  readonly members: ReadonlyMap<string, { readonly count: number; readonly shape: SeenShape }>;
  readonly items: SeenShape | undefined;
}

/**
 * The shape of one value.
 *
 * @param value - any; what is nested too deep is taken for anything
 */
export function shapeOf(value: JsonValue, depth = 0): SeenShape {
  if (depth > MAX_DEPTH) return NOTHING;
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value.slice(0, MAX_ITEM_COUNT);
    const shapes = items.map((item) => shapeOf(item, depth + 1));
    return { ...NOTHING, types: new Set(['array']), items: shapes.length === 0 ? undefined : shapes.reduce(mergeShapes) };
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).slice(0, MAX_MEMBER_COUNT);
    const members = new Map(entries.map(([name, member]) => [name, { count: 1, shape: shapeOf(member ?? null, depth + 1) }] as const));
    return { ...NOTHING, types: new Set(['object']), objectCount: 1, members };
  }
  const type = value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value;
  return { ...NOTHING, types: new Set([type]) };
}

/**
 * The shape of all values of two shapes, in any order.
 *
 * @param left - of one or more values
 * @param right - of others
 */
export function mergeShapes(left: SeenShape, right: SeenShape): SeenShape {
  const members = new Map(left.members);
  for (const [name, { count, shape }] of right.members) {
    const known = members.get(name);
    if (known === undefined && members.size >= MAX_MEMBER_COUNT) continue;
    members.set(name, known === undefined ? { count, shape } : { count: known.count + count, shape: mergeShapes(known.shape, shape) });
  }
  const items = left.items === undefined || right.items === undefined ? (left.items ?? right.items) : mergeShapes(left.items, right.items);
  return { types: new Set([...left.types, ...right.types]), objectCount: left.objectCount + right.objectCount, members, items };
}

/**
 * A schema that takes all that was seen, and asks for the members that were always there. A first draft for a person to read.
 *
 * @param shape - of one or more values
 * @param hasTypeLists - whether the contract may name several types: OpenAPI 3.0 and 2.0 may not
 */
export function schemaFromShape(shape: SeenShape, hasTypeLists: boolean): JsonObject {
  const types = [...shape.types].filter((type) => type !== 'integer' || !shape.types.has('number')).sort();
  const others = types.filter((type) => type !== 'null');
  const [only] = others;
  const isNullable = others.length < types.length;
  if (only === undefined || (others.length > 1 && !hasTypeLists)) return isNullable && !hasTypeLists ? { nullable: true } : {};
  return {
    ...(hasTypeLists ? { type: types.length === 1 ? only : types } : { type: only, ...(isNullable ? { nullable: true } : {}) }),
    ...(shape.types.has('object') ? objectClauses(shape, hasTypeLists) : {}),
    ...(shape.types.has('array') ? { items: shape.items === undefined ? {} : schemaFromShape(shape.items, hasTypeLists) } : {}),
  };
}

function objectClauses({ members, objectCount }: SeenShape, hasTypeLists: boolean): JsonObject {
  const sorted = [...members].sort(([left], [right]) => (left < right ? -1 : 1));
  const required = sorted.filter(([, { count }]) => count === objectCount).map(([name]) => name);
  const properties: Record<string, JsonValue> = {};
  for (const [name, { shape }] of sorted)
    Object.defineProperty(properties, name, {
      value: schemaFromShape(shape, hasTypeLists),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return { ...(required.length === 0 ? {} : { required }), properties };
}

const NOTHING: SeenShape = { types: new Set(), objectCount: 0, members: new Map(), items: undefined };
const MAX_DEPTH = 32;
const MAX_ITEM_COUNT = 200;
const MAX_MEMBER_COUNT = 200;
