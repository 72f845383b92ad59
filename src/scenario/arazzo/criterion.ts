import type { ArazzoNode } from './node.js';
import { knownKeys, memberOf, report, requiredText, textOf } from './node.js';
import type { Condition } from './condition.js';
import { parseCondition } from './condition.js';
import { checkExpression, checkText } from './check-value.js';
import { parseExpression } from './expression.js';
import { isJsonObject } from '../../base/json.js';
import { patternDefect } from '../../schema/pattern/pattern.js';
import { selectorTypeFrom } from './selector.js';

/** An assertion on what a step has met. */
export type Criterion =
  | { readonly kind: 'simple'; readonly written: string; readonly condition: Condition }
  /** `condition` may hold expressions in braces. */
  | { readonly kind: 'regex' | 'jsonpath' | 'xpath'; readonly written: string; readonly context: string };

/**
 * A Criterion Object.
 *
 * @param node - an object
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#criterion-object
 */
export function readCriterion(node: ArazzoNode): Criterion {
  knownKeys(node, ['context', 'condition', 'type']);
  const written = requiredText(node, 'condition');
  const kind = kindOf(memberOf(node, 'type'));
  if (kind === 'simple') return simpleCriterion(memberOf(node, 'condition'), written);
  const condition = memberOf(node, 'condition');
  checkText(condition);
  if (kind === 'regex' && !written.includes('{$')) {
    const defect = patternDefect(written);
    if (defect !== undefined) report(condition, `is no regular expression: ${defect}`);
  }
  const context = textOf(memberOf(node, 'context'));
  if (context === undefined) report(node, `a criterion of type "${kind}" needs a "context"`);
  else if (parseExpression(context) === undefined) report(memberOf(node, 'context'), `"${context}" is no runtime expression`);
  else checkExpression(memberOf(node, 'context'));
  return { kind, written, context: context ?? '' };
}

function simpleCriterion(node: ArazzoNode, written: string): Criterion {
  const parsed = parseCondition(written);
  if (parsed.kind === 'problem' && node.value !== undefined) report(node, `the condition ${parsed.problem}`);
  const condition: Condition = parsed.kind === 'condition' ? parsed.condition : { kind: 'literal', value: null };
  return { kind: 'simple', written, condition };
}

function kindOf(node: ArazzoNode): Criterion['kind'] {
  const { value } = node;
  if (value === undefined || value === 'simple') return 'simple';
  if (value === 'regex') return 'regex';
  const type = selectorTypeFrom(value);
  if (type === 'jsonpath' || type === 'xpath') {
    if (isJsonObject(value)) checkVersion(node, type);
    return type;
  }
  report(node, 'a criterion is of type simple, regex, jsonpath or xpath');
  return 'simple';
}

function checkVersion(node: ArazzoNode, type: 'jsonpath' | 'xpath'): void {
  knownKeys(node, ['type', 'version']);
  const version = requiredText(node, 'version');
  if (version !== '' && !VERSIONS[type].includes(version)) {
    report(memberOf(node, 'version'), `${type} has the versions ${VERSIONS[type].join(', ')}`);
  }
}

const VERSIONS: Readonly<Record<'jsonpath' | 'xpath', readonly string[]>> = {
  jsonpath: ['rfc9535', 'draft-goessner-dispatch-jsonpath-00'],
  xpath: ['xpath-10', 'xpath-20', 'xpath-30', 'xpath-31'],
};
