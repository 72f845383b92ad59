/**
 * The day of an instant, as acceptances have it: `2026-11-21`, in UTC.
 *
 * @param atMs - since 1970
 */
export function todayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 'yyyy-mm-dd'.length);
}
