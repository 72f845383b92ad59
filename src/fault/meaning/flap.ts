import type { Failure } from '../failure.js';
import { effectOfFailure, FAILURE_WORDS, failureFrom } from '../failure.js';
import { statelessKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { DURATION, msOf, numberOf, STATUS, settingsSchema } from '../setting.js';

interface FlapSettings {
  readonly upMs: number;
  readonly downMs: number;
  readonly failure: Failure;
}

/** What breakers are tuned against: it is up just long enough to be believed. */
export const flap = statelessKind<FlapSettings>({
  kind: 'flap',
  group: 'meaning',
  summary: 'Is up for a time and down for a time, in turns, up first',
  schema: settingsSchema({ up: DURATION, down: DURATION, with: { enum: FAILURE_WORDS }, status: STATUS, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => ({
    upMs: msOf(json['up'], 5_000),
    downMs: msOf(json['down'], 5_000),
    failure: failureFrom(json['with'], { status: numberOf(json['status'], 503), retryAfter: retryAfterFrom(json, 'none') }),
  }),
  onRequest: ({ settings: { upMs, downMs, failure }, nowMs, sinceMs }) => {
    const roundMs = upMs + downMs;
    const intoMs = roundMs === 0 ? 0 : Math.max(nowMs - sinceMs, 0) % roundMs;
    const isDown = downMs > 0 && intoMs >= upMs;
    return { state: undefined, effect: isDown ? effectOfFailure(failure, nowMs, roundMs - intoMs) : { kind: 'pass' } };
  },
});
