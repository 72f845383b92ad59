import type { Clock } from '../../base/clock.js';
import type { FaultInjector } from '../../fault/injector.js';

/** When the faults hold the broker away from one program. */
export interface BrokerAbsence {
  /** The label of the fault that holds it away now. */
  labelNow(): string | undefined;
  /** How often it went away so far: what was delivered before it did cannot be settled after. */
  readonly count: number;
  /** Resolves once it is there, at once when it is; also when the signal says so. */
  untilBack(signal: AbortSignal): Promise<void>;
  /** Tells when it goes away. @returns ends it */
  onLost(listener: (keepsSubscriptions: boolean) => void): () => void;
  /** Ends the watch. */
  stop(): void;
}

interface AbsenceParts {
  readonly injector: FaultInjector;
  readonly clock: Clock;
  readonly member: string | undefined;
}

/**
 * Watches the rules of an injector for a broker that is away. Somebody has to look when a window begins: nobody may be asking just then.
 *
 * @param parts - the injector, its clock, and who uses the broker
 */
export function watchAbsence({ injector, clock, member }: AbsenceParts): BrokerAbsence {
  const listeners = new Set<(keepsSubscriptions: boolean) => void>();
  const over = new AbortController();
  let wake = new AbortController();
  let count = 0;
  let isAway = false;
  let isWatching = false;
  const look = (): string | undefined => {
    const away = injector.brokerIsAway(member, clock.nowMs());
    if (away !== undefined && !isAway) {
      isAway = true;
      count += 1;
      for (const listener of listeners) listener(away.keepsSubscriptions);
    }
    if (away === undefined) isAway = false;
    return away?.label;
  };
  const endWatch = injector.onChange(() => {
    wake.abort();
    wake = new AbortController();
    look();
  });
  const nextChange = async (signal: AbortSignal): Promise<void> => {
    const nowMs = clock.nowMs();
    const atMs = injector.nextChangeAtMs(nowMs);
    const earlier = AbortSignal.any([wake.signal, over.signal, signal]);
    // Without a change that is planned only the rules themselves can bring one: no timer waits for that.
    await (atMs === undefined ? aborted(earlier) : clock.sleep(Math.max(0, atMs - nowMs), earlier));
  };
  return {
    labelNow: look,
    get count() {
      look();
      return count;
    },
    untilBack: async (signal) => {
      while (look() !== undefined && !signal.aborted && !over.signal.aborted) await nextChange(signal);
    },
    onLost: (listener) => {
      listeners.add(listener);
      if (!isWatching) void watch();
      return () => {
        listeners.delete(listener);
        wake.abort();
        wake = new AbortController();
      };
    },
    stop: () => {
      endWatch();
      over.abort();
    },
  };

  /** Only while somebody wants to be told: a timer that nobody needs would keep a process alive. */
  async function watch(): Promise<void> {
    isWatching = true;
    while (listeners.size > 0 && !over.signal.aborted) {
      look();
      await nextChange(over.signal);
    }
    isWatching = false;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
