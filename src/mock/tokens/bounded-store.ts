/** Values that are forgotten when they are old, or when there are too many: the oldest first. */
export interface BoundedStore<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value, expiresAtMs: number): void;
  delete(key: string): void;
  /** Those that are not too old. */
  entries(): readonly (readonly [key: string, value: Value])[];
}

/**
 * A store that cannot grow without end, whoever fills it.
 *
 * @param maxCount - of values, at least 1
 * @param nowMs - the time of their ages
 */
export function createBoundedStore<Value>(maxCount: number, nowMs: () => number): BoundedStore<Value> {
  const entries = new Map<string, { readonly value: Value; readonly expiresAtMs: number }>();
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (nowMs() < entry.expiresAtMs) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set: (key, value, expiresAtMs) => {
      entries.delete(key);
      for (const [oldest] of entries) {
        if (entries.size < maxCount) break;
        entries.delete(oldest);
      }
      entries.set(key, { value, expiresAtMs });
    },
    delete: (key) => void entries.delete(key),
    entries: () => [...entries].flatMap(([key, { value, expiresAtMs }]) => (nowMs() < expiresAtMs ? [[key, value] as const] : [])),
  };
}
