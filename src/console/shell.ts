import { createApi } from './api.js';
import type { Rule, Scope, System } from './api-types.js';
import type { App, View, ViewMaker } from './app.js';
import { el } from './dom.js';
import { followJournal } from './follow-journal.js';
import { createJournalBook } from './journal-book.js';
import { choice } from './pieces.js';
import { leftMsOf } from './switch-rule.js';
import { themeButton } from './theme.js';
import { askToken } from './token-dialog.js';
import { eventsView } from './views/events-view.js';
import { journalView } from './views/journal-view.js';
import { operationsView } from './views/operations-view.js';
import { overridesView } from './views/overrides-view.js';
import { scopesView } from './views/scopes-view.js';
import { stateView } from './views/state-view.js';
import { switchesView } from './views/switches-view.js';
import { systemsView } from './views/systems-view.js';

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
      await look(app, seen);
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

interface Seen {
  systems: readonly System[];
  scopes: readonly Scope[];
  rules: ReadonlyMap<string, readonly Rule[]>;
  /** What the mock's clock is before ours. */
  offsetMs: number;
}

async function look(app: App, seen: Seen): Promise<void> {
  const answer = await app.api.get<{ readonly nowMs: number; readonly systems: readonly System[] }>('systems');
  const { scopes } = await app.api.get<{ readonly scopes: readonly Scope[] }>('scopes', { system: '*' });
  const scope = app.scope() === '' ? undefined : app.scope();
  const faulty = answer.systems.filter(({ faultCount }) => faultCount > 0).slice(0, MAX_FAULTY_COUNT);
  const rules = await Promise.all(
    faulty.map(async ({ name: system }) => {
      const { faults } = await app.api.get<{ readonly faults: readonly Rule[] }>('faults', { system, scope });
      return [system, faults] as const;
    }),
  );
  seen.systems = answer.systems;
  seen.scopes = scopes;
  seen.rules = new Map(rules);
  seen.offsetMs = answer.nowMs - Date.now();
}

/** Those that misbehave are asked one by one. */
const MAX_FAULTY_COUNT = 60;

interface Part {
  readonly name: string;
  readonly title: string;
  readonly make: ViewMaker;
  /** Whether there is anything in it for a system; there is for all when absent. */
  readonly isFor?: (system: System) => boolean;
}

/** A proxy and a mock of events have no answers of their own to keep apart, order or remember. */
const isOfMock = ({ hasScopes }: System): boolean => hasScopes;

const PARTS: readonly Part[] = [
  { name: '', title: 'Systems', make: systemsView },
  { name: 'operations', title: 'Operations', make: operationsView, isFor: ({ operationCount }) => operationCount > 0 },
  { name: 'journal', title: 'Journal', make: journalView },
  { name: 'switches', title: 'Switches', make: switchesView },
  { name: 'overrides', title: 'Overrides', make: overridesView, isFor: isOfMock },
  { name: 'state', title: 'State', make: stateView, isFor: isOfMock },
  { name: 'events', title: 'Events', make: eventsView },
  { name: 'scopes', title: 'Scopes', make: scopesView, isFor: isOfMock },
];

interface Frame {
  readonly parts: readonly HTMLElement[];
  readonly mark: (part: string) => void;
  readonly awake: (isAwake: boolean) => void;
}

function pageFrame(app: App, main: HTMLElement): Frame {
  const counts = new Map<string, HTMLElement>();
  const links = PARTS.map(({ name, title }) => {
    const count = el('span', { class: 'nav-count' });
    counts.set(name, count);
    return el('a', { href: `#/${name}`, 'data-part': name }, title, count);
  });
  const chosen = el('div', { class: 'chosen' });
  const away = el(
    'p',
    { class: 'away', role: 'alert', hidden: true },
    'The mock does not answer. Is it still running? This page tries again by itself.',
  );
  const drawChosen = (): void => {
    const systems = app.systems();
    const systemChoice = choice([['', 'All systems'], ...systems.map(({ name }) => [name, name] as const)], app.system(), (system) =>
      app.look({ system }),
    );
    const names = new Set([...app.scopes().map(({ name }) => name), ...(app.scope() === '' ? [] : [app.scope()])]);
    const scopeChoice = choice([['', 'Everyone'], ...[...names].map((name) => [name, name] as const)], app.scope(), (scope) =>
      app.look({ scope }),
    );
    systemChoice.setAttribute('aria-label', 'System');
    scopeChoice.setAttribute('aria-label', 'Scope');
    const key = JSON.stringify([app.system(), app.scope(), systems.map(({ name }) => name), [...names]]);
    // What somebody has just opened stays open.
    if (chosen.dataset['key'] === key) return;
    chosen.dataset['key'] = key;
    chosen.replaceChildren(
      ...(systems.length > 1 ? [el('span', { class: 'choice' }, 'System', systemChoice)] : []),
      ...(systems.some(isOfMock) ? [el('span', { class: 'choice' }, 'Scope', scopeChoice)] : []),
    );
  };
  const drawCounts = (): void => {
    const inForce = [...app.rules().values()].flat().filter((rule) => leftMsOf(rule, app.nowMs()) !== 0).length;
    setCount(counts.get('switches'), inForce, 'bad');
    setCount(counts.get('journal'), app.book.toldCount, '');
    setCount(counts.get('scopes'), app.scopes().length, '');
  };
  const drawLinks = (): void => {
    for (const [index, { isFor }] of PARTS.entries()) {
      const link = links[index];
      if (link !== undefined) link.hidden = isFor !== undefined && !app.systems().some(isFor);
    }
  };
  app.onRefresh(() => {
    drawLinks();
    drawChosen();
    drawCounts();
  });
  app.book.onChange(drawCounts);
  const parts = [
    el('a', { class: 'skip', href: '#main', click: (event) => skipTo(event, main) }, 'Skip to the content'),
    el('header', { class: 'top' }, el('a', { class: 'brand', href: '#/' }, brandMark(), 'Mortise'), chosen, themeButton()),
    away,
    el('div', { class: 'body' }, el('nav', { 'aria-label': 'Parts of the console' }, links), main),
  ];
  return {
    parts,
    mark: (part) => {
      for (const link of links) {
        if (link.dataset['part'] !== part) link.removeAttribute('aria-current');
        else {
          link.setAttribute('aria-current', 'page');
          link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        }
      }
    },
    awake: (isAwake) => {
      if (isAwake && !away.hidden) app.say('The mock answers again.');
      away.hidden = isAwake;
    },
  };
}

/** The address is the page's own: what is skipped to is not a part of it. */
function skipTo(event: Event, main: HTMLElement): void {
  event.preventDefault();
  main.focus();
}

function setCount(element: HTMLElement | undefined, count: number, tone: string): void {
  if (element === undefined) return;
  element.textContent = count === 0 ? '' : count.toLocaleString('en');
  element.className = `nav-count ${tone}`;
}

function brandMark(): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M4 6h24v8h-8v14h-8V14H4z');
  svg.append(path);
  return svg;
}

const SVG = 'http://www.w3.org/2000/svg';

function waitMs(lengthMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, lengthMs);
  });
}
