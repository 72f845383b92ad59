import type { RecordedResponse } from '../journal/exchange.js';
import { headerValue } from '../wire/http-message.js';

/**
 * How long an overloaded provider asks to be left alone, at most a minute; `undefined` when it does not ask.
 *
 * @param response - of any status; only 429 and 503 ask
 * @param nowMs - since 1970, when it was answered
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 and RFC 6585 §4
 */
export function retryAfterMs(response: RecordedResponse, nowMs: number): number | undefined {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const text = headerValue(response.headers, 'retry-after')?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, LONGEST_MS);
  const atMs = Date.parse(text);
  if (!HTTP_DATE.test(text) || Number.isNaN(atMs)) return undefined;
  // The provider's own clock says how far away its date is; ours may differ from it.
  const sentAtMs = Date.parse(headerValue(response.headers, 'date') ?? '');
  return Math.min(Math.max(atMs - (Number.isNaN(sentAtMs) ? nowMs : sentAtMs), 0), LONGEST_MS);
}

/** IMF-fixdate and the two obsolete forms begin with the name of a day. @see RFC 9110 §5.6.7 */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;
const LONGEST_MS = 60_000;
