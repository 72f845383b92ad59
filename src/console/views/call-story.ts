import type { App } from '../app.js';
import type { Entry, Story } from '../api-types.js';
import { el } from '../dom.js';
import { overrideFromStory } from '../override-form.js';
import { button, clockText, code, copyButton, methodTag, prettyJson, statusTag } from '../pieces.js';

/** All that is known of one call: what was asked and answered, and why. */
export function callStory(app: App, id: string): HTMLElement {
  const body = el('div', { class: 'story-body' }, el('p', { class: 'hint' }, 'Looking it up …'));
  const element = el(
    'aside',
    { class: 'story', 'aria-label': 'One call' },
    el(
      'div',
      { class: 'story-bar' },
      el('h2', {}, 'Call ', el('code', {}, id)),
      el('a', { class: 'button quiet', href: '#/journal', 'aria-label': 'Close this call' }, '✕'),
    ),
    body,
  );
  app.api.get<Story>(`journal/${encodeURIComponent(id)}/story`, { system: '*' }).then(
    (story) => body.replaceChildren(...storyParts(app, story)),
    () =>
      body.replaceChildren(
        el('p', {}, 'This call is gone: 10,000 are kept, and newer ones have taken its place.'),
        el('p', { class: 'hint' }, 'Start with --journal <file> to keep every call.'),
      ),
  );
  return element;
}

function storyParts(app: App, story: Story): readonly HTMLElement[] {
  const { entry, steps, curl, nearest: near = [] } = story;
  const { request, response, problems = [], fault } = entry;
  const tookMs = entry.respondedLastAtMs === undefined ? undefined : entry.respondedLastAtMs - entry.receivedFirstAtMs;
  return [
    el('p', { class: 'story-line' }, methodTag(request.method), el('code', {}, request.target)),
    el(
      'p',
      { class: 'facts' },
      statusTag(response?.status, entry.outcome),
      ` ${entry.provider}${entry.operation === undefined ? '' : ` · ${entry.operation}`} · ${clockText(entry.receivedFirstAtMs)}${tookMs === undefined ? '' : ` · ${Math.round(tookMs)} ms`}${entry.scope === undefined ? '' : ` · scope ${entry.scope}`}`,
    ),
    el(
      'div',
      { class: 'actions' },
      response !== undefined && response.status >= 200 && app.systems().some(({ name, hasScopes }) => name === entry.provider && hasScopes)
        ? button('Make an override of it', () => overrideFromStory(entry), 'primary')
        : undefined,
      curl === undefined ? undefined : copyButton(() => curl, 'Copy as curl'),
    ),
    ...(fault === undefined
      ? []
      : [
          el(
            'p',
            { class: 'note bad' },
            'A fault was in force: ',
            el('strong', {}, fault),
            '. ',
            el('a', { href: '#/switches' }, 'Turn it off'),
          ),
        ]),
    ...(problems.length === 0
      ? []
      : [
          el('h3', {}, 'Breaks the contract'),
          el(
            'ul',
            { class: 'problems' },
            problems.map(({ on, location, message }) =>
              el('li', {}, el('strong', {}, `${on === 'request' ? 'Request' : 'Answer'} ${location.join(' › ')}`), ` ${message}`),
            ),
          ),
        ]),
    ...(near.length === 0
      ? []
      : [
          el('h3', {}, 'Nearest in the contract'),
          el(
            'ul',
            { class: 'problems' },
            near.map((one) => el('li', {}, el('code', {}, one))),
          ),
        ]),
    el('h3', {}, 'Why it was answered so'),
    el(
      'ol',
      { class: 'steps' },
      steps.map(({ text }) => el('li', {}, text)),
    ),
    ...(story.override === undefined
      ? []
      : [
          el('details', {}, el('summary', {}, 'The override that decided'), code(JSON.stringify(story.override, undefined, 2), 'Override')),
        ]),
    ...nearOverrides(story),
    el('h3', {}, 'Request'),
    ...messageParts('Request', request),
    el('h3', {}, 'Answer'),
    ...(response === undefined ? [el('p', { class: 'hint' }, 'Nothing was answered.')] : messageParts('Answer', response)),
    ...(curl === undefined ? [] : [el('h3', {}, 'Again, with curl'), code(curl, 'curl command')]),
  ];
}

/** Whoever has ordered an answer and did not get it wants to know why. */
function nearOverrides({ nearOverrides: near = [] }: Story): readonly HTMLElement[] {
  if (near.length === 0) return [];
  return [
    el('h3', {}, 'Overrides that nearly decided'),
    el(
      'ul',
      { class: 'problems' },
      near.map(({ id, differences }) =>
        el(
          'li',
          {},
          el('a', { href: '#/overrides' }, id),
          ' did not, since ',
          differences.map(({ part, expected, seen }, index) => [
            index === 0 ? '' : '; ',
            `${part} is `,
            seen === undefined ? 'missing' : el('code', {}, seen),
            ', not ',
            el('code', {}, expected),
          ]),
        ),
      ),
    ),
  ];
}

function messageParts(
  what: string,
  { headers, body, bodyBase64, truncatedBytes }: Entry['request'] | NonNullable<Entry['response']>,
): readonly HTMLElement[] {
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1] ?? ''}`] : []));
  return [
    el(
      'details',
      {},
      el('summary', {}, `${lines.length} ${lines.length === 1 ? 'header' : 'headers'}`),
      code(lines.join('\n'), `${what} headers`),
    ),
    body === undefined || body === ''
      ? el('p', { class: 'hint' }, bodyBase64 === undefined ? 'No body.' : `A body of bytes: ${Math.round((bodyBase64.length * 3) / 4)}.`)
      : code(prettyJson(body), `${what} body`),
    ...(truncatedBytes === undefined
      ? []
      : [el('p', { class: 'hint' }, `${truncatedBytes.toLocaleString('en')} bytes more are not kept.`)]),
  ];
}
