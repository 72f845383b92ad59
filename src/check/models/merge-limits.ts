import type { JsonObject, JsonValue } from '../../base/json.js';
import { formatTest } from '../../schema/format/format.js';
import { isHiddenProperty } from '../../schema/hidden-property.js';
import type { Direction } from '../../schema/schema.js';
import { sortedOnce } from './canonical-text.js';
import type { Part } from './gather-parts.js';

/**
 * What several schemas that hold together say of types, limits and lists of names.
 *
 * @param parts - of one place
 * @param direction - the way the values travel: what does not travel is not required
 * @returns clauses of a form; those that nobody states are `undefined`
 */
export function mergeLimits(parts: readonly Part[], direction: Direction | undefined): JsonObject {
  const numbers = (keyword: string): readonly number[] =>
    parts.flatMap(({ clauses }) => {
      const value = clauses.get(keyword)?.value;
      return typeof value === 'number' ? [value] : [];
    });
  const texts = (keyword: string): readonly string[] =>
    parts.flatMap(({ clauses }) => {
      const value = clauses.get(keyword)?.value;
      return typeof value === 'string' ? [value] : [];
    });
  const type = mergeTypes(parts);
  const isWhole = type?.every((name) => name === 'integer' || !NUMBERS.has(name)) === true;
  return {
    type,
    ...lowest(most(numbers('minimum')), most(numbers('exclusiveMinimum')), isWhole),
    ...highest(least(numbers('maximum')), least(numbers('exclusiveMaximum')), isWhole),
    multipleOf: sortedOnce(numbers('multipleOf').filter((factor) => !(isWhole && factor === 1))),
    minLength: most(numbers('minLength')),
    maxLength: least(numbers('maxLength')),
    pattern: sortedOnce(texts('pattern')),
    // A format that nobody judges is a remark.
    format: sortedOnce(texts('format').filter((name) => formatTest(name) !== undefined)),
    minItems: most(numbers('minItems')),
    maxItems: least(numbers('maxItems')),
    uniqueItems: parts.some(({ clauses }) => clauses.get('uniqueItems')?.value === true),
    minProperties: most(numbers('minProperties')),
    maxProperties: least(numbers('maxProperties')),
    required: sortedOnce(parts.flatMap((part) => requiredOf(part, direction))),
    lists: listsOf(parts),
  };
}

/** Values of enums that are no lists of scalars: compared as they stand. */
function listsOf(parts: readonly Part[]): JsonValue | undefined {
  const lists = parts.flatMap(({ clauses }) => {
    const values = clauses.get('enum')?.value;
    const only = clauses.get('const')?.value;
    return [...(Array.isArray(values) ? [sortedOnce(values)] : []), ...(only === undefined ? [] : [[only]])];
  });
  return lists.length === 0 ? undefined : sortedOnce(lists);
}

function mergeTypes(parts: readonly Part[]): readonly string[] | undefined {
  let merged: readonly string[] | undefined;
  for (const { clauses, addsNull } of parts) {
    const value = clauses.get('type')?.value;
    if (value === undefined) continue;
    const named = (Array.isArray(value) ? value : [value]).map(String);
    const own = [...new Set(addsNull ? [...named, 'null'] : named)];
    merged = merged === undefined ? own : common(merged, own);
  }
  if (merged === undefined) return undefined;
  const held = merged.includes('number') ? merged.filter((name) => name !== 'integer') : merged;
  return ALL_TYPES.every((name) => held.includes(name)) ? undefined : held.toSorted();
}

/** An integer is a number. */
function common(left: readonly string[], right: readonly string[]): readonly string[] {
  const has = (types: readonly string[], name: string): boolean => types.includes(name) || (name === 'integer' && types.includes('number'));
  return [...new Set([...left, ...right])].filter((name) => has(left, name) && has(right, name));
}

function requiredOf({ node, clauses }: Part, direction: Direction | undefined): readonly string[] {
  const value = clauses.get('required')?.value;
  if (!Array.isArray(value)) return [];
  const names = value.filter((name: JsonValue): name is string => typeof name === 'string');
  return names.filter((name) => direction === undefined || !isHiddenProperty(node, name, direction));
}

function lowest(inclusive: number | undefined, exclusive: number | undefined, isWhole: boolean): JsonObject {
  if (exclusive === undefined || (inclusive !== undefined && inclusive > exclusive))
    return { minimum: rounded(inclusive, isWhole, Math.ceil) };
  return isWhole ? { minimum: Math.floor(exclusive) + 1 } : { exclusiveMinimum: exclusive };
}

function highest(inclusive: number | undefined, exclusive: number | undefined, isWhole: boolean): JsonObject {
  if (exclusive === undefined || (inclusive !== undefined && inclusive < exclusive))
    return { maximum: rounded(inclusive, isWhole, Math.floor) };
  return isWhole ? { maximum: Math.ceil(exclusive) - 1 } : { exclusiveMaximum: exclusive };
}

function rounded(limit: number | undefined, isWhole: boolean, round: (limit: number) => number): number | undefined {
  return limit === undefined || !isWhole ? limit : round(limit);
}

function most(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

const NUMBERS: ReadonlySet<string> = new Set(['number', 'integer']);
const ALL_TYPES = ['array', 'boolean', 'null', 'number', 'object', 'string'];
