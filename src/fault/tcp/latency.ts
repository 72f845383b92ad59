import type { Random } from '../../base/random.js';
import type { PipeStep } from '../fault.js';
import type { Direction } from '../direction.js';
import { DIRECTION, directionFrom, isDirection } from '../direction.js';
import { faultKind } from '../fault-kind.js';
import { DURATION, msOf, settingsSchema } from '../setting.js';

interface LatencySettings {
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly direction: Direction;
}

/** When what came before in each direction has gone out. */
interface LatencyState {
  readonly upAtMs: number;
  readonly downAtMs: number;
}

/** Bytes are late by so much each and stay in order: a host runs the steps of one direction one after the other, so a wait counts only what is left of it. */
export const latency = faultKind<LatencySettings, LatencyState>({
  kind: 'latency',
  group: 'tcp',
  summary: 'Everything comes later, by a time and a jitter to both sides of it',
  schema: settingsSchema({ latency: DURATION, jitter: DURATION, direction: DIRECTION }),
  settingsFrom: (json) => ({
    latencyMs: msOf(json['latency'], 100),
    jitterMs: msOf(json['jitter'], 0),
    direction: directionFrom(json['direction']),
  }),
  initialState: () => ({ upAtMs: Number.NEGATIVE_INFINITY, downAtMs: Number.NEGATIVE_INFINITY }),
  onBytes: ({ settings, state, direction, bytes, nowMs, random }) => {
    const write: PipeStep = { kind: 'write', bytes };
    if (!isDirection(settings.direction, direction)) return { state, effect: [write] };
    const freeAtMs = Math.max(nowMs, direction === 'up' ? state.upAtMs : state.downAtMs);
    const dueAtMs = Math.max(nowMs + drawnMs(settings, random), freeAtMs);
    const next = direction === 'up' ? { ...state, upAtMs: dueAtMs } : { ...state, downAtMs: dueAtMs };
    return { state: next, effect: dueAtMs > freeAtMs ? [{ kind: 'wait', durationMs: dueAtMs - freeAtMs }, write] : [write] };
  },
  onRequest: ({ settings, state, random }) => {
    const durationMs = drawnMs(settings, random) * (settings.direction === 'both' ? 2 : 1);
    return { state, effect: durationMs > 0 ? { kind: 'hold', durationMs } : { kind: 'pass' } };
  },
});

function drawnMs({ latencyMs, jitterMs }: LatencySettings, random: Random): number {
  return jitterMs === 0 ? latencyMs : Math.max(latencyMs + (random.next() * 2 - 1) * jitterMs, 0);
}
