/**
 * The text as it may stand in the value of a header field: everything but printable ASCII is percent-encoded, so that nothing a contract
 * says can end a header early or make an answer unsendable.
 *
 * @param text - a value, a media type or a method as the contract spells it
 * @see RFC 9110 §5.5
 */
export function fieldText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^\t\u0020-\u007e]+/gu, encodeURIComponent);
}

const PLAIN = /^[\t\u0020-\u007e]*$/;
