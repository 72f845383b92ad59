import type { JsonValue } from '../base/json.js';
import type { Random } from '../base/random.js';
import type { Node } from './node.js';
import { nodeFromSchema } from './node.js';
import type { Sampling } from './sample/budget.js';
import { isOversized, MAX_VALUE_COUNT } from './sample/budget.js';
import { build } from './sample/build.js';
import type { Direction, Schema } from './schema.js';
import { isValidByNode } from './validate.js';

/** A value that a schema accepts, or why there is none to show. */
export type Sample = { readonly kind: 'value'; readonly value: JsonValue } | { readonly kind: 'unsatisfiable'; readonly reason: string };

/** What is wanted of a sample. */
export interface SampleOptions {
  /** Leaves out members that do not travel that way. */
  readonly direction?: Direction | undefined;
  /** Without it the value is fixed: examples and defaults first. */
  readonly random?: Random | undefined;
}

/**
 * A value that the schema accepts. What is given is always valid; `unsatisfiable` means that none exists or none was found within the budget.
 *
 * The fixed value is made to be read: `example`, `default`, the first of `examples`, `const`, the first of `enum`, a usual value of the
 * format, `"string"`, `0`; optional members too, as deep as the whole stays readable.
 *
 * @param schema - where it was written
 * @param options - the direction the value travels, and the chance to draw from; the same stream gives the same value
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-9
 */
export function sampleFromSchema(schema: Schema, options: SampleOptions = {}): Sample {
  const node = nodeFromSchema(schema);
  let attemptCount = MAX_ATTEMPT_COUNT;
  let oversized: JsonValue | undefined;
  for (const optionalDepth of OPTIONAL_DEPTHS) {
    const sampling: Sampling = {
      options: { direction: options.direction },
      random: options.random,
      optionalDepth,
      valueCount: 0,
      attemptCount,
    };
    const value = build({ conjuncts: [node], path: [], depth: 0, excluded: [] }, sampling);
    if (!isOversized(sampling)) attemptCount = Math.max(sampling.attemptCount, MIN_ATTEMPT_COUNT);
    if (value === undefined || !isValidByNode(node, value, sampling.options)) continue;
    if (sampling.valueCount <= MAX_VALUE_COUNT) return { kind: 'value', value };
    oversized = value;
  }
  return oversized === undefined ? { kind: 'unsatisfiable', reason: reasonOf(node, attemptCount) } : { kind: 'value', value: oversized };
}

/** Tried in turn until the value is small enough to be of use. */
const OPTIONAL_DEPTHS = [6, 4, 3, 2, 1, 0];
const MAX_ATTEMPT_COUNT = 60_000;
/** What the shallower tries are left with, however much the deeper ones have spent. */
const MIN_ATTEMPT_COUNT = 8_000;

function reasonOf(node: Node, attemptCount: number): string {
  if (node.value === false) return 'the schema is false';
  return attemptCount <= MIN_ATTEMPT_COUNT ? 'no value was found within the budget' : 'no value satisfies all of its clauses';
}
