import { aboutOf, type App, systemFor, type View } from '../app.js';
import type { BriefOperation, JsonRecord, ShownOverride } from '../api-types.js';
import { el } from '../dom.js';
import { takeDraft } from '../override-form.js';
import { button, choice, code, emptyState, field, viewHead } from '../pieces.js';

/** Answers that are given in place of the contract's: list them with what they did, order one, take one back. */
export function overridesView(app: App): View {
  const list = el('div', { 'aria-live': 'polite' }, el('p', { class: 'hint' }, 'Looking …'));
  let seen = '';
  const load = async (): Promise<void> => {
    const { overrides } = await app.api.get<{ readonly overrides: readonly ShownOverride[] }>('overrides', aboutOf(app));
    const text = JSON.stringify(overrides);
    if (text === seen) return;
    seen = text;
    list.replaceChildren(
      ...(overrides.length === 0
        ? [
            emptyState(
              'No overrides',
              'The contract decides every answer. Order another one below, or open a call in the journal and make an override of it.',
            ),
          ]
        : overrides.map((one) =>
            row(
              one,
              () =>
                void app
                  .attempt(
                    () => app.api.send('DELETE', `overrides/${encodeURIComponent(one.id)}`, { about: aboutOf(app, one.system) }),
                    'Taken back.',
                  )
                  .then(reload),
            ),
          )),
      ...(overrides.length > 1
        ? [
            el(
              'div',
              { class: 'actions' },
              button(
                'Take all back',
                () => void app.attempt(() => app.api.send('DELETE', 'overrides', { about: aboutOf(app) }), 'Taken back.').then(reload),
                'danger',
              ),
            ),
          ]
        : []),
    );
  };
  const reload = (): void => void load().catch((error: Error) => app.say(error.message, 'bad'));
  const element = el(
    'section',
    {},
    viewHead('Overrides', 'Order an answer for certain calls. The newest that fits a call decides it.'),
    list,
    orderForm(app, reload),
  );
  reload();
  const timer = setInterval(reload, 2_000);
  return { element, close: () => clearInterval(timer) };
}

function row({ id, system, usedCount, ...order }: ShownOverride, remove: () => void): HTMLElement {
  const { operation, match, answer = {}, delay, times } = order;
  const path = typeof match?.['path'] === 'string' ? match['path'] : '';
  const method = typeof match?.['method'] === 'string' ? match['method'] : '';
  const what = [method, operation, path].filter((part) => part !== undefined && part !== '').join(' ') || 'every call';
  const then = [
    answer['status'] === undefined ? '' : `answers ${String(answer['status'])}`,
    delay === undefined ? '' : `${typeof delay === 'number' ? `${delay}ms` : delay} late`,
    times === undefined ? '' : `${times - usedCount} of ${times} times left`,
  ].filter((part) => part !== '');
  return el(
    'div',
    { class: 'rule' },
    el(
      'div',
      {},
      el('strong', {}, what),
      el('p', { class: 'hint' }, `${[...then, system].join(' · ')} · decided ${usedCount} ${usedCount === 1 ? 'call' : 'calls'}`),
      el('details', {}, el('summary', {}, 'As JSON'), code(JSON.stringify(order, undefined, 2), `Override ${id}`)),
    ),
    button('Take back', remove, 'danger', { 'aria-label': `Take back ${id}` }),
  );
}

