import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { ManualClock } from '../scenario/simulated/manual-clock.js';
import { timeoutMs } from '../scenario/simulated/manual-clock.js';
import { SimulatedTimeout } from './simulated-timeout.js';

type Callback = (...args: readonly unknown[]) => void;

/** Timers as programs find them behind the globals. */
export interface PatchedTimers {
  readonly callbacks: Readonly<
    Record<'setTimeout' | 'setInterval' | 'setImmediate' | 'clearTimeout' | 'clearInterval' | 'clearImmediate', unknown>
  >;
  readonly promises: {
    readonly setTimeout: (
      durationMs?: number,
      value?: unknown,
      options?: { readonly signal?: AbortSignal | undefined },
    ) => Promise<unknown>;
    readonly setInterval: (
      durationMs?: number,
      value?: unknown,
      options?: { readonly signal?: AbortSignal | undefined },
    ) => AsyncIterable<unknown>;
    readonly setImmediate: (value?: unknown, options?: { readonly signal?: AbortSignal | undefined }) => Promise<unknown>;
  };
  readonly abortSignal: (durationMs: number) => AbortSignal;
}

/**
 * Timers on a clock that is moved by hand.
 *
 * @param clock - `undefined`: the machine's own
 */
export function patchedTimers(clock: () => ManualClock | undefined): PatchedTimers {
  const real = { ...timers };
  const realPromises = { ...timersPromises };
  const realTimeoutSignal = AbortSignal.timeout.bind(AbortSignal);

  const later =
    (isRepeated: boolean, realSet: (...args: never[]) => unknown) =>
    (callback: Callback, durationMs?: number, ...args: readonly unknown[]): unknown => {
      const own = clock();
      if (own === undefined) return realSet(...([callback, durationMs, ...args] as never[]));
      return new SimulatedTimeout({ clock: own, callback: () => callback(...args), durationMs: timeoutMs(durationMs), isRepeated });
    };

  const clear =
    (realClear: (timer: never) => void) =>
    (timer: unknown): void => {
      if (!SimulatedTimeout.clear(timer)) realClear(timer as never);
    };

  const immediate = (callback: Callback, ...args: readonly unknown[]): unknown => {
    const own = clock();
    if (own === undefined) return real.setImmediate(callback, ...args);
    return new SimulatedTimeout({ clock: own, callback: () => callback(...args), durationMs: 0, isRepeated: false });
  };

  const wait: PatchedTimers['promises']['setTimeout'] = async (durationMs, value, options) => {
    const own = clock();
    if (own === undefined) return realPromises.setTimeout(durationMs, value, options as never);
    await waitOn(own, timeoutMs(durationMs), options?.signal);
    return value;
  };

  const pause: PatchedTimers['promises']['setImmediate'] = async (value, options) => {
    const own = clock();
    if (own === undefined) return realPromises.setImmediate(value, options as never);
    await waitOn(own, 0, options?.signal);
    return value;
  };

  async function* ticks(
    durationMs?: number,
    value?: unknown,
    options?: { readonly signal?: AbortSignal | undefined },
  ): AsyncGenerator<unknown> {
    const own = clock();
    if (own === undefined) {
      yield* realPromises.setInterval(durationMs, value, options as never);
      return;
    }
    for (;;) {
      await waitOn(own, timeoutMs(durationMs), options?.signal);
      yield value;
    }
  }

  const abortSignal = (durationMs: number): AbortSignal => {
    const own = clock();
    if (own === undefined || !Number.isInteger(durationMs) || durationMs < 0) return realTimeoutSignal(durationMs);
    const controller = new AbortController();
    // Unlike `setTimeout` it waits for what it is told, however long.
    own.schedule(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), durationMs);
    return controller.signal;
  };

  return {
    callbacks: {
      setTimeout: later(false, real.setTimeout),
      setInterval: later(true, real.setInterval),
      setImmediate: immediate,
      clearTimeout: clear(real.clearTimeout),
      clearInterval: clear(real.clearInterval),
      clearImmediate: clear(real.clearImmediate),
    },
    promises: { setTimeout: wait, setInterval: ticks, setImmediate: pause },
    abortSignal,
  };
}

async function waitOn(clock: ManualClock, durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted !== true) await clock.sleep(durationMs, signal);
  if (signal?.aborted !== true) return;
  throw Object.assign(new Error('The operation was aborted', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' });
}
