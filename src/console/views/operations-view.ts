import { aboutOf, type App, type View } from '../app.js';
import type { BriefOperation } from '../api-types.js';
import { el } from '../dom.js';
import { emptyState, field, methodTag, viewHead } from '../pieces.js';
import { operationDetail } from './operation-detail.js';

/** What can be called: find one, see what the contract says of it, call it. */
export function operationsView(app: App, [system, id]: readonly string[]): View {
  const results = el('div', { class: 'operation-list' }, el('p', { class: 'hint' }, 'Reading the contract …'));
  let operations: readonly BriefOperation[] = [];
  const search = el('input', {
    type: 'search',
    placeholder: 'path, name, tag …',
    value: lastSearch,
    input: () => {
      lastSearch = search.value;
      draw();
    },
  });
  const draw = (): void => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = operations.filter((one) => words.every((word) => textOf(one).includes(word)));
    const shown = found.slice(0, MAX_SHOWN_COUNT);
    results.replaceChildren(
      el(
        'p',
        { class: 'count', role: 'status' },
        `${found.length.toLocaleString('en')} of ${operations.length.toLocaleString('en')} operations${found.length > shown.length ? `, the first ${shown.length} shown` : ''}`,
      ),
      found.length === 0
        ? emptyState(
            operations.length === 0 ? 'No operations' : 'Nothing like this',
            operations.length === 0
              ? 'What is mocked here has no operations to call; its events are under Events.'
              : 'Try a part of the path, or fewer words.',
          )
        : el(
            'ul',
            { class: 'operations', 'aria-label': 'Operations' },
            shown.map((one) =>
              item(one, { isNamed: app.system() === '' && app.systems().length > 1, isOpen: one.id === id && one.system === system }),
            ),
          ),
    );
  };
  app.api.get<{ readonly operations: readonly BriefOperation[] }>('operations', { system: aboutOf(app).system }).then(
    (answer) => {
      operations = answer.operations;
      draw();
      results.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    },
    (error: Error) => app.say(error.message, 'bad'),
  );
  const element = el(
    'section',
    {},
    viewHead('Operations', 'Everything that can be called. Choose one to read its contract and try it with values that fit.'),
    el(
      'div',
      { class: id === undefined ? 'split' : 'split opened' },
      el('div', { class: 'split-list' }, field('Find an operation', search), results),
      system === undefined || id === undefined ? undefined : operationDetail(app, system, id),
    ),
  );
  return { element };
}

/** Outlives the opening of one of them. */
let lastSearch = '';
const MAX_SHOWN_COUNT = 300;

function textOf({ id, method, path, tags, summary = '', system }: BriefOperation): string {
  return `${method} ${path} ${id} ${summary} ${tags.join(' ')} ${system}`.toLowerCase();
}

function item(one: BriefOperation, { isNamed, isOpen }: { readonly isNamed: boolean; readonly isOpen: boolean }): HTMLElement {
  return el(
    'li',
    {},
    el(
      'a',
      { href: `#/operations/${encodeURIComponent(one.system)}/${encodeURIComponent(one.id)}`, 'aria-current': isOpen ? 'true' : undefined },
      methodTag(one.method),
      el('span', { class: 'operation-path' }, one.path),
      el('span', { class: 'operation-text' }, [isNamed ? one.system : '', one.summary ?? one.id].filter((text) => text !== '').join(' · ')),
      one.deprecated === true ? el('span', { class: 'mark' }, 'deprecated') : undefined,
    ),
  );
}
