import type { Arbitrary } from 'fast-check';
import { InputError } from '../../base/errors.js';
import type { ArbitraryOptions } from '../arbitrary/arbitrary-from-schema.js';
import { planArbitrary } from '../arbitrary/arbitrary-from-schema.js';
import { createReach } from '../boundary/reach.js';
import { nodeFromSchema } from '../node.js';
import type { Schema } from '../schema.js';
import { breachTargets } from './breach-targets.js';
import { createBreachDrawer } from './breach-drawer.js';
import { InvalidArbitrary } from './invalid-arbitrary.js';
import type { InvalidValue } from './invalid-value.js';
import { breachOf } from './judge-breach.js';

/** The arbitrary of the invalid values of a schema, or why it has none. */
export type InvalidArbitraryPlan =
  | { readonly kind: 'arbitrary'; readonly arbitrary: Arbitrary<InvalidValue> }
  /** No value breaks one clause alone: as a rule because there is none to break. */
  | { readonly kind: 'accepts-all'; readonly reason: string }
  | { readonly kind: 'unsatisfiable'; readonly reason: string };

/**
 * The invalid values of a schema as an arbitrary of fast-check. Every value, drawn or shrunk, breaks exactly one clause at one place, and says
 * which; of what `validate` finds wrong with it all is of that clause, but for what a broken union repeats from its nearest branch. Every clause
 * that can be broken alone comes equally often; shrinking leads to a smaller value with the same breach.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel, and values to prefer around the breach
 * @throws InputError `E_SCHEMA_ACCEPTS_ALL` when no clause can be broken alone, `E_SCHEMA_UNSATISFIABLE` when no value is valid
 * @see https://json-schema.org/draft/2020-12/json-schema-validation
 */
export function invalidArbitraryFromSchema(schema: Schema, options: ArbitraryOptions = {}): Arbitrary<InvalidValue> {
  const plan = planInvalidArbitrary(schema, options);
  if (plan.kind === 'arbitrary') return plan.arbitrary;
  throw new InputError({
    code: plan.kind === 'accepts-all' ? 'E_SCHEMA_ACCEPTS_ALL' : 'E_SCHEMA_UNSATISFIABLE',
    at: { file: schema.uri, pointer: schema.pointer },
    args: { reason: plan.reason },
  });
}

/**
 * The same as {@link invalidArbitraryFromSchema}, for callers that go on when there is no value.
 *
 * @param schema - where it was written
 * @param options - the direction the values travel, and values to prefer around the breach
 */
export function planInvalidArbitrary(schema: Schema, options: ArbitraryOptions = {}): InvalidArbitraryPlan {
  const valid = planArbitrary(schema, options);
  if (valid.kind === 'unsatisfiable') return valid;
  const root = nodeFromSchema(schema);
  const { direction } = options;
  const reach = createReach(root, direction);
  const drawer = createBreachDrawer({ reach, valid: valid.arbitrary, targets: [...breachTargets(reach)] });
  if (drawer === undefined) return { kind: 'accepts-all', reason: 'no clause can be broken alone' };
  return { kind: 'arbitrary', arbitrary: new InvalidArbitrary({ draw: drawer, judge: (value) => breachOf(root, value, direction) }) };
}
