import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { createManualClock, timeoutMs } from '../../../src/scenario/simulated/manual-clock.js';

/** What is done with a clock: a timer is set (at once, or by the timer before it), or one that was set is cancelled. */
type Act =
  | { readonly kind: 'set'; readonly delayMs: number; readonly next: number | undefined }
  | { readonly kind: 'cancel'; readonly index: number };

const delay = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1e7, noNaN: true }));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), delayMs: delay, next: fc.option(delay, { nil: undefined }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), index: fc.nat({ max: 400 }) }) },
);

/** When each timer ran, on the clock. */
function ranOn(clock: ManualClock, acts: readonly Act[]): readonly string[] {
  const ran: string[] = [];
  const timers: ReturnType<ManualClock['schedule']>[] = [];
  for (const [index, one] of acts.entries()) {
    if (one.kind === 'cancel') {
      const timer = timers[one.index];
      if (timer !== undefined) clock.cancel(timer);
      continue;
    }
    const { delayMs, next } = one;
    const callback = (): void => {
      ran.push(`${index} at ${clock.nowMs()}`);
      if (next !== undefined) clock.schedule(() => ran.push(`after ${index} at ${clock.nowMs()}`), next);
    };
    timers.push(clock.schedule(callback, delayMs));
  }
  while (clock.runNext());
  return ran;
}

/** The same, told by a list that is sorted anew for every step. */
function ranOnPaper(startMs: number, acts: readonly Act[]): readonly string[] {
  const ran: string[] = [];
  let list: { readonly atMs: number; readonly name: string; readonly next: number | undefined }[] = [];
  const names: string[] = [];
  for (const [index, one] of acts.entries()) {
    if (one.kind === 'cancel') list = list.filter(({ name }) => name !== names[one.index]);
    else {
      names.push(String(index));
      list.push({ atMs: startMs + one.delayMs, name: String(index), next: one.next });
    }
  }
  for (;;) {
    list = list
      .map((timer, order) => ({ timer, order }))
      .sort((left, right) => left.timer.atMs - right.timer.atMs || left.order - right.order)
      .map(({ timer }) => timer);
    const next = list.shift();
    if (next === undefined) return ran;
    ran.push(`${next.name} at ${next.atMs}`);
    if (next.next !== undefined) list.push({ atMs: next.atMs + next.next, name: `after ${next.name}`, next: undefined });
  }
}

describe('a clock that is moved by hand', () => {
  it('runs each timer at its instant, those of one instant in the order in which they were set', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 400 }), (acts) => {
        expect(ranOn(createManualClock(1_000), acts)).toEqual(ranOnPaper(1_000, acts));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps its order when most timers are cancelled, as timeouts are', () => {
    const clock = createManualClock(0);
    const ran: number[] = [];
    for (let index = 0; index < 5_000; index += 1) {
      const timer = clock.schedule(() => ran.push(index), 5_000 - index);
      if (index % 100 !== 0) clock.cancel(timer);
    }
    while (clock.runNext());
    expect(ran).toEqual(Array.from({ length: 50 }, (_, index) => 4_900 - 100 * index));
  });

  it('is never stopped by somebody who waits for nothing, again and again', () => {
    const clock = createManualClock(0);
    const again = (): void => {
      clock.schedule(again, 0);
    };
    again();
    for (let count = 0; count < 20_000; count += 1) clock.runNext();
    expect(clock.nowMs()).toBeGreaterThan(1_000);
  });

  it.each([
    [0, 1],
    [0.5, 1],
    [1, 1],
    [1.5, 1.5],
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, 1],
    [-5, 1],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    ['250', 250],
    [undefined, 1],
  ])('makes of a timeout of %s one of %s ms, as Node does', (given, expected) => {
    expect(timeoutMs(given)).toBe(expected);
  });

  it('lets a program sleep longer than a timer holds, and stops it when it is told to', async () => {
    const clock = createManualClock(0);
    const slept = clock.forPrograms.sleep(3e9).then(() => clock.nowMs());
    const controller = new AbortController();
    const stopped = clock.forPrograms.sleep(10, { signal: controller.signal }).catch((error: unknown) => error);
    controller.abort(new Error('enough'));
    while (clock.runNext());
    expect(await slept).toBe(3e9);
    expect(await stopped).toEqual(new Error('enough'));
  });
});
