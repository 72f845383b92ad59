import type { Failure } from '../failure.js';
import { effectOfFailure } from '../failure.js';
import { statelessKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { DURATION, msOf, numberOf, RATIO, STATUS, settingsSchema } from '../setting.js';

interface BrownoutSettings {
  readonly slowMs: number;
  readonly slowRatio: number;
  readonly failureRatio: number;
  readonly failure: Failure;
}

/** Neither up nor down: the state in which most of an incident is spent. */
export const brownout = statelessKind<BrownoutSettings>({
  kind: 'brownout',
  group: 'meaning',
  summary: 'Some requests are slow, some fail, the others are answered as usual',
  schema: settingsSchema({ slow: DURATION, slowRatio: RATIO, failRatio: RATIO, status: STATUS, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => ({
    slowMs: msOf(json['slow'], 2_000),
    slowRatio: numberOf(json['slowRatio'], 0.5),
    failureRatio: numberOf(json['failRatio'], 0.1),
    failure: { kind: 'status', status: numberOf(json['status'], 503), retryAfter: retryAfterFrom(json, 'none') },
  }),
  onRequest: ({ settings: { slowMs, slowRatio, failureRatio, failure }, nowMs, random }) => {
    if (random.next() < failureRatio) return { state: undefined, effect: effectOfFailure(failure, nowMs) };
    const isSlow = random.next() < slowRatio;
    return { state: undefined, effect: isSlow ? { kind: 'hold', durationMs: slowMs } : { kind: 'pass' } };
  },
});
