import type { JsonValue } from '../../base/json.js';
import { isEqualJson } from '../../schema/equality.js';
import type { Comparison, Condition } from './condition.js';
import { evaluateExpression } from './evaluate-expression.js';
import type { ExpressionContext } from './expression-context.js';

/**
 * Whether a condition holds. What is not there is `null`.
 *
 * @param condition - as parsed
 * @param context - what its expressions may speak of
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#condition-evaluation
 */
export function conditionHolds(condition: Condition, context: ExpressionContext): boolean {
  return isTruthy(evaluated(condition, context));
}

function evaluated(condition: Condition, context: ExpressionContext): JsonValue {
  switch (condition.kind) {
    case 'literal':
      return condition.value;
    case 'expression':
      return evaluateExpression(condition.expression, context) ?? null;
    case 'member':
      return memberOf(evaluated(condition.of, context), condition.name);
    case 'index':
      return memberOf(evaluated(condition.of, context), evaluated(condition.index, context));
    case 'not':
      return !conditionHolds(condition.of, context);
    case 'and':
      return conditionHolds(condition.left, context) && conditionHolds(condition.right, context);
    case 'or':
      return conditionHolds(condition.left, context) || conditionHolds(condition.right, context);
    case 'compare':
      return compare(condition.operator, evaluated(condition.left, context), evaluated(condition.right, context));
  }
}

function memberOf(value: JsonValue, key: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || (typeof key !== 'string' && typeof key !== 'number')) return null;
  if (Array.isArray(value)) return (value as readonly JsonValue[])[Number(key)] ?? null;
  return Object.hasOwn(value, key) ? ((value as Readonly<Record<string, JsonValue>>)[key] ?? null) : null;
}

/** An order exists between numbers, and between texts; texts that are numbers count as such. */
function compare(operator: Comparison, left: JsonValue, right: JsonValue): boolean {
  if (operator === '==') return isLooselyEqual(left, right);
  if (operator === '!=') return !isLooselyEqual(left, right);
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== undefined && rightNumber !== undefined) return isOrdered(operator, leftNumber, rightNumber);
  if (typeof left !== 'string' || typeof right !== 'string') return false;
  return isOrdered(operator, left.toLowerCase(), right.toLowerCase());
}

function isOrdered<Value extends string | number>(operator: Comparison, left: Value, right: Value): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function isLooselyEqual(left: JsonValue, right: JsonValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (typeof left === 'number' || typeof right === 'number') {
    const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
    return leftNumber !== undefined && leftNumber === rightNumber;
  }
  return isEqualJson(left, right);
}

function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined;
}

function isTruthy(value: JsonValue): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

const NUMBER = /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;
