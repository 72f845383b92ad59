import type { Clock } from '../base/clock.js';
import type { BodyStream, LiveFrames } from './http-message.js';

/** Frames one after the other, each when its time has come. */
export type FrameRun = AsyncGenerator<Uint8Array | string, void>;

interface FrameTime {
  readonly clock: Clock;
  /** Ends it: nobody is there any more. */
  readonly signal: AbortSignal;
}

/**
 * The frames of a stream in their time. Live ones are gathered from now on, whenever the first is asked for, so that nothing is missed in between; of a
 * reader who is too slow for them the stream ends, as it would if the connection broke.
 *
 * @param stream - of a response
 * @param time - the clock that it goes by, and what ends it
 */
export function streamFrames({ frames, live }: BodyStream, time: FrameTime): FrameRun {
  const after = live === undefined ? undefined : liveFrames(live, time);
  return (async function* run(): FrameRun {
    for (const { content, afterMs } of frames) {
      if (afterMs > 0) await time.clock.sleep(afterMs, time.signal);
      if (time.signal.aborted) return;
      yield content;
    }
    if (after !== undefined) yield* after;
  })();
}

/**
 * Live frames as they come, gathered from now on.
 *
 * @param live - of a stream
 * @param time - the clock that it goes by, and what ends it: it must end, whether or not a frame was ever asked for
 */
export function liveFrames({ subscribe, idle, forMs }: LiveFrames, { clock, signal }: FrameTime): FrameRun {
  const waiting: (Uint8Array | string)[] = [];
  let isOverrun = false;
  let wake = (): void => undefined;
  const unsubscribe = subscribe((content) => {
    isOverrun ||= waiting.length >= MAX_WAITING_COUNT;
    if (!isOverrun) waiting.push(content);
    wake();
  });
  const end = (): void => {
    unsubscribe();
    wake();
  };
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const nothing = async (durationMs: number): Promise<void> => {
    const woken = new AbortController();
    wake = () => woken.abort();
    await (Number.isFinite(durationMs) ? clock.sleep(durationMs, woken.signal) : aborted(woken.signal));
    wake = () => undefined;
  };

  return (async function* run(): FrameRun {
    const untilMs = forMs === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() + forMs;
    try {
      while (!signal.aborted) {
        const content = waiting.shift();
        if (content !== undefined) {
          yield content;
          continue;
        }
        const leftMs = untilMs - clock.nowMs();
        if (isOverrun || leftMs <= 0) return;
        const isIdle = idle !== undefined && idle.everyMs < leftMs;
        await nothing(isIdle ? idle.everyMs : leftMs);
        if (isIdle && waiting.length === 0 && !isOverrun && !signal.aborted) yield idle.content;
      }
    } finally {
      signal.removeEventListener('abort', end);
      unsubscribe();
    }
  })();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Frames that came and that the reader has not taken. */
const MAX_WAITING_COUNT = 1_000;
