import type { JsonValue } from '../../base/json.js';

/** The languages in which a part of a value is picked. */
export type SelectorType = 'jsonpath' | 'xpath' | 'jsonpointer';

/** What a selector found, or why it cannot be applied. */
export type Selection =
  | { readonly kind: 'nodes'; readonly values: readonly JsonValue[] }
  /** An XPath that is no path: `count(//a) > 1`. */
  | { readonly kind: 'value'; readonly value: string | number | boolean }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Whether a selection means yes: some node, or a value that is not false, zero or empty.
 *
 * @param selection - of a criterion's condition
 * @see https://www.w3.org/TR/xpath-31/#id-ebv
 */
export function isSome(selection: Exclude<Selection, { readonly kind: 'problem' }>): boolean {
  if (selection.kind === 'nodes') return selection.values.length > 0;
  return Boolean(selection.value);
}

/**
 * The value of a selection: that of its only node, a list of several, nothing of none.
 *
 * @param selection - of a Selector Object
 */
export function valueOfSelection(selection: Exclude<Selection, { readonly kind: 'problem' }>): JsonValue | undefined {
  if (selection.kind === 'value') return selection.value;
  return selection.values.length > 1 ? selection.values : selection.values[0];
}
