/**
 * One action for all who ask while it runs: each call resolves once a run of `action` that began after the call has ended, and no two run at once.
 * Answers of a broker that cover all that went before (a flush, a commit) cost one round trip for many messages this way.
 *
 * @param action - covers whatever happened before it began
 * @returns what to call instead; rejects with what the covering run threw
 */
export function coalesced(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    const run = action().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (running === undefined) return begin();
    if (next === undefined) {
      const after = (): Promise<void> => {
        next = undefined;
        return begin();
      };
      next = running.then(after, after);
    }
    return next;
  };
}
