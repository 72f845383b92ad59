import { aboutOf, type App, systemFor, type View } from '../app.js';
import type { BriefOperation, Rule, System } from '../api-types.js';
import { el } from '../dom.js';
import { msFromDuration, textFromLeft } from '../duration.js';
import { button, choice, emptyState, field, viewHead } from '../pieces.js';
import { BREAKS, leftMsOf, ruleFromSwitch, type SwitchKind, textFromRule } from '../switch-rule.js';

/** What goes wrong on purpose: switched on for a while or until it is turned off, seen at a glance, off by one click. */
export function switchesView(app: App): View {
  const system = systemFor(app, ({ hasFaults }) => hasFaults);
  const head = viewHead(
    'Switches',
    'Make a system misbehave, and see what your app makes of it.',
    system !== undefined && systemChoice(app, system),
  );
  if (system === undefined)
    return {
      element: el(
        'section',
        {},
        head,
        emptyState(
          'No switches here',
          'These systems send and receive events only. Start the mock with --control to break their messages.',
        ),
      ),
    };
  const inForce = el('div', { class: 'in-force-list', 'aria-live': 'polite' });
  const operation = choice([['', 'the whole system']], '');
  void app.api
    .get<{ readonly operations: readonly BriefOperation[] }>('operations', { system: system.name })
    .then(({ operations }) =>
      operation.append(...operations.slice(0, 2_000).map(({ id, method, path }) => el('option', { value: id }, `${method} ${path}`))),
    );
  const lasts = choice(LASTS, '');
  const draw = (): void => inForce.replaceChildren(...rulesInForce(app, system.name));
  const turnOn = (
    kind: SwitchKind,
    setting: { readonly how?: string; readonly limit?: number; readonly time?: string; readonly share?: number },
  ): void => {
    const { how = '', limit = 0, time = '', share = 1 } = setting;
    const rule = ruleFromSwitch({ kind, how, limit, time, share, operation: operation.value, lasts: lasts.value });
    void app
      .attempt(() => app.api.send('POST', 'faults', { about: aboutOf(app, system.name), body: rule }), 'Switched on.')
      .then(app.refresh);
  };
  const element = el(
    'section',
    {},
    head,
    inForce,
    el('div', { class: 'filters where' }, field('What', operation), field('For how long', lasts)),
    el('div', { class: 'cards switches' }, downCard(turnOn), limitCard(turnOn, app), slowCard(turnOn, app), breakCard(turnOn)),
    anyRule(app, system.name),
  );
  draw();
  const end = app.onRefresh(draw);
  const timer = setInterval(draw, 1_000);
  return {
    element,
    close: () => {
      end();
      clearInterval(timer);
    },
  };
}

type TurnOn = (
  kind: SwitchKind,
  setting: { readonly how?: string; readonly limit?: number; readonly time?: string; readonly share?: number },
) => void;

const LASTS = [
  ['', 'until I turn it off'],
  ['10s', '10 seconds'],
  ['30s', '30 seconds'],
  ['1m', '1 minute'],
  ['5m', '5 minutes'],
  ['15m', '15 minutes'],
] as const;

function systemChoice(app: App, { name }: System): HTMLElement | undefined {
  const able = app.systems().filter(({ hasFaults }) => hasFaults);
  if (able.length < 2 || app.system() !== '') return undefined;
  return field(
    'Of',
    choice(
      able.map((one) => [one.name, one.name] as const),
      name,
      (chosen) => app.look({ system: chosen }),
    ),
  );
}

function rulesInForce(app: App, system: string): readonly HTMLElement[] {
  const rules = (app.rules().get(system) ?? []).filter((rule) => leftMsOf(rule, app.nowMs()) !== 0);
  if (rules.length === 0)
    return [
      el('p', { class: 'calm' }, el('span', { class: 'dot good' }), ` ${system} works as its contract says. Nothing is switched on.`),
    ];
  const off = (path: string): void =>
    void app.attempt(() => app.api.send('DELETE', path, { about: aboutOf(app, system) }), 'Switched off.').then(app.refresh);
  return [
    ...rules.map((rule) => ruleRow(rule, leftMsOf(rule, app.nowMs()), () => off(`faults/${encodeURIComponent(rule.label)}`))),
    ...(rules.length > 1
      ? [
          el(
            'div',
            { class: 'actions' },
            button('Turn everything off', () => off('faults'), 'danger'),
          ),
        ]
      : []),
  ];
}

