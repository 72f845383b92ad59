import type { JsonObject, JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { SelectorType } from './selection.js';

/** A Selector Object: a part of what an expression leads to. */
export interface Selector {
  /** An expression. */
  readonly context: string;
  readonly selector: string;
  readonly type: SelectorType;
}

/**
 * The Selector Object that a value is, `undefined` when it is data like any other.
 *
 * @param value - an object of a payload, of `outputs`, of a parameter
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#selector-object
 */
export function selectorFromValue(value: JsonObject): Selector | undefined {
  const { context, selector } = value;
  const type = selectorTypeFrom(value['type']);
  if (typeof context !== 'string' || typeof selector !== 'string' || type === undefined) return undefined;
  return Object.keys(value).length === 3 && context.startsWith('$') ? { context, selector, type } : undefined;
}

/**
 * The language that a `type` names, by its word or by an Expression Type Object; `undefined` when it names none.
 *
 * @param value - as written
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#expression-type-object
 */
export function selectorTypeFrom(value: JsonValue | undefined): SelectorType | undefined {
  const name = isJsonObject(value) ? value['type'] : value;
  return name === 'jsonpath' || name === 'xpath' || name === 'jsonpointer' ? name : undefined;
}
