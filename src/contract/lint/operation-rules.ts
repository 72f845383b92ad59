import type { JsonValue } from '../../base/json.js';
import type { Finding } from '../../finding/finding.js';
import type { Direction, Schema } from '../../schema/schema.js';
import type { Contract, Example, Header, MediaType, Operation } from '../contract.js';
import { mismatchOf } from './mismatch.js';

/**
 * What is wrong with operations beyond what reading them has shown.
 *
 * @param contract - they belong to
 * @param operations - read
 */
export function operationFindings(contract: Contract, operations: readonly Operation[]): readonly Finding[] {
  return [
    ...ambiguousPaths(operations),
    ...operations.flatMap((operation) => [...bodyFindings(contract, operation), ...exampleFindings(operation)]),
  ];
}

/** @see https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching "Templated paths with the same hierarchy but different templated names MUST NOT exist" */
function ambiguousPaths(operations: readonly Operation[]): readonly Finding[] {
  const first = new Map<string, Operation>();
  return operations.flatMap((operation) => {
    const shape = `${operation.method} ${operation.path.replace(/\{[^{}]*\}/g, '{}')}`;
    const other = first.get(shape);
    if (other === undefined) first.set(shape, operation);
    return other === undefined ? [] : [findingOf('contract/path-ambiguous', operation, { path: operation.path, other: other.path })];
  });
}

/** OpenAPI 3.1 leaves it to the author; before that it "shall be ignored". */
function bodyFindings({ specification }: Contract, operation: Operation): readonly Finding[] {
  const isForbidden = (specification === '2.0' || specification === '3.0') && (operation.method === 'GET' || operation.method === 'HEAD');
  return isForbidden && operation.requestBody !== undefined
    ? [findingOf('contract/body-on-get', operation, { method: operation.method })]
    : [];
}

function findingOf(code: Finding['code'], operation: Operation, args: Finding['args']): Finding {
  return { code, severity: 'warning', operation: operation.id, place: { file: operation.file, pointer: operation.pointer }, args };
}

/** An example and the schema it should match. */
interface Sampled {
  readonly example: Example;
  readonly schema: Schema | undefined;
  readonly direction: Direction;
  /** Of the text the example stands for; `undefined` for a value that is data. */
  readonly mediaType: string | undefined;
}

function exampleFindings(operation: Operation): readonly Finding[] {
  return sampledOf(operation).flatMap(({ example, schema, direction, mediaType }) => {
    const { value } = example;
    if (schema === undefined || value === undefined || isText(mediaType, value)) return [];
    const args = mismatchOf(schema, value, direction);
    if (args === undefined) return [];
    const place = { file: example.file ?? operation.file, pointer: example.pointer };
    return [
      {
        code: 'contract/example-invalid',
        severity: 'warning',
        operation: operation.id,
        place,
        args: { name: example.name, ...args },
      } as const,
    ];
  });
}

function sampledOf(operation: Operation): readonly Sampled[] {
  const parameters = operation.parameters.flatMap((parameter): readonly Sampled[] => {
    if (parameter.form.kind === 'content') return sampledContent([parameter.form.mediaType], 'request');
    const { schema } = parameter.form;
    return parameter.examples.map((example) => ({ example, schema, direction: 'request', mediaType: undefined }));
  });
  const body = sampledContent(operation.requestBody?.content ?? [], 'request');
  const responses = operation.responses.flatMap((response) => [
    ...sampledContent(response.content, 'response'),
    ...response.headers.flatMap(sampledHeader),
  ]);
  return [...parameters, ...body, ...responses];
}

function sampledContent(content: readonly MediaType[], direction: Direction): readonly Sampled[] {
  return content.flatMap(({ name, schema, examples }) => examples.map((example) => ({ example, schema, direction, mediaType: name })));
}

function sampledHeader({ form, examples }: Header): readonly Sampled[] {
  if (form.kind === 'content') return sampledContent([form.mediaType], 'response');
  return examples.map((example) => ({ example, schema: form.schema, direction: 'response', mediaType: undefined }));
}

/** An example of XML or a form is most often the text as it travels, which no schema judges. */
function isText(mediaType: string | undefined, value: JsonValue): boolean {
  return mediaType !== undefined && typeof value === 'string' && !/[/+]json\b/i.test(mediaType);
}
