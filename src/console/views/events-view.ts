import { aboutOf, type App, type View } from '../app.js';
import type { EventContract, EventOperation, Json, SeenMessage, Webhook } from '../api-types.js';
import { el } from '../dom.js';
import { button, clockText, code, emptyState, field, prettyJson, viewHead } from '../pieces.js';

/** Events and webhooks by hand, and the messages that passed. */
export function eventsView(app: App): View {
  const senders = el('div', { class: 'cards' });
  const passed = el('div', { class: 'messages' });
  const element = el(
    'section',
    {},
    viewHead('Events and webhooks', 'Send what a system would send, with a body you can change first. Below is all that passed.'),
    senders,
    el('h2', {}, 'Messages seen'),
    passed,
  );
  const about = { system: aboutOf(app).system };
  const begin = async (): Promise<void> => {
    const [{ events }, { webhooks }] = await Promise.all([
      app.api.get<{ readonly events: readonly EventOperation[] }>('events', about),
      app.api.get<{ readonly webhooks: readonly Webhook[] }>('webhooks', about),
    ]);
    const sending = events.filter(({ action }) => action === 'send');
    senders.replaceChildren(
      ...sending.map((operation) => eventCard(app, operation, reload)),
      ...webhooks.map((webhook) => webhookCard(app, webhook)),
      ...(sending.length + webhooks.length === 0
        ? [
            emptyState(
              'Nothing is sent by hand here',
              'No contract here has webhooks, and none is an AsyncAPI document with messages that its system sends. Start the mock with one to send its events from here.',
            ),
          ]
        : []),
    );
  };
  let seen = '';
  const load = async (): Promise<void> => {
    const { messages } = await app.api.get<{ readonly messages: readonly SeenMessage[] }>('messages', about);
    const last = messages.at(-1);
    const mark = `${messages.length} ${last?.id ?? ''} ${last?.side ?? ''} ${last?.outcome ?? ''}`;
    if (mark === seen) return;
    seen = mark;
    passed.replaceChildren(
      ...(messages.length === 0
        ? [
            emptyState(
              'No messages yet',
              'Send one above, or let your program send or receive: it shows here. Webhooks are calls, and show in the journal.',
            ),
          ]
        : messages.toReversed().slice(0, MAX_SHOWN_COUNT).map(messageRow)),
    );
  };
  const reload = (): void => void load().catch((error: Error) => app.say(error.message, 'bad'));
  void begin().catch((error: Error) => app.say(error.message, 'bad'));
  reload();
  const timer = setInterval(reload, 1_000);
  return { element, close: () => clearInterval(timer) };
}

const MAX_SHOWN_COUNT = 100;

function eventCard(app: App, { system, id, channel, messages }: EventOperation, done: () => void): HTMLElement {
  const payload = el('textarea', { rows: 8, spellcheck: 'false' });
  const address = el('input', { type: 'text', spellcheck: 'false', value: channel });
  const form = el('div', { hidden: true }, field('Channel', address), field('Payload', payload));
  let isWritten = false;
  const change = button('Change it first', () => {
    void app.attempt(async () => {
      const contract = await app.api.get<EventContract>(`events/${encodeURIComponent(id)}`, { system });
      if (contract.sample !== undefined) {
        payload.value =
          typeof contract.sample.payload === 'string' ? contract.sample.payload : JSON.stringify(contract.sample.payload, undefined, 2);
        address.value = contract.sample.channel;
      }
      form.hidden = false;
      isWritten = true;
      change.hidden = true;
      payload.focus();
    });
  });
  const send = (): void =>
    void app
      .attempt(async () => {
        const body = isWritten ? { operation: id, channel: address.value, payload: jsonOrText(payload.value) } : { operation: id };
        const { problems = [] } = await app.api.send<{ readonly problems?: readonly string[] }>('POST', 'publish', {
          about: { system },
          body,
        });
        app.say(
          problems.length === 0 ? 'Sent.' : `Sent, though it breaks the contract: ${problems.join('; ')}`,
          problems.length === 0 ? 'good' : 'bad',
        );
      })
      .then(done);
  return el(
    'article',
    { class: 'card', 'aria-label': id },
    el('header', {}, el('h2', {}, messages.join(', ') || id), el('span', { class: 'pill' }, 'event')),
    el('p', { class: 'hint' }, `${system} sends it to `, el('code', {}, channel)),
    form,
    el('div', { class: 'actions' }, button('Send', send, 'primary', { 'aria-label': `Send ${id}` }), change),
  );
}

function webhookCard(app: App, { system, webhook, on }: Webhook): HTMLElement {
  const payload = el('textarea', { rows: 8, spellcheck: 'false' });
  const to = el('input', {
    type: 'text',
    placeholder: on === undefined ? 'http://localhost:3000/hooks' : 'as the workspace says',
    spellcheck: 'false',
  });
  void app.api.get<{ readonly payload?: Json }>(`webhooks/${encodeURIComponent(webhook)}`, { system }).then(({ payload: sample }) => {
    if (sample !== undefined) payload.value = typeof sample === 'string' ? sample : JSON.stringify(sample, undefined, 2);
  });
  const send = (): void =>
    void app.attempt(async () => {
      const body = {
        webhook,
        ...(to.value === '' ? {} : { to: to.value }),
        ...(payload.value === '' ? {} : { payload: jsonOrText(payload.value) }),
      };
      const { outcome, status } = await app.api.send<{ readonly outcome: string; readonly status?: number }>('POST', 'webhooks', {
        about: { system },
        body,
      });
      app.say(
        status === undefined ? `It did not get through: ${outcome}.` : `Sent; the receiver answered ${status}.`,
        status !== undefined && status < 400 ? 'good' : 'bad',
      );
    });
  return el(
    'article',
    { class: 'card', 'aria-label': webhook },
    el('header', {}, el('h2', {}, webhook), el('span', { class: 'pill' }, 'webhook')),
    el('p', { class: 'hint' }, on === undefined ? `${system} calls whoever wants to hear of it.` : `${system} calls it after ${on}.`),
    field('To', to),
    field('Payload', payload),
    el('div', { class: 'actions' }, button('Send', send, 'primary', { 'aria-label': `Send ${webhook}` })),
  );
}

function messageRow(message: SeenMessage): HTMLElement {
  const { side, sender, receiver, provider, channel, payload = '', atMs, fault, problems = [] } = message;
  const who = side === 'sent' ? `from ${sender ?? 'a program'}` : `to ${receiver ?? 'a program'}`;
  return el(
    'details',
    { class: 'item' },
    el(
      'summary',
      {},
      el('span', { class: 'call-time' }, clockText(atMs)),
      el('strong', {}, message.message ?? message.operation ?? channel),
      el('span', { class: 'item-text' }, `${channel} · ${who}${sender === provider ? '' : ` · ${provider}`}`),
      problems.length > 0 &&
        el('span', { class: 'mark problem' }, `${problems.length} ${problems.length === 1 ? 'violation' : 'violations'}`),
      fault !== undefined && el('span', { class: 'mark fault' }, fault),
    ),
    problems.map((problem) => el('p', { class: 'note bad' }, problem.message)),
    code(prettyJson(payload), 'Payload'),
  );
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // A payload need not be JSON.
    return text;
  }
}
