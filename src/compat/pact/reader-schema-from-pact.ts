import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { patternDefect } from '../../schema/pattern/pattern.js';
import type { Schema } from '../../schema/schema.js';
import type { PactMatcher, PathRule, RuleList } from './pact-rules.js';
import type { RuleScope } from './rule-scope.js';
import { ruleScopeOf } from './rule-scope.js';

/**
 * How literally a pact is taken. `exact`: what its verifier asks for. `kind`: what of it depends on the data of the moment is let go, a
 * value that is compared with the example and how many items a list has; what kind of values there are, that they are there, and what
 * matchers say of their form stays.
 */
export type PactStrength = 'exact' | 'kind';

/**
 * The values that a pact takes at least: whatever is refused by this schema is refused by the pact. Where implementations differ, or we
 * do not know a matcher, it takes more.
 *
 * @param content - the example
 * @param rules - of the body
 * @param reading - how literally, and a name that no other schema has
 * @see https://docs.pact.io/getting_started/matching
 */
export function readerSchemaFromPact(content: JsonValue, rules: readonly PathRule[], reading: PactReading): Schema {
  const value = readerOf(content, ruleScopeOf(rules), { strength: reading.strength, depth: 0 });
  const documents = { get: (uri: string) => (uri === reading.name ? value : undefined) };
  return { value, dialect: '2020-12', uri: reading.name, pointer: '', documents };
}

/** How a pact's expectation is made a schema. */
export interface PactReading {
  readonly strength: PactStrength;
  /** The URI of the schema. */
  readonly name: string;
}

interface Taking {
  readonly strength: PactStrength;
  readonly depth: number;
}

function readerOf(value: JsonValue, scope: RuleScope, taking: Taking): JsonValue {
  if (taking.depth > MAX_DEPTH) return true;
  const { rule } = scope;
  if (rule === undefined || rule.matchers.length === 0) return likeExample(value, scope, taking);
  const schemas = rule.matchers.map((matcher) => readerOfMatcher(matcher, value, { scope, taking }));
  const [only] = schemas;
  if (schemas.length === 1 && only !== undefined) return only;
  return rule.combine === 'OR' ? { anyOf: schemas } : { allOf: schemas };
}

interface Standing {
  readonly scope: RuleScope;
  readonly taking: Taking;
}

/** A matcher of lists or objects at the place of another value says nothing that all implementations agree on. */
function readerOfMatcher(matcher: PactMatcher, value: JsonValue, standing: Standing): JsonValue {
  const { scope, taking } = standing;
  switch (matcher.kind) {
    case 'equality':
      return likeExample(value, scope, taking);
    case 'type':
      return { ...ofType(value, scope, taking), ...(scope.isInherited ? {} : countsOf(matcher, value, taking)) };
    case 'not-empty':
      return { ...(isContainer(value) ? ofType(value, scope, taking) : {}), ...(scope.isInherited ? {} : NOT_EMPTY) };
    case 'values':
      return isJsonObject(value) ? eachMember(anyOfExamples(Object.values(value), scope, taking)) : {};
    case 'each-key':
      return isJsonObject(value) && !scope.isInherited ? { type: 'object', propertyNames: formOfAll(matcher.rules) } : {};
    case 'each-value':
      return eachValue(matcher.rules, value, standing);
    case 'array-contains':
      return containing(matcher, value, taking);
    default:
      // Whether a rule of form reaches below the place it stands at is not agreed upon: a list or object above is only of its type.
      return isContainer(value) ? ofType(value, scope, taking) : formOf(matcher);
  }
}

/** As the example: objects may hold more, lists may not. */
function likeExample(value: JsonValue, scope: RuleScope, taking: Taking): JsonValue {
  if (isJsonObject(value)) return objectLike(value, scope, taking);
  if (Array.isArray(value)) {
    if (taking.strength === 'kind') return { type: 'array', items: anyOfExamples(value, scope, taking) };
    const prefixItems = value.map((item: JsonValue, index) => readerOf(item, scope.below(String(index)), deeper(taking)));
    return { type: 'array', minItems: value.length, maxItems: value.length, ...(prefixItems.length === 0 ? {} : { prefixItems }) };
  }
  return taking.strength === 'exact' ? { const: value } : typeOf(value);
}

/** Of the same type as the example, all the way down where no rule stands. */
function ofType(value: JsonValue, scope: RuleScope, taking: Taking): JsonObject {
  if (isJsonObject(value)) return objectLike(value, scope, taking);
  if (Array.isArray(value)) return { type: 'array', items: anyOfExamples(value, scope, taking) };
  return value === null && taking.strength === 'kind' ? {} : typeOf(value);
}