function orderForm(app: App, done: () => void): HTMLElement {
  const draft = takeDraft();
  const able = app.systems().filter(({ hasScopes }) => hasScopes);
  const system = choice(
    able.map(({ name }) => [name, name] as const),
    draft?.system ?? systemFor(app, ({ hasScopes }) => hasScopes)?.name ?? '',
  );
  const json = el('textarea', { rows: 10, spellcheck: 'false' }, JSON.stringify(draft?.order ?? FIRST, undefined, 2));
  const operation = choice([['', 'any call']], '');
  const path = el('input', { type: 'text', placeholder: '/orders/*', spellcheck: 'false' });
  const status = el('input', { type: 'number', min: 200, max: 599, value: '503' });
  const body = el('textarea', { rows: 4, spellcheck: 'false', placeholder: 'empty: the contract’s own body' });
  const delay = el('input', { type: 'text', placeholder: 'none, or 2s' });
  const times = el('input', { type: 'number', min: 1, placeholder: 'for ever' });
  if (draft !== undefined) {
    const {
      operation: id,
      answer,
      match,
    } = draft.order as { readonly operation?: string; readonly answer?: JsonRecord; readonly match?: JsonRecord };
    if (id !== undefined) operation.append(el('option', { value: id, selected: true }, id));
    path.value = typeof match?.['path'] === 'string' ? match['path'] : '';
    status.value = answer?.['status'] === undefined ? '' : String(answer['status']);
    body.value = answer?.['json'] === undefined ? '' : JSON.stringify(answer['json'], undefined, 2);
  }
  const listOperations = (): void =>
    void app.api.get<{ readonly operations: readonly BriefOperation[] }>('operations', { system: system.value }).then(({ operations }) => {
      const chosen = operation.value;
      operation.replaceChildren(
        el('option', { value: '' }, 'any call'),
        ...operations
          .slice(0, 2_000)
          .map(({ id, method, path: at }) => el('option', { value: id, selected: id === chosen }, `${method} ${at}`)),
      );
    });
  if (able.length > 0) listOperations();
  system.addEventListener('change', listOperations);
  const write = (): void => {
    const written = orderFromFields({
      operation: operation.value,
      path: path.value,
      status: status.value,
      body: body.value,
      delay: delay.value,
      times: times.value,
    });
    if (typeof written !== 'string') json.value = JSON.stringify(written, undefined, 2);
  };
  for (const control of [operation, path, status, body, delay, times]) control.addEventListener('input', write);
  const element = el(
    'form',
    {
      class: 'card order',
      submit: (event) => {
        event.preventDefault();
        let order: unknown;
        try {
          order = JSON.parse(json.value);
        } catch {
          // The person is told, and goes on typing.
          app.say('The JSON is not whole yet.', 'bad');
          return;
        }
        void app
          .attempt(() => app.api.send('POST', 'overrides', { about: aboutOf(app, system.value), body: order }), 'It holds from now on.')
          .then(done);
      },
    },
    el('header', {}, el('h2', {}, draft === undefined ? 'Order an answer' : 'An override of the call')),
    el(
      'div',
      { class: 'fields' },
      able.length > 1 && field('Of', system),
      field('When', operation),
      field('At the path', path, '* stands for one part, ** for all.'),
      field('Answer with status', status),
      field('Later by', delay),
      field('How many times', times),
    ),
    field('With this body (JSON)', body),
    el(
      'details',
      { open: draft !== undefined },
      el('summary', {}, 'As JSON'),
      field('The whole order', json, 'What is sent. It can do more than the form: headers, matching on the body, examples by name.'),
    ),
    el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'button primary' }, 'Order it')),
  );
  return element;
}

const FIRST: JsonRecord = { answer: { status: 503 } };

interface OrderFields {
  readonly operation: string;
  readonly path: string;
  readonly status: string;
  readonly body: string;
  readonly delay: string;
  readonly times: string;
}

/**
 * The order that a form means; a text says what is wrong.
 *
 * @param fields - as typed
 */
export function orderFromFields({ operation, path, status, body, delay, times }: OrderFields): JsonRecord | string {
  const answer: Record<string, JsonRecord[string]> = {};
  if (status !== '') answer['status'] = Number(status);
  if (body.trim() !== '') {
    try {
      answer['json'] = JSON.parse(body) as JsonRecord;
    } catch {
      return 'The body is no JSON.';
    }
  }
  return {
    ...(operation === '' ? {} : { operation }),
    ...(path === '' ? {} : { match: { path } }),
    ...(Object.keys(answer).length === 0 ? {} : { answer }),
    ...(delay === '' ? {} : { delay }),
    ...(times === '' ? {} : { times: Number(times) }),
  };
}
