import type { JsonObject } from '../../base/json.js';
import { concurrency } from '../rate-limit/concurrency.js';
import { fixedWindow } from '../rate-limit/fixed-window.js';
import type { Limiter } from '../rate-limit/limiter.js';
import type { ChosenLimit } from '../rate-limit/limiting-kind.js';
import { limitingKind } from '../rate-limit/limiting-kind.js';
import { slidingWindow } from '../rate-limit/sliding-window.js';
import { tokenBucket } from '../rate-limit/token-bucket.js';
import { choiceOf, DURATION, msOf, numberOf, wholeNumber } from '../setting.js';

/** @see https://www.rfc-editor.org/rfc/rfc6585#section-4 */
export const rateLimit = limitingKind({
  kind: 'rate-limit',
  summary: 'Lets through so many requests and answers the others 429, by a real algorithm',
  settings: {
    algorithm: { enum: ['fixed-window', 'sliding-window', 'token-bucket', 'concurrency'] },
    limit: wholeNumber(1, 10_000),
    window: DURATION,
    burst: wholeNumber(1, 10_000),
  },
  limitFrom: (json) => limiterFrom(choiceOf(json['algorithm'], ['fixed-window', 'sliding-window', 'token-bucket', 'concurrency']), json),
});

function limiterFrom(algorithm: 'fixed-window' | 'sliding-window' | 'token-bucket' | 'concurrency', json: JsonObject): ChosenLimit {
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
