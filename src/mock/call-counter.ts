/** Keys that are remembered; one that was forgotten begins again at 0. */
const MAX_KEY_COUNT = 10_000;

/**
 * Counts how often each key was asked for: 0 the first time. Bounded: the key that was new longest ago is forgotten first.
 */
export function createCallCounter(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const count = counts.get(key) ?? 0;
    if (count === 0 && counts.size >= MAX_KEY_COUNT) {
      const [oldest] = counts.keys();
      if (oldest !== undefined) counts.delete(oldest);
    }
    counts.set(key, count + 1);
    return count;
  };
}
