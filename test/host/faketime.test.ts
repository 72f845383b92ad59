import { describe, expect, it } from 'vitest';
import { faketimeEnv } from '../../src/host/compress/faketime.js';
import { createScaledClock } from '../../src/host/scaled-clock.js';

describe('libfaketime', () => {
  it('is loaded behind what is loaded already', () => {
    expect(faketimeEnv({ LD_PRELOAD: '/lib/own.so', HOME: '/' }, '/lib/faketime.so', 10)).toEqual({
      HOME: '/',
      LD_PRELOAD: '/lib/own.so:/lib/faketime.so',
      FAKETIME: '+0 x10',
      FAKETIME_NO_CACHE: '1',
    });
  });

  it('has a clock of ours beside it that begins where the program began', () => {
    const originMs = performance.timeOrigin + performance.now();
    const clock = createScaledClock(10, originMs);
    const beforeMs = performance.timeOrigin + performance.now() - originMs;
    const toldMs = clock.nowMs() - originMs;
    const afterMs = performance.timeOrigin + performance.now() - originMs;
    expect(toldMs).toBeGreaterThanOrEqual(10 * beforeMs - 20);
    expect(toldMs).toBeLessThanOrEqual(10 * afterMs + 20);
  });
});
