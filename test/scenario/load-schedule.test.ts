import { array, assert as assertProperty, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usersOfLoad } from '../../src/scenario/load-schedule.js';

const stages = array(record({ durationMs: integer({ min: 0, max: 1_000 }), target: integer({ min: 0, max: 12 }) }), {
  minLength: 1,
  maxLength: 6,
});

/** How many are wanted, as the specification of the load has it: on a straight line within each stage. */
function wanted(plan: readonly { readonly durationMs: number; readonly target: number }[], atMs: number): number {
  let [beganAtMs, before] = [0, 0];
  for (const { durationMs, target } of plan) {
    if (atMs < beganAtMs + durationMs) return before + ((target - before) * (atMs - beganAtMs)) / durationMs;
    beganAtMs += durationMs;
    before = target;
  }
  return 0;
}

describe('the users of a load', () => {
  it('are as many as the line of its stages says, at every instant', () => {
    assertProperty(
      property(stages, double({ min: 0, max: 1, noNaN: true }), (plan, share) => {
        const atMs = share * plan.reduce((sum, { durationMs }) => sum + durationMs, 0);
        const users = usersOfLoad({ stages: plan, everyMs: 1 });
        const present = users.filter(({ spans }) => spans.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)).length;
        const line = wanted(plan, atMs);
        // On the line itself rounding decides.
        expect(present).toBeGreaterThanOrEqual(Math.floor(line - 1e-9));
        expect(present).toBeLessThanOrEqual(Math.floor(line + 1e-9));
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('come and go in spans that do not touch', () => {
    assertProperty(
      property(stages, (plan) => {
        for (const { spans } of usersOfLoad({ stages: plan, everyMs: 1 })) {
          for (const [index, { fromMs, toMs }] of spans.entries()) {
            expect(toMs).toBeGreaterThan(fromMs);
            expect(fromMs).toBeGreaterThan(spans[index - 1]?.toMs ?? -1);
          }
        }
      }),
      { seed: 4 },
    );
  });

  it('that jump are there at once', () => {
    const users = usersOfLoad({
      stages: [
        { durationMs: 0, target: 2 },
        { durationMs: 100, target: 2 },
      ],
      everyMs: 1,
    });
    expect(users).toEqual([1, 2].map((user) => ({ user, spans: [{ fromMs: 0, toMs: 100 }] })));
  });
});