function objectLike(value: JsonObject, scope: RuleScope, taking: Taking): JsonObject {
  const names = Object.keys(value);
  const properties = names.map((name) => [name, readerOf(value[name] ?? null, scope.below(name), deeper(taking))] as const);
  return { type: 'object', ...(names.length === 0 ? {} : { required: names, properties: Object.fromEntries(properties) }) };
}

/** Any item is like one of the examples. What they say at the same index does not matter: a list may come in any order and length. */
function anyOfExamples(examples: readonly (JsonValue | undefined)[], scope: RuleScope, taking: Taking): JsonValue {
  const schemas = new Map<string, JsonValue>();
  for (const [index, example] of examples.slice(0, MAX_EXAMPLE_COUNT).entries()) {
    const schema = readerOf(example ?? null, scope.below(String(index)), deeper(taking));
    schemas.set(JSON.stringify(schema), schema);
  }
  if (schemas.size === 0 || examples.length > MAX_EXAMPLE_COUNT) return true;
  const distinct = [...schemas.values()];
  return distinct.length === 1 ? (distinct[0] ?? true) : { anyOf: distinct };
}

function eachValue(rules: readonly PactMatcher[], value: JsonValue, { scope, taking }: Standing): JsonValue {
  if (scope.isInherited || !isContainer(value)) return {};
  const examples: readonly (JsonValue | undefined)[] = Array.isArray(value) ? value : Object.values(value);
  const list: RuleList = { combine: 'AND', matchers: rules };
  const schemas = examples.slice(0, 1).map((example, index) => {
    const below = scope.below(String(index));
    return readerOf(example ?? null, { ...below, rule: list, isInherited: false }, deeper(taking));
  });
  const each = schemas[0] ?? true;
  return Array.isArray(value) ? { type: 'array', items: each } : eachMember(each);
}

function eachMember(schema: JsonValue): JsonObject {
  return { type: 'object', additionalProperties: schema };
}

function containing(matcher: Extract<PactMatcher, { kind: 'array-contains' }>, value: JsonValue, taking: Taking): JsonValue {
  if (!Array.isArray(value)) return {};
  if (taking.strength === 'kind') return { type: 'array' };
  const parts = matcher.variants.map(({ index, rules }) => ({
    contains: readerOf(value[index] ?? null, ruleScopeOf(rules), deeper(taking)),
  }));
  return { type: 'array', ...(parts.length === 0 ? {} : { allOf: parts }) };
}

function countsOf({ minCount, maxCount }: Extract<PactMatcher, { kind: 'type' }>, value: JsonValue, taking: Taking): JsonObject {
  if (!Array.isArray(value) || taking.strength === 'kind') return {};
  return { ...(minCount === undefined ? {} : { minItems: minCount }), ...(maxCount === undefined ? {} : { maxItems: maxCount }) };
}

function formOfAll(matchers: readonly PactMatcher[]): JsonValue {
  return { allOf: matchers.map(formOf) };
}

/** What a matcher says of one text or number. A regular expression is held against the text of a number too. */
function formOf(matcher: PactMatcher): JsonObject {
  switch (matcher.kind) {
    case 'integer':
    case 'boolean':
    case 'null':
      return { type: matcher.kind };
    case 'number':
    case 'decimal':
      return { type: 'number' };
    case 'regex':
      return withPattern(matcher.pattern);
    case 'include':
      return withPattern(matcher.text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    case 'semver':
      return { type: 'string', pattern: SEMVER };
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return { type: 'string' };
    default:
      return {};
  }
}

/** Patterns of other languages that ours does not know are let go. */
function withPattern(pattern: string): JsonObject {
  return { type: SCALARS, ...(patternDefect(pattern) === undefined ? { pattern } : {}) };
}

function typeOf(value: JsonValue): JsonObject {
  return value === null ? {} : { type: typeof value };
}

function isContainer(value: JsonValue): value is JsonObject | readonly JsonValue[] {
  return typeof value === 'object' && value !== null;
}

function deeper({ strength, depth }: Taking): Taking {
  return { strength, depth: depth + 1 };
}

/** Deeper than any answer that somebody wrote by hand: below, all is taken. */
const MAX_DEPTH = 100;
/** More examples than this in one list say nothing that fewer do not. */
const MAX_EXAMPLE_COUNT = 64;
const NOT_EMPTY: JsonObject = { minLength: 1, minItems: 1, minProperties: 1 };
const SCALARS = ['string', 'number', 'boolean'];
const SEMVER = '^\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?$';
