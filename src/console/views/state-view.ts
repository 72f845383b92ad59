import { aboutOf, type App, systemFor, type View } from '../app.js';
import type { Collection, Json } from '../api-types.js';
import { el } from '../dom.js';
import { button, emptyState, field, viewHead } from '../pieces.js';

/** What the mock remembers: looked at, changed, kept and put back. */
export function stateView(app: App): View {
  const system = systemFor(app, ({ hasState }) => hasState);
  if (system === undefined)
    return {
      element: el(
        'section',
        {},
        viewHead('State', 'What the mock remembers between calls.'),
        emptyState(
          'Nothing is remembered',
          'By default each answer stands alone. Start the mock so, and what is created, changed and deleted shows here.',
          el('code', { class: 'command' }, 'mortise mock <contract> --stateful'),
        ),
      ),
    };
  const about = aboutOf(app, system.name);
  const body = el('div', {}, el('p', { class: 'hint' }, 'Looking …'));
  let seen = '';
  const load = async (): Promise<void> => {
    const { collections } = await app.api.get<{ readonly collections: readonly Collection[] }>('state', about);
    const shown = collections.filter(({ name }) => !name.startsWith('~'));
    const text = JSON.stringify(shown);
    // What somebody is typing into is left alone.
    if (text === seen) return;
    seen = text;
    body.replaceChildren(...(shown.length === 0 ? [nothingYet(system.name)] : shown.map((one) => collection(one, work))));
  };
  const reload = (): void => void load().catch((error: Error) => app.say(error.message, 'bad'));
  const work: Work = {
    put: (name, key, value) =>
      void app
        .attempt(() => app.api.send('POST', 'state', { about, body: { collections: [{ name, items: [{ key, value }] }] } }), 'Kept.')
        .then(reload),
    remove: (name, key) => {
      const item = key === undefined ? '' : `&key=${encodeURIComponent(key)}`;
      void app
        .attempt(() => app.api.send('DELETE', `state?collection=${encodeURIComponent(name)}${item}`, { about }), 'Deleted.')
        .then(reload);
    },
    say: app.say,
  };
  const file = el('input', { type: 'file', accept: 'application/json', hidden: true, 'aria-label': 'A snapshot file' });
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined)
      void chosen
        .text()
        .then((text) => app.attempt(() => app.api.send('PUT', 'state', { about, body: parsed(text) }), 'Put back.').then(reload));
  });
  const element = el(
    'section',
    {},
    viewHead(
      'State',
      `What ${system.name} remembers${app.scope() === '' ? '' : ` in the scope ${app.scope()}`}.`,
      button('Save a snapshot', () => void save(app, about, system.name)),
      button('Put a snapshot back', () => file.click()),
      button(
        'Reset',
        () => void app.attempt(() => app.api.send('DELETE', 'state', { about }), 'As it was at the start.').then(reload),
        'danger',
      ),
      file,
    ),
    body,
    addForm(work),
  );
  reload();
  const timer = setInterval(reload, 2_000);
  return { element, close: () => clearInterval(timer) };
}

interface Work {
  readonly put: (collection: string, key: string, value: Json) => void;
  readonly remove: (collection: string, key?: string) => void;
  readonly say: App['say'];
}

function nothingYet(system: string): HTMLElement {
  return emptyState(
    'Nothing was changed yet',
    `${system} still shows what its contract shows. Create something with a call, or add an item below.`,
    el('a', { class: 'button primary', href: '#/operations' }, 'Try a call'),
  );
}

function collection({ name, items }: Collection, work: Work): HTMLElement {
  return el(
    'section',
    { class: 'collection', 'aria-label': name },
    el(
      'header',
      {},
      el('h2', {}, el('code', {}, name)),
      el('span', { class: 'hint' }, `${items.length} ${items.length === 1 ? 'item' : 'items'}`),
    ),
    items.length === 0
      ? el('p', { class: 'hint' }, 'All of it was deleted.')
      : items.slice(0, MAX_SHOWN_COUNT).map((item) => itemRow(name, item, work)),
    items.length > MAX_SHOWN_COUNT && el('p', { class: 'hint' }, `and ${items.length - MAX_SHOWN_COUNT} more`),
  );
}

const MAX_SHOWN_COUNT = 200;

function itemRow(collectionName: string, { key, value }: Collection['items'][number], work: Work): HTMLElement {
  const text = el(
    'textarea',
    {
      rows: Math.min(16, JSON.stringify(value, undefined, 2).split('\n').length),
      spellcheck: 'false',
      'aria-label': `Item ${key} as JSON`,
    },
    JSON.stringify(value, undefined, 2),
  );
  return el(
    'details',
    { class: 'item' },
    el('summary', {}, el('strong', {}, key), el('span', { class: 'item-text' }, JSON.stringify(value).slice(0, 200))),
    text,
    el(
      'div',
      { class: 'actions' },
      button('Keep the change', () => keepText(collectionName, key, text.value, work), 'primary'),
      button('Delete', () => work.remove(collectionName, key), 'danger', { 'aria-label': `Delete ${key}` }),
    ),
  );
}

function addForm(work: Work): HTMLElement {
  const name = el('input', { type: 'text', placeholder: '/orders', spellcheck: 'false', required: true });
  const key = el('input', { type: 'text', placeholder: '17', required: true });
  const value = el('textarea', { rows: 5, spellcheck: 'false' }, '{\n  "id": 17\n}');
  return el(
    'details',
    { class: 'more' },
    el('summary', {}, 'Add an item'),
    el(
      'form',
      {
        submit: (event) => {
          event.preventDefault();
          keepText(name.value, key.value, value.value, work);
        },
      },
      el('div', { class: 'fields' }, field('Collection', name, 'The path where it is listed.'), field('Id', key)),
      field('Item, as JSON', value),
      el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'button primary' }, 'Add')),
    ),
  );
}

function keepText(collectionName: string, key: string, text: string, work: Work): void {
  const value = parsed(text);
  if (value === undefined) work.say('This is no JSON yet.', 'bad');
  else work.put(collectionName, key, value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The person is told, and goes on typing.
    return undefined;
  }
}

async function save(app: App, about: ReturnType<typeof aboutOf>, system: string): Promise<void> {
  await app.attempt(async () => {
    const snapshot = await app.api.get<Json>('state', about);
    const address = URL.createObjectURL(new Blob([JSON.stringify(snapshot, undefined, 2)], { type: 'application/json' }));
    el('a', { href: address, download: `${system}-state.json` }).click();
    URL.revokeObjectURL(address);
  }, 'Saved as a file.');
}
