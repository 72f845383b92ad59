import type { JsonObject, JsonValue } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { Schema } from '../schema/schema.js';
import { validate } from '../schema/validate.js';
import { textFromViolation } from '../schema/violation.js';
import { inputProperties } from './input-properties.js';

/** The inputs that a workflow runs with, or why it cannot. */
export type WorkflowInputs =
  | { readonly kind: 'inputs'; readonly inputs: JsonObject }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * The inputs of a workflow: what it is given, else the `default` of a property, else, where its schema says `x-unique: <prefix>`, a text that no
 * other run has.
 *
 * @param schema - of the inputs; without one everything goes
 * @param given - by who calls it
 * @param random - what unique texts are drawn from
 */
export function inputsOf(schema: Schema | undefined, given: JsonObject, random: Random): WorkflowInputs {
  if (schema === undefined) return { kind: 'inputs', inputs: given };
  const inputs: Record<string, JsonValue> = {};
  for (const [name, property] of inputProperties(schema)) {
    const value = given[name] ?? property['default'] ?? uniqueText(property['x-unique'], random);
    if (value !== undefined) inputs[name] = value;
  }
  const merged = { ...inputs, ...given };
  const [violation] = validate(schema, merged);
  if (violation === undefined) return { kind: 'inputs', inputs: merged };
  return {
    kind: 'problem',
    problem: `${violation.instancePointer === '' ? 'the inputs' : violation.instancePointer} ${textFromViolation(violation)}`,
  };
}

function uniqueText(prefix: JsonValue | undefined, random: Random): string | undefined {
  if (prefix === undefined || prefix === false) return undefined;
  const digits = Array.from({ length: 3 }, () =>
    Math.floor(random.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0'),
  );
  return `${typeof prefix === 'string' ? prefix : ''}${digits.join('')}`;
}
