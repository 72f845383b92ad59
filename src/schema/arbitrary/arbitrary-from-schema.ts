import type { Arbitrary } from 'fast-check';
import { InputError } from '../../base/errors.js';
import type { JsonValue } from '../../base/json.js';
import { randomFromSeed } from '../../base/random.js';
import type { Library } from '../node.js';
import { nodeFromSchema } from '../node.js';
import type { Sample } from '../sample.js';
import { sampleFromSchema } from '../sample.js';
import type { Direction, Schema } from '../schema.js';
import { isValid } from '../validate.js';
import type { Plan, Planner } from './plan.js';
import { createPlanner } from './planner.js';
import type { ValueSource } from './schema-arbitrary.js';
import { SchemaArbitrary } from './schema-arbitrary.js';
import { simplerSteps } from './simpler-steps.js';
import type { Wishes } from './source.js';
import { sourceOf } from './source.js';

/** What is wanted of the values of a schema. */
export interface ArbitraryOptions {
  /** Leaves out members that do not travel that way. */
  readonly direction?: Direction | undefined;
  /** Values for a place in the value, by JSON pointer: drawn about half of the time where they are valid. */
  readonly suggest?: ((instancePointer: string) => readonly JsonValue[]) | undefined;
  /** Default true: objects have odd members now and then where their schema says nothing of others. Members that are stated to be free are not meant. */
  readonly addsUndeclared?: boolean | undefined;
}

/** The arbitrary of a schema, or why it has none. */
export type ArbitraryPlan =
  | { readonly kind: 'arbitrary'; readonly arbitrary: Arbitrary<JsonValue> }
  | { readonly kind: 'unsatisfiable'; readonly reason: string };

/**
 * The valid values of a schema as an arbitrary of fast-check. Every value, drawn or shrunk, is valid; edges come often; shrinking leads to a
 * smallest valid value.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel, and values to prefer
 * @throws InputError `E_SCHEMA_UNSATISFIABLE` when no value satisfies the schema, or none is found within bounds
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function arbitraryFromSchema(schema: Schema, options: ArbitraryOptions = {}): Arbitrary<JsonValue> {
  const plan = planArbitrary(schema, options);
  if (plan.kind === 'arbitrary') return plan.arbitrary;
  throw new InputError({
    code: 'E_SCHEMA_UNSATISFIABLE',
    at: schema.uri === '' ? undefined : { file: schema.uri, pointer: schema.pointer },
    args: { reason: plan.reason },
  });
}

/**
 * The same as {@link arbitraryFromSchema}, for callers that go on when there is no value.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel, and values to prefer
 */
export function planArbitrary(schema: Schema, options: ArbitraryOptions = {}): ArbitraryPlan {
  const { direction } = options;
  const node = nodeFromSchema(schema);
  const plan = plannerOf(node.resource.library, direction).planOf([node]);
  const accepts = (value: JsonValue): boolean => isValid(schema, value, { direction });
  const wishes = { suggest: options.suggest, addsUndeclared: options.addsUndeclared ?? true };
  const evidence = evidenceOf(schema, plan, { direction, accepts });
  if (evidence.kind === 'unsatisfiable') return evidence;
  const witnesses = [evidence.value];
  let others: readonly JsonValue[] | undefined;
  let simplest: readonly JsonValue[] | undefined;
  const draw: ValueSource['draw'] = (stream, biasFactor) => {
    for (let attempt = 0; attempt < TRY_COUNT; attempt += 1) {
      const value = plan.draw(sourceOf(stream, biasFactor, wishes));
      if (value !== undefined && accepts(value)) return value;
    }
    others ??= [...witnesses, ...samplesOf(schema, direction)];
    return others[Math.floor(stream.next() * others.length)] ?? null;
  };
  const simpler: ValueSource['simpler'] = (value, path) =>
    simplerSteps(value, path, {
      isValid: accepts,
      simplest: () => {
        simplest ??= [...plan.simplest(), ...witnesses];
        return simplest;
      },
    });
  return { kind: 'arbitrary', arbitrary: new SchemaArbitrary({ draw, isValid: accepts, simpler }) };
}

const TRY_COUNT = 3;
const SAMPLE_COUNT = 8;
const EVIDENCE_TRY_COUNT = 3;
const NO_WISHES: Wishes = { suggest: undefined, addsUndeclared: false };

interface Evidence {
  readonly direction: Direction | undefined;
  readonly accepts: (value: JsonValue) => boolean;
}

/** One valid value: that a schema has any is known before its arbitrary is handed out. Drawing is quicker than sampling, sampling finds more. */
function evidenceOf(schema: Schema, plan: Plan, { direction, accepts }: Evidence): Sample {
  for (let index = 0; index < EVIDENCE_TRY_COUNT; index += 1) {
    const value = plan.draw(sourceOf(randomFromSeed('evidence', index), undefined, NO_WISHES));
    if (value !== undefined && accepts(value)) return { kind: 'value', value };
  }
  const sample = sampleFromSchema(schema, { direction });
  const [found] = sample.kind === 'value' ? [] : plan.simplest().filter(accepts);
  return found === undefined ? sample : { kind: 'value', value: found };
}

/** What stands in where drawing does not meet the schema. */
function samplesOf(schema: Schema, direction: Direction | undefined): readonly JsonValue[] {
  return Array.from({ length: SAMPLE_COUNT }, (_, index) =>
    sampleFromSchema(schema, { direction, random: randomFromSeed('sample', index) }),
  ).flatMap((sample) => (sample.kind === 'value' ? [sample.value] : []));
}

/** One planner for all schemas of a document and a direction: what one has worked out the next finds ready. */
const PLANNERS = new WeakMap<Library, Map<Direction | undefined, Planner>>();

function plannerOf(library: Library, direction: Direction | undefined): Planner {
  let planners = PLANNERS.get(library);
  if (planners === undefined) {
    planners = new Map();
    PLANNERS.set(library, planners);
  }
  let planner = planners.get(direction);
  if (planner === undefined) {
    planner = createPlanner({ direction });
    planners.set(direction, planner);
  }
  return planner;
}
