import type { PactRules, PathRule, PathToken, RuleList } from './pact-rules.js';
import { NO_RULES } from './pact-rules.js';
import type { PactNode } from './pact-reading.js';
import { member, members, refuse } from './pact-reading.js';
import { matcherFromJson, pathRulesFromJson, ruleListFromJson } from './matcher-from-json.js';
import { rulePathFromTokens, tokensFromRulePath } from './rule-path.js';

/**
 * The matching rules of a request, response or message, of any version.
 *
 * @param node - of `matchingRules`
 * @param specification - v1 has none, v2 has one map of paths from the root of the message, v3 and v4 have a map for each part
 */
export function rulesFromJson(node: PactNode, specification: '1' | '2' | '3' | '4'): PactRules {
  if (specification === '1' || node.value === undefined || node.value === null) return NO_RULES;
  return specification === '2' ? rulesOfPaths(node) : rulesOfCategories(node);
}

function rulesOfCategories(node: PactNode): PactRules {
  return {
    path: onlyRule(member(node, 'path')),
    status: onlyRule(member(node, 'status')),
    query: namedRules(member(node, 'query')),
    header: [...namedRules(member(node, 'header')), ...namedRules(member(node, 'headers'))],
    body: pathRulesFromJson(member(node, 'body')),
    metadata: namedRules(member(node, 'metadata')),
  };
}

/** Of a part that is one text: some writers put its rules under the path `$`. */
function onlyRule(node: PactNode): RuleList | undefined {
  if (node.value === undefined || node.value === null) return undefined;
  const below = member(node, '$');
  const rule = ruleListFromJson(below.value === undefined ? node : below);
  return rule.matchers.length === 0 ? undefined : rule;
}

/** Of a part whose members have names, which may also be written as paths: `$.name`, `$['name'][0]`. */
function namedRules(node: PactNode): readonly PathRule[] {
  return members(node).map(([path, rule]) => ({
    path,
    tokens: tokensFromRulePath(path) ?? [{ kind: 'name', name: path }],
    ...ruleListFromJson(rule),
  }));
}

function rulesOfPaths(node: PactNode): PactRules {
  const rules = { path: undefined as RuleList | undefined, status: undefined as RuleList | undefined };
  const parts: Record<string, PathRule[]> = { body: [], header: [], query: [] };
  for (const [path, each] of members(node)) {
    const [first, ...rest] = tokensFromRulePath(path) ?? [];
    const part = first?.kind === 'name' ? first.name : undefined;
    const list: RuleList = { combine: 'AND', matchers: [matcherFromJson(each)] };
    if (part === 'path') rules.path = list;
    else if (part === 'status') rules.status = list;
    else if (part === 'body') parts['body']?.push({ path: rulePathFromTokens(rest), tokens: rest, ...list });
    else if (part === 'header' || part === 'headers') parts['header']?.push({ ...named(rest), ...list });
    else if (part === 'query') parts['query']?.push({ ...named(rest), ...list });
    else refuse(each, `"${path}" leads to no part of a message: $.path, $.query, $.headers or $.body`);
  }
  return { ...NO_RULES, ...rules, body: parts['body'] ?? [], header: parts['header'] ?? [], query: parts['query'] ?? [] };
}

function named(tokens: readonly PathToken[]): Pick<PathRule, 'path' | 'tokens'> {
  const [only, ...rest] = tokens;
  const path = only?.kind === 'name' && rest.length === 0 ? only.name : rulePathFromTokens(tokens);
  return { path, tokens };
}
