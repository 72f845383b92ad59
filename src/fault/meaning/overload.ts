import type { CapacitySettings, CapacityState } from '../capacity/capacity-model.js';
import { arrive, IDLE_CAPACITY, leave } from '../capacity/capacity-model.js';
import type { Failure } from '../failure.js';
import { effectOfFailure, failureFrom } from '../failure.js';
import { faultKind } from '../fault-kind.js';
import { RETRY_AFTER_SETTINGS, retryAfterFrom } from '../retry-after.js';
import { numberOf, RATIO, STATUS, settingsSchema, wholeNumber } from '../setting.js';

interface OverloadSettings {
  readonly capacity: CapacitySettings;
  /** Of who finds the queue full. */
  readonly failure: Failure;
}

/** A provider that gets slower the more it is asked, and that retries can keep down when what brought it down is over. */
export const overload = faultKind<OverloadSettings, CapacityState>({
  kind: 'overload',
  group: 'meaning',
  summary: 'Serves so many requests a second from a bounded queue, also those that nobody waits for any more',
  schema: settingsSchema({
    rate: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
    queue: wholeNumber(0, 10_000),
    full: { enum: ['status', 'silence', 'reset'] },
    status: STATUS,
    refusalCost: RATIO,
    dropAbandoned: { type: 'boolean' },
    ...RETRY_AFTER_SETTINGS,
  }),
  settingsFrom: (json) => ({
    capacity: {
      ratePerSecond: numberOf(json['rate'], 100),
      queueCount: numberOf(json['queue'], 100),
      refusalCostRatio: numberOf(json['refusalCost'], 0),
      dropsAbandoned: json['dropAbandoned'] === true,
    },
    failure: failureFrom(json['full'], { status: numberOf(json['status'], 503), retryAfter: retryAfterFrom(json, 'none') }),
  }),
  initialState: () => IDLE_CAPACITY,
  onRequest: ({ settings, state: before, request, nowMs }) => {
    const { state, arrival } = arrive(settings.capacity, before, { holder: request, nowMs });
    if (arrival.kind === 'taken') return { state, effect: { kind: 'hold', durationMs: arrival.latencyMs } };
    return { state, effect: effectOfFailure(settings.failure, nowMs, arrival.waitMs) };
  },
  onEnd: ({ settings, state, request, nowMs }) => leave(settings.capacity, state, { holder: request, nowMs }),
  figures: ({ waiting, counts, samples }) => ({
    queueCount: waiting.length,
    ...counts,
    samples: samples.map((sample) => ({ ...sample })),
  }),
});
