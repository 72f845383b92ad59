import type { Atom } from './atom.js';
import type { Case } from './case.js';
import type { Judgement } from './judgement.js';
import { EMPTY, under } from './judgement.js';
import type { Literal } from './literal.js';
import type { NameSet } from './name-set.js';
import { ANY_NAME, hasName } from './name-set.js';
import type { OpenPart } from './schema-comparison.js';
import { patternFromText } from '../pattern/pattern.js';
import type { ObjectFacts, Surroundings } from './object-facts.js';
import { isNameHeld, objectFacts } from './object-facts.js';

/**
 * Whether no object keeps to what a case says of objects.
 *
 * @param given - the case; of what was known before its last assumption it is known that there may be such objects
 * @param surroundings - judges the members
 */
export function judgeObject(given: Case, surroundings: Surroundings): Judgement {
  const object = objectFacts(given, surroundings);
  if ([...object.required].some((name) => !object.isPossible(name))) return EMPTY;
  if (object.most < object.required.size || object.most < object.least) return EMPTY;
  const open: OpenPart[] = [];
  for (const name of namesInQuestion(given, object)) {
    const judged = surroundings.places.judge(object.literalsOf(name), name);
    if (judged.isEmpty) return EMPTY;
    open.push(...under(judged.open, name));
  }
  for (const atom of given.atoms.slice(given.knownAtomCount)) {
    if (atom.kind !== 'some-member' && atom.kind !== 'some-name') continue;
    const judged = someMember(atom, object);
    if (judged.isEmpty) return EMPTY;
    open.push(...judged.open);
  }
  return isTooSmall(object) ? EMPTY : { isEmpty: false, open };
}

/** Only what the last assumption touched is looked at again. */
function namesInQuestion({ atoms, knownAtomCount }: Case, { required }: ObjectFacts): Iterable<string> {
  if (knownAtomCount === 0) return required;
  const names = new Set<string>();
  for (const atom of atoms.slice(knownAtomCount)) {
    if (atom.kind === 'present') names.add(atom.name);
    else if (atom.kind === 'members' && atom.names.kind === 'one') names.add(atom.names.name);
    else if (atom.kind === 'members' || atom.kind === 'needs' || atom.kind === 'names') return required;
  }
  return [...names].filter((name) => required.has(name));
}

/** All names that are spoken of one by one. */
function mentionedNames({ atoms, required, surroundings }: ObjectFacts, more: NameSet): ReadonlySet<string> {
  const mentioned = new Set([...required, ...(surroundings.written?.names() ?? [])]);
  const add = (names: NameSet): void => {
    if (names.kind === 'one') mentioned.add(names.name);
    if (names.kind === 'other') for (const name of names.names) mentioned.add(name);
  };
  add(more);
  for (const atom of atoms) if (atom.kind === 'members') add(atom.names);
  return mentioned;
}

type SomeAtom = Extract<Atom, { kind: 'some-member' | 'some-name' }>;

function someMember(atom: SomeAtom, object: ObjectFacts): Judgement {
  const wanted: Wanted =
    atom.kind === 'some-member'
      ? { names: atom.names, literals: [atom.literal], nameLiterals: [] }
      : { names: ANY_NAME, literals: [], nameLiterals: [atom.literal] };
  const { places, direction } = object.surroundings;
  const mentioned = mentionedNames(object, wanted.names);
  const open: OpenPart[] = [];
  let isEmpty = true;
  for (const name of mentioned) {
    if (!hasName(wanted.names, name) || !object.isPossible(name)) continue;
    if (!wanted.nameLiterals.every((literal) => isNameHeld(literal, name, direction))) continue;
    const judged = places.judge([...object.literalsOf(name), ...wanted.literals], name);
    if (judged.isEmpty) continue;
    isEmpty = false;
    open.push(...under(judged.open, name));
  }
  const fresh = freshMember(wanted, object);
  return { isEmpty: isEmpty && fresh.isEmpty, open: [...open, ...fresh.open] };
}

