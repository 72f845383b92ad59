import type { Direction } from '../schema.js';
import { isValidByNode } from '../validate.js';
import type { Atom } from './atom.js';
import type { Case } from './case.js';
import type { Places } from './judgement.js';
import type { Literal } from './literal.js';
import { hasName } from './name-set.js';
import type { SpokenNames } from './writer-names.js';

/** What else is known of the members of one place. */
export interface Surroundings {
  readonly places: Places;
  readonly direction: Direction | undefined;
  /** The members that a closed writer keeps to; `undefined` when it may write any. */
  readonly written: SpokenNames | undefined;
  /** What is said of a member that others may speak of too; of a member without a known name for `undefined`. */
  readonly soften: (literal: Literal, name: string | undefined) => Literal;
}

/** What is known of the members of one place. */
export interface ObjectFacts {
  readonly atoms: readonly Atom[];
  readonly surroundings: Surroundings;
  readonly required: ReadonlySet<string>;
  readonly least: number;
  readonly most: number;
  /** Whether a member of that name may be there. */
  readonly isPossible: (name: string) => boolean;
  /** All that is said of a member. */
  readonly literalsOf: (name: string) => readonly Literal[];
}

/**
 * What a case says of the members of an object.
 *
 * @param given - the case
 * @param surroundings - what else is known
 */
export function objectFacts({ atoms }: Case, surroundings: Surroundings): ObjectFacts {
  const bag: Bag = {
    required: new Set(),
    absent: new Set(),
    least: 0,
    most: Number.POSITIVE_INFINITY,
    byName: new Map(),
    others: [],
    needs: [],
    names: [],
  };
  for (const atom of atoms) noteAtom(atom, bag);
  const { required, absent, least, most, byName, others, needs, names } = bag;
  // A set can grow while it is walked: what a dependent brings is walked too.
  for (const name of required) for (const atom of needs) if (atom.because === name) required.add(atom.name);
  return {
    atoms,
    surroundings,
    required,
    least,
    most,
    isPossible: (name) =>
      !absent.has(name) &&
      surroundings.written?.has(name) !== false &&
      names.every((literal) => isNameHeld(literal, name, surroundings.direction)),
    literalsOf: (name) => {
      const more = others.filter((atom) => hasName(atom.names, name)).map(({ literal }) => literal);
      return [...(byName.get(name) ?? []), ...more].map((literal) => surroundings.soften(literal, name));
    },
  };
}

type MembersAtom = Extract<Atom, { kind: 'members' }>;

interface Bag {
  readonly required: Set<string>;
  readonly absent: Set<string>;
  least: number;
  most: number;
  readonly byName: Map<string, Literal[]>;
  readonly others: MembersAtom[];
  readonly needs: Extract<Atom, { kind: 'needs' }>[];
  readonly names: Literal[];
}

function noteAtom(atom: Atom, bag: Bag): void {
  switch (atom.kind) {
    case 'present':
      bag.required.add(atom.name);
      break;
    case 'absent':
      bag.absent.add(atom.name);
      break;
    case 'limit':
      if (atom.keyword === 'minProperties') bag.least = Math.max(bag.least, Math.ceil(atom.limit));
      if (atom.keyword === 'maxProperties') bag.most = Math.min(bag.most, Math.floor(atom.limit));
      break;
    case 'some-member':
    case 'some-name':
      bag.least = Math.max(bag.least, 1);
      break;
    case 'needs':
      bag.needs.push(atom);
      break;
    case 'names':
      bag.names.push(atom.literal);
      break;
    case 'members':
      if (atom.names.kind !== 'one') bag.others.push(atom);
      else bag.byName.set(atom.names.name, [...(bag.byName.get(atom.names.name) ?? []), atom.literal]);
      break;
    default:
  }
}

/**
 * Whether what is said of a name, as a text, is so.
 *
 * @param literal - of names
 * @param name - of a member
 * @param direction - the way the values travel
 */
export function isNameHeld({ node, isHeld }: Literal, name: string, direction: Direction | undefined): boolean {
  return isValidByNode(node, name, { direction }) === isHeld;
}
