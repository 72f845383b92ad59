/**
 * The day of an instant, in UTC: `2026-11-22`.
 *
 * @param atMs - since 1970; one that no calendar has is its first or last day
 */
export function dayText(atMs: number): string {
  return new Date(Math.min(Math.max(atMs, 0), LAST_MS)).toISOString().slice(0, 'yyyy-mm-dd'.length);
}

const LAST_MS = 253_402_300_799_999;
