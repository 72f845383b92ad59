import type { JsonObject } from '../../base/json.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { Schema } from '../../schema/schema.js';
import { isValid } from '../../schema/validate.js';

/**
 * Why no value is valid under a schema, or `undefined` when one is, or when nothing hints at it: making a value of each schema of a large
 * document would take seconds.
 *
 * @param schema - any
 * @param value - its value
 */
export function unsatisfiableReason(schema: Schema, value: JsonObject): string | undefined {
  if (!isSuspicious(schema, value)) return undefined;
  const sample = sampleFromSchema(schema);
  return sample.kind === 'unsatisfiable' ? sample.reason : undefined;
}

function isSuspicious(schema: Schema, value: JsonObject): boolean {
  return REVERSIBLE.some(([low, high]) => isReversed(value[low], value[high])) || hasDeadEnum(schema, value);
}

function isReversed(low: unknown, high: unknown): boolean {
  return typeof low === 'number' && typeof high === 'number' && low > high;
}

function hasDeadEnum(schema: Schema, { enum: members }: JsonObject): boolean {
  return Array.isArray(members) && !members.some((member) => isValid(schema, member));
}

const REVERSIBLE = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
] as const;
