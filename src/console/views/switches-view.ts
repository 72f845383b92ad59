import { aboutOf, type App, systemFor, type View } from '../app.js';
import type { Rule, System } from '../api-types.js';
import { el } from '../dom.js';
import { textFromLeft } from '../duration.js';
import { button, choice, emptyState, field, viewHead } from '../pieces.js';
import { isOfMessages, leftMsOf, textFromRule } from '../switch-rule.js';
import { switchGroups } from './switch-cards.js';

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
      element: el('section', {}, head, emptyState('No switches here', 'Nothing here can be broken by hand.')),
    };
  const inForce = el('div', { class: 'in-force-list', 'aria-live': 'polite' });
  const draw = (): void => inForce.replaceChildren(...rulesInForce(app, system.name));
  const groups = switchGroups(app, system);
  const element = el('section', {}, head, inForce, groups, anyRule(app, system.name));
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
  const what = isOfMessages(rule) ? 'message' : 'call';
  return el(
    'div',
    { class: 'rule' },
    el(
      'div',
      {},
      el('strong', {}, textFromRule(rule)),
      el('p', { class: 'hint' }, `${where} · ${appliedCount} ${what}${appliedCount === 1 ? '' : 's'} met it`),
    ),
    el('span', { class: 'left' }, leftMs === undefined ? 'until turned off' : `${textFromLeft(leftMs)} left`),
    button('Turn off', off, 'danger', { 'aria-label': `Turn off: ${textFromRule(rule)}` }),
  );
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
