import crypto from 'node:crypto';
import timers from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import { patchGlobals } from '../../src/host/patched-globals.js';
import { simulatedTurn } from '../../src/host/simulated-turn.js';
import { createDriver } from '../../src/scenario/simulated/driver.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';

/** Runs work on a clock of its own that stands behind the globals. */
async function inside<T>(work: () => Promise<T>, seed = 'globals'): Promise<T> {
  const clock = createManualClock(1_000_000_000_000);
  const driver = createDriver(clock, simulatedTurn, new AbortController().signal);
  const restore = patchGlobals({ clock, random: randomFromSeed(seed), fetch: async () => new Response('from inside') });
  try {
    const settled = await driver.settle(work());
    if (settled.kind === 'pending') throw new Error('it hangs');
    return settled.value;
  } finally {
    restore();
  }
}

function globalsNow(): readonly unknown[] {
  return [
    globalThis.setTimeout,
    globalThis.setInterval,
    globalThis.setImmediate,
    globalThis.clearTimeout,
    globalThis.Date,
    globalThis.fetch,
    timers.setTimeout,
    AbortSignal.timeout,
    Math.random,
    crypto.randomUUID,
    crypto.randomBytes,
    globalThis.crypto.randomUUID,
    process.hrtime,
    performance.now(),
  ].slice(0, -1);
}

/** Before anything was ever put behind them. */
const before = globalsNow();

describe('a world behind the globals', () => {
  it('lets a day pass at once, by every way there is to wait', async () => {
    const startedMs = performance.now();
    const told = await inside(async () => {
      const marks: number[] = [];
      const began = Date.now();
      const mark = (): number => marks.push(Date.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 86_400_000));
      mark();
      await wait(1_000);
      mark();
      await new Promise<void>((resolve) => AbortSignal.timeout(2_000).addEventListener('abort', () => resolve()));
      mark();
      await new Promise<void>((resolve) => {
        let count = 0;
        const interval = setInterval(() => {
          count += 1;
          if (count < 3) return;
          clearInterval(interval);
          resolve();
        }, 1_000);
      });
      mark();
      await new Promise((resolve) => setImmediate(resolve));
      mark();
      return { marks, date: new Date().toISOString(), performance: performance.now(), hrtime: process.hrtime.bigint() };
    });
    expect(told.marks).toEqual([86_400_000, 86_401_000, 86_403_000, 86_406_000, 86_406_000]);
    expect(told.date).toBe(new Date(1_000_000_000_000 + 86_406_000).toISOString());
    expect(told.performance).toBe(86_406_000);
    expect(told.hrtime).toBe(86_406_000_000_000n);
    expect(performance.now() - startedMs).toBeLessThan(86_400_000);
  });

  it('draws chance and ids from the seed', async () => {
    const draw = async (): Promise<readonly unknown[]> => [
      Math.random(),
      crypto.randomUUID(),
      globalThis.crypto.randomUUID(),
      crypto.randomBytes(4).toString('hex'),
      [...globalThis.crypto.getRandomValues(new Uint8Array(4))],
    ];
    expect(await inside(draw)).toEqual(await inside(draw));
    expect(await inside(draw, 'other')).not.toEqual(await inside(draw));
    expect(await inside(async () => crypto.randomUUID())).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('answers by its own network', async () => {
    expect(await inside(async () => (await fetch('http://anywhere.test/')).text())).toBe('from inside');
  });

  it('fires at once what is longer than a timer holds, as Node does', async () => {
    expect(
      await inside(async () => {
        const began = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 2 ** 31));
        return Date.now() - began;
      }),
    ).toBe(1);
  });

  it('cancels by object and by number, and refreshes', async () => {
    expect(
      await inside(async () => {
        const ran: string[] = [];
        clearTimeout(setTimeout(() => ran.push('by object'), 5));
        clearTimeout(Number(setTimeout(() => ran.push('by number'), 5)));
        const kept = setTimeout(() => ran.push(`refreshed at ${Date.now() - 1_000_000_000_000}`), 10);
        await wait(8);
        kept.refresh();
        await wait(20);
        return ran;
      }),
    ).toEqual(['refreshed at 18']);
  });

  it('puts everything back, whatever happens inside', async () => {
    await expect(inside(() => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
    await inside(async () => expect(globalsNow()).not.toEqual(before));
    expect(globalsNow()).toEqual(before);
    expect(Object.hasOwn(globalThis.crypto, 'randomUUID')).toBe(false);
    expect(Math.abs(Date.now() - Date.parse(new Date().toISOString()))).toBeLessThan(1_000);
  });

  it('gives code that took hold of a timer in one run the right one in the next, and outside', async () => {
    const taken = await inside(async () => globalThis.setTimeout);
    const later = await inside(async () => {
      const began = Date.now();
      await new Promise<void>((resolve) => taken(resolve, 5_000));
      return Date.now() - began;
    });
    expect(later).toBe(5_000);
    await new Promise<void>((resolve) => taken(resolve, 1));
  });

  it('refuses a second world beside the first', async () => {
    await inside(async () => {
      expect(() => patchGlobals({ clock: createManualClock(0), random: randomFromSeed(1), fetch })).toThrow('one simulated run');
    });
  });
});
