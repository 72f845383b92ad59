import type { Arbitrary, Value } from 'fast-check';
import type { JsonValue } from '../../src/base/json.js';
import { planArbitrary } from '../../src/schema/arbitrary/arbitrary-from-schema.js';
import { drawValue, shrinksOf } from '../../src/schema/arbitrary/draw.js';
import type { Direction, Schema } from '../../src/schema/schema.js';
import { isValid } from '../../src/schema/validate.js';

/** How hard a schema is looked at. */
export interface ArbitraryTrial {
  readonly direction?: Direction | undefined;
  /** Values drawn. */
  readonly count?: number;
  /** Of so many of them all first shrinks are judged, and one path of shrinks is followed to its end. */
  readonly shrunkCount?: number;
  /** An independent second opinion. */
  readonly accepts?: ((value: JsonValue) => boolean | undefined) | undefined;
}

/** What was drawn of one schema. */
export interface DrawnValues {
  readonly values: readonly JsonValue[];
  /** The reason, when there is no value. */
  readonly unsatisfiable: string | undefined;
}

const LONGEST_PATH = 2_000;
const JUDGED_SHRINKS = 25;

/**
 * The laws of an arbitrary: every value is valid, drawn or shrunk, by us and by a second opinion; the same seed gives the same value,
 * whatever was drawn between; shrinking ends.
 *
 * @param schema - any schema
 * @param trial - how hard to look
 * @throws Error that shows schema and value when a law is broken
 */
export function assertArbitraryHolds(schema: Schema, trial: ArbitraryTrial = {}): DrawnValues {
  const { direction, count = 10, shrunkCount = 1 } = trial;
  const plan = planArbitrary(schema, { direction });
  if (plan.kind === 'unsatisfiable') return { values: [], unsatisfiable: plan.reason };
  const drawn = Array.from({ length: count }, (_, index) => drawValue(plan.arbitrary, 'law', index));
  for (const { value } of drawn) assertAccepted(schema, value, trial);
  for (const { value } of drawn.slice(0, shrunkCount))
    assertShrinks(plan.arbitrary, value, (simpler) => assertAccepted(schema, simpler, trial));
  assertSameSeedSameValue(plan.arbitrary, drawn, schema);
  return { values: drawn.map(({ value }) => value), unsatisfiable: undefined };
}

/**
 * The smallest value that shrinking reaches from a drawn one while a condition holds, as a property does that fails on it.
 *
 * @param arbitrary - of JSON values
 * @param seed - of the value to begin with; the first drawn value for which the condition holds is taken
 * @param fails - the condition
 * @throws Error when no value of the first thousand meets the condition, or shrinking does not end
 */
export function shrunkWhile(arbitrary: Arbitrary<JsonValue>, seed: string | number, fails: (value: JsonValue) => boolean): JsonValue {
  let current = firstDrawn(arbitrary, seed, fails);
  for (let step = 0; step < LONGEST_PATH; step += 1) {
    const next: Value<JsonValue> | undefined = firstThat(shrinksOf(arbitrary, current), ({ value }) => fails(value));
    if (next === undefined) return current.value;
    current = next;
  }
  throw new Error(`shrinking does not end: ${JSON.stringify(current.value)}`);
}

/**
 * Which of some values are never drawn.
 *
 * @param arbitrary - of JSON values
 * @param wanted - the values, or what they must satisfy, by a name
 * @param count - how many are drawn
 */
export function neverDrawn(
  arbitrary: Arbitrary<JsonValue>,
  wanted: Readonly<Record<string, (value: JsonValue) => boolean>>,
  count: number,
): readonly string[] {
  const values = Array.from({ length: count }, (_, index) => drawValue(arbitrary, 'edges', index).value);
  return Object.entries(wanted).flatMap(([name, isIt]) => (values.some(isIt) ? [] : [name]));
}

function firstDrawn(arbitrary: Arbitrary<JsonValue>, seed: string | number, fails: (value: JsonValue) => boolean): Value<JsonValue> {
  for (let index = 0; index < 1_000; index += 1) {
    const drawn = drawValue(arbitrary, seed, index);
    if (fails(drawn.value)) return drawn;
  }
  throw new Error('no drawn value meets the condition');
}

function assertAccepted(schema: Schema, value: JsonValue, { direction, accepts }: ArbitraryTrial): void {
  const isOurs = isValid(schema, value, { direction });
  if (isOurs && accepts?.(value) !== false) return;
  const who = isOurs ? 'by the second opinion' : 'by our own judgement';
  throw new Error(`invalid ${who} at ${schema.uri}#${schema.pointer}\n${shown(value)}\n${shown(schema.value)}`);
}

function assertShrinks(arbitrary: Arbitrary<JsonValue>, value: JsonValue, assertGood: (value: JsonValue) => void): void {
  let judged = 0;
  for (const simpler of arbitrary.shrink(value, undefined)) {
    assertGood(simpler.value);
    judged += 1;
    if (judged >= JUDGED_SHRINKS) break;
  }
  let [current] = arbitrary.shrink(value, undefined);
  for (let step = 0; step < LONGEST_PATH && current !== undefined; step += 1) {
    assertGood(current.value);
    const [next]: Iterable<Value<JsonValue>> = shrinksOf(arbitrary, current);
    current = next;
  }
  if (current !== undefined) throw new Error(`shrinking does not end: ${shown(current.value)}`);
}

/** In the other order, and by an arbitrary that has not drawn anything yet. */
function assertSameSeedSameValue(arbitrary: Arbitrary<JsonValue>, drawn: readonly Value<JsonValue>[], schema: Schema): void {
  for (const [index, { value }] of [...drawn.entries()].reverse()) {
    const again = drawValue(arbitrary, 'law', index).value;
    if (JSON.stringify(again) !== JSON.stringify(value))
      throw new Error(`the same seed gave two values at ${schema.uri}#${schema.pointer}\n${shown(value)}\n${shown(again)}`);
  }
}

function firstThat<Item>(items: Iterable<Item>, holds: (item: Item) => boolean): Item | undefined {
  for (const item of items) if (holds(item)) return item;
  return undefined;
}

function shown(value: JsonValue): string {
  return JSON.stringify(value).slice(0, 600);
}
