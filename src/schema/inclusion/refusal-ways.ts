import type { Clause } from '../clauses.js';
import type { Alternative, Disjunction } from './atom.js';
import type { Case } from './case.js';
import { isDenied } from './denials.js';
import { membersOf } from './judge-facts.js';
import type { Literal } from './literal.js';
import type { PlaceMeans } from './place-means.js';
import { OBJECT } from './value-types.js';

/**
 * The ways in which a schema may fail to hold that are not seen at once to be none. Clauses that are known to hold have none.
 *
 * @param goal - that does not hold
 * @param given - the case
 * @param means - of the place
 */
export function* openWays(goal: Literal, given: Case, means: PlaceMeans): Generator<Alternative> {
  for (const way of waysOfRefusal(goal, given, means))
    if (!isDeniedAtOnce(way, given, means) && !isMemberClosed(way, given, means)) yield way;
}

/**
 * All the ways in which a schema may fail to hold, of the clauses that are not known to hold.
 *
 * @param goal - that does not hold
 * @param given - the case
 * @param means - of the place
 */
export function waysOfRefusal(goal: Literal, given: Case, means: PlaceMeans): Disjunction {
  const known = new Map<Clause, boolean>();
  const isHeld = (clause: Clause): boolean => {
    const answer = known.get(clause) ?? isKnown(clause, given, means);
    known.set(clause, answer);
    return answer;
  };
  return means.reader
    .whenRefused(goal)
    .filter(({ clause, way }) => (way.types & given.types) !== 0 && !isHeld(clause))
    .map(({ way }) => way);
}

/** A way that needs what is known not to hold, or denies what is known to hold, need not be taken apart. */
function isDeniedAtOnce({ literals }: Alternative, { held, aside }: Case, means: PlaceMeans): boolean {
  return literals.length > 0 && (isDenied(held, literals, means) || isDenied(literals, aside, means));
}

/** Most ways are about one member of an object: whether that cannot be is seen without a case of its own. */
function isMemberClosed({ types, atoms, literals }: Alternative, given: Case, { below, direction, assuming }: PlaceMeans): boolean {
  if (types !== OBJECT || literals.length > 0) return false;
  const [first, second] = atoms;
  if (first?.kind === 'absent' && second === undefined) return membersOf(given, below, direction).required.has(first.name);
  if (first?.kind !== 'present' || second?.kind !== 'members') return false;
  const members = membersOf(given, below, direction);
  if (!members.isPossible(first.name)) return true;
  return assuming.ifEmpty(() => below.judge([...members.literalsOf(first.name), second.literal], first.name)).isEmpty;
}

function isKnown(clause: Clause, { clauses }: Case, { sameness }: PlaceMeans): boolean {
  return clauses.some((held) => held.keyword === clause.keyword && sameness.isSameClause(held, clause));
}
