/** What a `Retry-After` asks for. */
export type RetryAfterValue =
  | { readonly kind: 'seconds'; readonly waitMs: number }
  | { readonly kind: 'date'; readonly atMs: number; readonly isPast: boolean }
  /** Not of the grammar (a word, a negative or decimal number, two values): a recipient ignores it. */
  | { readonly kind: 'invalid' };

/**
 * What the text of a `Retry-After` asks for.
 *
 * @param value - of the header, as it stood on the wire
 * @param nowMs - when the answer was given, since 1970, of the consumer's clock
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 and §5.6.7 (the three forms of a date)
 */
export function parseRetryAfter(value: string, nowMs: number): RetryAfterValue {
  const text = value.trim();
  if (/^\d+$/.test(text)) return { kind: 'seconds', waitMs: Number(text) * 1_000 };
  const atMs = httpDateMs(text);
  return atMs === undefined ? { kind: 'invalid' } : { kind: 'date', atMs, isPast: atMs <= nowMs };
}

/**
 * The instant of an HTTP date, or `undefined` when the text is none.
 *
 * @param text - in any of the three forms
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
 */
export function httpDateMs(text: string): number | undefined {
  const isUtc = IMF_DATE.test(text) || RFC850_DATE.test(text);
  if (!isUtc && !ASCTIME_DATE.test(text)) return undefined;
  // The form of asctime names no zone, and means UTC.
  const atMs = Date.parse(isUtc ? text : `${text} GMT`);
  return Number.isNaN(atMs) ? undefined : atMs;
}

const IMF_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const RFC850_DATE = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const ASCTIME_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
