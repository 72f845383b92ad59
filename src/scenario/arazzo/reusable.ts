import { namesNearby } from '../../base/did-you-mean.js';
import type { Components } from './components.js';
import type { ComponentGroup } from './expression.js';
import { parseExpression } from './expression.js';
import type { ArazzoNode } from './node.js';
import { knownKeys, memberOf, report, textOf } from './node.js';

/**
 * The node that a Reusable Object refers to; `undefined` when the node is no such object. A reference that leads nowhere is noted.
 *
 * @param node - an object
 * @param group - where it has to lead
 * @param components - of the document
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#reusable-object
 */
export function referredNode(node: ArazzoNode, group: ComponentGroup, components: Components): ArazzoNode | undefined {
  const member = memberOf(node, 'reference');
  if (member.value === undefined) return undefined;
  knownKeys(node, group === 'parameters' ? ['reference', 'value'] : ['reference']);
  const reference = textOf(member) ?? '';
  const expression = parseExpression(reference);
  if (expression?.of !== 'components' || expression.group !== group) {
    report(member, `must lead to $components.${group}`);
    return undefined;
  }
  const found = components[group].get(expression.name);
  if (found === undefined) {
    const { suggestion, known } = namesNearby(expression.name, components[group].keys());
    report(member, `there is no ${reference}`, suggestion === undefined ? { known } : { suggestion: `$components.${group}.${suggestion}` });
  }
  return found ?? { ...member, value: {}, problems: [] };
}
