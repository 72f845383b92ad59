import { causeOf } from '../schema/inclusion/search-wholes.js';
import type { OpenPart, SchemaBreak } from '../schema/inclusion/schema-comparison.js';

/** What is known of places that no proof holds for: the same component stands in many schemas, and is searched for breaks once. */
export interface SettledParts {
  /** The causes that have a small witness already. */
  readonly told: ReadonlySet<string>;
  /**
   * What is known of some places, and which of them nobody has searched yet, each pair of schemas once.
   *
   * @param open - of one pair of schemas
   */
  readonly divide: (open: readonly OpenPart[]) => DividedParts;
  /**
   * Keeps what a search came to.
   *
   * @param open - where it searched
   * @param breaks - what it found there
   */
  readonly note: (open: readonly OpenPart[], breaks: readonly SchemaBreak[]) => void;
}

export interface DividedParts {
  /** With the witness of the schema that each was first found in. */
  readonly known: readonly SchemaBreak[];
  readonly rest: readonly OpenPart[];
}

/** A memory of one direction. */
export function createSettledParts(): SettledParts {
  const settled = new Map<string, readonly SettledBreak[]>();
  const told = new Set<string>();
  return {
    told,
    divide: (open) => {
      const known = open.flatMap((part) =>
        (settled.get(keyOf(part)) ?? []).map(({ found, below }) => ({ ...found, location: [...part.location, ...below] })),
      );
      const rest = new Map<string, OpenPart>();
      for (const part of open) if (!settled.has(keyOf(part)) && !rest.has(keyOf(part))) rest.set(keyOf(part), part);
      return { known, rest: [...rest.values()] };
    },
    note: (open, breaks) => {
      const owners = breaks.map((found) => ({ found, owner: ownerOf(found, open) }));
      for (const { found } of owners) told.add(causeOf(found));
      for (const part of open) {
        const own = owners.filter(({ owner }) => owner === part);
        settled.set(
          keyOf(part),
          own.map(({ found }) => ({ found, below: found.location.slice(part.location.length) })),
        );
      }
    },
  };
}

interface SettledBreak {
  readonly found: SchemaBreak;
  /** Where in the value of the place. */
  readonly below: readonly string[];
}

/** The nearest place above a break. */
function ownerOf({ location }: SchemaBreak, open: readonly OpenPart[]): OpenPart | undefined {
  const above = open.filter((part) => part.location.every((token, index) => token === location[index]));
  return above.toSorted((left, right) => right.location.length - left.location.length)[0];
}

function keyOf({ writer, reader }: OpenPart): string {
  return `${writer.uri}#${writer.pointer} ${reader.uri}#${reader.pointer}`;
}
