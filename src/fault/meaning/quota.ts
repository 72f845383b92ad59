import { faultKind } from '../fault-kind.js';
import { fixedWindow } from '../rate-limit/fixed-window.js';
import type { LimitedSettings } from '../rate-limit/limited.js';
import { releaseLimit, takeFromLimit, tellLimit } from '../rate-limit/limited.js';
import type { Limiter } from '../rate-limit/limiter.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { choiceOf, DURATION, HEADER_NAME, msOf, numberOf, STATUS, settingsSchema, wholeNumber } from '../setting.js';

/** A limit over so long a time that waiting for its end is no answer. */
export const quota = faultKind<LimitedSettings, unknown>({
  kind: 'quota',
  group: 'meaning',
  summary: 'So many requests in a long period, and then none',
  schema: settingsSchema({
    limit: wholeNumber(1, 1_000_000_000),
    period: DURATION,
    key: HEADER_NAME,
    status: STATUS,
    headers: { enum: ['draft', 'legacy', 'both', 'none'] },
    ...RETRY_AFTER_SETTINGS,
  }),
  settingsFrom: (json) => {
    const limitCount = numberOf(json['limit'], 1_000);
    const windowMs = Math.max(msOf(json['period'], ONE_DAY_MS), 1);
    return {
      limiter: fixedWindow(limitCount, windowMs) as Limiter<unknown>,
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

const ONE_DAY_MS = 86_400_000;
