import type { HeaderPairs } from '../../wire/http-message.js';
import type { Quota } from './limiter.js';

/** Which headers tell of the limit. */
export type LimitHeaders = 'draft' | 'legacy' | 'both' | 'none';

/** What the headers tell. */
export interface LimitPolicy {
  readonly limitCount: number;
  /** `undefined`: a limit without a window. */
  readonly windowMs: number | undefined;
}

/**
 * The headers that tell what is left. Seconds are rounded up: who keeps to them is never too early.
 *
 * @param form - which headers; the legacy reset is an instant, in seconds since 1970
 * @param policy - the limit
 * @param told - what is left, and when that is
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
 */
export function limitHeaders(
  form: LimitHeaders,
  policy: LimitPolicy,
  told: { readonly quota: Quota; readonly nowMs: number },
): HeaderPairs {
  const draft = form === 'draft' || form === 'both' ? draftHeaders(policy, told.quota) : [];
  return form === 'legacy' || form === 'both' ? [...draft, ...legacyHeaders(policy, told.quota, told.nowMs)] : draft;
}

function draftHeaders({ limitCount, windowMs }: LimitPolicy, { remainingCount, resetMs }: Quota): HeaderPairs {
  const window = windowMs === undefined ? '' : `;w=${seconds(windowMs)}`;
  const reset = resetMs === undefined ? '' : `;t=${seconds(resetMs)}`;
  return ['ratelimit-policy', `"default";q=${limitCount}${window}`, 'ratelimit', `"default";r=${remainingCount}${reset}`];
}

function legacyHeaders({ limitCount }: LimitPolicy, { remainingCount, resetMs }: Quota, nowMs: number): HeaderPairs {
  const reset = resetMs === undefined ? [] : ['x-ratelimit-reset', String(seconds(nowMs + resetMs))];
  return ['x-ratelimit-limit', String(limitCount), 'x-ratelimit-remaining', String(remainingCount), ...reset];
}

function seconds(durationMs: number): number {
  return Math.max(Math.ceil(durationMs / 1_000), 0);
}
