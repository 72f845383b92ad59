import type { App, View } from '../app.js';
import type { System } from '../api-types.js';
import { el } from '../dom.js';
import { button, copyButton, emptyState, field, viewHead } from '../pieces.js';
import { leftMsOf, textFromRule } from '../switch-rule.js';
import { textFromLeft } from '../duration.js';

/** What this mock stands in for: where each system is, and what is up with it. */
export function systemsView(app: App): View {
  const list = el('div', { class: 'cards' });
  const search = el('input', { type: 'search', placeholder: 'a part of its name or title', value: '', input: () => draw() });
  const finder = el('div', { class: 'filters', hidden: true }, field('Find a system', search));
  const element = el(
    'section',
    {},
    viewHead('Systems', 'What this mock stands in for. Point your app at an address below, then watch its calls.'),
    finder,
    list,
  );
  const draw = (): void => {
    const meant = app.systems().filter(({ name }) => app.system() === '' || name === app.system());
    finder.hidden = meant.length < LEAST_SEARCHED_COUNT;
    const word = search.value.trim().toLowerCase();
    const systems = meant.filter(({ name, title = '' }) => `${name} ${title}`.toLowerCase().includes(word));
    list.replaceChildren(
      ...(systems.length > 0
        ? systems.map((system) => card(app, system))
        : meant.length > 0
          ? [emptyState('No system like this', 'Try a shorter part of its name.')]
          : [emptyState('No systems', 'The mock stands in for nothing: start it with a contract.')]),
    );
  };
  draw();
  return { element, close: app.onRefresh(draw) };
}

/** Fewer are seen at a glance. */
const LEAST_SEARCHED_COUNT = 10;

function card(app: App, system: System): HTMLElement {
  const { name, title, url, eventUrls, operationCount, eventOperationCount } = system;
  const addresses = [...(url === undefined ? [] : [url]), ...eventUrls];
  const rules = (app.rules().get(name) ?? []).filter((rule) => leftMsOf(rule, app.nowMs()) !== 0);
  const facts = [
    operationCount > 0 ? `${operationCount} ${operationCount === 1 ? 'operation' : 'operations'}` : '',
    eventOperationCount > 0 ? `${eventOperationCount} event ${eventOperationCount === 1 ? 'operation' : 'operations'}` : '',
    system.webhookCount > 0 ? `${system.webhookCount} ${system.webhookCount === 1 ? 'webhook' : 'webhooks'}` : '',
    system.hasState ? 'remembers what is created' : '',
  ].filter((fact) => fact !== '');
  const go = (hash: string): void => {
    app.look({ system: name });
    location.hash = hash;
  };
  return el(
    'article',
    { class: 'card', 'aria-label': name },
    el(
      'header',
      {},
      el('h2', {}, name),
      el('span', { class: rules.length === 0 ? 'pill good' : 'pill bad' }, rules.length === 0 ? 'Working' : `${rules.length} switched on`),
    ),
    title === undefined || title === name ? undefined : el('p', { class: 'hint' }, title),
    addresses.map((address) =>
      el(
        'div',
        { class: 'address' },
        el('code', {}, address),
        copyButton(() => address),
      ),
    ),
    el('p', { class: 'facts' }, facts.join(' · ')),
    rules.map((rule) => {
      const left = leftMsOf(rule, app.nowMs());
      return el('p', { class: 'in-force' }, textFromRule(rule), left === undefined ? '' : ` · ${textFromLeft(left)} left`);
    }),
    el(
      'div',
      { class: 'actions' },
      operationCount > 0 && button('Try a call', () => go('#/operations'), 'primary'),
      system.hasFaults && button('Break it', () => go('#/switches')),
      eventOperationCount + system.webhookCount > 0 && button('Send an event', () => go('#/events')),
    ),
  );
}
