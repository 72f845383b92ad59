import { nowMs } from './clock.js';

/** Ends calls that take too long or whose signal is aborted: one timer and one listener for all of them, instead of two signals for each. */
export interface CallWatch {
  /**
   * @param signal - whose reason ends the call
   * @param abort - ends it; called at most once
   */
  begin(signal: AbortSignal, abort: (reason: Error) => void): WatchedCall;
  end(call: WatchedCall): void;
  /** Watches nothing any more. */
  close(): void;
}

export interface WatchedCall {
  readonly signal: AbortSignal;
  readonly deadlineAtMs: number;
  readonly abort: (reason: Error) => void;
}

/**
 * A watch over calls that each may take so long.
 *
 * @param timeoutMs - above 0; noticed within a tenth of it
 */
export function createCallWatch(timeoutMs: number): CallWatch {
  const calls = new Set<WatchedCall>();
  const listeners = new Map<AbortSignal, () => void>();
  const expire = (): void => {
    const atMs = nowMs();
    for (const call of calls) {
      if (call.deadlineAtMs > atMs) continue;
      calls.delete(call);
      call.abort(new DOMException(`it took more than ${timeoutMs} ms`, 'TimeoutError'));
    }
  };
  const timer = setInterval(expire, Math.min(Math.max(timeoutMs / 10, 1), 250));
  timer.unref();
  const listenTo = (signal: AbortSignal): void => {
    const listener = (): void => {
      for (const call of calls) if (call.signal === signal) call.abort(asError(signal.reason));
    };
    listeners.set(signal, listener);
    signal.addEventListener('abort', listener, { once: true });
  };
  return {
    begin: (signal, abort) => {
      const call = { signal, deadlineAtMs: nowMs() + timeoutMs, abort };
      calls.add(call);
      if (!listeners.has(signal)) listenTo(signal);
      if (signal.aborted) abort(asError(signal.reason));
      return call;
    },
    end: (call) => void calls.delete(call),
    close: () => {
      clearInterval(timer);
      for (const [signal, listener] of listeners) signal.removeEventListener('abort', listener);
    },
  };
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
