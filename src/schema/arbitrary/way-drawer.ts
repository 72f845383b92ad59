import type { JsonObject, JsonValue } from '../../base/json.js';
import type { Node } from '../node.js';
import { allowedTypes, allowedValues, clausesNamed, numberFacts, spokenTypes, textFacts } from '../sample/facts.js';
import { poisonedObject } from '../sample/poison.js';
import type { Way } from '../sample/ways.js';
import { arrayDrawer } from './array-drawer.js';
import { numberDrawer } from './number-drawer.js';
import { objectDrawer } from './object-drawer.js';
import type { Planner } from './plan.js';
import type { Drawer } from './source.js';
import { happens, oneOf } from './source.js';
import { textDrawer } from './text-drawer.js';

/** Draws values by one way of reading some schemas. */
export interface WayDrawer {
  readonly draw: Drawer;
  /** Whether each value still has to be judged. */
  readonly needsProof: boolean;
  readonly isScalar: boolean;
  /** A drawn object with odd members that tell it from what it must not be as well: overlapping branches of `oneOf`, or `not`. */
  readonly repair?: ((value: JsonObject) => JsonValue | undefined) | undefined;
}

/**
 * The drawer of a way: one of the values that `enum` and `const` leave, else of the types that are possible.
 *
 * @param way - the schemas, taken apart
 * @param conjuncts - the schemas as given, which decide what is valid
 * @param planner - of what the values are made of
 */
export function wayDrawer(way: Way, conjuncts: readonly Node[], planner: Planner): WayDrawer {
  const isProved = (value: JsonValue): boolean => planner.isProved(conjuncts, value);
  const values = allowedValues(way.nodes)?.filter(isProved);
  if (values !== undefined) return valuesDrawer([...values, ...nullOf(way, isProved)]);
  const types = typesOf(way);
  const arms = types.map((type) => lazily(() => drawerOfType(type, { way, planner, isProved })));
  return {
    draw: withNull(arms, nullOf(way, isProved).length > 0),
    needsProof: way.needsProof,
    isScalar: !types.some((type) => type === 'object' || type === 'array'),
    repair: types.includes('object') ? repairOf(way, planner, isProved) : undefined,
  };
}

/** Each odd member is one judgement more, so a way that must be told from dozens of schemas is left to the witnesses. */
const MAX_REFUSED_COUNT = 12;

function repairOf(way: Way, { options }: Planner, isProved: (value: JsonValue) => boolean): WayDrawer['repair'] {
  const keywords = ['oneOf', 'not'].flatMap((keyword) => clausesNamed(way.nodes, keyword));
  const count = keywords.reduce((sum, { value }) => sum + (Array.isArray(value) ? value.length : 1), 0);
  if (count === 0 || count > MAX_REFUSED_COUNT) return undefined;
  return (value) => poisonedObject(value, way, { options, mayGoOn: () => true, isProved });
}

/** `null` is one value among many: it comes, but seldom. */
const NULL_RATIO = 0.1;

function withNull(arms: readonly Drawer[], isNullable: boolean): Drawer {
  if (!isNullable) return (source) => oneOf(source, arms)?.(source);
  return (source) =>
    arms.length === 0 || happens(source, Math.max(NULL_RATIO, source.edgeRatio / 3)) ? null : oneOf(source, arms)?.(source);
}

function valuesDrawer(values: readonly JsonValue[]): WayDrawer {
  const unique = [...new Set(values)];
  return {
    draw: (source) => oneOf(source, unique),
    needsProof: false,
    isScalar: unique.every((value) => typeof value !== 'object' || value === null),
  };
}

/** `null` where the way lets it in. */
function nullOf({ nodes }: Way, isProved: (value: JsonValue) => boolean): readonly null[] {
  const isSpoken = clausesNamed(nodes, 'nullable').length > 0 || allowedTypes(nodes).includes('null');
  const hasSpokenTypes = clausesNamed(nodes, 'type').length === 0 && spokenTypes(nodes).length > 0;
  return isSpoken && !(hasSpokenTypes && clausesNamed(nodes, 'nullable').length === 0) && isProved(null) ? [null] : [];
}

/**
 * The types to draw, `null` left out. A schema without `type` that speaks of members lets numbers in as well, and its author did not think
 * of them: only what it speaks of is drawn.
 */
function typesOf({ nodes }: Way): readonly string[] {
  const hasType = clausesNamed(nodes, 'type').length > 0;
  const spoken = hasType ? [] : [...spokenTypes(nodes), ...formatTypes(nodes)];
  const types = spoken.length > 0 ? [...new Set(spoken)] : allowedTypes(nodes);
  return types.filter((type) => type !== 'null' && !(type === 'integer' && types.includes('number')));
}

function formatTypes(nodes: readonly Node[]): readonly string[] {
  return clausesNamed(nodes, 'format').map(({ value }) =>
    value === 'int32' || value === 'int64' ? 'integer' : value === 'float' || value === 'double' ? 'number' : 'string',
  );
}

interface Making {
  readonly way: Way;
  readonly planner: Planner;
  readonly isProved: (value: JsonValue) => boolean;
}

function drawerOfType(type: string, { way, planner, isProved }: Making): Drawer {
  const { nodes } = way;
  switch (type) {
    case 'string':
      return textDrawer({ facts: textFacts(nodes), isProved });
    case 'integer':
    case 'number': {
      const formats = clausesNamed(nodes, 'format').flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
      return numberDrawer({ facts: numberFacts(nodes, type === 'integer'), isInteger: type === 'integer', formats, isProved });
    }
    case 'boolean':
      return valuesDrawer([true, false].filter(isProved)).draw;
    case 'array':
      return arrayDrawer(way, planner);
    default:
      return objectDrawer(way, planner);
  }
}

/** Members of members are only looked at when one is drawn. */
function lazily(make: () => Drawer): Drawer {
  let drawer: Drawer | undefined;
  return (source) => {
    drawer ??= make();
    return drawer(source);
  };
}
