/**
 * The day of an instant; `undefined` when the clock did not count from 1970, as that of a simulation.
 *
 * @param atMs - of a journal
 */
export function dayOf(atMs: number): string | undefined {
  return atMs < FIRST_PLAUSIBLE_MS ? undefined : new Date(atMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** 2001. */
const FIRST_PLAUSIBLE_MS = 978_307_200_000;
