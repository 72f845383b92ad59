import { describe, expect, it } from 'vitest';
import { simulatedTurn } from '../../../src/host/simulated-turn.js';
import { createDriver } from '../../../src/scenario/simulated/driver.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';

function made(signal = new AbortController().signal): {
  clock: ReturnType<typeof createManualClock>;
  driver: ReturnType<typeof createDriver>;
} {
  const clock = createManualClock(0);
  return { clock, driver: createDriver(clock, simulatedTurn, signal) };
}

describe('a driver', () => {
  it('lets an hour pass while somebody waits for it, and no time when nobody does', async () => {
    const { clock, driver } = made();
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.schedule(tick, 60_000);
    };
    tick();
    await driver.settle(clock.sleep(3_600_000));
    expect([clock.nowMs(), ticks]).toEqual([3_600_000, 60]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(clock.nowMs()).toBe(3_600_000);
  });

  it('says that work is pending when nothing can run any more', async () => {
    const { driver } = made();
    const never = new Promise<void>(() => undefined);
    expect(await driver.settle(never)).toEqual({ kind: 'pending' });
    expect(await driver.settle(Promise.resolve(1))).toEqual({ kind: 'settled', value: 1 });
  });

  it('takes those that wait beside each other to their ends, each at its time', async () => {
    const { clock, driver } = made();
    const order: string[] = [];
    const wait = async (name: string, durationMs: number): Promise<void> => {
      await driver.settle(clock.sleep(durationMs));
      order.push(`${name} ${clock.nowMs()}`);
    };
    await Promise.all([wait('late', 30), wait('early', 10), wait('also early', 10)]);
    expect(order).toEqual(['early 10', 'also early 10', 'late 30']);
  });

  it('gives what a timer throws to whoever waits', async () => {
    const { clock, driver } = made();
    clock.schedule(() => {
      throw new Error('a timer of a program');
    }, 5);
    await expect(driver.settle(clock.sleep(10))).rejects.toThrow('a timer of a program');
    expect(await driver.settle(clock.sleep(10))).toEqual({ kind: 'settled', value: undefined });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const { clock, driver } = made(controller.signal);
    clock.schedule(() => controller.abort(new Error('stopped')), 5);
    await expect(driver.settle(clock.sleep(10))).rejects.toThrow('stopped');
  });
});
