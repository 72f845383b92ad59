import { inTurns } from '../../base/in-turns.js';
import type { Reach } from '../boundary/reach.js';
import { createReach } from '../boundary/reach.js';
import { keyOfClause } from '../boundary/schema-clauses.js';
import { nodeFromSchema } from '../node.js';
import type { Direction, Schema } from '../schema.js';
import type { BreachTarget, FoundBreach } from './breach-targets.js';
import { breachesOf, breachTargets } from './breach-targets.js';
import type { InvalidValue } from './invalid-value.js';

/**
 * Invalid values by which every clause is broken that can be broken alone: one step beyond each limit, values of other types, values near an
 * enum, each required member left out, an undeclared member, malformed texts. One of each clause, the shallowest first, before the second of
 * any. The same schema gives the same list.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel
 * @returns lazily, each with a name for people such as `price above its maximum 100`; the whole value is called `value`
 */
export function* breachValues(
  schema: Schema,
  options: { readonly direction?: Direction | undefined } = {},
): Generator<InvalidValue & { readonly name: string }> {
  const reach = createReach(nodeFromSchema(schema), options.direction);
  const tally: Tally = { counts: new Map(), tries: new Map(), known: new Set() };
  yield* inTurns(rowsOf(reach, tally));
}

function* rowsOf(reach: Reach, tally: Tally): Generator<Iterable<FoundBreach>> {
  for (const target of breachTargets(reach)) if (isOpen(target, tally)) yield newBreaches(target, reach, tally);
}

/** What was given so far. */
interface Tally {
  /** Values by the clause that they break. */
  readonly counts: Map<string, number>;
  /** Targets that were tried, by the clause that would be broken. */
  readonly tries: Map<string, number>;
  /** The same value may be made for a union and for what lies in it. */
  readonly known: Set<string>;
}

const MAX_TRY_COUNT = 40;
const MAX_TRY_COUNT_IN_BRANCH = 6;
/** Places, or ways to break a union from within, that are tried. */
const MAX_TRIES_PER_CLAUSE = 24;
const USUAL_VALUE_COUNT = 2;
/** Of one clause, also of a union that is broken in many ways. */
const MAX_VALUES_PER_CLAUSE = 12;
/** A whole value of each other type: what a provider never looks into, it trips over. */
const ROOT_TYPE_COUNT = 6;
const VALUE_COUNTS: Readonly<Record<string, number>> = { type: 4, enum: 3, format: 4, pattern: 3, required: 12, anyOf: 4, oneOf: 4 };

/** A clause that was broken at one place is done, a union may be broken in more ways. */
function isOpen({ key, isInBranch }: BreachTarget, { counts, tries }: Tally): boolean {
  const tryCount = tries.get(key) ?? 0;
  if (tryCount >= MAX_TRIES_PER_CLAUSE || (counts.get(key) ?? 0) >= (isInBranch ? MAX_VALUES_PER_CLAUSE : 1)) return false;
  tries.set(key, tryCount + 1);
  return true;
}

function valueCountOf({ place, clause, isInBranch }: BreachTarget): number {
  if (isInBranch) return 1;
  const keyword = clause?.keyword ?? '';
  return keyword === 'type' && place.tokens.length === 0 ? ROOT_TYPE_COUNT : (VALUE_COUNTS[keyword] ?? USUAL_VALUE_COUNT);
}

function* newBreaches(target: BreachTarget, reach: Reach, { counts, known }: Tally): Generator<FoundBreach> {
  let left = valueCountOf(target);
  for (const found of breachesOf(target, { reach, maxTryCount: target.isInBranch ? MAX_TRY_COUNT_IN_BRANCH : MAX_TRY_COUNT })) {
    const text = JSON.stringify(found.value);
    const key = keyOfClause(found.breach);
    const count = counts.get(key) ?? 0;
    if (known.has(text) || count >= MAX_VALUES_PER_CLAUSE) continue;
    known.add(text);
    counts.set(key, count + 1);
    yield found;
    left -= 1;
    if (left === 0) return;
  }
}
