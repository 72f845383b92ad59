import type { App } from './app.js';

/**
 * Hears of every call for as long as the page is open. A connection that ends is made again where it ended: the journal's own numbers say where that was, so nothing is
 * told twice, and what the mock has no more is counted.
 *
 * @param awake - told whether the mock answers
 */
export function followJournal(app: App, awake: (isAwake: boolean) => void): void {
  const { api, book } = app;
  const follow = async (): Promise<void> => {
    for (;;) {
      try {
        await api.follow(
          book.next,
          { system: '*' },
          {
            onPage: (page) => {
              if (page.isAnew) book.clear();
              book.take(page);
              awake(true);
            },
            signal: new AbortController().signal,
          },
        );
      } catch {
        // The mock is away, or was started anew.
        awake(false);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, AGAIN_MS);
      });
    }
  };
  void follow();
}

const AGAIN_MS = 1_000;
