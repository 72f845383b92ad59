/**
 * The text that a percent-encoded text stands for, or `undefined` when a `%` is not followed by two hex digits or the bytes are not UTF-8.
 *
 * @param text - as on the wire; `%00` is data like any other
 * @see RFC 3986 §2.1
 */
export function decodePercent(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/**
 * As `decodePercent`, with `+` for a space, as forms and query strings write it.
 *
 * @param text - a name or a value of a query or a form, as on the wire
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
export function decodeFormText(text: string): string | undefined {
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/**
 * The text with everything but unreserved characters percent-encoded. A lone surrogate becomes U+FFFD: it has no UTF-8 form.
 *
 * @param text - any text
 * @see RFC 3986 §2.3
 */
export function encodePercent(text: string): string {
  return encodeURIComponent(wellFormed(text)).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * As `encodePercent`, leaving the reserved characters that cannot be mistaken for a delimiter of a query (`allowReserved`).
 *
 * @param text - any text
 * @see OpenAPI 3.1.1 §4.8.12.2.2 (allowReserved)
 */
export function encodeKeepingReserved(text: string): string {
  return encodeURIComponent(wellFormed(text)).replaceAll(/%(?:2F|3A|3F|40|24|3B)/g, decodeURIComponent);
}

/** `encodeURIComponent` throws on half of a surrogate pair. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
