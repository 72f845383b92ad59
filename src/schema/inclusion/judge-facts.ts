import type { Node } from '../node.js';
import type { Direction } from '../schema.js';
import type { Case } from './case.js';
import { listedValues, mayBe } from './concrete-value.js';
import { evaluatedBy } from './evaluated.js';
import { judgeArray } from './judge-array.js';
import { judgeObject } from './judge-object.js';
import type { Judgement, Places } from './judgement.js';
import type { Literal } from './literal.js';
import { hasNoNumber } from './number-range.js';
import type { ObjectFacts, Surroundings } from './object-facts.js';
import { objectFacts } from './object-facts.js';
import type { OpenPart } from './schema-comparison.js';
import { hasNoText } from './text-range.js';
import { ARRAY, BOOLEAN, NULL, NUMBER, OBJECT, SINGLE_TYPES, STRING, typeOfValue } from './value-types.js';
import { spokenPerhaps, writerNames } from './writer-names.js';

/** Which types of values a case may still have, and what its members and items left open. */
interface FactsJudgement {
  readonly types: number;
  readonly open: readonly OpenPart[];
}

/**
 * The types of values that a case may have, by what is known without taking a choice.
 *
 * @param given - the case
 * @param places - judges what stands below
 * @param direction - the way the values travel
 */
export function judgeFacts(given: Case, places: Places, direction: Direction | undefined): FactsJudgement {
  const listed = listedValues(given)?.filter((value) => mayBe(given, value, direction));
  if (listed !== undefined) return judgeListed(given, listed, { places, direction });
  let types = 0;
  let open: readonly OpenPart[] = [];
  for (const type of SINGLE_TYPES) {
    if ((given.types & type) === 0) continue;
    const judged = judgeType(given, type, { places, direction });
    if (judged.isEmpty) continue;
    types |= type;
    open = [...open, ...judged.open];
  }
  return { types, open };
}

interface Means {
  readonly places: Places;
  readonly direction: Direction | undefined;
}

function judgeListed(given: Case, listed: readonly Parameters<typeof typeOfValue>[0][], means: Means): FactsJudgement {
  let types = 0;
  for (const value of listed) types |= typeOfValue(value);
  if (types === 0) return { types, open: [] };
  const open: OpenPart[] = [];
  for (const type of [ARRAY, OBJECT]) {
    if ((types & type) === 0) continue;
    const judged = judgeType(given, type, means);
    if (judged.isEmpty) types &= ~type;
    else open.push(...judged.open);
  }
  return { types, open };
}

function judgeType(given: Case, type: number, { places, direction }: Means): Judgement {
  const isOut = (value: number): boolean => !mayBe(given, value, direction);
  if (type === NULL) return settled(!mayBe(given, null, direction));
  if (type === BOOLEAN) return settled(!mayBe(given, true, direction) && !mayBe(given, false, direction));
  if ((type & NUMBER) !== 0) return settled(hasNoNumber(type, given.atoms, isOut));
  if (type === STRING) return settled(hasNoText(given.atoms));
  if (type === OBJECT) return judgeObject(given, surroundingsOf(given, { places, direction }));
  const besideCount = itemsSpokenBeside(given);
  return judgeArray(given, places, (literal, index) => softened(literal, index < besideCount));
}

/**
 * What a case says of the members of an object; asked for often, so it is kept with the case's atoms.
 *
 * @param given - the case
 * @param places - judges what stands below
 * @param direction - the way the values travel
 */
export function membersOf(given: Case, places: Places, direction: Direction | undefined): ObjectFacts {
  let facts = MEMBERS.get(given.atoms);
  if (facts === undefined) {
    facts = objectFacts(given, surroundingsOf(given, { places, direction }));
    MEMBERS.set(given.atoms, facts);
  }
  return facts;
}

/** Each assumption has a list of its own. */
const MEMBERS = new WeakMap<Case['atoms'], ObjectFacts>();

function surroundingsOf(given: Case, { places, direction }: Means): Surroundings {
  const closed = given.held.flatMap(({ node, view }) => (view === 'closed' ? [node] : []));
  const beside = closed.length === 0 ? [] : nodesBeside(given);
  const written = closed.length === 0 ? undefined : writerNames(closed, beside);
  const spoken = spokenPerhaps(beside);
  const isOfUnknown = spoken.isAll || (beside.length > 0 && spoken.sources().length > 0);
  return {
    places,
    direction,
    written: written?.isAll === true ? undefined : written,
    soften: (literal, name) => softened(literal, name === undefined ? isOfUnknown : beside.length > 0 && spoken.has(name)),
  };
}

function settled(isEmpty: boolean): Judgement {
  return { isEmpty, open: [] };
}

/** Branches that may hold beside, and what a reference that hangs on its surroundings leads to. */
function nodesBeside({ maybe, splits, clauses }: Case): readonly Node[] {
  const pending = splits.flatMap((split) => split.flatMap(({ literals }) => literals));
  const nodes = [...maybe, ...pending].flatMap(({ node, view, isHeld }) => (isHeld && view === 'closed' ? [node] : []));
  const dynamic = clauses.filter(({ keyword }) => keyword === '$dynamicRef' || keyword === '$recursiveRef');
  return [...nodes, ...dynamic.map(({ node }) => node)];
}

/** Up to which index others may speak of items too: an item that `contains` speaks of has members that `items` does not name. */
function itemsSpokenBeside(given: Case): number {
  if (!given.held.some(({ view }) => view === 'closed')) return 0;
  if (given.clauses.some(({ keyword }) => keyword === 'contains')) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...nodesBeside(given).map((node) => evaluatedBy(node, 'perhaps').itemCount));
}

/** What others may speak of too may have members that this one does not name. */
function softened(literal: Literal, isShared: boolean): Literal {
  return isShared && literal.view === 'closed' ? { ...literal, view: 'writing' } : literal;
}
