import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { childNode } from '../keyword/child.js';
import { clausesNamed } from '../sample/facts.js';
import { declaredNames, isHiddenMember, memberNodes } from '../sample/members.js';
import type { Way } from '../sample/ways.js';
import { ODD_NAMES } from './odd-texts.js';
import { patternDrawer } from './pattern-drawer.js';
import type { Planner } from './plan.js';
import { setMember } from './set-member.js';
import type { Source } from './source.js';
import { drawBelow, happens, oneOf, wholeFrom } from './source.js';

/** How many members an object has and may have. */
interface Counts {
  readonly count: number;
  readonly least: number;
  readonly most: number;
}

/** Adds members that no schema names. */
export interface ExtraDrawer {
  /** How many names to try. */
  readonly triesFor: (source: Source, counts: Counts) => number;
  /** Whether one could be added. */
  readonly add: (source: Source, members: Record<string, JsonValue>) => boolean;
}

/** How a schema speaks of members that it does not name. */
type Openness = 'closed' | 'unsaid' | 'stated';

/**
 * Adds members beside those that `properties` holds, as `additionalProperties`, `patternProperties`, `unevaluatedProperties` and
 * `propertyNames` let them in.
 *
 * @param way - the schemas, taken apart
 * @param planner - of the members
 */
export function extraDrawer(way: Way, planner: Planner): ExtraDrawer {
  const openness = opennessOf(way);
  const isMap = openness === 'stated' && declaredNames(way).length === 0;
  const drawName = nameDrawer(way, planner);
  const declared = new Set(declaredNames(way));
  return {
    triesFor: (source, { count, least, most }) => {
      if (count < least) return 4 * (least - count) + EXTRA_TRY_COUNT;
      if (openness === 'closed' || count >= most || source.valueCount > source.mostValueCount) return 0;
      if (isMap) return mapSize(source, { count, least, most });
      const ratio = openness === 'stated' ? STATED_RATIO : source.addsUndeclared ? source.edgeRatio / 6 : 0;
      return happens(source, ratio) ? wholeFrom(source, 1, 2) : 0;
    },
    add: (source, members) => {
      const name = drawName(source);
      if (name === undefined || Object.hasOwn(members, name) || declared.has(name) || way.forbidden.has(name)) return false;
      const conjuncts = memberNodes(way, name);
      if (conjuncts.some(({ value }) => value === false) || isHiddenMember(way, name, planner.options.direction)) return false;
      const value = drawBelow(source, name, planner.planOf(conjuncts).draw);
      if (value === undefined) return false;
      setMember(members, name, value);
      return true;
    },
  };
}

const EXTRA_TRY_COUNT = 20;
const STATED_RATIO = 0.25;
const MOST_ENTRIES = 20;

function mapSize(source: Source, { count, least, most }: Counts): number {
  if (happens(source, source.edgeRatio)) return most <= MOST_ENTRIES ? most - count : 0;
  const ratio = source.optionalRatio ?? 0.5;
  return Math.min(most, Math.max(least, ratio === 0 ? 0 : wholeFrom(source, happens(source, 0.8) ? 1 : 0, 3))) - count;
}

function opennessOf({ nodes }: Way): Openness {
  const clauses = ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) => clausesNamed(nodes, keyword));
  if (clausesNamed(nodes, 'patternProperties').length > 0) return 'stated';
  if (clauses.some(({ value }) => value === false)) return 'closed';
  return clauses.length > 0 ? 'stated' : 'unsaid';
}

function nameDrawer({ nodes }: Way, planner: Planner): (source: Source) => string | undefined {
  const rules = clausesNamed(nodes, 'propertyNames').map((clause) => childNode(clause, clause.value));
  const patterns = clausesNamed(nodes, 'patternProperties')
    .flatMap(({ value }) => (isJsonObject(value) ? Object.keys(value) : []))
    .flatMap((pattern) => patternDrawer(pattern) ?? []);
  const ruled = rules.length === 0 ? undefined : planner.planOf(rules);
  return (source) => {
    if (ruled !== undefined) {
      const name = ruled.draw(source);
      return typeof name === 'string' ? name : undefined;
    }
    if (patterns.length > 0 && happens(source, 0.7)) return oneOf(source, patterns)?.(source, wholeFrom(source, 0, 4));
    if (happens(source, source.edgeRatio)) return oneOf(source, ODD_NAMES);
    return `${oneOf(source, NAME_STEMS) ?? 'key'}${happens(source, 0.5) ? '' : wholeFrom(source, 1, 99)}`;
  };
}

const NAME_STEMS = ['key', 'name', 'a', 'b', 'c', 'extra', 'x-other'];
