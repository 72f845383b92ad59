import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import { childNode } from '../keyword/child.js';
import type { Sampling } from './budget.js';
import { MAX_VALUE_COUNT, spendAttempt } from './budget.js';
import { clausesNamed, numbersOf } from './facts.js';
import { type Builder, type Goal, isProved } from './goal.js';
import { declaredNames, isHiddenMember, memberNodes, requiredNames } from './members.js';
import { poisonedObject } from './poison.js';
import { textFromPattern } from './text-from-pattern.js';
import type { Way } from './ways.js';

/** An object half made. */
interface Making {
  readonly way: Way;
  readonly goal: Goal;
  readonly sampling: Sampling;
  readonly build: Builder['build'];
  readonly members: Map<string, JsonValue>;
}

/** How often a drawn object has an optional member. */
const OPTIONAL_RATIO = 0.7;
const NAME_TRY_COUNT = 200;
/** Poison goes into small objects: the rest of the members only adds to what must be proved. */
const POISONED_MEMBER_COUNT = 20;

/**
 * An object for a goal, by one way of reading its schemas, with as many optional members as depth, size and proof allow; `undefined`
 * when even the required ones fail.
 *
 * @param way - the schemas, taken apart
 * @param goal - what is wanted
 * @param builder - of the members
 */
export function buildObject(way: Way, goal: Goal, { sampling, build }: Builder): JsonValue | undefined {
  const making: Making = { way, goal, sampling, build, members: new Map() };
  const declared = declaredNames(way);
  const { direction } = sampling.options;
  const required = requiredNames(way, direction);
  for (const name of required) if (!addMember(making, name)) return undefined;
  const most = Math.min(Number.POSITIVE_INFINITY, ...numbersOf(way.nodes, 'maxProperties'));
  const least = Math.max(0, ...numbersOf(way.nodes, 'minProperties'));
  const optional = declared.filter(
    (name) => !making.members.has(name) && !way.forbidden.has(name) && !isHiddenMember(way, name, direction),
  );
  if (goal.depth < sampling.optionalDepth) addOptional(making, optional, most);
  for (const name of optional) if (making.members.size < least && !making.members.has(name)) addMember(making, name);
  if (making.members.size < least) addInvented(making, least);
  const full = objectOf(making.members, declared);
  if (!way.needsProof && goal.excluded.length === 0) return full;
  if (isProved(full, goal, sampling)) return full;
  return largestProved(making, declared, new Set(required)) ?? poisoned(making, declared, least);
}

/** Whether the member could be made. */
function addMember(making: Making, name: string): boolean {
  const { way, goal, sampling, members, build } = making;
  if (members.has(name)) return true;
  if (way.forbidden.has(name)) return false;
  const conjuncts = memberNodes(way, name);
  if (conjuncts.some((node) => node.value === false)) return false;
  const member: Goal = { conjuncts, path: [...goal.path, ...way.targets], depth: goal.depth + 1, excluded: [] };
  const discriminated = way.discriminated.get(name);
  const value = discriminated !== undefined && isProved(discriminated, member, sampling) ? discriminated : build(member);
  if (value === undefined) return false;
  members.set(name, value);
  return true;
}

function addOptional(making: Making, names: readonly string[], most: number): void {
  const { random } = making.sampling;
  for (const name of names) {
    if (making.members.size >= most || making.sampling.valueCount > MAX_VALUE_COUNT) return;
    if (random === undefined || random.next() < OPTIONAL_RATIO) addMember(making, name);
  }
}

/** Members that no schema names, until there are enough. */
function addInvented(making: Making, least: number): void {
  for (const name of inventedNames(making)) {
    if (making.members.size >= least) return;
    addMember(making, name);
  }
}

