import type { Value } from 'fast-check';
import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { EventOperation } from '../../contract/channel.js';
import { planArbitrary } from '../../schema/arbitrary/arbitrary-from-schema.js';
import { drawValue, shrinksOf } from '../../schema/arbitrary/draw.js';
import { planInvalidArbitrary } from '../../schema/breach/invalid-arbitrary-from-schema.js';
import type { InvalidValue } from '../../schema/breach/invalid-value.js';
import { payloadSchemaOf } from '../../wire/judge-message.js';
import type { EventCase } from './event-case.js';
import type { EventCaseChoice } from './event-cases.js';
import { breachIn, isAsMeant } from './event-cases.js';
import { sampleOrNone } from '../../mock/events/sample-or-none.js';

/** A drawn message, and the smaller ones that it may be replaced by, most promising first. */
export interface DrawnCase {
  readonly testCase: EventCase;
  readonly smaller: Iterable<DrawnCase>;
}

export interface Drawing extends EventCaseChoice {
  /** Of the run. */
  readonly seed: string;
  /** From 0. */
  readonly index: number;
}

/**
 * The n-th drawn message of an operation, one in four of them broken on purpose. Seed, operation and number decide it.
 *
 * @param operation - of the contract
 * @param drawing - which
 * @returns `undefined` when what was drawn is not on the wire what it was meant to be
 */
export function drawnCase(operation: EventOperation, { seed, index, hasHeaders }: Drawing): DrawnCase | undefined {
  const message = operation.messages[index % Math.max(1, operation.messages.length)];
  if (message === undefined) return undefined;
  const labels = [operation.id, 'events', index];
  const sample = sampleOrNone(message, randomFromSeed(seed, ...labels));
  if (sample === undefined) return undefined;
  const name = `case ${index + 1}`;
  const base: EventCase = {
    operation,
    message,
    phase: 'fuzzing',
    name,
    intent: { kind: 'valid' },
    ...sample,
    ...(hasHeaders ? {} : { headers: [] }),
    exercises: [],
  };
  const drawn = drawnFromSchema(base, index, `${seed} ${labels.join(' ')}`) ?? { testCase: base, smaller: [] };
  return isAsMeant(drawn.testCase) ? drawn : undefined;
}

/** Of a schema of ours; other languages have samples only. */
function drawnFromSchema(base: EventCase, index: number, seed: string): DrawnCase | undefined {
  const schema = payloadSchemaOf(base.message);
  if (schema === undefined) return undefined;
  const invalid = index % 4 === 3 ? planInvalidArbitrary(schema) : undefined;
  if (invalid?.kind === 'arbitrary') {
    const { arbitrary } = invalid;
    const caseOf = (value: Value<InvalidValue>): DrawnCase => ({
      testCase: {
        ...base,
        payload: value.value.value,
        intent: { kind: 'invalid', breach: breachIn('payload', value.value.breach) },
      },
      smaller: lazily(() => shrinksOf(arbitrary, value), caseOf),
    });
    return caseOf(drawValue(arbitrary, seed));
  }
  const valid = planArbitrary(schema);
  if (valid.kind !== 'arbitrary') return undefined;
  const { arbitrary } = valid;
  const caseOf = (value: Value<JsonValue>): DrawnCase => ({
    testCase: { ...base, payload: value.value },
    smaller: lazily(() => shrinksOf(arbitrary, value), caseOf),
  });
  return caseOf(drawValue(arbitrary, seed));
}

function lazily<T>(values: () => Iterable<Value<T>>, caseOf: (value: Value<T>) => DrawnCase): Iterable<DrawnCase> {
  return {
    *[Symbol.iterator]() {
      for (const value of values()) {
        const drawn = caseOf(value);
        if (isAsMeant(drawn.testCase)) yield drawn;
      }
    },
  };
}
