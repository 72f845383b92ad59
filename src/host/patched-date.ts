import type { ManualClock } from '../scenario/simulated/manual-clock.js';

/**
 * A `Date` that tells a clock's time. A proxy, so that `instanceof`, subclasses and calls without `new` are as they were.
 *
 * @param clock - `undefined`: the machine's own
 */
export function patchedDate(clock: () => ManualClock | undefined): DateConstructor {
  const realNow = Date.now.bind(Date);
  const now = (): number => {
    const own = clock();
    return own === undefined ? realNow() : Math.floor(own.nowMs());
  };
  const RealDate = Date;
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
