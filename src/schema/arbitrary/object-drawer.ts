import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { clausesNamed, numbersOf } from '../sample/facts.js';
import { declaredNames, isHiddenMember, memberNodes, requiredNames } from '../sample/members.js';
import type { Way } from '../sample/ways.js';
import { extraDrawer } from './extra-drawer.js';
import type { Plan, Planner } from './plan.js';
import { setMember } from './set-member.js';
import type { Drawer, Source } from './source.js';
import { drawBelow, happens, MAX_DRAWN_DEPTH, oneOf, wholeFrom } from './source.js';

/** A member that a schema names. */
interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly plan: Plan;
  /** What a discriminator asks it to be. */
  readonly fixed: JsonValue | undefined;
  /** The names that must be there when it is. */
  readonly brings: readonly string[];
}

/** What an object may hold. */
interface Shape {
  readonly members: readonly Member[];
  readonly requiredCount: number;
  /** Whether some members bring others. */
  readonly hasBonds: boolean;
  readonly least: number;
  readonly most: number;
}

/** An object half made. */
type Members = Record<string, JsonValue>;

/**
 * Draws objects, by one way of reading their schemas: with all optional members, none, or some, and members that no schema names where
 * those are let in. `undefined` when a required member has no value.
 *
 * @param way - the schemas, taken apart
 * @param planner - of the members
 */
export function objectDrawer(way: Way, planner: Planner): Drawer {
  const shape = shapeOf(way, planner);
  if (shape === undefined || shape.least > MOST_MEMBERS) return () => undefined;
  const extra = extraDrawer(way, planner);
  return (source) => {
    const members: Members = {};
    let count = drawMembers(source, shape, members);
    if (count === undefined) return undefined;
    const triesCount = extra.triesFor(source, { count, least: shape.least, most: shape.most });
    for (let tried = 0; tried < triesCount && count < Math.max(shape.least, Math.min(shape.most, MOST_MEMBERS)); tried += 1) {
      if (extra.add(source, members)) count += 1;
    }
    return members;
  };
}

/** More members than this are left to the sampler. */
const MOST_MEMBERS = 2_000;

function shapeOf(way: Way, planner: Planner): Shape | undefined {
  const { direction } = planner.options;
  const required = new Set(requiredNames(way, direction));
  const names = [...new Set([...declaredNames(way), ...required])];
  const members: Member[] = [];
  for (const name of names) {
    const conjuncts = memberNodes(way, name);
    const isOpen = !way.forbidden.has(name) && !conjuncts.some(({ value }) => value === false);
    if (!isOpen && required.has(name)) return undefined;
    if (!isOpen || isHiddenMember(way, name, direction)) continue;
    const asked = way.discriminated.get(name);
    const fixed = asked !== undefined && planner.isProved(conjuncts, asked) ? asked : undefined;
    const isRequired = required.has(name) || fixed !== undefined;
    members.push({ name, isRequired, plan: planner.planOf(conjuncts), fixed, brings: broughtBy(way, name) });
  }
  return {
    members,
    requiredCount: members.filter(({ isRequired }) => isRequired).length,
    hasBonds: members.some(({ brings }) => brings.length > 0),
    least: Math.max(0, ...numbersOf(way.nodes, 'minProperties')),
    most: Math.min(Number.POSITIVE_INFINITY, ...numbersOf(way.nodes, 'maxProperties')),
  };
}

function broughtBy({ nodes }: Way, name: string): readonly string[] {
  return clausesNamed(nodes, 'dependentRequired').flatMap(({ value }) => {
    const names = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    return Array.isArray(names) ? names.filter((other): other is string => typeof other === 'string') : [];
  });
}

const RATIOS = [0.15, 0.5, 0.85];
/** From this depth on objects have fewer optional members. */
const CROWDED_DEPTH = 3;

/** How many members there are, `undefined` when a required one has no value. */
function drawMembers(source: Source, shape: Shape, members: Members): number | undefined {
  const full = source.optionalRatio ?? oneOf(source, RATIOS) ?? 0;
  const ratio = full < 1 && source.depth >= CROWDED_DEPTH ? full / 2 : full;
  const room = shape.most - shape.requiredCount;
  let optionalCount = 0;
  let count = 0;
  for (const member of room < shape.members.length ? rotated(source, shape.members) : shape.members) {
    if (!member.isRequired && (optionalCount >= room || !isTaken(source, member, ratio))) continue;
    if (!addMember(source, member, members)) {
      if (member.isRequired) return undefined;
      continue;
    }
    count += 1;
    if (!member.isRequired) optionalCount += 1;
  }
  return shape.hasBonds || count < shape.least ? addMissing(source, shape, { members, count }) : count;
}

/** Those that others brought, and optional ones until there are enough. */
function addMissing(source: Source, shape: Shape, drawn: { readonly members: Members; readonly count: number }): number {
  const { members } = drawn;
  let { count } = drawn;
  const brought = new Set(shape.members.flatMap(({ name, brings }) => (Object.hasOwn(members, name) ? brings : [])));
  const isWanted = (name: string): boolean => count < shape.least || brought.has(name);
  for (const member of rotated(source, shape.members)) {
    if (!isWanted(member.name) || Object.hasOwn(members, member.name) || !addMember(source, member, members)) continue;
    for (const name of member.brings) brought.add(name);
    count += 1;
  }
  return count;
}

/** Where not all fit it must not always be the first ones that are there. */
function rotated(source: Source, members: readonly Member[]): readonly Member[] {
  const start = wholeFrom(source, 0, Math.max(0, members.length - 1));
  return [...members.slice(start), ...members.slice(0, start)];
}

function isTaken(source: Source, { plan }: Member, ratio: number): boolean {
  if (!happens(source, ratio) || source.valueCount > source.mostValueCount) return false;
  return source.depth + 1 < MAX_DRAWN_DEPTH / 2 || plan.isScalar();
}

function addMember(source: Source, { name, plan, fixed }: Member, members: Members): boolean {
  const value = fixed === undefined ? drawBelow(source, name, plan.draw) : fixed;
  if (value === undefined) return false;
  setMember(members, name, value);
  return true;
}
