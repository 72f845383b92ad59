import type { JsonValue } from '../../base/json.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue } from '../../schema/arbitrary/draw.js';
import { simplerSteps } from '../../schema/arbitrary/simpler-steps.js';
import { boundaryValues } from '../../schema/boundary/boundary-values.js';
import { breachValues } from '../../schema/breach/breach-values.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { isValid, validate } from '../../schema/validate.js';
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
export function tellApart(question: Question): readonly Witness[] {
  const witnesses = new Map<string, Witness>();
  for (const value of candidates(question)) {
    const violations = violationsOf(question, value).filter((violation) => !witnesses.has(keyOf(violation)));
    const [first] = violations;
    if (first === undefined) continue;
    witnesses.set(keyOf(first), smallest(question, { value, violation: first }));
    if (witnesses.size >= question.maxWitnessCount) break;
  }
  return [...witnesses.values()];
}

const BREACH_COUNT = 300;
const DRAW_COUNT = 60;
const MAX_STEP_COUNT = 400;

/** Values that break one clause of the refusing schema first: they need the least else. */
function* candidates({ accepting, refusing, direction, seed }: Question): Generator<JsonValue> {
  let left = BREACH_COUNT;
  for (const { value } of breachValues(refusing, { direction })) {
    yield value;
    left -= 1;
    if (left === 0) break;
  }
  for (const { value } of boundaryValues(accepting, { direction })) yield value;
  const plan = planArbitrary(accepting, { direction });
  if (plan.kind === 'arbitrary') for (let index = 0; index < DRAW_COUNT; index += 1) yield drawValue(plan.arbitrary, seed, index).value;
}

/** Empty when the value does not tell the two apart, or when what refuses it is a reference that cannot be followed. */
function violationsOf({ accepting, refusing, direction }: Question, value: JsonValue): readonly Violation[] {
  if (isValid(refusing, value, { direction }) || !isValid(accepting, value, { direction })) return [];
  const violations = validate(refusing, value, { direction });
  return violations.some(({ args }) => args['reference'] !== undefined) ? [] : violations;
}

function smallest(question: Question, found: Witness): Witness {
  const key = keyOf(found.violation);
  const broken = (value: JsonValue): Violation | undefined => violationsOf(question, value).find((violation) => keyOf(violation) === key);
  const shrinking = { isValid: (value: JsonValue): boolean => broken(value) !== undefined, simplest: () => [] };
  let { value } = found;
  let path: readonly number[] | undefined;
  for (let count = 0; count < MAX_STEP_COUNT; count += 1) {
    const [step] = simplerSteps(value, path, shrinking);
    if (step === undefined) break;
    ({ value, path } = step);
  }
  return { value, violation: broken(value) ?? found.violation };
}

/** The same member missing and another one missing are two things. */
function keyOf({ keyword, schemaUri, schemaPointer, args }: Violation): string {
  return `${schemaUri}#${schemaPointer} ${keyword === 'required' ? String(args['property']) : ''}`;
}