function ruleRow(rule: Rule, leftMs: number | undefined, off: () => void): HTMLElement {
  const { on, appliedCount } = rule;
  const where = on === undefined ? 'the whole system' : [on].flat().join(', ');
  return el(
    'div',
    { class: 'rule' },
    el(
      'div',
      {},
      el('strong', {}, textFromRule(rule)),
      el('p', { class: 'hint' }, `${where} · ${appliedCount} ${appliedCount === 1 ? 'call' : 'calls'} met it`),
    ),
    el('span', { class: 'left' }, leftMs === undefined ? 'until turned off' : `${textFromLeft(leftMs)} left`),
    button('Turn off', off, 'danger', { 'aria-label': `Turn off: ${textFromRule(rule)}` }),
  );
}

function downCard(turnOn: TurnOn): HTMLElement {
  const how = choice(
    [
      ['503', 'answer 503 Service Unavailable'],
      ['reset', 'cut the connection'],
      ['silence', 'never answer'],
    ],
    '503',
  );
  return card('Take it down', 'As in an outage.', [field('Calls', how)], () => turnOn('down', { how: how.value }));
}

function limitCard(turnOn: TurnOn, app: App): HTMLElement {
  const limit = el('input', { type: 'number', min: 1, max: 10_000, value: '5' });
  const time = el('input', { type: 'text', value: '10s' });
  return card('Rate-limit it', 'Further calls get 429 with Retry-After.', [field('Calls', limit), field('In', time)], () => {
    if (isDuration(time.value, app)) turnOn('limit', { limit: Number(limit.value), time: time.value.trim() });
  });
}

function slowCard(turnOn: TurnOn, app: App): HTMLElement {
  const time = el('input', { type: 'text', value: '3s' });
  return card('Slow it', 'Every answer comes late.', [field('By', time)], () => {
    if (isDuration(time.value, app)) turnOn('slow', { time: time.value.trim() });
  });
}

function breakCard(turnOn: TurnOn): HTMLElement {
  const how = choice(
    BREAKS.map((one) => [one.how, one.text] as const),
    '500',
  );
  const share = choice(
    [
      ['1', 'every call'],
      ['0.5', 'every second, by chance'],
      ['0.1', 'one in ten, by chance'],
    ],
    '1',
  );
  return card('Break it', 'Bad answers, truncated bodies.', [field('How', how), field('How often', share)], () =>
    turnOn('break', { how: how.value, share: Number(share.value) }),
  );
}

function card(title: string, text: string, fields: readonly HTMLElement[], on: () => void): HTMLElement {
  return el(
    'article',
    { class: 'card', 'aria-label': title },
    el('header', {}, el('h2', {}, title)),
    el('p', { class: 'hint' }, text),
    el('div', { class: 'fields' }, fields),
    el('div', { class: 'actions' }, button('Turn on', on, 'primary', { 'aria-label': `Turn on: ${title}` })),
  );
}

function isDuration(text: string, app: App): boolean {
  const isOne = msFromDuration(text) !== undefined;
  if (!isOne) app.say(`"${text}" is no duration: write 500ms, 3s or 1m.`, 'bad');
  return isOne;
}

/** For who knows the faults by name: all of them can be had. */
function anyRule(app: App, system: string): HTMLElement {
  const text = el('input', { type: 'text', placeholder: 'brownout probability=0.3', spellcheck: 'false' });
  return el(
    'details',
    { class: 'more' },
    el('summary', {}, 'Any other fault'),
    el(
      'form',
      {
        submit: (event) => {
          event.preventDefault();
          void app
            .attempt(() => app.api.send('POST', 'faults', { about: aboutOf(app, system), body: text.value }), 'Switched on.')
            .then(app.refresh);
        },
      },
      field('A fault as --fault takes it', text, 'mortise mock --list-faults shows all of them with their settings.'),
      el('div', { class: 'actions' }, el('button', { type: 'submit', class: 'button' }, 'Turn on')),
    ),
  );
}
