import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * Makes the timers of this process run faster: those of the global object, `node:timers`, `node:timers/promises`, `AbortSignal.timeout`,
 * the timeouts of sockets and `Atomics.wait`. What they give back is Node's own, so `ref`, `refresh` and the rest are as they were.
 *
 * @param scale - more than 1
 */
export function patchTimers(scale: number): void {
  const shortened = (durationMs: unknown): unknown => shortenedMs(durationMs, scale);
  const { setTimeout: realTimeout, setInterval: realInterval } = timers;
  const laterOnce = (callback: () => void, durationMs?: number, ...args: readonly never[]): unknown =>
    realTimeout(callback, shortened(durationMs) as number, ...args);
  const again = (callback: () => void, durationMs?: number, ...args: readonly never[]): unknown =>
    realInterval(callback, shortened(durationMs) as number, ...args);
  const waits = patchPromises(shortened);
  define(laterOnce, promisify.custom, waits.setTimeout);
  define(again, promisify.custom, waits.setInterval);
  for (const target of [globalThis, timers]) {
    define(target, 'setTimeout', named(laterOnce, 'setTimeout'));
    define(target, 'setInterval', named(again, 'setInterval'));
  }
  patchAbortSignal();
  patchSockets(shortened);
  patchAtomics(scale);
  // Modules that import by name see what the objects hold now.
  syncBuiltinESMExports();
}

/**
 * What to give a real timer: never so short that it would come early, and left as it is where Node itself would make 1 ms of it
 * (nothing, no number, more than 31 bits): programs that fall over that must fall here, too.
 */
function shortenedMs(durationMs: unknown, scale: number): unknown {
  const ms = Number(durationMs);
  if (!(ms > 1 && ms <= MAX_TIMER_MS)) return durationMs;
  // 3.0000000000000004 ms must not become 4.
  return Math.max(1, Math.ceil(ms / scale - 1e-6));
}

function patchPromises(shortened: (durationMs: unknown) => unknown): Pick<typeof timersPromises, 'setTimeout' | 'setInterval'> {
  const { setTimeout: realTimeout, setInterval: realInterval } = timersPromises;
  const wait = <T>(durationMs?: number, value?: T, options?: Parameters<typeof realTimeout>[2]): Promise<T> =>
    realTimeout(shortened(durationMs) as number, value, options) as Promise<T>;
  const ticks = <T>(durationMs?: number, value?: T, options?: Parameters<typeof realInterval>[2]): NodeJS.AsyncIterator<T> =>
    realInterval(shortened(durationMs) as number, value, options) as NodeJS.AsyncIterator<T>;
  define(timersPromises, 'setTimeout', named(wait, 'setTimeout'));
  define(timersPromises, 'setInterval', named(ticks, 'setInterval'));
  const { scheduler } = timersPromises;
  const realWait = scheduler.wait.bind(scheduler);
  define(scheduler, 'wait', (durationMs: number, options?: Parameters<typeof realWait>[1]) =>
    realWait(shortened(durationMs) as number, options),
  );
  return timersPromises;
}

/** Node's own does not use the timers that a program sees. */
function patchAbortSignal(): void {
  define(AbortSignal, 'timeout', (durationMs: number): AbortSignal => {
    const isWhole = Number.isInteger(durationMs) && durationMs >= 0 && durationMs <= Number.MAX_SAFE_INTEGER;
    if (!isWhole) throw new RangeError(`The value of "delay" is out of range. It must be an integer. Received ${String(durationMs)}`);
    const controller = new AbortController();
    const abort = (): void => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    setTimeout(abort, durationMs).unref();
    return controller.signal;
  });
}

/** `http.request({ timeout })`, `socket.setTimeout`: they, too, count by timers of their own. */
function patchSockets(shortened: (durationMs: unknown) => unknown): void {
  const realSetTimeout = net.Socket.prototype.setTimeout;
  define(net.Socket.prototype, 'setTimeout', function setTimeout(this: net.Socket, durationMs: number, callback?: () => void): net.Socket {
    realSetTimeout.call(this, shortened(durationMs) as number, callback);
    // What a program reads back is what it wrote.
    if (typeof this.timeout === 'number') define(this, 'timeout', durationMs);
    return this;
  });
}

function patchAtomics(scale: number): void {
  const realWait = Atomics.wait;
  const wait = (array: Int32Array<ArrayBufferLike>, index: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' =>
    realWait(array, index, value, timeoutMs === undefined ? undefined : timeoutMs / scale);
  define(Atomics, 'wait', wait);
}

function named<F extends object>(value: F, name: string): F {
  Object.defineProperty(value, 'name', { value: name, configurable: true });
  return value;
}

function define(target: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}

const MAX_TIMER_MS = 2_147_483_647;
