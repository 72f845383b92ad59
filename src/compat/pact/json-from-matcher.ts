import type { JsonObject, JsonValue } from '../../base/json.js';
import type { PactMatcher, PathRule, PlainMatcherKind, RuleList } from './pact-rules.js';

/**
 * A list of rules as v4 writes it.
 *
 * @param rule - of a place
 */
export function jsonFromRuleList({ combine, matchers }: RuleList): JsonObject {
  return { combine, matchers: matchers.map(jsonFromMatcher) };
}

/**
 * Rules by path as v4 writes them.
 *
 * @param rules - of a body, of headers, of parameters
 */
export function jsonFromPathRules(rules: readonly PathRule[]): JsonObject {
  return Object.fromEntries(rules.map((rule) => [rule.path, jsonFromRuleList(rule)]));
}

function jsonFromMatcher(matcher: PactMatcher): JsonObject {
  switch (matcher.kind) {
    case 'type':
      return { match: 'type', ...given('min', matcher.minCount), ...given('max', matcher.maxCount) };
    case 'regex':
      return { match: 'regex', regex: matcher.pattern };
    case 'include':
      return { match: 'include', value: matcher.text };
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return { match: matcher.kind, ...given('format', matcher.format) };
    case 'content-type':
      return { match: 'contentType', value: matcher.mediaType };
    case 'status-code':
      return { match: 'statusCode', status: matcher.status };
    case 'each-key':
    case 'each-value':
      return {
        match: matcher.kind === 'each-key' ? 'eachKey' : 'eachValue',
        rules: matcher.rules.map(jsonFromMatcher),
        ...matcher.others,
      };
    case 'array-contains':
      return {
        match: 'arrayContains',
        variants: matcher.variants.map((variant) => ({
          index: variant.index,
          rules: jsonFromPathRules(variant.rules),
          ...given('generators', variant.generators),
        })),
      };
    case 'other':
      return matcher.json;
    default:
      return { match: NAMES[matcher.kind] };
  }
}

function given(name: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [name]: value };
}

const NAMES: Readonly<Record<PlainMatcherKind, string>> = {
  equality: 'equality',
  integer: 'integer',
  decimal: 'decimal',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  'not-empty': 'notEmpty',
  semver: 'semver',
  values: 'values',
};
