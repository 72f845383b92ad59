import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { valueAtPointer } from '../../base/json-pointer.js';
import { headerValue } from '../../wire/http-message.js';
import type { Expression } from './expression.js';
import type { ExpressionContext, MessageView } from './expression-context.js';

/**
 * The value of an expression, its type as it was; `undefined` when there is none (yet).
 *
 * @param expression - as parsed
 * @param context - what it may speak of
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#runtime-expressions
 */
export function evaluateExpression(expression: Expression, context: ExpressionContext): JsonValue | undefined {
  switch (expression.of) {
    case 'url':
    case 'method':
    case 'statusCode':
      return context.call?.[expression.of];
    case 'self':
      return context.self;
    case 'request':
    case 'response':
      return ofMessage(expression, context.call?.[expression.of]);
    case 'inputs':
    case 'outputs':
      return below(namedValue(context[expression.of], expression.name), expression.pointer);
    case 'steps':
      return below(namedValue(context.steps.get(expression.step), expression.name), expression.pointer);
    case 'workflows':
      return below(namedValue(context.workflows.get(expression.workflow)?.[expression.field], expression.name), expression.pointer);
    case 'sourceDescriptions':
      return namedValue(context.sources.get(expression.source), expression.name);
    case 'message':
      return ofMessage(expression, context.message);
    // They are no values but referred to.
    case 'components':
      return undefined;
  }
}

function ofMessage(expression: Extract<Expression, { readonly from: string }>, message: MessageView | undefined): JsonValue | undefined {
  if (message === undefined) return undefined;
  switch (expression.from) {
    case 'header':
      return headerValue(message.headers, expression.name);
    case 'query':
    case 'path':
      return message.parameters.get(`${expression.from}:${expression.name}`);
    case 'body':
    case 'payload':
      return below(message.body(), expression.pointer);
  }
}

function below(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  return value === undefined ? undefined : valueAtPointer(value, pointer);
}

/** A name may hold dots; where no value has that name, the dots lead to members. */
function namedValue(values: JsonObject | undefined, name: string): JsonValue | undefined {
  if (values === undefined) return undefined;
  if (Object.hasOwn(values, name)) return values[name];
  const dot = name.indexOf('.');
  if (dot === -1) return undefined;
  const first = name.slice(0, dot);
  const held = Object.hasOwn(values, first) ? values[first] : undefined;
  return isJsonObject(held) ? namedValue(held, name.slice(dot + 1)) : undefined;
}
