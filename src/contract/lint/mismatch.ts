import type { MessageArguments } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import type { Direction, Schema } from '../../schema/schema.js';
import { isValid, validate } from '../../schema/validate.js';
import { textFromViolation } from '../../schema/violation.js';

/**
 * Why a value does not match its schema, as arguments of a finding; `undefined` when it does, or when only a broken reference stands in the way, which
 * is a finding of its own.
 *
 * @param schema - beside the value
 * @param value - an example or a default
 * @param direction - the way it travels; without one the value may be either's
 */
export function mismatchOf(schema: Schema, value: JsonValue, direction: Direction | undefined): MessageArguments | undefined {
  const ways: readonly Direction[] = direction === undefined ? ['request', 'response'] : [direction];
  if (ways.some((way) => isValid(schema, value, { direction: way }))) return undefined;
  const violations = validate(schema, value, { direction: ways[0] });
  const [first] = violations;
  if (first === undefined || violations.some((violation) => violation.keyword === '$ref')) return undefined;
  return { at: first.instancePointer, problem: textFromViolation(first), problemCount: violations.length };
}