function* inventedNames({ way, sampling, build }: Making): Generator<string> {
  const rules = clausesNamed(way.nodes, 'propertyNames').map((clause) => childNode(clause, clause.value));
  const patterns = clausesNamed(way.nodes, 'patternProperties').flatMap(({ value }) => (isJsonObject(value) ? Object.keys(value) : []));
  const used: string[] = [];
  for (let index = 0; index < NAME_TRY_COUNT && rules.length > 0; index += 1) {
    const name = build({ conjuncts: rules, path: [], depth: 0, excluded: used });
    if (typeof name !== 'string') break;
    used.push(name);
    yield name;
  }
  const random = sampling.random ?? randomFromSeed('names');
  for (let index = 0; index < NAME_TRY_COUNT; index += 1) {
    for (const pattern of patterns) {
      const name = textFromPattern(pattern, { random, extraCount: 1 + (index % 8) });
      if (name !== undefined) yield name;
    }
  }
  const count = Math.max(0, ...numbersOf(way.nodes, 'minProperties'));
  for (let index = 1; index <= Math.min(count, MAX_VALUE_COUNT) + NAME_TRY_COUNT; index += 1) yield `property${index}`;
}

/** The required members, with as many of the others as the proof allows. */
function largestProved(making: Making, declared: readonly string[], required: ReadonlySet<string>): JsonValue | undefined {
  const { members, goal, sampling, way } = making;
  const least = Math.max(0, ...numbersOf(way.nodes, 'minProperties'));
  const holds = (names: readonly string[]): boolean => isProved(objectOf(picked(members, names), declared), goal, sampling);
  const names = [...members.keys()];
  let kept = names.filter((name, index) => required.has(name) || index < least);
  const open = names.filter((name) => !kept.includes(name));
  // Where the required ones alone do not hold, others may be what is missing: an `anyOf` of `required`.
  for (const name of open) {
    if (holds(kept)) break;
    kept = [...kept, name];
  }
  if (!holds(kept)) return undefined;
  const rest = open.filter((name) => !kept.includes(name));
  return objectOf(
    picked(
      members,
      withMost(kept, rest, (list) => spendAttempt(sampling) && holds(list)),
    ),
    declared,
  );
}

/** Adds the names that hold together with those kept, by halves: few of many stand in the way as a rule. */
function withMost(kept: readonly string[], names: readonly string[], holds: (names: readonly string[]) => boolean): readonly string[] {
  if (names.length === 0) return kept;
  const all = [...kept, ...names];
  if (holds(all)) return all;
  if (names.length === 1) return kept;
  const middle = names.length >> 1;
  return withMost(withMost(kept, names.slice(0, middle), holds), names.slice(middle), holds);
}

function picked(members: ReadonlyMap<string, JsonValue>, names: readonly string[]): ReadonlyMap<string, JsonValue> {
  const wanted = new Set(names);
  return new Map([...members].filter(([name]) => wanted.has(name)));
}

/** With members that make one schema after another refuse, while the object stays what the others ask for. */
function poisoned({ members, goal, sampling, way }: Making, declared: readonly string[], least: number): JsonValue | undefined {
  const kept =
    members.size > least && members.size > POISONED_MEMBER_COUNT
      ? new Map([...members].slice(0, Math.max(least, POISONED_MEMBER_COUNT)))
      : members;
  const found = poisonedObject(objectOf(kept, declared), way, {
    options: sampling.options,
    mayGoOn: () => spendAttempt(sampling),
    isProved: (value) => isProved(value, goal, sampling),
  });
  return found === undefined ? undefined : objectOf(new Map(Object.entries(found) as [string, JsonValue][]), declared);
}

/** In the order of the schema, which is how a person expects to read it. */
function objectOf(members: ReadonlyMap<string, JsonValue>, declared: readonly string[]): JsonObject {
  const order = new Map(declared.map((name, index) => [name, index]));
  const rank = (name: string): number => order.get(name) ?? declared.length;
  return Object.fromEntries([...members].sort(([first], [second]) => rank(first) - rank(second)));
}
