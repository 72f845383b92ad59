import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { canonicalText, sortedOnce } from './canonical-text.js';

/**
 * Whether a keyword speaks of the type, or only of values of one type: null is let in by all of these but the type itself.
 *
 * @param keyword - by its name of JSON Schema 2020-12
 */
export function isTypedKeyword(keyword: string): boolean {
  return keyword === 'type' || TYPE_OF_KEYWORD.has(keyword);
}

/**
 * Whether a form is made of the type and of what speaks of single types.
 *
 * @param form - of a schema
 */
export function isTypedOnly(form: JsonObject): boolean {
  return Object.keys(form).every(isTypedKeyword);
}

/**
 * The form that lets in null and whatever the given one lets in.
 *
 * @param form - of a schema
 */
export function orNull(form: JsonValue): JsonValue {
  if (form === false) return { enum: [null] };
  if (!isJsonObject(form)) return form;
  const { type, enum: values } = form;
  if (Array.isArray(values)) return { enum: sortedOnce([...values, null]) };
  if (!isTypedOnly(form)) return { anyOf: [sortedOnce([form, { enum: [null] }])] };
  return Array.isArray(type) ? { ...form, type: sortedOnce([...type, 'null']) } : form;
}

/**
 * The form without what says nothing: limits that every value keeps, clauses for types that are not let in.
 *
 * @param form - as merged; members that are `undefined` are dropped
 * @returns `false` when no type is left
 */
export function withoutIdleClauses(form: JsonObject): JsonObject | false {
  const types = Array.isArray(form['type']) ? (form['type'] as readonly string[]) : undefined;
  if (types?.length === 0) return false;
  const has = (type: string): boolean => types === undefined || types.includes(type) || (type === 'number' && types.includes('integer'));
  const kept = Object.entries(form).filter(([keyword, value]) => {
    if (value === undefined || canonicalText(value) === IDLE_TEXTS.get(keyword)) return false;
    return (TYPE_OF_KEYWORD.get(keyword) ?? []).length === 0 || TYPE_OF_KEYWORD.get(keyword)?.some(has) === true;
  });
  const rest: JsonObject = Object.fromEntries(kept);
  const isOfFew = kept.length === 1 && types?.every((type) => type === 'boolean' || type === 'null') === true;
  return isOfFew ? { enum: sortedOnce(types.flatMap((type): readonly JsonValue[] => (type === 'null' ? [null] : [true, false]))) } : rest;
}

const NUMBER = ['number'];
const TEXT = ['string'];
const LIST = ['array'];
const OBJECT = ['object'];
/** The types that a clause of a form speaks of. */
const TYPE_OF_KEYWORD: ReadonlyMap<string, readonly string[]> = new Map([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].map((keyword) => [keyword, NUMBER] as const),
  ...['minLength', 'maxLength', 'pattern'].map((keyword) => [keyword, TEXT] as const),
  ['format', [...TEXT, ...NUMBER]] as const,
  ...['minItems', 'maxItems', 'uniqueItems', 'items', 'prefixItems', 'tuples', 'contains', 'minContains', 'maxContains'].map(
    (keyword) => [keyword, LIST] as const,
  ),
  ...[
    ...['properties', 'patternProperties', 'additionalProperties', 'groups', 'required', 'minProperties', 'maxProperties'],
    ...['dependentRequired', 'dependentSchemas', 'propertyNames'],
  ].map((keyword) => [keyword, OBJECT] as const),
]);
const IDLE_TEXTS: ReadonlyMap<string, string> = new Map([
  ...['minLength', 'minItems', 'minProperties'].map((keyword) => [keyword, '0'] as const),
  ['uniqueItems', 'false'],
  ...['required', 'pattern', 'format', 'multipleOf'].map((keyword) => [keyword, '[]'] as const),
  ...['items', 'additionalProperties', 'properties'].map((keyword) => [keyword, '{}'] as const),
  ['propertyNames', '[{}]'],
]);
