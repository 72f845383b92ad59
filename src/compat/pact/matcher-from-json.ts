import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { ArrayVariant, PactMatcher, PathRule, PlainMatcherKind, RuleList, StatusClass } from './pact-rules.js';
import type { PactNode } from './pact-reading.js';
import { items, member, members, objectOf, optionalCount, refuse, textOf } from './pact-reading.js';
import { tokensFromRulePath } from './rule-path.js';

/**
 * A matcher of v2, v3 or v4. Without `match` its members say which one is meant, as v2 has it.
 *
 * @param node - of a matcher
 */
export function matcherFromJson(node: PactNode): PactMatcher {
  const json = objectOf(node);
  const name = typeof json['match'] === 'string' ? json['match'] : impliedName(json);
  const plain = PLAIN.get(name);
  if (plain !== undefined) return { kind: plain };
  switch (name) {
    case 'type':
      return { kind: 'type', minCount: optionalCount(member(node, 'min')), maxCount: optionalCount(member(node, 'max')) };
    case 'regex':
      return { kind: 'regex', pattern: textOf(member(node, 'regex')) };
    case 'include':
      return { kind: 'include', text: textFromValue(json['value']) };
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return { kind: name, format: formatOf(json, name) };
    case 'contentType':
      return { kind: 'content-type', mediaType: textOf(member(node, 'value')) };
    case 'statusCode':
      return { kind: 'status-code', status: statusOf(member(node, 'status')) };
    case 'eachKey':
    case 'eachValue':
      return {
        kind: name === 'eachKey' ? 'each-key' : 'each-value',
        rules: items(member(node, 'rules')).map(matcherFromJson),
        others: without(json, ['match', 'rules']),
      };
    case 'arrayContains':
      return { kind: 'array-contains', variants: items(member(node, 'variants')).map(variantFromJson) };
    default:
      return { kind: 'other', json, pointer: node.pointer };
  }
}

/**
 * The rules of a place: `{ combine, matchers }`, or a lone matcher.
 *
 * @param node - of a place
 */
export function ruleListFromJson(node: PactNode): RuleList {
  const matchers = member(node, 'matchers');
  if (matchers.value === undefined) return { combine: 'AND', matchers: [matcherFromJson(node)] };
  return { combine: member(node, 'combine').value === 'OR' ? 'OR' : 'AND', matchers: items(matchers).map(matcherFromJson) };
}

/**
 * The rules of a body: by path.
 *
 * @param node - of a map of paths
 */
export function pathRulesFromJson(node: PactNode): readonly PathRule[] {
  return members(node).flatMap(([path, rule]) => {
    const tokens = tokensFromRulePath(path);
    if (tokens !== undefined) return [{ path, tokens, ...ruleListFromJson(rule) }];
    refuse(rule, `"${path}" is no path into a value`);
    return [];
  });
}

/** The object without some members. */
export function without(json: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));
}

function impliedName(json: JsonObject): string {
  if ('regex' in json) return 'regex';
  if ('min' in json || 'max' in json) return 'type';
  return ['date', 'time', 'datetime', 'timestamp'].find((name) => name in json) ?? '';
}

function formatOf(json: JsonObject, name: string): string | undefined {
  const format = json['format'] ?? json[name];
  return typeof format === 'string' ? format : undefined;
}

function statusOf(node: PactNode): StatusClass | readonly number[] {
  if (typeof node.value === 'string' && isStatusClass(node.value)) return node.value;
  if (Array.isArray(node.value) && node.value.every((status) => typeof status === 'number')) return node.value;
  refuse(node, `a class of statuses (${[...STATUS_CLASSES].join(', ')}) or a list of them belongs here`);
  return [];
}

function isStatusClass(text: string): text is StatusClass {
  return STATUS_CLASSES.has(text);
}

function variantFromJson(node: PactNode): ArrayVariant {
  return {
    index: optionalCount(member(node, 'index')) ?? 0,
    rules: pathRulesFromJson(member(node, 'rules')),
    generators: isJsonObject(node.value) ? node.value['generators'] : undefined,
  };
}

function textFromValue(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

const PLAIN: ReadonlyMap<string, PlainMatcherKind> = new Map([
  ['equality', 'equality'],
  ['integer', 'integer'],
  ['decimal', 'decimal'],
  ['real', 'decimal'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
  ['notEmpty', 'not-empty'],
  ['semver', 'semver'],
  ['values', 'values'],
]);
const STATUS_CLASSES: ReadonlySet<string> = new Set([
  'info',
  'success',
  'redirect',
  'clientError',
  'serverError',
  'nonError',
  'error',
] satisfies StatusClass[]);
