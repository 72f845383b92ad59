import type { JsonValue } from '../../src/base/json.js';
import { randomFromSeed } from '../../src/base/random.js';
import type { Sample } from '../../src/schema/sample.js';
import { sampleFromSchema } from '../../src/schema/sample.js';
import type { Direction, Schema } from '../../src/schema/schema.js';
import { textFromViolation } from '../../src/schema/violation.js';
import { validate } from '../../src/schema/validate.js';

/** What was sampled of one schema. */
export interface SampledValues {
  readonly values: readonly JsonValue[];
  /** The reason, when there is no value. */
  readonly unsatisfiable: string | undefined;
}

/**
 * The law of sampling: whatever is given is valid, the same stream gives the same value, and a schema has values either by all streams or by none.
 *
 * @param schema - any schema
 * @param options - the direction, and the seeds to draw with beside the fixed value
 * @throws Error that shows schema, value and violations when the law is broken
 */
export function assertSamplesValidate(
  schema: Schema,
  { direction, seeds = [1, 2] }: { readonly direction?: Direction; readonly seeds?: readonly number[] } = {},
): SampledValues {
  const samples: readonly Sample[] = [
    sampleFromSchema(schema, { direction }),
    ...seeds.map((seed) => sampleFromSchema(schema, { direction, random: randomFromSeed(seed) })),
  ];
  const values = samples.flatMap((sample) => (sample.kind === 'value' ? [sample.value] : []));
  for (const value of values) assertValid(schema, value, direction);
  const again = sampleFromSchema(schema, { direction, random: randomFromSeed(seeds[0] ?? 1) });
  if (seeds.length > 0 && JSON.stringify(again) !== JSON.stringify(samples[1]))
    throw new Error(`the same seed gave two values at ${schema.pointer}`);
  const missing = samples.find((sample) => sample.kind === 'unsatisfiable');
  return { values, unsatisfiable: missing?.kind === 'unsatisfiable' ? missing.reason : undefined };
}

function assertValid(schema: Schema, value: JsonValue, direction: Direction | undefined): void {
  const violations = validate(schema, value, { direction });
  if (violations.length === 0) return;
  const texts = violations.map((violation) => `${violation.instancePointer} ${textFromViolation(violation)} (${violation.schemaPointer})`);
  throw new Error(`the sample of ${schema.uri}#${schema.pointer} is invalid\n${texts.join('\n')}\n${JSON.stringify(value).slice(0, 500)}`);
}
