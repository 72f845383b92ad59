import type { JsonObject } from '../../base/json.js';
import type { Schema } from '../../schema/schema.js';
import { branchesFromSchemas } from '../../wire/schema-branch.js';

/** What a schema says of the members of its objects, all its alternatives together. */
export interface DeclaredMembers {
  /** By name, as the first alternative has it. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Whether members of other names are spoken of: a map of whatever comes. */
  readonly isOpen: boolean;
  /** Of the items, when the schema lets a list in. */
  readonly items: Schema | undefined;
}

/**
 * The members that a schema declares in any of its alternatives. Worked out once.
 *
 * @param schema - any
 */
export function declaredMembers(schema: Schema): DeclaredMembers {
  let known = KNOWN.get(schema);
  if (known === undefined) {
    known = readMembers(schema);
    KNOWN.set(schema, known);
  }
  return known;
}

/**
 * The object without the members that a schema does not speak of; the same where it speaks of none.
 *
 * @param schema - that the object is shown by
 * @param object - from elsewhere
 */
export function knownPart(schema: Schema, object: JsonObject): JsonObject {
  const { schemas, isOpen } = declaredMembers(schema);
  if (isOpen || schemas.size === 0) return object;
  const entries = Object.entries(object);
  const kept = entries.filter(([name]) => schemas.has(name));
  return kept.length === entries.length ? object : Object.fromEntries(kept);
}

function readMembers(schema: Schema): DeclaredMembers {
  const branches = branchesFromSchemas([schema]);
  const schemas = new Map<string, Schema>();
  for (const { properties } of branches) {
    for (const [name, [first]] of properties) if (first !== undefined && !schemas.has(name)) schemas.set(name, first);
  }
  return {
    schemas,
    isOpen: branches.some(({ additional }) => additional === 'open' || Array.isArray(additional)),
    items: branches.map(({ items }) => items[0]).find((items) => items !== undefined),
  };
}

const KNOWN = new WeakMap<Schema, DeclaredMembers>();
