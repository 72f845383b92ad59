import type { JsonValue } from '../../base/json.js';
import { tokensFromPointer } from '../../base/json-pointer.js';
import type { Random } from '../../base/random.js';
import { placeLabel } from '../boundary/place-label.js';
import type { Reach } from '../boundary/reach.js';
import { buildValue } from '../boundary/reach.js';
import type { ReachablePlace } from '../boundary/reachable-places.js';
import { reachablePlaces } from '../boundary/reachable-places.js';
import { isDemand } from '../boundary/demand.js';
import type { SchemaClause } from '../boundary/schema-clauses.js';
import { keyOfClause, schemaClauseOf } from '../boundary/schema-clauses.js';
import type { Clause } from '../clauses.js';
import { clausesFromNode } from '../clauses.js';
import type { Node } from '../node.js';
import { ANY_VALUES } from './break-any.js';
import { BREAKERS } from './breakers.js';
import type { Candidate } from './breaking.js';
import type { SchemaBreach } from './judge-breach.js';
import { breachOf } from './judge-breach.js';

/** A clause at a place, to be broken. */
export interface BreachTarget {
  readonly place: ReachablePlace;
  /** `undefined` where a schema is `false`: anything breaks it. */
  readonly clause: Clause | undefined;
  /** What the clause is known by that will be found broken: of what lies in branches, the outermost union. */
  readonly key: string;
  readonly isInBranch: boolean;
}

/** A value that was judged: it breaks one clause and keeps all others. */
export interface FoundBreach {
  readonly value: JsonValue;
  readonly breach: SchemaBreach;
  /** For people: `price above its maximum 100`. */
  readonly name: string;
}

/**
 * The clauses of a schema that there are ways to break, at the places where they hold, the shallowest first.
 *
 * @param reach - of the schema
 */
export function* breachTargets(reach: Reach): Generator<BreachTarget> {
  for (const place of reachablePlaces(reach.root, reach.direction)) {
    for (const node of place.nodes) yield* targetsOf(node, place);
  }
}

function* targetsOf(node: Node, place: ReachablePlace): Generator<BreachTarget> {
  const union = outermostUnion(place);
  const isInBranch = union !== undefined;
  const keyOf = (clause: SchemaClause): string => (union === undefined ? keyOfClause(clause) : keyOfClause(schemaClauseOf(union)));
  if (node.value === false) {
    const clause = { keyword: 'false schema', schemaUri: node.resource.documentUri, schemaPointer: node.pointer };
    yield { place, clause: undefined, key: keyOf(clause), isInBranch };
  }
  for (const clause of clausesFromNode(node).values())
    if (BREAKERS.has(clause.keyword) && isDemand(clause)) yield { place, clause, key: keyOf(schemaClauseOf(clause)), isInBranch };
}

/** The first union on the way from the whole value to the place of which a branch is chosen. */
function outermostUnion(place: ReachablePlace): Clause | undefined {
  const above = place.parent === undefined ? undefined : outermostUnion(place.parent);
  return above ?? place.branches.find(({ clause }) => UNIONS.has(clause.keyword))?.clause;
}

/** How a target is tried. */
export interface BreachTrial {
  readonly reach: Reach;
  /** The value at the place that is changed; without it a small one. */
  readonly value?: JsonValue | undefined;
  /** The whole value with another one at the place; without it a small whole. */
  readonly wholeWith?: ((value: JsonValue) => JsonValue | undefined) | undefined;
  /** `undefined` for the fixed candidates. */
  readonly random?: Random | undefined;
  readonly maxTryCount: number;
}

/**
 * Values that break the clause of a target, or, where it stands in a branch, the union; each judged. None when it cannot be broken alone.
 *
 * @param target - what to break
 * @param trial - what to change, and how often
 */
export function* breachesOf(target: BreachTarget, trial: BreachTrial): Generator<FoundBreach> {
  const { reach, maxTryCount } = trial;
  const wholeWith = trial.wholeWith ?? ((value: JsonValue): JsonValue | undefined => reach.wholeWith(target.place, value));
  const tried = new Set<string>();
  let tryCount = 0;
  for (const candidate of candidatesOf(target, trial)) {
    if (tryCount >= maxTryCount) return;
    tryCount += 1;
    const whole = wholeWith(candidate.value);
    if (whole === undefined || isRepeated(candidate.value, tried)) continue;
    const breach = breachOf(reach.root, whole, reach.direction);
    // A number that is no multiple by accident may be one for a provider that computes in binary fractions.
    if (breach === undefined || (breach.keyword === 'multipleOf' && target.clause?.keyword !== 'multipleOf')) continue;
    yield { value: whole, breach, name: nameOf(target, candidate, breach) };
  }
}

function* candidatesOf({ place, clause }: BreachTarget, { reach, random, value }: BreachTrial): Generator<Candidate> {
  if (clause === undefined) {
    for (const odd of [...besideBranch(place, reach), ...ANY_VALUES]) yield { value: odd, how: 'where nothing may be' };
    return;
  }
  const base = value ?? reach.valueAt(place);
  if (base === undefined) {
    for (const other of besideBranch(place, reach)) yield { value: other, how: `not as ${place.branches.at(-1)?.name} demands` };
    return;
  }
  yield* BREAKERS.get(clause.keyword)?.({ clause, place, value: base, direction: reach.direction, random }) ?? [];
}

/** Values that ask for a branch which none can satisfy: `then: false`. */
function besideBranch(place: ReachablePlace, { direction }: Reach): readonly JsonValue[] {
  const chosen = new Set(place.branches.at(-1)?.nodes);
  if (place.guards.length === 0) return [];
  const conjuncts = [...place.conjuncts.filter((node) => !chosen.has(node)), ...place.guards];
  const value = buildValue(conjuncts, { direction, optionalDepth: 0, attemptCount: MAX_BUILD_ATTEMPT_COUNT });
  return value === undefined ? [] : [value];
}

const MAX_BUILD_ATTEMPT_COUNT = 400;

/** Long texts are not compared: two of them are seldom the same. */
const MAX_COMPARED_LENGTH = 2_000;

function isRepeated(value: JsonValue, tried: Set<string>): boolean {
  const text = JSON.stringify(value);
  if (text.length > MAX_COMPARED_LENGTH) return false;
  if (tried.has(text)) return true;
  tried.add(text);
  return false;
}

function nameOf({ place, clause }: BreachTarget, { how, member }: Candidate, breach: SchemaBreach): string {
  const own = `${placeLabel(member === undefined ? place.tokens : [...place.tokens, member])} ${how}`;
  if (clause === undefined || breach.keyword === clause.keyword || !UNIONS.has(breach.keyword)) return own;
  return `${placeLabel(tokensFromPointer(breach.instancePointer))} of no branch of its ${breach.keyword}: ${own}`;
}

const UNIONS: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);
