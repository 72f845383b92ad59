import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { invariant } from '../base/errors.js';
import type { Random } from '../base/random.js';
import type { ManualClock } from '../scenario/simulated/manual-clock.js';
import { patchedDate } from './patched-date.js';
import { patchedRandom } from './patched-random.js';
import { patchedTimers } from './patched-timers.js';

/** The world that code without parameters finds behind the globals. */
export interface InsideWorld {
  readonly clock: ManualClock;
  readonly random: Random;
  readonly fetch: typeof fetch;
}

/** One global, and what stands in for it: looked up at every call, so that code which took hold of it once is right in every later run. */
interface Patch {
  readonly target: object;
  readonly name: string;
  readonly value: unknown;
}

let inside: InsideWorld | undefined;
let patches: readonly Patch[] | undefined;

/**
 * Puts a simulated world behind the globals: timers (those of `node:timers` and `node:timers/promises` too), `AbortSignal.timeout`, `Date`,
 * `performance.now`, `process.hrtime`, chance and `fetch`. Only one world can stand there at a time.
 *
 * @param world - what time, chance and the network are
 * @returns puts everything back as it was
 */
export function patchGlobals(world: InsideWorld): () => void {
  invariant(inside === undefined, 'only one simulated run is going on at a time');
  patches ??= allPatches();
  const undo: (() => void)[] = [];
  const restoreAll = (): void => {
    if (inside === world) inside = undefined;
    for (const step of undo.splice(0)) step();
    syncBuiltinESMExports();
  };
  inside = world;
  try {
    for (const { target, name, value } of patches) {
      const before = Object.getOwnPropertyDescriptor(target, name);
      Object.defineProperty(target, name, { value, writable: true, enumerable: before?.enumerable ?? false, configurable: true });
      undo.push(() => restore(target, name, before));
    }
    // Modules that import by name see what the objects hold now.
    syncBuiltinESMExports();
  } catch (error) {
    restoreAll();
    throw error;
  }
  return restoreAll;
}

function restore(target: object, name: string, before: PropertyDescriptor | undefined): void {
  if (before === undefined) Reflect.deleteProperty(target, name);
  else Object.defineProperty(target, name, before);
}

function allPatches(): readonly Patch[] {
  const world = (): InsideWorld | undefined => inside;
  const clock = (): ManualClock | undefined => inside?.clock;
  const time = patchedTimers(clock);
  const chance = patchedRandom(() => inside?.random);
  const realFetch = fetch;
  const realNow = performance.now.bind(performance);
  const patchedFetch: typeof fetch = (...args) => (world()?.fetch ?? realFetch)(...args);
  const named = (target: object, values: Readonly<Record<string, unknown>>): readonly Patch[] =>
    Object.entries(values).map(([name, value]) => ({ target, name, value }));
  Object.defineProperty(time.callbacks.setTimeout, promisify.custom, { value: time.promises.setTimeout });
  return [
    ...named(globalThis, { ...time.callbacks, Date: patchedDate(clock), fetch: patchedFetch }),
    ...named(timers, time.callbacks),
    ...named(timersPromises, time.promises),
    ...named(timersPromises.scheduler, {
      wait: (durationMs: number, options?: WaitOptions) => time.promises.setTimeout(durationMs, undefined, options),
    }),
    ...named(AbortSignal, { timeout: time.abortSignal }),
    ...named(performance, { now: () => (inside === undefined ? realNow() : sinceStartMs(inside.clock)) }),
    ...named(process, { hrtime: patchedHrtime(clock) }),
    ...named(Math, { random: chance.random }),
    ...named(globalThis.crypto, { randomUUID: chance.randomUUID, getRandomValues: chance.getRandomValues }),
    ...named(crypto, { randomUUID: chance.randomUUID, randomBytes: chance.randomBytes }),
  ];
}

interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
}

function sinceStartMs(clock: ManualClock): number {
  return clock.nowMs() - clock.startMs;
}

function patchedHrtime(clock: () => ManualClock | undefined): unknown {
  const real = process.hrtime;
  const realBigint = real.bigint.bind(real);
  const nowNs = (): bigint => {
    const own = clock();
    return own === undefined ? realBigint() : BigInt(Math.round(sinceStartMs(own) * NS_PER_MS));
  };
  const hrtime = (before?: readonly [number, number]): [number, number] => {
    if (clock() === undefined) return real(before === undefined ? undefined : [...before]);
    const ns = Number(nowNs()) - (before === undefined ? 0 : before[0] * NS_PER_SECOND + before[1]);
    const seconds = Math.floor(ns / NS_PER_SECOND);
    return [seconds, ns - seconds * NS_PER_SECOND];
  };
  return Object.assign(hrtime, { bigint: nowNs });
}

const NS_PER_MS = 1_000_000;
const NS_PER_SECOND = 1_000_000_000;
