import type { JsonValue } from '../../base/json.js';
import { isSimpler, weighed } from './complexity.js';
import { setMember } from './set-member.js';
import { simplerNumbers, simplerTexts } from './simpler-scalars.js';

/** What decides which values may be given. */
export interface Shrinking {
  readonly isValid: (value: JsonValue) => boolean;
  /** Small values of other kinds: one of each branch of a union, for example. */
  readonly simplest: () => readonly JsonValue[];
  /** Whether there is any use in making further values; default always. */
  readonly mayGoOn?: () => boolean;
}

/** A simpler value, and where it was made simpler: the indexes of members and items on the way there. */
export interface Step {
  readonly value: JsonValue;
  readonly path: readonly number[];
}

/**
 * Values that are simpler than the given one and still valid, the boldest step first. Whatever the steps are, each value is strictly simpler
 * than the one before, so shrinking ends. A large value is gone through once, and not from its beginning after each step.
 *
 * @param value - any JSON value
 * @param path - of the step that led to it: what was tried before that place comes last; `undefined` at first
 * @param shrinking - which values may be given
 */
export function* simplerSteps(
  value: JsonValue,
  path: readonly number[] | undefined,
  { isValid, simplest, mayGoOn }: Shrinking,
): Generator<Step> {
  if (path === undefined) {
    const whole = weighed(value);
    for (const other of simplest()) if (isSimpler(weighed(other), whole) && isValid(other)) yield { value: other, path: [] };
  }
  let tried = 0;
  for (const step of stepsFrom(value, path ?? [])) {
    tried += 1;
    if (tried > MAX_TRIED_COUNT || mayGoOn?.() === false) return;
    if (isValid(step.value)) yield step;
  }
}

/** Steps looked at for one value; the next value has as many again, and goes on where this one stopped. */
const MAX_TRIED_COUNT = 3_000;
const SIMPLEST: readonly JsonValue[] = [null, false, 0, '', [], {}];

/** All of them strictly simpler, not all of them valid. */
function* stepsFrom(value: JsonValue, resumed: readonly number[]): Generator<Step> {
  if (value === null) return;
  if (typeof value === 'object') {
    yield* compositeSteps(value, resumed);
    return;
  }
  const whole = weighed(value);
  for (const simpler of simplerScalars(value)) if (isSimpler(weighed(simpler), whole)) yield { value: simpler, path: [] };
}

function* simplerScalars(value: boolean | number | string): Generator<JsonValue> {
  yield null;
  if (value === true) yield false;
  else if (typeof value === 'number') yield* simplerNumbers(value);
  else if (typeof value === 'string') yield* simplerTexts(value);
}

type Composite = Exclude<JsonValue, null | boolean | number | string>;
type Entries = readonly (readonly [name: string, part: JsonValue])[];

function* compositeSteps(value: Composite, [resumed, ...below]: readonly number[]): Generator<Step> {
  const entries = entriesOf(value);
  const made = (parts: Entries): JsonValue => (Array.isArray(value) ? parts.map(([, part]) => part) : objectOf(parts));
  const stepsAt = function* (index: number, path: readonly number[]): Generator<Step> {
    const [name = '', part = null] = entries[index] ?? [];
    for (const step of stepsFrom(part, path)) yield { value: made(entries.with(index, [name, step.value])), path: [index, ...step.path] };
  };
  for (let index = resumed ?? entries.length; index < entries.length; index += 1) yield* stepsAt(index, index === resumed ? below : []);
  const whole = weighed(value);
  for (const simpler of SIMPLEST) if (isSimpler(weighed(simpler), whole)) yield { value: simpler, path: [] };
  for (const { rest, at } of withoutChunks(entries)) yield { value: made(rest), path: [at] };
  for (let index = 0; index < (resumed === undefined ? entries.length : Math.min(resumed + 1, entries.length)); index += 1)
    yield* stepsAt(index, []);
}

function entriesOf(value: Composite): Entries {
  return (Object.entries(value) as readonly (readonly [string, JsonValue | undefined])[]).flatMap(([name, part]) =>
    part === undefined ? [] : [[name, part] as const],
  );
}

function objectOf(entries: Entries): JsonValue {
  const members: Record<string, JsonValue> = {};
  for (const [name, part] of entries) setMember(members, name, part);
  return members;
}

/** Without a half, without a quarter and so on down to single ones; the last ones go first. */
function* withoutChunks(entries: Entries): Generator<{ readonly rest: Entries; readonly at: number }> {
  for (let size = entries.length >> 1; size >= 1; size >>= 1) {
    for (let end = entries.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      yield { rest: [...entries.slice(0, start), ...entries.slice(end)], at: start };
    }
  }
}
