import type { JsonObject } from '../../base/json.js';
import { faultKind } from '../fault-kind.js';
import { concurrency } from '../rate-limit/concurrency.js';
import { fixedWindow } from '../rate-limit/fixed-window.js';
import type { LimitedSettings } from '../rate-limit/limited.js';
import { releaseLimit, takeFromLimit, tellLimit } from '../rate-limit/limited.js';
import type { Limiter } from '../rate-limit/limiter.js';
import { slidingWindow } from '../rate-limit/sliding-window.js';
import { tokenBucket } from '../rate-limit/token-bucket.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { choiceOf, DURATION, HEADER_NAME, msOf, numberOf, STATUS, settingsSchema, wholeNumber } from '../setting.js';

/** @see https://www.rfc-editor.org/rfc/rfc6585#section-4 */
export const rateLimit = faultKind<LimitedSettings, unknown>({
  kind: 'rate-limit',
  group: 'meaning',
  summary: 'Lets through so many requests and answers the others 429, by a real algorithm',
  schema: settingsSchema({
    algorithm: { enum: ['fixed-window', 'sliding-window', 'token-bucket', 'concurrency'] },
    limit: wholeNumber(1, 10_000),
    window: DURATION,
    burst: wholeNumber(1, 10_000),
    key: HEADER_NAME,
    status: STATUS,
    headers: { enum: ['draft', 'legacy', 'both', 'none'] },
    ...RETRY_AFTER_SETTINGS,
  }),
  settingsFrom: (json) => {
    const algorithm = choiceOf(json['algorithm'], ['fixed-window', 'sliding-window', 'token-bucket', 'concurrency']);
    const { limitCount, windowMs, limiter } = limiterFrom(algorithm, json);
    return {
      limiter,
      policy: { limitCount, windowMs },
      status: numberOf(json['status'], 429),
      headers: choiceOf(json['headers'], ['draft', 'legacy', 'both', 'none']),
      retryAfter: retryAfterFrom(json, 'seconds'),
      key: json['key'] === undefined ? undefined : String(json['key']).toLowerCase(),
    };
  },
  initialState: ({ limiter }) => limiter.initialState,
  scopeFrom: ({ key }) => (key === undefined ? 'all' : { header: key }),
  onRequest: takeFromLimit,
  onReply: tellLimit,
  onlyTells: true,
  onEnd: releaseLimit,
});

interface ChosenLimiter {
  readonly limitCount: number;
  readonly windowMs: number | undefined;
  readonly limiter: Limiter<unknown>;
}

function limiterFrom(algorithm: 'fixed-window' | 'sliding-window' | 'token-bucket' | 'concurrency', json: JsonObject): ChosenLimiter {
  const limitCount = numberOf(json['limit'], DEFAULT_LIMIT_COUNT);
  const windowMs = Math.max(msOf(json['window'], DEFAULT_WINDOW_MS), 1);
  const burstCount = numberOf(json['burst'], limitCount);
  switch (algorithm) {
    case 'fixed-window':
      return { limitCount, windowMs, limiter: fixedWindow(limitCount, windowMs) as Limiter<unknown> };
    case 'sliding-window':
      return { limitCount, windowMs, limiter: slidingWindow(limitCount, windowMs) as Limiter<unknown> };
    case 'token-bucket':
      return { limitCount, windowMs, limiter: tokenBucket(burstCount, windowMs / limitCount) as Limiter<unknown> };
    case 'concurrency':
      return { limitCount, windowMs: undefined, limiter: concurrency(limitCount) as Limiter<unknown> };
  }
}

const DEFAULT_LIMIT_COUNT = 10;
const DEFAULT_WINDOW_MS = 60_000;
