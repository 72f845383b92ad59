/** A value that is only known while a workflow runs. */
export type Expression =
  | { readonly of: 'url' | 'method' | 'statusCode' | 'self' }
  | { readonly of: MessageSide; readonly from: 'header' | 'query' | 'path'; readonly name: string }
  | { readonly of: MessageSide; readonly from: 'body' | 'payload'; readonly pointer: string }
  | { readonly of: 'inputs' | 'outputs'; readonly name: string; readonly pointer: string }
  | { readonly of: 'steps'; readonly step: string; readonly name: string; readonly pointer: string }
  | {
      readonly of: 'workflows';
      readonly workflow: string;
      readonly field: 'inputs' | 'outputs';
      readonly name: string;
      readonly pointer: string;
    }
  | { readonly of: 'sourceDescriptions'; readonly source: string; readonly name: string }
  | { readonly of: 'components'; readonly group: ComponentGroup; readonly name: string };

export type MessageSide = 'request' | 'response' | 'message';
export type ComponentGroup = 'parameters' | 'successActions' | 'failureActions';

/**
 * The expression that a text is, `undefined` when it is none. Beside the grammar, members of a body may follow it with dots
 * (`$response.body.id`), as the examples of the specification have it.
 *
 * @param text - without braces around it
 * @see https://spec.openapis.org/arazzo/v1.1.0.html#runtime-expressions
 */
export function parseExpression(text: string): Expression | undefined {
  if (!text.startsWith('$') || text.length > MAX_TEXT_LENGTH) return undefined;
  if (text === '$url' || text === '$method' || text === '$statusCode' || text === '$self') return { of: WHOLE[text] };
  const [, root = '', rest = ''] = /^\$([a-zA-Z]+)\.(.+)$/s.exec(text) ?? [];
  switch (root) {
    case 'request':
    case 'response':
    case 'message':
      return fromMessage(root, rest);
    case 'inputs':
    case 'outputs':
      return withPointer(rest, (name) => (IDENTIFIER.test(name) ? { of: root, name } : undefined));
    case 'steps':
      return withPointer(rest, fromStep);
    case 'workflows':
      return withPointer(rest, fromWorkflow);
    default:
      return fromDocument(root, rest);
  }
}

/**
 * The text of an expression: the grammar's own, without dots after a body.
 *
 * @param expression - as parsed
 */
export function textFromExpression(expression: Expression): string {
  switch (expression.of) {
    case 'inputs':
    case 'outputs':
      return `$${expression.of}.${expression.name}${fragment(expression.pointer)}`;
    case 'steps':
      return `$steps.${expression.step}.outputs.${expression.name}${fragment(expression.pointer)}`;
    case 'workflows':
      return `$workflows.${expression.workflow}.${expression.field}.${expression.name}${fragment(expression.pointer)}`;
    case 'sourceDescriptions':
      return `$sourceDescriptions.${expression.source}.${expression.name}`;
    case 'components':
      return `$components.${expression.group}.${expression.name}`;
    case 'request':
    case 'response':
    case 'message':
      return `$${expression.of}.${expression.from}${'name' in expression ? `.${expression.name}` : fragment(expression.pointer)}`;
    default:
      return `$${expression.of}`;
  }
}

function fromMessage(of: MessageSide, rest: string): Expression | undefined {
  const header = /^header\.(.+)$/s.exec(rest)?.[1];
  if (header !== undefined) return TOKEN.test(header) ? { of, from: 'header', name: header.toLowerCase() } : undefined;
  const [, from, name] = /^(query|path)\.([^{}]+)$/s.exec(rest) ?? [];
  if ((from === 'query' || from === 'path') && name !== undefined) return { of, from, name };
  const [, body, after = ''] = /^(body|payload)(.*)$/s.exec(rest) ?? [];
  if (body !== 'body' && body !== 'payload') return undefined;
  const pointer = after === '' ? '' : after.startsWith('#') ? validPointer(after.slice(1)) : pointerFromMembers(after);
  return pointer === undefined ? undefined : { of, from: body, pointer };
}

/** `.items.count`: no member that needs an escape can be written so. */
function pointerFromMembers(text: string): string | undefined {
  return MEMBERS.test(text) ? text.replaceAll('.', '/') : undefined;
}

type Unpointed<Kind> = Kind extends { readonly pointer: string } ? Omit<Kind, 'pointer'> : never;
type Pointed = Extract<Expression, { readonly name: string; readonly pointer: string }>;

function withPointer(rest: string, read: (name: string) => Unpointed<Pointed> | undefined): Expression | undefined {
  const hash = rest.indexOf('#');
  const pointer = hash === -1 ? '' : validPointer(rest.slice(hash + 1));
  const found = read(hash === -1 ? rest : rest.slice(0, hash));
  return found === undefined || pointer === undefined ? undefined : { ...found, pointer };
}

function fromStep(rest: string): Unpointed<Pointed> | undefined {
  const [, step, name] = /^([A-Za-z0-9_-]+)\.outputs\.([A-Za-z0-9._-]+)$/.exec(rest) ?? [];
  return step === undefined || name === undefined ? undefined : { of: 'steps', step, name };
}

function fromWorkflow(rest: string): Unpointed<Pointed> | undefined {
  const [, workflow, field, name] = /^([A-Za-z0-9_-]+)\.(inputs|outputs)\.([A-Za-z0-9._-]+)$/.exec(rest) ?? [];
  if (workflow === undefined || name === undefined || (field !== 'inputs' && field !== 'outputs')) return undefined;
  return { of: 'workflows', workflow, field, name };
}

function fromDocument(root: string, rest: string): Expression | undefined {
  if (root === 'sourceDescriptions') {
    const [, source, name] = /^([A-Za-z0-9_-]+)\.([^{}]+)$/s.exec(rest) ?? [];
    return source === undefined || name === undefined ? undefined : { of: 'sourceDescriptions', source, name };
  }
  if (root !== 'components') return undefined;
  const [, group, name] = /^(parameters|successActions|failureActions)\.([A-Za-z0-9._-]+)$/.exec(rest) ?? [];
  if (name === undefined || (group !== 'parameters' && group !== 'successActions' && group !== 'failureActions')) return undefined;
  return { of: 'components', group, name };
}

function validPointer(text: string): string | undefined {
  return POINTER.test(text) ? text : undefined;
}

function fragment(pointer: string): string {
  return pointer === '' ? '' : `#${pointer}`;
}

const WHOLE = { $url: 'url', $method: 'method', $statusCode: 'statusCode', $self: 'self' } as const;
const MAX_TEXT_LENGTH = 4_096;
const IDENTIFIER = /^[A-Za-z0-9._-]+$/;
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 6901 §3, without braces, so that it can be embedded. */
const POINTER = /^(?:\/(?:[^~{}/]|~[01])*)*$/;
const MEMBERS = /^(?:\.[^.#~/{}[\]\s]+)+$/;
