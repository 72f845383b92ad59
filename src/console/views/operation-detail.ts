import type { App } from '../app.js';
import type { Json, OperationContract, ShownContent, ShownExample } from '../api-types.js';
import { el } from '../dom.js';
import { code, copyButton, methodTag, tabs } from '../pieces.js';
import { schemaTree } from '../schema-tree.js';
import { tryCall } from './try-call.js';

/** One operation: a call by hand, and what the contract says of it as tree and as text. */
export function operationDetail(app: App, system: string, id: string): HTMLElement {
  const body = el('div', { class: 'story-body' }, el('p', { class: 'hint' }, 'Reading the contract …'));
  app.api.get<OperationContract>(`operations/${encodeURIComponent(id)}`, { system }).then(
    (contract) => body.replaceChildren(...parts(app, contract)),
    (error: Error) => body.replaceChildren(el('p', { class: 'note bad' }, error.message)),
  );
  return el(
    'aside',
    { class: 'story', 'aria-label': 'One operation' },
    el(
      'div',
      { class: 'story-bar' },
      el('h2', {}, id),
      el('a', { class: 'button quiet', href: '#/operations', 'aria-label': 'Close this operation' }, '✕'),
    ),
    body,
  );
}

function parts(app: App, contract: OperationContract): readonly HTMLElement[] {
  const { method, path, summary, description } = contract;
  return [
    el('p', { class: 'story-line' }, methodTag(method), el('code', {}, path)),
    ...(summary === undefined ? [] : [el('p', {}, summary)]),
    ...(description === undefined || description === summary ? [] : [el('p', { class: 'hint text' }, description)]),
    tabs('About the operation', [
      { name: 'Try it', make: () => tryCall(app, contract) },
      { name: 'Contract', make: () => contractTree(contract) },
      { name: 'As text', make: () => contractText(contract) },
    ]),
  ];
}

function contractTree({ parameters, requestBody, responses, security, schemes }: OperationContract): HTMLElement {
  const names = [...new Set(security.flatMap((requirement) => Object.keys(requirement)))];
  return el(
    'div',
    {},
    names.length === 0
      ? undefined
      : el(
          'p',
          { class: 'hint' },
          `Asks for credentials: ${names.map((name) => `${name} (${schemes[name]?.kind ?? 'unknown'})`).join(', ')}.`,
        ),
    el('h3', {}, 'Parameters'),
    parameters.length === 0
      ? el('p', { class: 'hint' }, 'None.')
      : parameters.map(({ name, in: where, required, schema, examples }) =>
          el(
            'div',
            { class: 'part' },
            el('h4', {}, name, el('span', { class: 'mark' }, where), required && el('span', { class: 'tree-required' }, 'required')),
            schemaTree(schema),
            exampleList(examples),
          ),
        ),
    requestBody === undefined ? undefined : [el('h3', {}, 'Request body'), requestBody.content.map(contentPart)],
    el('h3', {}, 'Answers'),
    responses.map(({ status, description, headers, content }) =>
      el(
        'details',
        { class: 'part', open: responses[0]?.status === status },
        el('summary', {}, el('strong', {}, status), ` ${description}`),
        headers.map(({ name, schema }) => el('div', {}, el('h4', {}, name, el('span', { class: 'mark' }, 'header')), schemaTree(schema))),
        content.length === 0 ? el('p', { class: 'hint' }, 'No body.') : content.map(contentPart),
      ),
    ),
  );
}

function contentPart({ mediaType, schema, itemSchema, sample, examples }: ShownContent): HTMLElement {
  return el(
    'div',
    { class: 'part' },
    el('h4', {}, mediaType),
    schemaTree(schema ?? itemSchema),
    examples.length > 0
      ? exampleList(examples)
      : sample === undefined
        ? undefined
        : exampleList([{ name: 'a value that fits', value: sample }]),
  );
}

function exampleList(examples: readonly ShownExample[]): HTMLElement {
  return el(
    'div',
    {},
    examples.map(({ name, value }) => el('details', {}, el('summary', {}, `Example: ${name}`), code(textOf(value), `Example ${name}`))),
  );
}

function contractText({ written, place }: OperationContract): HTMLElement {
  const text = written === undefined ? 'It stands in another document.' : JSON.stringify(written, undefined, 2);
  return el(
    'div',
    {},
    el('p', { class: 'hint' }, place),
    copyButton(() => text),
    code(text, 'Contract of the operation'),
  );
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
