/**
 * Whether a text can be the name of a scope: letters, digits and `._-`, 1 to 100 of them.
 *
 * @param text - any
 */
export function isScopeName(text: string): boolean {
  return SCOPE_NAME.test(text);
}

const SCOPE_NAME = /^[A-Za-z0-9._-]{1,100}$/;
