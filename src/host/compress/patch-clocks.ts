/**
 * Makes the clocks of this process tell another time: `Date`, `performance.now`, `process.hrtime`, `process.uptime`.
 *
 * @param nowMs - the time to tell, since 1970
 * @param scale - how much faster it runs
 */
export function patchClocks(nowMs: () => number, scale: number): void {
  patchDate(nowMs);
  const timeOriginMs = performance.timeOrigin;
  // So that timeOrigin + now() is the time that Date tells, as everywhere else.
  define(performance, 'now', () => nowMs() - timeOriginMs);
  const realHrtime = process.hrtime.bigint.bind(process.hrtime);
  const startNs = realHrtime();
  const nowNs = (): bigint => startNs + BigInt(Math.round(Number(realHrtime() - startNs) * scale));
  const hrtime = (before?: readonly [number, number]): [number, number] => {
    const ns = nowNs() - (before === undefined ? 0n : BigInt(before[0]) * NS_PER_SECOND + BigInt(before[1]));
    // Like Node's own, which gives a negative second and a positive rest for an instant to come.
    const rest = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
    return [Number((ns - rest) / NS_PER_SECOND), Number(rest)];
  };
  define(process, 'hrtime', Object.assign(hrtime, { bigint: nowNs }));
  const realUptime = process.uptime.bind(process);
  define(process, 'uptime', () => realUptime() * scale);
}

/** A proxy, so that `instanceof`, subclasses and calls without `new` are as they were. */
function patchDate(nowMs: () => number): void {
  const now = (): number => Math.floor(nowMs());
  const RealDate = Date;
  const patched = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new RealDate(now()).toString(),
  });
  define(RealDate, 'now', now);
  define(RealDate.prototype, 'constructor', patched);
  define(globalThis, 'Date', patched);
}

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}

const NS_PER_SECOND = 1_000_000_000n;
