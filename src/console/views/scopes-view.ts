import type { App, View } from '../app.js';
import type { Scope } from '../api-types.js';
import { el } from '../dom.js';
import { button, clockText, emptyState, field, viewHead } from '../pieces.js';

/** Worlds beside each other in one mock: list them, make one, choose the one that the page looks at. */
export function scopesView(app: App): View {
  const list = el('div', {});
  const name = el('input', {
    type: 'text',
    placeholder: 'my-test',
    pattern: '[A-Za-z0-9._\\-]{1,100}',
    required: true,
    spellcheck: 'false',
  });
  const draw = (): void => {
    const scopes = app.scopes();
    list.replaceChildren(
      row(app, undefined),
      ...scopes.map((scope) => row(app, scope)),
      ...(scopes.length === 0
        ? [
            emptyState(
              'Only the common one so far',
              'Tests that run side by side each take a scope of their own: state, overrides, switches and journal are then theirs alone.',
            ),
          ]
        : []),
    );
  };
  const add = (): void =>
    void app
      .attempt(
        () => app.api.send('POST', 'scopes', { about: { system: '*' }, body: { name: name.value } }),
        `The scope ${name.value} is there.`,
      )
      .then(async (isDone) => {
        if (isDone) name.value = '';
        await app.refresh();
      });
  const element = el(
    'section',
    {},
    viewHead('Scopes', 'Worlds of their own within one mock, so that people and tests do not get in each other’s way.'),
    el(
      'form',
      {
        class: 'filters',
        submit: (event) => {
          event.preventDefault();
          add();
        },
      },
      field('New scope', name, 'Letters, digits, dots and dashes.'),
      el('button', { type: 'submit', class: 'button primary' }, 'Make it'),
    ),
    list,
    el(
      'details',
      { class: 'more' },
      el('summary', {}, 'How a call says its scope'),
      el('p', {}, 'By a header, or at the front of the path:'),
      el('code', { class: 'command' }, `Mortise-Scope: ${app.scope() === '' ? 'my-test' : app.scope()}`),
      el('code', { class: 'command' }, `${app.systems()[0]?.url ?? ''}/~${app.scope() === '' ? 'my-test' : app.scope()}/…`),
    ),
  );
  draw();
  const end = app.onRefresh(draw);
  return { element, close: end };
}

function row(app: App, scope: Scope | undefined): HTMLElement {
  const name = scope?.name ?? '';
  const isChosen = app.scope() === name;
  const used = scope?.usedAtMs === undefined ? '' : `last used at ${clockText(scope.usedAtMs).slice(0, 8)}`;
  return el(
    'div',
    { class: isChosen ? 'rule chosen' : 'rule' },
    el(
      'div',
      {},
      el('strong', {}, scope === undefined ? 'Everyone' : name),
      el('p', { class: 'hint' }, scope === undefined ? 'calls that name no scope' : used),
    ),
    isChosen
      ? el('span', { class: 'pill good' }, 'looked at')
      : button('Look at it', () => app.look({ scope: name }), 'plain', {
          'aria-label': `Look at ${scope === undefined ? 'everyone' : name}`,
        }),
    button(
      'Begin anew',
      () =>
        void app
          .attempt(() => app.api.send('POST', 'reset', { about: { system: '*', scope: name }, body: {} }), 'As new.')
          .then(app.refresh),
      'plain',
      { 'aria-label': `Begin anew: ${scope === undefined ? 'everyone' : name}` },
    ),
    scope === undefined
      ? undefined
      : button(
          'Delete',
          () => {
            if (isChosen) app.look({ scope: '' });
            void app
              .attempt(() => app.api.send('DELETE', `scopes/${encodeURIComponent(name)}`, { about: { system: '*' } }), 'Deleted.')
              .then(app.refresh);
          },
          'danger',
          { 'aria-label': `Delete ${name}` },
        ),
  );
}
