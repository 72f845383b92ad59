import type { Alternative, Atom, Disjunction } from './atom.js';
import type { Case } from './case.js';
import { ANY_CASE, assume } from './case.js';
import { NOTHING } from './held-clause.js';
import { soleTarget } from './counterparts.js';
import { isContradictory, isDenied, isOpposed } from './denials.js';
import { isArmDenied } from './denied-arms.js';
import { judgeFacts } from './judge-facts.js';
import { isLooping } from './in-place-loop.js';
import type { Judgement } from './judgement.js';
import { EMPTY, keyOfPart, openAt } from './judgement.js';
import type { Literal } from './literal.js';
import type { PlaceMeans } from './place-means.js';
import { openWays, waysOfRefusal } from './refusal-ways.js';
import type { OpenPart } from './schema-comparison.js';
import { ALL_TYPES, SINGLE_TYPES, STRING } from './value-types.js';
import { isFree } from './writer-names.js';

/**
 * Whether no value satisfies all literals, by a tableau: what holds is taken apart, each choice made in turn, and each way must end in a
 * contradiction. What cannot be followed is left out, which only leaves more values.
 *
 * @param literals - of one place
 * @param atoms - what else is known of it, of texts only
 * @param means - for places below, and bounds
 */
export function judgePlace(literals: readonly Literal[], atoms: readonly Atom[] | undefined, means: PlaceMeans): Judgement {
  if (isDenied(literals, literals, means)) return EMPTY;
  const loop = literals.find(({ node }) => isLooping(node));
  if (loop !== undefined) return openLoop(loop, literals);
  const types = atoms === undefined ? ALL_TYPES : STRING;
  const start = assume(ANY_CASE, { types, atoms: atoms ?? [], literals: unlessFree(literals) }, means.reader);
  return solve({ ...start, knownAtomCount: 0 }, means, { depth: 0, isTelling: true });
}

function openLoop({ node }: Literal, literals: readonly Literal[]): Judgement {
  const place = { uri: node.resource.documentUri, pointer: node.pointer };
  const written = literals.find(({ isHeld }) => isHeld)?.node ?? node;
  const writer = { uri: written.resource.documentUri, pointer: written.pointer };
  return { isEmpty: false, open: [{ location: [], writer, reader: place, reason: { kind: 'recursion' } }] };
}

/** A writer of whom nothing at all is said may write anything. */
function unlessFree(literals: readonly Literal[]): readonly Literal[] {
  const closed = literals.filter(({ view }) => view === 'closed');
  if (closed.length === 0 || !closed.every(({ node }) => isFree(node))) return literals;
  return literals.map((literal) => (literal.view === 'closed' ? { ...literal, view: 'writing' } : literal));
}

/** Nested choices beyond this are given up: each may double the work. */
const MAX_CHOICE_DEPTH = 24;

/** How far a search for a value has come. */
interface Search {
  readonly depth: number;
  /** Whether all that is left open is wanted, not just that something is. */
  readonly isTelling: boolean;
}

function further({ depth, isTelling }: Search, isTellingOn = isTelling): Search {
  return { depth: depth + 1, isTelling: isTellingOn };
}

function solve(given: Case, means: PlaceMeans, search: Search): Judgement {
  const { depth } = search;
  if (given.types === 0 || isContradictory(given, means)) return EMPTY;
  if (!means.isAllowed() || depth > MAX_CHOICE_DEPTH) return openCase(given, []);
  const facts = judgeFacts(given, means.below, means.direction);
  if (facts.types === 0 || isOpposed(given, means)) return EMPTY;
  const left = { ...given, types: given.types & facts.types, knownAtomCount: given.atoms.length };
  const hasSplits = left.splits.length > 0;
  // What is left open without the choices tells nothing: it is asked again with each of them.
  const isTelling = search.isTelling && !hasSplits && left.refused.length === 1;
  const judgeGoals = (): Judgement => tryGoals(unsplit(left), { means, search: { depth, isTelling } });
  const goals = hasSplits ? means.assuming.ifEmpty(judgeGoals) : judgeGoals();
  if (goals.isEmpty) return EMPTY;
  if (hasSplits) return trySplits(left, means, search);
  if (left.refused.length === 0) return openCase(given, facts.open);
  return left.refused.length > 1 || isOfSeveralTypes(left) ? tryTogether(left, { means, search, goals }) : goals;
}

/** Without its choices, which only leaves more values: their branches may hold. */
function unsplit(given: Case): Case {
  if (given.splits.length === 0) return given;
  const maybe = given.splits.flatMap((split) => split.flatMap(({ literals }) => literals));
  return { ...given, splits: [], maybe: [...given.maybe, ...maybe] };
}

function openCase({ blame, held }: Case, open: readonly OpenPart[]): Judgement {
  return open.length > 0 ? { isEmpty: false, open } : openAt(blame, held);
}

/** Each schema that does not hold, by itself: one of them is as a rule enough. */
function tryGoals(given: Case, trying: Trying): Judgement {
  const { assuming } = trying.means;
  const [only, second] = given.refused;
  if (only !== undefined && second === undefined) return tryGoal(only, { ...given, refused: [] }, trying);
  // The very schema that holds, as it was, is as a rule the one.
  const isCounterpart = counterpartTest(given);
  for (const goal of given.refused.toSorted((left, right) => Number(isCounterpart(right)) - Number(isCounterpart(left))))
    if (assuming.ifEmpty(() => tryGoal(goal, { ...given, refused: [] }, trying)).isEmpty) return EMPTY;
  return openCase(given, []);
}

