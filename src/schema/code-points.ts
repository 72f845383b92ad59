/**
 * The length of a text in Unicode code points, which is how JSON Schema counts.
 *
 * @param text - any text; half a surrogate pair counts as one
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.1
 */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    const isPair = (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    if (isPair) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}
