/**
 * A value as JSON that can stand inside of a `script` element: nothing in it can end the element, open a comment, or end a line of JavaScript.
 *
 * @param value - plain data
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function embeddedJson(value: unknown): string {
  return JSON.stringify(value).replace(DANGEROUS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const DANGEROUS = /[<>&\u2028\u2029]/g;
