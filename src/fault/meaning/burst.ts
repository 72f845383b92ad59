import type { Failure } from '../failure.js';
import { effectOfFailure } from '../failure.js';
import { faultKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { numberOf, STATUS, settingsSchema, wholeNumber } from '../setting.js';

interface BurstSettings {
  readonly failureCount: number;
  readonly roundCount: number;
  readonly failure: Failure;
}

/** Failures that come in rows, as they do when one of several servers is bad. */
export const burst = faultKind<BurstSettings, number>({
  kind: 'burst',
  group: 'meaning',
  summary: 'The first n of every m requests fail with a 5xx',
  schema: settingsSchema({ failures: wholeNumber(1, 1_000_000), of: wholeNumber(1, 1_000_000), status: STATUS, ...RETRY_AFTER_SETTINGS }),
  settingsFrom: (json) => ({
    failureCount: numberOf(json['failures'], 3),
    roundCount: numberOf(json['of'], 10),
    failure: { kind: 'status', status: numberOf(json['status'], 500), retryAfter: retryAfterFrom(json, 'none') },
  }),
  initialState: () => 0,
  onRequest: ({ settings: { failureCount, roundCount, failure }, state: seenCount, nowMs }) => ({
    state: (seenCount + 1) % roundCount,
    effect: seenCount < failureCount ? effectOfFailure(failure, nowMs) : { kind: 'pass' },
  }),
});
