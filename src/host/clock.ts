/** Read once: in Node it is looked up anew at every access, for microseconds. */
const ORIGIN_MS = performance.timeOrigin;

/**
 * The machine's clock: ms since 1970, with fractions, never running backwards within a process.
 */
export function nowMs(): number {
  return ORIGIN_MS + performance.now();
}
