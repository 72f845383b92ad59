import type { Failure } from '../failure.js';
import { effectOfFailure, FAILURE_WORDS, failureFrom } from '../failure.js';
import { faultKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { numberOf, STATUS, settingsSchema, wholeNumber } from '../setting.js';

interface FailFirstSettings {
  readonly failureCount: number;
  readonly failure: Failure;
}

/** What a client with one attempt more than the count survives. */
export const failFirst = faultKind<FailFirstSettings, number>({
  kind: 'fail-first',
  group: 'meaning',
  summary: 'The first so many requests of each scope fail, then all is well',
  schema: settingsSchema({ count: wholeNumber(1, 1_000_000), with: { enum: FAILURE_WORDS }, status: STATUS, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => ({
    failureCount: numberOf(json['count'], 1),
    failure: failureFrom(json['with'], { status: numberOf(json['status'], 503), retryAfter: retryAfterFrom(json, 'none') }),
  }),
  initialState: () => 0,
  onRequest: ({ settings: { failureCount, failure }, state: failedCount, nowMs }) =>
    failedCount < failureCount
      ? { state: failedCount + 1, effect: effectOfFailure(failure, nowMs) }
      : { state: failedCount, effect: { kind: 'pass' } },
});
