/**
 * Calls again and again until it is stopped, or nothing else keeps the process alive.
 *
 * @param everyMs - between two calls
 * @param onTick - must not throw
 * @returns stops it
 */
export function startTicker(everyMs: number, onTick: () => void): () => void {
  const timer = setInterval(onTick, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
