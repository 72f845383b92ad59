import { createApi } from './api.js';
import type { App, View } from './app.js';
import { el } from './dom.js';
import { followJournal } from './follow-journal.js';
import { createJournalBook } from './journal-book.js';
import type { Seen } from './look-at-mock.js';
import { lookAtMock } from './look-at-mock.js';
import { pageFrame } from './page-frame.js';
import { PARTS } from './parts.js';
import { askToken } from './token-dialog.js';

/** Builds the page, and keeps it as the mock is. */
export function startConsole(): void {
  const shown = el('main', { id: 'main', tabindex: '-1' });
  const toasts = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  const seen: Seen = { systems: [], scopes: [], rules: new Map(), offsetMs: 0 };
  let looked = { system: sessionStorage.getItem('mortise-system') ?? '', scope: sessionStorage.getItem('mortise-scope') ?? '' };
  const listeners = new Set<() => void>();
  let view: View | undefined;
  let redraw: (isFocused?: boolean) => void = () => undefined;

  const say: App['say'] = (text, tone = 'good') => {
    const toast = el('p', { class: `toast ${tone}` }, text);
    toasts.append(toast);
    setTimeout(() => toast.remove(), tone === 'good' ? 4_000 : 10_000);
  };
  const app: App = {
    api: createApi(askToken),
    book: createJournalBook(),
    systems: () => seen.systems,
    system: () => looked.system,
    scope: () => looked.scope,
    scopes: () => seen.scopes,
    rules: () => seen.rules,
    nowMs: () => Date.now() + seen.offsetMs,
    refresh: async () => {
      await lookAtMock(app, seen);
      for (const listener of listeners) listener();
    },
    look: (at) => {
      looked = { ...looked, ...at };
      sessionStorage.setItem('mortise-system', looked.system);
      sessionStorage.setItem('mortise-scope', looked.scope);
      // At once: whoever goes on before the mock has answered must not lose what they typed.
      redraw();
      void app.refresh().catch(() => frame.awake(false));
    },
    say,
    attempt: async (work, done) => {
      try {
        await work();
        if (done !== undefined) say(done);
        return true;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error), 'bad');
        return false;
      }
    },
    onRefresh: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  const frame = pageFrame(app, shown);
  document.body.replaceChildren(...frame.parts, toasts);
  const isKnown = (name: string): boolean => name === '' || seen.systems.some((system) => system.name === name);
  redraw = (isFocused = false): void => {
    const [name = '', ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    const part = PARTS.find((one) => one.name === name) ?? PARTS[0];
    if (part === undefined) return;
    view?.close?.();
    view = part.make(app, rest);
    shown.replaceChildren(view.element);
    document.title = `${part.title} · Mortise console`;
    frame.mark(part.name);
    if (isFocused) shown.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  };
  window.addEventListener('hashchange', () => redraw(true));
  const begin = async (): Promise<void> => {
    for (;;) {
      try {
        await app.refresh();
        if (!isKnown(looked.system)) looked = { ...looked, system: '' };
        frame.awake(true);
        redraw();
        return;
      } catch {
        // It may be on its way up, or be gone for a moment.
        frame.awake(false);
        await waitMs(1_000);
      }
    }
  };
  void begin().then(() => {
    followJournal(app, frame.awake);
    setInterval(() => void app.refresh().catch(() => frame.awake(false)), REFRESH_MS);
  });
}

const REFRESH_MS = 2_000;

function waitMs(lengthMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, lengthMs);
  });
}
