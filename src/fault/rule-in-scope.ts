import type { FaultRule } from './fault-rule.js';

/**
 * The rule for the requests of one scope of a mock alone. Its label says so, for a rule of the same name may hold in another scope.
 *
 * @param rule - as it was read
 * @param scope - its name
 */
export function ruleInScope(rule: FaultRule, scope: string): FaultRule {
  return { ...rule, label: `${rule.label}@${scope}`, match: { ...rule.match, mockScope: scope } };
}
