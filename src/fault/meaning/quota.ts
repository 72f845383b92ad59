import { fixedWindow } from '../rate-limit/fixed-window.js';
import type { Limiter } from '../rate-limit/limiter.js';
import { limitingKind } from '../rate-limit/limiting-kind.js';
import { DURATION, msOf, numberOf, wholeNumber } from '../setting.js';

/** A limit over so long a time that waiting for its end is no answer. */
export const quota = limitingKind({
  kind: 'quota',
  summary: 'So many requests in a long period, and then none',
  settings: { limit: wholeNumber(1, 1_000_000_000), period: DURATION },
  limitFrom: (json) => {
    const limitCount = numberOf(json['limit'], 1_000);
    const windowMs = Math.max(msOf(json['period'], ONE_DAY_MS), 1);
    return { limitCount, windowMs, limiter: fixedWindow(limitCount, windowMs) as Limiter<unknown> };
  },
});

const ONE_DAY_MS = 86_400_000;
