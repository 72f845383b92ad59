import type { JsonValue } from '../../base/json.js';
import { refuteInclusion } from '../../schema/inclusion/refute-inclusion.js';
import type { Direction, Schema } from '../../schema/schema.js';
import type { Violation } from '../../schema/violation.js';

/** A value that one schema lets in and another does not. */
export interface Witness {
  readonly value: JsonValue;
  /** The clause of the refusing schema that it breaks. */
  readonly violation: Violation;
}

/** Which two schemas are told apart, and how hard it is tried. */
export interface Question {
  readonly accepting: Schema;
  readonly refusing: Schema;
  readonly direction: Direction | undefined;
  readonly seed: string;
  /** Of distinct clauses. */
  readonly maxWitnessCount: number;
}

/**
 * Small values that the one schema lets in and the other refuses, one for each clause that refuses. The same question has the same answer.
 *
 * @param question - the two schemas
 * @returns empty when none was found within bounds, which is no proof that there is none
 */
export function tellApart({ accepting, refusing, direction, seed, maxWitnessCount }: Question): readonly Witness[] {
  const budget = { maxStepCount: 0, maxValueCount: MAX_VALUE_COUNT, maxBreakCount: maxWitnessCount };
  const [writer, reader] = [placeOf(accepting), placeOf(refusing)];
  const { breaks } = refuteInclusion({ writer: accepting, reader: refusing, direction, mode: 'strict', seed, budget }, [
    { location: [], writer, reader, reason: { kind: 'budget' } },
  ]);
  return breaks.map(({ witness, violation }) => ({ value: witness, violation }));
}

const MAX_VALUE_COUNT = 250;

function placeOf({ uri, pointer }: Schema): { readonly uri: string; readonly pointer: string } {
  return { uri, pointer };
}