interface Trying {
  readonly means: PlaceMeans;
  readonly search: Search;
}

/** More open parts of one place help nobody. */
const MAX_OPEN_COUNT = 200;

function tryGoal(goal: Literal, given: Case, { means, search }: Trying): Judgement {
  const open = new Map<string, OpenPart>();
  let isEmpty = true;
  for (const way of openWays(goal, given, means)) {
    const [judged, taken] = means.assuming.apart(() => solve(assume(given, way, means.reader), means, further(search)));
    if (!judged.isEmpty && isArmDenied(way.literals, given.aside, means)) continue;
    means.assuming.addAll(taken, undefined);
    if (judged.isEmpty) continue;
    isEmpty = false;
    for (const part of judged.open) open.set(keyOfPart(part), part);
    if (!search.isTelling || open.size >= MAX_OPEN_COUNT) break;
  }
  return isEmpty ? EMPTY : { isEmpty, open: [...open.values()].slice(0, MAX_OPEN_COUNT) };
}

/** The choice with the fewest ways is made first. */
function trySplits(given: Case, means: PlaceMeans, search: Search): Judgement {
  const [split = [], ...splits] = given.splits.toSorted((left, right) => left.length - right.length);
  const cases = split.map((way) => (): Case => {
    const maybe = (way.maybe ?? []).filter((other) => other.view === 'closed' && !isApart(way, other, { split, means }));
    return { ...assume({ ...given, splits }, { ...way, maybe }, means.reader), blame: given.blame };
  });
  return tryEach(cases, means, search);
}

/** Branches are many where this would cost more than it tells. */
const MAX_TOLD_APART = 8;

function isApart(
  { literals }: Alternative,
  other: Literal,
  { split, means }: { readonly split: Disjunction; readonly means: PlaceMeans },
): boolean {
  return split.length <= MAX_TOLD_APART && means.assuming.ifEmpty(() => means.below.judgeBeside([...literals, other])).isEmpty;
}

/** All ways of several schemas multiply: what is not found soon is not found at all. */
const MAX_COMBINED_STEP_COUNT = 250;

interface Together {
  readonly means: PlaceMeans;
  readonly search: Search;
  /** What the single ones left open. */
  readonly goals: Judgement;
}

/** Schemas that together leave no way, though each alone does: type by type, then all ways of one with all of the others. */
function tryTogether(given: Case, { means, search, goals }: Together): Judgement {
  const types = SINGLE_TYPES.filter((type) => (given.types & type) !== 0);
  if (types.length > 1)
    return tryEach(
      types.map((type) => () => ({ ...given, types: type })),
      means,
      search,
    );
  const isCounterpart = counterpartTest(given);
  // What is left open is told of the very schema that holds, as it was, and not of another one that lets in something else: so it comes last.
  const goalsInTurn = given.refused.toSorted((left, right) => Number(isCounterpart(left)) - Number(isCounterpart(right)));
  const refused = goalsInTurn.filter((goal) => !isIdle(goal, given, { means, search }));
  const judged = tryRefused(refused, given, { means, search, goals });
  const told = goalsInTurn.findLast(isCounterpart);
  if (judged.isEmpty || !search.isTelling || told === undefined || refused.includes(told)) return judged;
  const ofCounterpart = tryGoal(told, { ...given, refused: [] }, { means, search });
  return ofCounterpart.isEmpty ? judged : ofCounterpart;
}

/** Tells the schemas that hold, as they are in the other version. */
function counterpartTest({ held }: Case): (literal: Literal) => boolean {
  const places = new Set(held.map(({ node }) => node.pointer));
  return ({ node }) => places.has(soleTarget(node).pointer);
}

function tryRefused(refused: readonly Literal[], given: Case, { means, search, goals }: Together): Judgement {
  const [first, ...others] = refused;
  if (first === undefined) return openCase(given, []);
  if (others.length === 0)
    return refused.length < given.refused.length ? tryGoal(first, { ...given, refused: [] }, { means, search }) : goals;
  const cases = waysOfRefusal(first, given, means).map((way) => () => assume({ ...given, refused: others }, way, means.reader));
  return means.within(MAX_COMBINED_STEP_COUNT, () => tryEach(cases, means, search));
}

function isOfSeveralTypes({ types }: Case): boolean {
  return (types & (types - 1)) !== 0;
}

/** Whether a schema cannot hold anyway: that it does not says nothing then. */
function isIdle(goal: Literal, given: Case, { means, search }: Omit<Together, 'goals'>): boolean {
  const literals: readonly Literal[] = [{ node: goal.node, isHeld: true, view: goal.view }];
  const alone = assume({ ...given, refused: [] }, { ...NOTHING, literals }, means.reader);
  return means.assuming.ifEmpty(() => solve(alone, means, further(search, false))).isEmpty;
}

/** What is left open of any of them, where all of it is wanted. */
function tryEach(cases: readonly (() => Case)[], means: PlaceMeans, search: Search): Judgement {
  const open = new Map<string, OpenPart>();
  let isEmpty = true;
  for (const next of cases) {
    const judged = solve(next(), means, further(search));
    if (judged.isEmpty) continue;
    isEmpty = false;
    for (const part of judged.open) open.set(keyOfPart(part), part);
    if (!search.isTelling || open.size >= MAX_OPEN_COUNT) break;
  }
  return isEmpty ? EMPTY : { isEmpty, open: [...open.values()].slice(0, MAX_OPEN_COUNT) };
}
