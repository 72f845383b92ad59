import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { piecesOfText, textFromValue } from './embedded-text.js';
import { evaluateExpression } from './evaluate-expression.js';
import { parseExpression } from './expression.js';
import type { ExpressionContext } from './expression-context.js';
import { select } from './select.js';
import { valueOfSelection } from './selection.js';
import { selectorFromValue } from './selector.js';

/**
 * A value as written with all in it filled in: expressions, texts with expressions in braces, Selector Objects, at any depth.
 *
 * @param value - as written
 * @param context - what expressions may speak of
 * @returns `undefined` when it is an expression without a value; within lists such a one is `null`, within objects its member is left out
 */
export async function evaluateValue(value: JsonValue, context: ExpressionContext): Promise<JsonValue | undefined> {
  if (typeof value === 'string') return evaluateText(value, context);
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    for (const item of value as readonly JsonValue[]) items.push((await evaluateValue(item, context)) ?? null);
    return items;
  }
  if (!isJsonObject(value)) return value;
  const selector = selectorFromValue(value);
  return selector === undefined ? evaluateMembers(value, context) : evaluateSelector(selector, context);
}

/**
 * A text filled in: the value itself when the whole text is an expression, else a text.
 *
 * @param text - as written
 * @param context - what expressions may speak of
 */
export function evaluateText(text: string, context: ExpressionContext): JsonValue | undefined {
  const whole = parseExpression(text);
  return whole === undefined ? filledText(text, context) : evaluateExpression(whole, context);
}

/**
 * A text with the values of its embedded expressions in their places.
 *
 * @param text - as written
 * @param context - what expressions may speak of
 */
export function filledText(text: string, context: ExpressionContext): string {
  if (!text.includes('{$')) return text;
  return piecesOfText(text)
    .map((piece) => ('text' in piece ? piece.text : textFromValue(evaluateExpression(piece.expression, context))))
    .join('');
}

async function evaluateMembers(value: JsonObject, context: ExpressionContext): Promise<JsonObject> {
  const members: [string, JsonValue][] = [];
  for (const [name, held] of Object.entries(value)) {
    const member = held === undefined ? undefined : await evaluateValue(held, context);
    if (member !== undefined) members.push([name, member]);
  }
  return Object.fromEntries(members);
}

async function evaluateSelector(
  selector: NonNullable<ReturnType<typeof selectorFromValue>>,
  context: ExpressionContext,
): Promise<JsonValue | undefined> {
  const within = evaluateText(selector.context, context);
  if (within === undefined) return undefined;
  const selection = await select(selector.type, filledText(selector.selector, context), within);
  return selection.kind === 'problem' ? undefined : valueOfSelection(selection);
}
