import type { OpenPart, SchemaBreak, SchemaComparison } from '../schema/inclusion/schema-comparison.js';

/** What is known of places that no proof holds for: the same component stands in many schemas, and is searched for breaks once. */
export interface SettledParts {
  /**
   * What the places come to, when all of them were searched before.
   *
   * @param open - of one pair of schemas
   */
  readonly lookUp: (open: readonly OpenPart[]) => SchemaComparison | undefined;
  /**
   * Keeps what a search came to.
   *
   * @param open - where it searched
   * @param comparison - of the whole
   */
  readonly note: (open: readonly OpenPart[], comparison: SchemaComparison) => void;
}

/** A memory of one direction. Its breaks have the witness of the schema that they were first found in. */
export function createSettledParts(): SettledParts {
  const settled = new Map<string, readonly SettledBreak[]>();
  return {
    lookUp: (open) => {
      const breaks: SchemaBreak[] = [];
      for (const part of open) {
        const known = settled.get(keyOf(part));
        if (known === undefined) return undefined;
        breaks.push(...known.map(({ found, below }) => ({ ...found, location: [...part.location, ...below] })));
      }
      return breaks.length > 0 ? { kind: 'breaking', breaks, open: [] } : { kind: 'unknown', breaks: [], open };
    },
    note: (open, { kind, breaks }) => {
      if (kind === 'compatible') return;
      const owners = breaks.map((found) => ({ found, owner: ownerOf(found, open) }));
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
