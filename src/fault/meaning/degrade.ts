import { statelessKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

interface DegradeSettings {
  readonly latencyMs: number;
  readonly growthMsPerSecond: number;
  readonly maxMs: number;
}

/** A leak, or a table without an index: nothing fails, and every minute is worse than the one before. */
export const degrade = statelessKind<DegradeSettings>({
  kind: 'degrade',
  group: 'meaning',
  summary: 'Grows slower for every second that the fault is in force',
  schema: settingsSchema({ latency: DURATION, growth: DURATION, max: DURATION }),
  settingsFrom: (json) => ({
    latencyMs: msOf(json['latency'], 0),
    growthMsPerSecond: msOf(json['growth'], 100),
    maxMs: msOf(json['max'], 30_000),
  }),
  onRequest: ({ settings: { latencyMs, growthMsPerSecond, maxMs }, nowMs, sinceMs }) => {
    const durationMs = Math.min(maxMs, latencyMs + (growthMsPerSecond * Math.max(nowMs - sinceMs, 0)) / 1_000);
    return { state: undefined, effect: durationMs > 0 ? { kind: 'hold', durationMs } : { kind: 'pass' } };
  },
});
