import type { App } from '../app.js';
import type { CallResult, OperationContract, ShownParameter, Story } from '../api-types.js';
import { type Credentials, credentialsFor, requestFromFields, valuesOf } from '../call-request.js';
import { el } from '../dom.js';
import { code, field, prettyJson, statusTag } from '../pieces.js';

/** A call by hand: a form with values that fit, and the answer with its reasons. */
export function tryCall(app: App, contract: OperationContract): HTMLElement {
  const credentials = credentialsFor(contract);
  const fields = [...contract.parameters, ...keysOf(contract, credentials)].map((parameter) => {
    const { sample, required, schema } = parameter;
    const values = valuesOf(schema);
    const key = parameter.in === 'query' ? credentials.query.find(([name]) => name === parameter.name)?.[1] : undefined;
    const text = key ?? (required && sample !== undefined ? textOf(sample) : '');
    const options = [...(required ? [] : ['']), ...values];
    const input =
      values.length > 0
        ? el(
            'select',
            {},
            options.map((value) => el('option', { value, selected: value === text }, value === '' ? '(left out)' : value)),
          )
        : el('input', {
            type: 'text',
            value: text,
            placeholder: sample === undefined ? 'left out' : `left out, e.g. ${textOf(sample)}`,
            spellcheck: 'false',
          });
    return { parameter, input };
  });
  const contents = contract.requestBody?.content ?? [];
  const [first] = contents;
  const body = first === undefined ? undefined : el('textarea', { rows: 10, spellcheck: 'false' }, prettyJson(contract.request.body ?? ''));
  const headers = el('textarea', { rows: 2, spellcheck: 'false', placeholder: 'name: value' }, credentials.headers.join('\n'));
  const answer = el('div', { 'aria-live': 'polite', class: 'answer' });
  const problem = el('p', { class: 'note bad', hidden: true });
  const send = el('button', { type: 'submit', class: 'button primary' }, 'Send');
  const make = async (): Promise<void> => {
    problem.hidden = true;
    const read = requestFromFields(contract, {
      values: fields.map(({ parameter, input }) => ({ parameter, text: input.value })),
      headerText: headers.value,
      body: body?.value,
      scope: app.scope(),
    });
    if (typeof read === 'string') {
      problem.textContent = read;
      problem.hidden = false;
      return;
    }
    send.disabled = true;
    answer.replaceChildren(el('p', { class: 'hint' }, 'Waiting for the answer …'));
    try {
      const result = await app.api.send<CallResult>('POST', 'calls', {
        about: { system: contract.system },
        body: { ...read, headers: pairsOf(read.headers) },
      });
      const why =
        result.entry === undefined
          ? undefined
          : await app.api.get<Story>(`journal/${encodeURIComponent(result.entry)}/story`, { system: '*' }).catch(() => undefined);
      answer.replaceChildren(...answerParts(result, why));
    } catch (error) {
      answer.replaceChildren(el('p', { class: 'note bad' }, error instanceof Error ? error.message : String(error)));
    } finally {
      send.disabled = false;
    }
  };
  return el(
    'form',
    {
      class: 'try',
      submit: (event) => {
        event.preventDefault();
        void make();
      },
    },
    fields.map(({ parameter, input }) => field(`${parameter.name} (${parameter.in}${parameter.required ? ', required' : ''})`, input)),
    body === undefined ? undefined : field(`Body (${first?.mediaType ?? ''})`, body),
    field('Headers', headers, 'One a line. The scope you look at is sent along.'),
    problem,
    el('div', { class: 'actions' }, send),
    answer,
  );
}

/** A key in the query is a field like any parameter; some contracts list it among them, too. */
function keysOf({ parameters }: OperationContract, { query }: Credentials): readonly ShownParameter[] {
  return query
    .filter(([name]) => !parameters.some((parameter) => parameter.in === 'query' && parameter.name === name))
    .map(([name, value]) => ({ name, in: 'query', required: true, sample: value, examples: [] }));
}

function answerParts({ response, outcome, reason, durationMs, entry }: CallResult, story: Story | undefined): readonly HTMLElement[] {
  const lines = (response?.headers ?? []).map(([name, value]) => `${name}: ${value}`);
  return [
    el('h3', {}, 'Answer'),
    el('p', { class: 'facts' }, statusTag(response?.status, outcome), ` in ${durationMs} ms${reason === undefined ? '' : ` · ${reason}`}`),
    ...(response?.body === undefined || response.body === ''
      ? [el('p', { class: 'hint' }, response === undefined ? 'No answer came.' : 'No body.')]
      : [code(prettyJson(response.body), 'Answer body')]),
    ...(lines.length === 0
      ? []
      : [el('details', {}, el('summary', {}, `${lines.length} headers`), code(lines.join('\n'), 'Answer headers'))]),
    ...(story === undefined
      ? []
      : [
          el('h3', {}, 'Why'),
          el(
            'ol',
            { class: 'steps' },
            story.steps.map(({ text }) => el('li', {}, text)),
          ),
        ]),
    ...(entry === undefined ? [] : [el('p', {}, el('a', { href: `#/journal/${encodeURIComponent(entry)}` }, 'Its whole story'))]),
  ];
}

function pairsOf(headers: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? ''] as const] : []));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
