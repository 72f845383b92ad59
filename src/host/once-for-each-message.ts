/**
 * Told of the same trouble again and again, it passes it on once.
 *
 * @param report - told of each kind of trouble; `undefined` for nobody
 */
export function onceForEachMessage(report: ((error: unknown) => void) | undefined): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const text = String(error);
    if (told.has(text) || told.size > MAX_MESSAGE_COUNT) return;
    told.add(text);
    report?.(error);
  };
}

const MAX_MESSAGE_COUNT = 100;
