import type { App } from './app.js';
import { el } from './dom.js';
import { isOfMock, PARTS } from './parts.js';
import { choice } from './pieces.js';
import { leftMsOf } from './switch-rule.js';
import { themeButton } from './theme.js';

/** What stands around whatever part is shown. */
export interface Frame {
  readonly parts: readonly HTMLElement[];
  /** Shows which part it is. */
  readonly mark: (part: string) => void;
  /** Shows whether the mock answers. */
  readonly awake: (isAwake: boolean) => void;
}

/**
 * The frame of the page; it keeps itself as the app is.
 *
 * @param app - of the page
 * @param main - where the part stands
 */
export function pageFrame(app: App, main: HTMLElement): Frame {
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