interface Wanted {
  readonly names: NameSet;
  readonly literals: readonly Literal[];
  readonly nameLiterals: readonly Literal[];
}

/** How many patterns are told apart, each met or not. */
const MAX_SOURCE_COUNT = 5;

/** A member with a name that nothing mentions: patterns alone say what it must be. */
function freshMember(wanted: Wanted, object: ObjectFacts): Judgement {
  const mentioned = mentionedNames(object, wanted.names);
  const { places, written } = object.surroundings;
  const writtenSources = written?.sources() ?? [];
  if (wanted.names.kind === 'one' || (written !== undefined && writtenSources.length === 0)) return EMPTY;
  const sources = [...new Set([...sourcesOf(wanted.names), ...object.atoms.flatMap(sourcesOfAtom), ...writtenSources])];
  const told = sources.slice(0, MAX_SOURCE_COUNT);
  const nameLiterals = [...wanted.nameLiterals, ...object.atoms.flatMap((atom) => (atom.kind === 'names' ? [atom.literal] : []))];
  const open: OpenPart[] = [];
  let isEmpty = true;
  for (let bits = 0; bits < 2 ** told.length; bits += 1) {
    const met = new Map(told.map((source, index) => [source, (bits & (2 ** index)) !== 0]));
    const isOut =
      (written !== undefined && writtenSources.every((source) => met.get(source) === false)) || mayHave(wanted.names, met) === false;
    if (isOut) continue;
    const patterns = [...[...met].map(([source, isHeld]): Atom => ({ kind: 'pattern', source, isHeld })), ...notMentioned(met, mentioned)];
    if (places.judgeName(nameLiterals, patterns).isEmpty) continue;
    const said = object.atoms.flatMap((atom) =>
      atom.kind === 'members' && mayHave(atom.names, met) === true ? [object.surroundings.soften(atom.literal, undefined)] : [],
    );
    const judged = places.judge([...said, ...wanted.literals], '*');
    if (judged.isEmpty) continue;
    isEmpty = false;
    open.push(...under(judged.open, '*'));
  }
  return { isEmpty, open };
}

/** Patterns that only a few names meet may leave none that is not mentioned. */
function notMentioned(met: ReadonlyMap<string, boolean>, mentioned: ReadonlySet<string>): readonly Atom[] {
  const held = [...met].filter(([, isHeld]) => isHeld).map(([source]) => patternFromText(source));
  if (held.length === 0) return [];
  const names = [...mentioned].filter((name) => held.every((pattern) => pattern.test(name)));
  if (names.length > MAX_NAME_COUNT) return [];
  return names.map((name) => ({ kind: 'pattern', source: `^${name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`, isHeld: false }));
}

const MAX_NAME_COUNT = 12;

function sourcesOf(names: NameSet): readonly string[] {
  if (names.kind === 'matching') return [names.source];
  return names.kind === 'other' ? names.sources : [];
}

function sourcesOfAtom(atom: Atom): readonly string[] {
  return atom.kind === 'members' ? sourcesOf(atom.names) : [];
}

/** Whether a name that meets some patterns and not others is of the set; `undefined` when that is not told. */
function mayHave(names: NameSet, met: ReadonlyMap<string, boolean>): boolean | undefined {
  if (names.kind === 'one') return false;
  if (names.kind === 'matching') return met.get(names.source);
  const answers = names.sources.map((source) => met.get(source));
  if (answers.includes(true)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** Whether there are fewer members that may be there than there must be. */
function isTooSmall(object: ObjectFacts): boolean {
  if (object.least <= object.required.size) return false;
  if (!freshMember({ names: ANY_NAME, literals: [], nameLiterals: [] }, object).isEmpty) return false;
  let count = 0;
  for (const name of mentionedNames(object, ANY_NAME)) {
    if (object.isPossible(name) && !object.surroundings.places.judge(object.literalsOf(name), name).isEmpty) count += 1;
    if (count >= object.least) return false;
  }
  return true;
}
