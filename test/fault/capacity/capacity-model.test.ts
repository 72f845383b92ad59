import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapacitySettings, CapacityState } from '../../../src/fault/capacity/capacity-model.js';
import { arrive, IDLE_CAPACITY, leave } from '../../../src/fault/capacity/capacity-model.js';

const SETTINGS: CapacitySettings = { ratePerSecond: 10, queueCount: 50, refusalCostRatio: 0, dropsAbandoned: false };

describe('a provider with bounded capacity', () => {
  it('serves nobody faster than its rate, and nobody out of turn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 80 }), (gaps) => {
        let state = IDLE_CAPACITY;
        let nowMs = 0;
        let lastDoneAtMs = Number.NEGATIVE_INFINITY;
        for (const gap of gaps) {
          nowMs += gap;
          const { state: next, arrival } = arrive(SETTINGS, state, { holder: {}, nowMs });
          state = next;
          if (arrival.kind === 'refused') continue;
          const doneAtMs = nowMs + arrival.latencyMs;
          expect(doneAtMs - Math.max(lastDoneAtMs, nowMs)).toBeGreaterThanOrEqual(100 - 1e-6);
          lastDoneAtMs = doneAtMs;
        }
      }),
      { seed: 1 },
    );
  });

  it('counts everybody once: served, wasted, refused or still waiting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gapMs: fc.nat(150), leaves: fc.boolean() }), { maxLength: 120 }),
        fc.boolean(),
        (moves, dropsAbandoned) => {
          const settings = { ...SETTINGS, queueCount: 5, dropsAbandoned };
          let state = IDLE_CAPACITY;
          let nowMs = 0;
          let droppedCount = 0;
          for (const { gapMs, leaves } of moves) {
            nowMs += gapMs;
            const holder = {};
            const { state: next, arrival } = arrive(settings, state, { holder, nowMs });
            state = leaves && arrival.kind === 'taken' ? leave(settings, next, { holder, nowMs }) : next;
            if (leaves && arrival.kind === 'taken' && dropsAbandoned) droppedCount += 1;
            expect(state.waiting.length).toBeLessThanOrEqual(settings.queueCount + 1);
            const { arrivedCount, servedCount, wastedCount, refusedCount } = state.counts;
            expect(servedCount + wastedCount + refusedCount + state.waiting.length + droppedCount).toBe(arrivedCount);
            expect(state.waiting.every((one, index) => one.doneAtMs >= (state.waiting[index - 1]?.doneAtMs ?? 0))).toBe(true);
          }
        },
      ),
      { seed: 2 },
    );
  });

  it('counts who waited to the end as served, although instants are rounded', () => {
    // 128.3 + (done - 128.3) is a hair less than done.
    const settings = { ...SETTINGS, ratePerSecond: 13 };
    const nowMs = 128.3;
    const holder = {};
    let state = IDLE_CAPACITY;
    for (let number = 0; number < 9; number += 1) state = arrive(settings, state, { holder: {}, nowMs }).state;
    const last = arrive(settings, state, { holder, nowMs });
    const latencyMs = last.arrival.kind === 'taken' ? last.arrival.latencyMs : 0;
    expect(leave(settings, last.state, { holder, nowMs: nowMs + latencyMs }).counts).toMatchObject({ servedCount: 10, wastedCount: 0 });
  });

  it('has one sample for each second, an hour of them at most', () => {
    let state = IDLE_CAPACITY;
    for (let second = 0; second < 3_700; second += 1)
      for (const nowMs of [second * 1_000, second * 1_000 + 500]) state = arrive(SETTINGS, state, { holder: {}, nowMs }).state;
    expect(state.samples).toHaveLength(3_600);
    expect(state.samples.at(-1)).toMatchObject({ atMs: 3_699_000, arrivedCount: 7_400 });
  });
});

describe('an overload', () => {
  it('outlives its cause when those who gave up come again at once', () => {
    expect(lateWaste({ retryCount: 3, backoffMs: 0 }, SETTINGS)).toBeGreaterThan(0.9);
  });

  it('is over soon without retries, or when work that nobody waits for is dropped', () => {
    expect(lateWaste({ retryCount: 0, backoffMs: 0 }, SETTINGS)).toBeLessThan(0.05);
    expect(lateWaste({ retryCount: 3, backoffMs: 0 }, { ...SETTINGS, dropsAbandoned: true })).toBeLessThan(0.5);
  });
});

/**
 * Clients that wait a second and then come again, offered at 8 a second to a provider of 10, with a pulse of 40 a second for five seconds:
 * the share of the work that is done for nobody, a minute after the pulse.
 */
function lateWaste(
  { retryCount, backoffMs }: { readonly retryCount: number; readonly backoffMs: number },
  settings: CapacitySettings,
): number {
  const timeoutMs = 1_000;
  const events: { readonly atMs: number; readonly run: () => void }[] = [];
  const at = (atMs: number, run: () => void): void => {
    const index = events.findIndex((event) => event.atMs > atMs);
    events.splice(index === -1 ? events.length : index, 0, { atMs, run });
  };
  let state: CapacityState = IDLE_CAPACITY;
  const call = (nowMs: number, leftCount: number): void => {
    const holder = {};
    const { state: next, arrival } = arrive(settings, state, { holder, nowMs });
    state = next;
    const latencyMs = arrival.kind === 'taken' ? arrival.latencyMs : 0;
    const goneAtMs = nowMs + Math.min(latencyMs, timeoutMs);
    at(goneAtMs, () => {
      state = leave(settings, state, { holder, nowMs: goneAtMs });
      const isGood = arrival.kind === 'taken' && latencyMs <= timeoutMs;
      if (!isGood && leftCount > 0) at(goneAtMs + backoffMs + 1, () => call(goneAtMs + backoffMs + 1, leftCount - 1));
    });
  };
  for (let atMs = 0; atMs < 90_000; atMs += 125) at(atMs, () => call(atMs, retryCount));
  for (let atMs = 10_000; atMs < 15_000; atMs += 30) at(atMs, () => call(atMs, retryCount));
  let before = state.counts;
  for (let event = events.shift(); event !== undefined; event = events.shift()) {
    event.run();
    if (event.atMs < 75_000) before = state.counts;
    if (event.atMs > 85_000) break;
  }
  const wasted = state.counts.wastedCount - before.wastedCount;
  return wasted / (wasted + state.counts.servedCount - before.servedCount);
}
