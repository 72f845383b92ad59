import type { JsonValue } from '../../base/json.js';
import { patternDefect, patternFromText } from '../../schema/pattern/pattern.js';
import { textFromValue } from './embedded-text.js';
import type { Criterion } from './criterion.js';
import type { Condition } from './condition.js';
import { conditionHolds } from './evaluate-condition.js';
import { evaluateExpression } from './evaluate-expression.js';
import { evaluateText, filledText } from './evaluate-value.js';
import type { ExpressionContext } from './expression-context.js';
import { select } from './select.js';
import { isSome } from './selection.js';

/** Whether a criterion is met; if not, what was seen, without secrets. */
export interface CriterionVerdict {
  readonly holds: boolean;
  readonly seen: string | undefined;
}

/**
 * Judges one criterion. What cannot be evaluated is not met, and `seen` says why.
 *
 * @param criterion - as read
 * @param context - what expressions may speak of
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#condition-evaluation
 */
export async function judgeCriterion(criterion: Criterion, context: ExpressionContext): Promise<CriterionVerdict> {
  if (criterion.kind === 'simple') {
    const holds = conditionHolds(criterion.condition, context);
    return { holds, seen: holds ? undefined : seenIn(criterion.condition, context) };
  }
  const within = evaluateText(criterion.context, context);
  if (within === undefined || within === null) return failed(`${criterion.context} has no value`);
  const condition = filledText(criterion.written, context);
  if (criterion.kind === 'regex') return judgePattern(condition, within);
  const selection = await select(criterion.kind, condition, within);
  if (selection.kind === 'problem') return failed(selection.problem);
  return isSome(selection) ? HELD : failed(`nothing in ${criterion.context}`);
}

/**
 * The first of some criteria that is not met, with what was seen; `undefined` when all are.
 *
 * @param criteria - in their order
 * @param context - what expressions may speak of
 */
export async function firstUnmet(
  criteria: readonly Criterion[],
  context: ExpressionContext,
): Promise<{ readonly criterion: Criterion; readonly seen: string | undefined } | undefined> {
  for (const criterion of criteria) {
    const { holds, seen } = await judgeCriterion(criterion, context);
    if (!holds) return { criterion, seen };
  }
  return undefined;
}

/** Our own matcher: an expression that would take for ever is not decided, and so not met. */
function judgePattern(source: string, within: JsonValue): CriterionVerdict {
  const defect = patternDefect(source);
  if (defect !== undefined) return failed(`no regular expression: ${defect}`);
  const pattern = patternFromText(source);
  const undecidedCount = pattern.undecidedCount();
  const matches = pattern.test(textFromValue(within));
  if (pattern.undecidedCount() > undecidedCount) return failed('the regular expression is too costly to be decided');
  return matches ? HELD : failed('no match');
}

/** The values that decided: of expressions that could hold a secret only that they are there. */
function seenIn(condition: Condition, context: ExpressionContext): string | undefined {
  const seen = new Map<string, string>();
  const walk = (part: Condition): void => {
    if (part.kind === 'expression') seen.set(part.written, shownValue(part.written, evaluateExpression(part.expression, context)));
    if ('of' in part) walk(part.of);
    if ('index' in part) walk(part.index);
    if ('left' in part) walk(part.left);
    if ('right' in part) walk(part.right);
  };
  walk(condition);
  return seen.size === 0 ? undefined : [...seen].map(([written, value]) => `${written} = ${value}`).join(', ');
}

function shownValue(written: string, value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') {
    if (SECRET_NAME.test(written)) return 'a text';
    return value.length > MAX_SHOWN_LENGTH ? `"${value.slice(0, MAX_SHOWN_LENGTH)}…"` : JSON.stringify(value);
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
}

function failed(seen: string): CriterionVerdict {
  return { holds: false, seen };
}

const HELD: CriterionVerdict = { holds: true, seen: undefined };
const MAX_SHOWN_LENGTH = 80;
const SECRET_NAME = /token|secret|passw|key|auth|cookie|session|credential/i;
