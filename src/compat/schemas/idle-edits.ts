import type { JsonValue } from '../../base/json.js';
import { clausesOf } from './clause-edit.js';
import type { SchemaEdit } from './schema-edit.js';
import type { SchemaView } from './schema-view.js';
import type { Sides } from '../sides.js';

/**
 * What somebody changed that has no effect: a limit where nothing of its type is let in, other numbers that come to the same, an alternative
 * that another one takes in. Not another spelling of the same, so who wrote it wants to hear of it.
 *
 * @param edits - of two schemas that mean the same
 * @param views - of both
 */
export function idleEdits(edits: readonly SchemaEdit[], views: Sides<SchemaView>): readonly SchemaEdit[] {
  return edits.filter((edit) => isIdle(edit, views)).map((edit) => ({ ...edit, isIdle: true }));
}

function isIdle({ keyword, before, after }: SchemaEdit, views: Sides<SchemaView>): boolean {
  // Several clauses hold together, and may have been put together or taken apart.
  if (clausesOf(views, keyword).some((clauses) => clauses.length > 1)) return false;
  if (Array.isArray(before) && Array.isArray(after)) return (keyword === 'anyOf' || keyword === 'oneOf') && before.length !== after.length;
  const type = LIMITED_TYPES.get(keyword);
  if (type === undefined) return false;
  if (typeof before === 'number' && typeof after === 'number') return true;
  const isLimit = [before, after].every((value) => value === undefined || typeof value !== 'boolean');
  return isLimit && views.every((view) => typesOf(view)?.has(type) === false);
}

/** `undefined` when any is let in. */
function typesOf({ clauses }: SchemaView): ReadonlySet<JsonValue> | undefined {
  const [first] = clauses.get('type') ?? [];
  if (first === undefined) return undefined;
  const types = Array.isArray(first.value) ? first.value : [first.value];
  return new Set(types.map((type) => (type === 'integer' ? 'number' : type)));
}

const LIMITED_TYPES: ReadonlyMap<string, string> = new Map([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map((keyword) => [keyword, 'number'] as const),
  ...['minLength', 'maxLength', 'pattern'].map((keyword) => [keyword, 'string'] as const),
  ...['minItems', 'maxItems', 'minContains', 'maxContains'].map((keyword) => [keyword, 'array'] as const),
  ...['minProperties', 'maxProperties'].map((keyword) => [keyword, 'object'] as const),
]);
