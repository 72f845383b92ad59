import type { JsonValue } from '../base/json.js';
import type { Example, MediaType, Operation, Parameter } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { sampleFromSchema } from '../schema/sample.js';
import type { Fixture, Pair } from '../workspace/workspace.js';
import { givenFor } from './request/given-for.js';
import { preferredFirst } from './request/preferred-first.js';
import type { CaseBody, CaseCapture, TestCase } from './test-case.js';

/** The cases that the examples of an operation describe, or why there are none. */
export type ExamplePlan =
  | { readonly kind: 'cases'; readonly cases: readonly TestCase[] }
  | { readonly kind: 'unsatisfiable'; readonly reason: string };

/** What of a pair decides the values of its examples. */
export type ExampleValues = Pick<Pair, 'parameters' | 'fixtures'>;

/**
 * The cases that the examples of an operation describe: examples of one name together are one case, a lone example stands in every case,
 * and what has no example but is required is made from its schema.
 *
 * @param operation - that can be called
 * @param pair - says which values exist
 * @returns in the order in which they are sent; each is named as its example: `default` for a lone one, `generated` when made from the
 * schemas, `fixture` when the workspace gives it
 */
export function planExamples(operation: Operation, pair: ExampleValues): ExamplePlan {
  const cases: TestCase[] = [];
  let reason: string | undefined;
  for (const choice of choicesOf(operation, pair.fixtures.get(operation.id))) {
    const planned = planCase(operation, pair, choice);
    if (typeof planned === 'string') reason ??= planned;
    else cases.push(planned);
  }
  return cases.length > 0 || reason === undefined ? { kind: 'cases', cases } : { kind: 'unsatisfiable', reason };
}

/**
 * The case of an operation with nothing but required values, each made from its schema; `undefined` when there is none.
 *
 * @param operation - that can be called
 * @param pair - whose values win over made ones
 */
export function generatedCase(operation: Operation, pair: ExampleValues): TestCase | undefined {
  const planned = planCase(operation, pair, { name: 'generated', useExamples: false, mediaType: undefined });
  return typeof planned === 'string' ? undefined : { ...planned, origin: 'made' };
}

interface Choice {
  readonly name: string;
  readonly useExamples: boolean;
  /** The body that is meant when several have an example of the name. */
  readonly mediaType: MediaType | undefined;
}

function choicesOf(operation: Operation, fixture: Fixture | undefined): readonly Choice[] {
  const mediaTypes = preferredFirst(operation.requestBody?.content ?? []);
  const first = mediaTypes.find((mediaType) => usable(mediaType.examples).length > 0) ?? mediaTypes[0];
  if (fixture?.body !== undefined) return [{ name: 'fixture', useExamples: true, mediaType: first }];
  const names = exampleNames(operation);
  if (names.length === 0) return [{ name: 'generated', useExamples: false, mediaType: first }];
  return names.flatMap((name) => {
    const named = mediaTypes.filter((mediaType) => exampleOf(mediaType.examples, name, false) !== undefined);
    return (named.length > 0 ? named : [first]).map((mediaType) => ({ name, useExamples: true, mediaType }));
  });
}

/** Each name once; a lone example has no name of its own when others do. */
function exampleNames(operation: Operation): readonly string[] {
  const lists = [
    ...operation.parameters.map((parameter) => examplesOf(parameter)),
    ...(operation.requestBody?.content ?? []).map((mediaType) => mediaType.examples),
  ];
  const names = [...new Set(lists.flatMap((examples) => usable(examples).map((example) => example.name)))];
  const named = names.filter((name) => name !== LONE);
  // Beside others of the same list, `default` is a name like any.
  const isName = lists.some((examples) => examples.length > 1 && examples.some((example) => example.name === LONE));
  return named.length === 0 || isName ? names : named;
}

