import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/base/json.js';
import { impossibleInPact } from '../../../src/compat/pact/impossible-in-pact.js';
import { matcherFromJson, pathRulesFromJson } from '../../../src/compat/pact/matcher-from-json.js';
import type { PactNode } from '../../../src/compat/pact/pact-reading.js';
import { ruleScopeOf } from '../../../src/compat/pact/rule-scope.js';
import { rulesFromJson } from '../../../src/compat/pact/rules-from-json.js';
import { expectedStatuses } from '../../../src/compat/pact/status-class.js';
import { NO_RULES } from '../../../src/compat/pact/pact-rules.js';
import type { StatusClass } from '../../../src/compat/pact/pact-rules.js';
import { schemaFromValue } from '../../../src/schema/schema-from-value.js';

function nodeOf(value: JsonValue): PactNode {
  return { value, pointer: '', problems: [] };
}

/** The rule that holds at a place, by what it matches. */
function ruleAt(rules: JsonObject, ...names: readonly string[]): string | undefined {
  const paths = Object.fromEntries(Object.entries(rules).map(([path, match]) => [path, { match: match ?? null }]));
  const scope = names.reduce((one, name) => one.below(name), ruleScopeOf(pathRulesFromJson(nodeOf(paths))));
  return scope.rule?.matchers[0]?.kind;
}

describe('the rule of a place', () => {
  it.each<[string, JsonObject, readonly string[], string | undefined]>([
    ['is its own before that of a place above', { $: 'type', '$.a': 'integer' }, ['a'], 'integer'],
    ['is that of a place above where it has none', { $: 'type' }, ['a', 'b'], 'type'],
    ['is by its name before any name', { '$.*': 'integer', '$.a': 'type' }, ['a'], 'type'],
    ['is by its name before any name, in any order', { '$.a': 'type', '$.*': 'integer' }, ['a'], 'type'],
    ['is the deeper one of two that weigh the same', { '$.a': 'type', '$.a.*': 'integer' }, ['a', 'b'], 'integer'],
    ['is the last of two that are alike', { '$.a[*]': 'type', '$.a.*': 'integer' }, ['a', '0'], 'integer'],
    ['is none beside it', { '$.a': 'type' }, ['b'], undefined],
  ])('%s', (_, rules, names, expected) => {
    expect(ruleAt(rules, ...names)).toBe(expected);
  });
});

describe('rules of a pact', () => {
  it('name decimals in two ways', () => {
    for (const match of ['decimal', 'real']) expect(matcherFromJson(nodeOf({ match }))).toEqual({ kind: 'decimal' });
  });

  it('name headers in two ways', () => {
    for (const part of ['header', 'headers']) {
      const { header } = rulesFromJson(nodeOf({ [part]: { ETag: { matchers: [{ match: 'type' }] } } }), '3');
      expect(header.map(({ path }) => path)).toEqual(['ETag']);
    }
  });

  it.each<[StatusClass, readonly string[]]>([
    ['info', ['1XX']],
    ['success', ['200', '2XX']],
    ['nonError', ['1XX', '200', '2XX', '302']],
    ['error', ['404', '5XX']],
  ])('of a status that is of the class %s take all of it', (status, expected) => {
    const rules = { ...NO_RULES, status: { combine: 'AND', matchers: [{ kind: 'status-code', status }] } } as const;
    const isTaken = expectedStatuses({ status: 0, headers: new Map(), body: undefined, rules, generators: {} });
    const declared = ['1XX', '200', '2XX', '302', '404', '5XX', 'default'];
    expect(declared.filter((one) => isTaken?.(one) === true)).toEqual(expected);
  });
});

describe('what a pact asks for and a contract rules out', () => {
  const schema = schemaFromValue({ properties: { a: { properties: { b: { type: 'integer' } } } } });
  const keywordsOf = (rules: JsonObject): readonly string[] => {
    const content = { a: { b: 'x' } };
    return impossibleInPact(content, pathRulesFromJson(nodeOf(rules)), { schema, direction: 'response' }).map(({ keyword }) => keyword);
  };

  it('is impossible only where no rule of the place or above it lets it be another', () => {
    expect(keywordsOf({})).toEqual(['type']);
    expect(keywordsOf({ '$.a.b': { match: 'equality' } })).toEqual(['type']);
    expect(keywordsOf({ '$.a.b': { match: 'type' } })).toEqual([]);
    expect(keywordsOf({ '$.a': { match: 'type' } })).toEqual([]);
    expect(keywordsOf({ $: { match: 'type' }, '$.a.b': { match: 'equality' } })).toEqual([]);
  });
});
