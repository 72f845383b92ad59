import type { App, View } from '../app.js';
import type { BriefCall } from '../api-types.js';
import { el } from '../dom.js';
import type { CallFilter, JournalBook } from '../journal-book.js';
import { button, choice, clockText, emptyState, field, methodTag, statusTag, viewHead } from '../pieces.js';
import { createVirtualList } from '../virtual-list.js';
import { callStory } from './call-story.js';

/** Every call as it comes, the newest at the top, and the whole story of one. */
export function journalView(app: App, [opened]: readonly string[]): View {
  const { book } = app;
  let filter: CallFilter = { system: app.system(), operation: '', status: lastStatus, text: lastText };
  let paused: readonly BriefCall[] | undefined;
  let shown: readonly BriefCall[] = [];
  let shownCount = 0;
  const list = createVirtualList('Calls, the newest first', (index) => row(shown[shownCount - 1 - index], opened));
  const count = el('p', { class: 'count', role: 'status' });
  const nothing = el('div', {});
  const bound = el('p', { class: 'hint bound', hidden: true });
  const update = (): void => {
    const all = paused ?? inScope(book.matching(filter), app.scope());
    const added = all === shown || paused === undefined ? Math.max(0, all.length - shownCount) : 0;
    shown = all;
    shownCount = all.length;
    list.update(shownCount, added);
    list.element.hidden = shownCount === 0;
    nothing.replaceChildren(...(shownCount === 0 ? [emptyJournal(app, book.toldCount > 0)] : []));
    bound.textContent = boundText(book);
    bound.hidden = bound.textContent === '';
    const lost = book.lostCount === 0 ? '' : ` · ${book.lostCount.toLocaleString('en')} came before the mock's memory begins`;
    const waiting = paused === undefined ? 0 : inScope(book.matching(filter), app.scope()).length - paused.length;
    const held = paused === undefined ? '' : ` · paused${waiting > 0 ? `, ${waiting.toLocaleString('en')} waiting` : ''}`;
    count.textContent = `${shownCount.toLocaleString('en')} ${shownCount === 1 ? 'call' : 'calls'}${isFiltered(filter) ? ` of ${book.toldCount.toLocaleString('en')}` : ''}${lost}${held}`;
  };
  const refilter = (next: Partial<CallFilter>): void => {
    filter = { ...filter, ...next };
    lastText = filter.text;
    lastStatus = filter.status;
    shown = [];
    shownCount = 0;
    if (paused !== undefined) paused = [...inScope(book.matching(filter), app.scope())];
    update();
  };
  const pause = button('Pause', () => {
    paused = paused === undefined ? [...shown] : undefined;
    pause.textContent = paused === undefined ? 'Pause' : 'Go on';
    pause.setAttribute('aria-pressed', String(paused !== undefined));
    update();
  });
  const clear = button('Clear', () => {
    const scope = app.scope() === '' ? undefined : app.scope();
    void app.attempt(async () => {
      await app.api.send('DELETE', 'journal', { about: { system: app.system() === '' ? '*' : app.system(), scope } });
      book.clear();
    }, 'The journal is empty.');
  });
  const text = el('input', {
    type: 'search',
    placeholder: 'path, operation, scope …',
    value: filter.text,
    input: () => refilter({ text: text.value }),
  });
  const element = el(
    'section',
    { class: 'journal' },
    viewHead('Journal', 'Every call the mock has answered, as it happens. Open one to see why it was answered so.', pause, clear),
    el(
      'div',
      { class: 'filters' },
      field('Find', text),
      field(
        'Answer',
        choice(STATUSES, filter.status, (status) => refilter({ status })),
      ),
      field(
        'Operation',
        choice(operationsIn(book.matching({ ...filter, operation: '', status: '', text: '' })), '', (operation) => refilter({ operation })),
      ),
      count,
    ),
    el(
      'div',
      { class: opened === undefined ? 'split' : 'split opened' },
      el('div', { class: 'split-list' }, bound, list.element, nothing),
      opened === undefined ? undefined : callStory(app, opened),
    ),
  );
  let isPlanned = false;
  const end = book.onChange(() => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      update();
    });
  });
  update();
  return { element, close: end };
}

/** Where the journal ends, and how to have more of it. */
function boundText({ droppedCount, putAwayCount }: JournalBook): string {
  const told = (count: number): string => `${count.toLocaleString('en')} older ${count === 1 ? 'call' : 'calls'}`;
  const dropped =
    droppedCount === 0
      ? ''
      : `The mock keeps the last 10,000 calls: of ${told(droppedCount)} only the lines here are left. Start it with --journal <file> to keep every call whole. `;
  return `${dropped}${putAwayCount === 0 ? '' : `${told(putAwayCount)} are not listed here any more.`}`;
}

/** Outlive the opening of one call. */
let lastText = '';
let lastStatus = '';

const STATUSES = [
  ['', 'Any'],
  ['2xx', '2xx success'],
  ['3xx', '3xx redirect'],
  ['4xx', '4xx refused'],
  ['5xx', '5xx failed'],
  ['none', 'No answer'],
  ['fault', 'Under a fault'],
  ['problem', 'Breaks the contract'],
] as const;

function isFiltered({ system, operation, status, text }: CallFilter): boolean {
  return `${system}${operation}${status}${text}` !== '';
}

function inScope(calls: readonly BriefCall[], scope: string): readonly BriefCall[] {
  return scope === '' ? calls : calls.filter((call) => call.scope === scope);
}

function operationsIn(calls: readonly BriefCall[]): readonly (readonly [string, string])[] {
  const names = new Set(calls.flatMap(({ operation }) => operation ?? []));
  return [['', 'Any'], ...[...names].toSorted().map((name) => [name, name] as const)];
}

function row(call: BriefCall | undefined, opened: string | undefined): HTMLElement {
  if (call === undefined) return el('div', { class: 'call' });
  const marks = [
    call.fault === undefined ? undefined : el('span', { class: 'mark fault' }, call.fault),
    call.problemCount === undefined
      ? undefined
      : el('span', { class: 'mark problem' }, `${call.problemCount} ${call.problemCount === 1 ? 'violation' : 'violations'}`),
    call.scope === undefined ? undefined : el('span', { class: 'mark scope' }, call.scope),
    call.consumer === undefined ? undefined : el('span', { class: 'mark' }, `from ${call.consumer}`),
  ];
  return el(
    'div',
    { class: 'call' },
    el(
      'a',
      { href: `#/journal/${encodeURIComponent(call.id)}`, 'data-row': call.id, 'aria-current': call.id === opened ? 'true' : undefined },
      el('span', { class: 'call-time' }, clockText(call.atMs)),
      methodTag(call.method),
      el('span', { class: 'call-target' }, call.target),
      el('span', { class: 'call-marks' }, ...marks),
      el('span', { class: 'call-system' }, call.system),
      statusTag(call.status, call.outcome),
      el('span', { class: 'call-took' }, call.durationMs === undefined ? '' : `${Math.round(call.durationMs)} ms`),
    ),
  );
}

function emptyJournal(app: App, isFilterToBlame: boolean): HTMLElement {
  if (isFilterToBlame) return emptyState('No call like this', 'Calls have come, but none keeps to the filter above.');
  const url = app.systems().find((system) => system.url !== undefined)?.url;
  return emptyState(
    'No calls yet',
    'Point your app at the mock, or make a call yourself: it shows here at once.',
    url === undefined ? undefined : el('code', { class: 'command' }, `curl -i ${url}/`),
    el('a', { class: 'button primary', href: '#/operations' }, 'Try a call'),
  );
}
