import { proveInclusion } from '../../schema/inclusion/prove-inclusion.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { speaksOfDirections } from './speaks-of-directions.js';
import type { Witness } from './tell-apart.js';
import { tellApart } from './tell-apart.js';

/** Two schemas that are meant to mean the same. */
export interface ComparedSchemas {
  readonly first: Schema;
  readonly second: Schema;
  readonly seed: string;
  /** Of distinct clauses, for each of the two that refuses. */
  readonly maxWitnessCount: number;
}

/** Whether two schemas let in the same values. */
export type Comparison =
  | { readonly kind: 'equal' }
  | { readonly kind: 'different'; readonly differences: readonly Difference[] }
  /** They are written differently, and no value was found that tells them apart. */
  | { readonly kind: 'undecided' };

/** A value that one of the two lets in and the other does not. */
export interface Difference extends Witness {
  readonly refusedBy: 'first' | 'second';
  /** The way the value travels; `undefined` where that makes no difference. */
  readonly direction: Direction | undefined;
}

/**
 * Whether two schemas mean the same: equal only when it is proved that each lets in what the other does, different only with a value that one
 * lets in and the other refuses.
 *
 * @param compared - the two, and how many differences are wanted
 */
export function compareSchemas(compared: ComparedSchemas): Comparison {
  const { first, second } = compared;
  const directions: readonly (Direction | undefined)[] =
    speaksOfDirections(first) || speaksOfDirections(second) ? ['request', 'response'] : [undefined];
  const open = directions.filter((direction) => !isSameMeaning(compared, direction));
  if (open.length === 0) return { kind: 'equal' };
  const differences = open.flatMap((direction) => differencesIn(compared, direction));
  return differences.length === 0 ? { kind: 'undecided' } : { kind: 'different', differences: eachOnce(differences) };
}

function isSameMeaning({ first, second, seed }: ComparedSchemas, direction: Direction | undefined): boolean {
  const includes = (writer: Schema, reader: Schema): boolean =>
    proveInclusion({ writer, reader, direction, mode: 'strict', seed, budget: BUDGET }).kind === 'proved';
  return includes(first, second) && includes(second, first);
}

const BUDGET = { maxStepCount: 4_000, maxValueCount: 0, maxBreakCount: 0 };

function differencesIn(compared: ComparedSchemas, direction: Direction | undefined): readonly Difference[] {
  const { first, second, seed, maxWitnessCount } = compared;
  const bySecond = tellApart({ accepting: first, refusing: second, direction, seed, maxWitnessCount });
  const byFirst = tellApart({ accepting: second, refusing: first, direction, seed, maxWitnessCount });
  return [
    ...bySecond.map((witness) => ({ ...witness, refusedBy: 'second', direction }) as const),
    ...byFirst.map((witness) => ({ ...witness, refusedBy: 'first', direction }) as const),
  ];
}

/** What shows both ways is one difference, and not one of a way. */
function eachOnce(differences: readonly Difference[]): readonly Difference[] {
  const byClause = new Map<string, Difference>();
  for (const difference of differences) {
    const { violation, refusedBy } = difference;
    const key = JSON.stringify([refusedBy, violation.schemaUri, violation.schemaPointer, violation.instancePointer, violation.args]);
    const known = byClause.get(key);
    byClause.set(key, known === undefined ? difference : { ...known, direction: undefined });
  }
  return [...byClause.values()];
}
