import type { JsonValue } from '../base/json.js';
import type { Schema } from '../schema/schema.js';
import { isValid } from '../schema/validate.js';
import type { Coercion, TextTree } from './coerce-text.js';
import { compileCoercion } from './coerce-text.js';
import type { JsonType, SchemaBranch } from './schema-branch.js';
import { branchesFromSchemas } from './schema-branch.js';
import type { Malformed, Shape } from './styled-text.js';
import { isMalformed } from './styled-text.js';

/** What came of looking for a value in a message. */
export type Reading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'malformed'; readonly message: string };

export const ABSENT: Reading = { kind: 'absent' };

/** All that reading a value from text needs to know of its schema, worked out once. */
export interface ReadingPlan {
  /** In which a value may come, at least one. */
  readonly shapes: readonly Shape[];
  readonly isNullable: boolean;
  /** Neither a list nor an object. */
  readonly isPlain: boolean;
  /** Members with a schema of their own, over all branches. */
  readonly memberNames: readonly string[];
  /** Whether members of other names are spoken of and let in. */
  readonly hasOtherMembers: boolean;
  readonly coerce: Coercion;
  readonly accepts: (value: JsonValue) => boolean;
}

/**
 * The plan of schemas that hold together.
 *
 * @param schemas - an empty list reads every text as it is
 */
export function planReading(schemas: readonly Schema[]): ReadingPlan {
  const branches = branchesFromSchemas(schemas);
  const types = new Set(branches.flatMap((branch) => [...(branch.types ?? [])]));
  const shapes = shapesFromTypes(types, branches);
  return {
    shapes,
    isPlain: shapes.length === 1 && shapes[0] === 'primitive',
    isNullable: types.has('null') && !types.has('string'),
    memberNames: [...new Set(branches.flatMap((branch) => [...branch.properties.keys()]))],
    hasOtherMembers: branches.some((branch) => branch.additional === 'open' || Array.isArray(branch.additional)),
    coerce: compileCoercion(schemas),
    accepts: (value) => schemas.every((schema) => isValid(schema, value)),
  };
}

/**
 * The value in the shape that fits: with several to choose from, the first that validates, trying lists first where there is more than one part.
 *
 * @param plan - of the value's schema
 * @param read - the tree in one shape, `undefined` when the message has none in it
 */
export function readInShape(plan: ReadingPlan, read: (shape: Shape) => TextTree | Malformed | undefined): Reading {
  let first: Reading | undefined;
  for (const shape of orderedShapes(plan, read)) {
    const tree = read(shape);
    if (tree === undefined) continue;
    const reading = isMalformed(tree) ? malformed(tree) : ({ kind: 'value', value: plan.coerce(tree) } as const);
    if (plan.shapes.length === 1 || (reading.kind === 'value' && plan.accepts(reading.value))) return reading;
    first ??= reading;
  }
  return first ?? ABSENT;
}

/**
 * A reading that failed.
 *
 * @param reason - as a clause
 */
export function malformed(reason: Malformed): Reading {
  return { kind: 'malformed', message: reason.malformed };
}

function orderedShapes(plan: ReadingPlan, read: (shape: Shape) => TextTree | Malformed | undefined): readonly Shape[] {
  if (plan.shapes.length === 1 || !plan.shapes.includes('array')) return plan.shapes;
  const list = read('array');
  return Array.isArray(list) && list.length > 1 ? LISTS_FIRST.filter((shape) => plan.shapes.includes(shape)) : plan.shapes;
}

function shapesFromTypes(types: ReadonlySet<JsonType>, branches: readonly SchemaBranch[]): readonly Shape[] {
  const shapes: Shape[] = [];
  if (branches.some((branch) => branch.types === undefined) || PRIMITIVES.some((type) => types.has(type))) shapes.push('primitive');
  if (types.has('array')) shapes.push('array');
  if (types.has('object')) shapes.push('object');
  return shapes.length === 0 ? ['primitive'] : shapes;
}

const PRIMITIVES: readonly JsonType[] = ['string', 'number', 'boolean'];
const LISTS_FIRST: readonly Shape[] = ['array', 'object', 'primitive'];
