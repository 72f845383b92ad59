import type { JsonValue } from '../../base/json.js';

/**
 * A value as code that means just that value.
 *
 * @see ECMA-262 §12.9.4: since ES2019 every text of JSON is a string literal; the two separators are escaped for older readers
 */
export function literal(value: JsonValue): string {
  return JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
