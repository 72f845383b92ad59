import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits by the machine's clock.
 *
 * @param ms - at least 0
 * @param signal - ends the wait; the promise is then rejected with its reason
 */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