function planCase(operation: Operation, pair: ExampleValues, choice: Choice): TestCase | string {
  const fixture = pair.fixtures.get(operation.id);
  const captures = new Map<string, CaseCapture>();
  const parameters = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    const key = `${parameter.in}:${parameter.name}`;
    const captured = givenFor(fixture?.capture, parameter);
    if (captured !== undefined) captures.set(key, { kind: 'operation', ...captured });
    const value = parameterValue(parameter, pair, fixture, choice);
    if (value?.kind === 'unsatisfiable') {
      if (captured === undefined) return `no value fits the ${parameter.in} parameter "${parameter.name}": ${value.reason}`;
    } else if (value !== undefined) parameters.set(key, value.value);
  }
  const body = bodyOf(operation, fixture, choice);
  if (typeof body === 'string') return body;
  const documented = choice.useExamples;
  return {
    operation,
    phase: 'examples',
    name: choice.name,
    intent: { kind: 'valid' },
    parameters,
    body,
    captures,
    headers: fixture?.headers ?? {},
    credentials: 'pair',
    override: undefined,
    expectedStatus: documented ? expectedStatus(operation, choice.name) : undefined,
    origin: documented ? 'documented' : 'made',
    exercises: [],
  };
}

type Value = { readonly kind: 'value'; readonly value: JsonValue } | { readonly kind: 'unsatisfiable'; readonly reason: string };

function parameterValue(
  parameter: Parameter,
  pair: Pick<Pair, 'parameters'>,
  fixture: Fixture | undefined,
  choice: Choice,
): Value | undefined {
  const given = givenFor(fixture?.parameters, parameter) ?? givenFor(pair.parameters, parameter);
  if (given !== undefined) return { kind: 'value', value: given };
  const example = choice.useExamples ? exampleOf(examplesOf(parameter), choice.name, parameter.required) : undefined;
  if (example?.value !== undefined) return { kind: 'value', value: example.value };
  if (!parameter.required) return undefined;
  const schema = parameter.form.kind === 'style' ? parameter.form.schema : parameter.form.mediaType.schema;
  return sampled(schema);
}

function bodyOf(operation: Operation, fixture: Fixture | undefined, choice: Choice): CaseBody | undefined | string {
  const { requestBody } = operation;
  const mediaType = choice.mediaType ?? preferredFirst(requestBody?.content ?? [])[0];
  if (requestBody === undefined || mediaType === undefined) return undefined;
  if (fixture?.body !== undefined) return { mediaType, value: fixture.body };
  const example = choice.useExamples ? exampleOf(mediaType.examples, choice.name, requestBody.required) : undefined;
  if (example?.value !== undefined) return { mediaType, value: example.value };
  if (!requestBody.required && choice.useExamples) return undefined;
  const value = sampled(mediaType.schema);
  if (value.kind === 'value') return { mediaType, value: value.value };
  return requestBody.required ? `no value fits the request body: ${value.reason}` : undefined;
}

function sampled(schema: Schema | undefined): Value {
  return schema === undefined ? { kind: 'value', value: 'string' } : sampleFromSchema(schema, { direction: 'request' });
}

/** The example of the name, else the lone one: it is meant for every request. What is needed takes any rather than none. */
function exampleOf(examples: readonly Example[], name: string, required: boolean): Example | undefined {
  const candidates = usable(examples);
  const named = candidates.find((example) => example.name === name);
  const lone = candidates.length === 1 ? candidates[0] : candidates.find((example) => example.name === LONE);
  return named ?? lone ?? (required ? candidates[0] : undefined);
}

/** What stands elsewhere (`externalValue`) or only as text cannot be put together with other values. */
function usable(examples: readonly Example[]): readonly Example[] {
  return examples.filter((example) => example.value !== undefined);
}

function examplesOf({ examples, form }: Parameter): readonly Example[] {
  return examples.length > 0 || form.kind === 'style' ? examples : form.mediaType.examples;
}

/** The status of the one response that has an example of the name: of several, the successful one. */
function expectedStatus(operation: Operation, name: string): number | undefined {
  if (name === LONE) return undefined;
  const statuses = operation.responses
    .filter(
      (response) =>
        /^\d{3}$/.test(response.status) && response.content.some(({ examples }) => examples.some((example) => example.name === name)),
    )
    .map((response) => Number(response.status));
  const successful = statuses.filter((status) => status < 300);
  const meant = successful.length > 0 ? successful : statuses;
  return meant.length === 1 ? meant[0] : undefined;
}

const LONE = 'default';
