import { aboutOf, type App } from '../app.js';
import type { BriefOperation, EventOperation, System } from '../api-types.js';
import { el } from '../dom.js';
import { msFromDuration } from '../duration.js';
import { button, choice, field } from '../pieces.js';
import { BREAKS, ruleFromSwitch, SPOILS, type SwitchKind } from '../switch-rule.js';

/**
 * All that a person can do to a system with one click: what happens to its calls, and what to its messages, where it has any.
 *
 * @param system - that faults stand before
 */
export function switchGroups(app: App, system: System): readonly HTMLElement[] {
  const { name, operationCount, eventOperationCount } = system;
  // What stands before a program without a contract passes calls all the same.
  const hasCalls = operationCount > 0 || eventOperationCount === 0;
  const isTitled = hasCalls && eventOperationCount > 0;
  return [
    ...(hasCalls
      ? [group(app, system, { title: isTitled ? 'Its calls' : '', cardsOf: callCards, operations: callOperations(app, name) })]
      : []),
    ...(eventOperationCount > 0
      ? [group(app, system, { title: isTitled ? 'Its messages' : '', cardsOf: messageCards, operations: eventOperations(app, name) })]
      : []),
  ];
}

type TurnOn = (
  kind: SwitchKind,
  setting: { readonly how?: string; readonly limit?: number; readonly time?: string; readonly share?: number },
) => void;

type Choices = readonly (readonly [value: string, text: string])[];

interface SwitchGroup {
  /** Empty where it is the only one. */
  readonly title: string;
  readonly cardsOf: (turnOn: TurnOn, app: App) => readonly HTMLElement[];
  /** What a switch can be for in place of the whole system. */
  readonly operations: Promise<Choices>;
}

function group(app: App, { name }: System, { title, cardsOf, operations }: SwitchGroup): HTMLElement {
  const operation = choice([['', 'the whole system']], '');
  void operations.then(
    (choices) => operation.append(...choices.map(([value, text]) => el('option', { value }, text))),
    (error: Error) => app.say(error.message, 'bad'),
  );
  const lasts = choice(LASTS, '');
  const turnOn: TurnOn = (kind, { how = '', limit = 0, time = '', share = 1 }) => {
    const rule = ruleFromSwitch({ kind, how, limit, time, share, operation: operation.value, lasts: lasts.value });
    void app.attempt(() => app.api.send('POST', 'faults', { about: aboutOf(app, name), body: rule }), 'Switched on.').then(app.refresh);
  };
  return el(
    'section',
    title === '' ? {} : { 'aria-label': title },
    title === '' ? undefined : el('h2', {}, title),
    el('div', { class: 'filters where' }, field('What', operation), field('For how long', lasts)),
    el('div', { class: 'cards switches' }, cardsOf(turnOn, app)),
  );
}

async function callOperations({ api }: App, system: string): Promise<Choices> {
  const { operations } = await api.get<{ readonly operations: readonly BriefOperation[] }>('operations', { system });
  return operations.slice(0, MAX_CHOICE_COUNT).map(({ id, method, path }) => [id, `${method} ${path}`]);
}

async function eventOperations({ api }: App, system: string): Promise<Choices> {
  const { events } = await api.get<{ readonly events: readonly EventOperation[] }>('events', { system });
  return events.slice(0, MAX_CHOICE_COUNT).map(({ id, action, channel }) => [id, `${action}s ${channel}`]);
}

const MAX_CHOICE_COUNT = 2_000;

const LASTS = [
  ['', 'until I turn it off'],
  ['10s', '10 seconds'],
  ['30s', '30 seconds'],
  ['1m', '1 minute'],
  ['5m', '5 minutes'],
  ['15m', '15 minutes'],
] as const;

function callCards(turnOn: TurnOn, app: App): readonly HTMLElement[] {
  return [downCard(turnOn), limitCard(turnOn, app), slowCard(turnOn, app), breakCard(turnOn)];
}

function messageCards(turnOn: TurnOn, app: App): readonly HTMLElement[] {
  return [
    card('Take its broker away', 'No message is taken or delivered, whichever is chosen above.', [], () => turnOn('away', {})),
    lateCard(turnOn, app),
    spoilCard(turnOn),
  ];
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

function lateCard(turnOn: TurnOn, app: App): HTMLElement {
  const time = el('input', { type: 'text', value: '3s' });
  return card('Delay its messages', 'Every message comes late.', [field('By', time)], () => {
    if (isDuration(time.value, app)) turnOn('late', { time: time.value.trim() });
  });
}

function spoilCard(turnOn: TurnOn): HTMLElement {
  const how = choice(SPOILS, 'lose');
  const share = choice(SHARES_OF_MESSAGES, '1');
  return card('Lose or spoil them', 'Lost, doubled, out of order, unreadable.', [field('How', how), field('How often', share)], () =>
    turnOn('spoil', { how: how.value, share: Number(share.value) }),
  );
}

const SHARES_OF_MESSAGES = [
  ['1', 'every message'],
  ['0.5', 'every second, by chance'],
  ['0.1', 'one in ten, by chance'],
] as const;

function breakCard(turnOn: TurnOn): HTMLElement {
  const how = choice(BREAKS, '500');
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
