import type { Exchange } from '../journal/exchange.js';
import type { BrokenCheck } from './judge-exchange.js';

/** The same request, sent once more. */
export interface SecondTry {
  readonly exchange: Exchange;
  readonly broken: readonly BrokenCheck[];
}

/**
 * Whether a second try takes nothing away from what was seen at first. It does when the same law held this time, although the call may be
 * repeated, or although it was answered by the same status or by success. A call that creates may rightly be refused the second time.
 *
 * @param first - what was broken
 * @param exchange - in which it was seen
 * @param second - the same request again
 */
export function reproduced(first: BrokenCheck, exchange: Exchange, second: SecondTry): boolean {
  const again = second.broken.some(({ check, failure }) => check === first.check && sameLocation(failure.location, first.failure.location));
  if (again) return true;
  const status = second.exchange.response?.status;
  const isDone = status !== undefined && status >= 200 && status < 300;
  return !isDone && status !== exchange.response?.status && !SAFE_METHODS.has(exchange.request.method);
}

/** Items of a list may come in another order. */
function sameLocation(left: readonly string[], right: readonly string[]): boolean {
  return (
    left.length === right.length &&
    left.every((token, index) => token === right[index] || (/^\d+$/.test(token) && /^\d+$/.test(right[index] ?? '')))
  );
}

/** @see RFC 9110 §9.2.1 */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY']);
