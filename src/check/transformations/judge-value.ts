import type { JsonValue } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { validate } from '../../schema/validate.js';
import type { Violation } from '../../schema/violation.js';
import type { ValueDifference } from './first-difference.js';
import { firstDifference } from './first-difference.js';
import type { Side, Transformation, TransformValue } from './transformation.js';

/** What a transformation does wrong with one value of one of its models. */
export type TransformationFailure =
  /** It threw, gave nothing, or nothing that is JSON. */
  | (Called & { readonly kind: 'fails'; readonly problem: string })
  /** What it made is not a value of the other model. */
  | (Called & { readonly kind: 'invalid'; readonly became: JsonValue; readonly violation: Violation })
  /** It came back as something else, and the workspace claims that it does not. */
  | (Called & {
      readonly kind: 'not-identity';
      readonly became: JsonValue;
      readonly back: JsonValue;
      readonly difference: ValueDifference;
    });

interface Called {
  /** Which function was at it. */
  readonly called: 'to' | 'from';
  /** What that function was given: the value itself, or on the way back what had become of it. */
  readonly given: JsonValue;
}

/**
 * What is wrong with what becomes of a value: there first, and back again where that is claimed to lead to the same value.
 *
 * @param transformation - with its functions
 * @param side - whose value it is
 * @param value - valid in that model
 * @param isWhole - whether it has only members that the model declares: of others nobody claims that they come back
 */
export async function judgeValue(
  transformation: Transformation,
  { side, value, isWhole }: { readonly side: Side; readonly value: JsonValue; readonly isWhole: boolean },
): Promise<TransformationFailure | undefined> {
  const there = await oneWay(transformation, side, value);
  if (there === undefined || there.kind !== 'became') return there;
  const { roundTrip } = transformation.declared;
  if (!isWhole || (roundTrip !== side && roundTrip !== 'both')) return undefined;
  const { became } = there;
  const back = await oneWay(transformation, side === 'a' ? 'b' : 'a', became);
  if (back === undefined || back.kind !== 'became') return back;
  const difference = firstDifference(value, back.became);
  if (difference === undefined) return undefined;
  return { kind: 'not-identity', called: back.called, given: value, became, back: back.became, difference };
}

type OneWay = TransformationFailure | { readonly kind: 'became'; readonly called: 'to' | 'from'; readonly became: JsonValue };

/** `undefined` where there is no way. */
async function oneWay({ functions, a, b }: Transformation, side: Side, given: JsonValue): Promise<OneWay | undefined> {
  const called = side === 'a' ? 'to' : 'from';
  const call = functions[called];
  if (call === undefined) return undefined;
  const made = await valueMadeBy(call, given);
  if (made.kind === 'failed') return { kind: 'fails', called, given, problem: made.problem };
  const [violation] = violationsOf(side === 'a' ? b : a, made.value);
  if (violation !== undefined) return { kind: 'invalid', called, given, became: made.value, violation };
  return { kind: 'became', called, became: made.value };
}

type Made = { readonly kind: 'made'; readonly value: JsonValue } | { readonly kind: 'failed'; readonly problem: string };

async function valueMadeBy(call: TransformValue, given: JsonValue): Promise<Made> {
  try {
    // A copy, as it would come off the wire: what the function does to it is its own affair.
    const result = await call(JSON.parse(JSON.stringify(given)) as JsonValue);
    const text = JSON.stringify(result) as string | undefined;
    if (text === undefined) return { kind: 'failed', problem: `it gave ${result === undefined ? 'nothing' : `a ${typeof result}`}` };
    return { kind: 'made', value: JSON.parse(text) as JsonValue };
  } catch (error) {
    return {
      kind: 'failed',
      problem: `it threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`.slice(0, MAX_PROBLEM_LENGTH),
    };
  }
}

/** What a reference that leads nowhere refuses is the contract's fault, and told by lint. */
function violationsOf(schema: Schema, value: JsonValue): readonly Violation[] {
  const violations = validate(schema, value);
  return violations.some(({ args }) => args['reference'] !== undefined) ? [] : violations;
}

const MAX_PROBLEM_LENGTH = 500;
