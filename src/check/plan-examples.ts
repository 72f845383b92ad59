import type { JsonValue } from '../base/json.js';
import type { Contract, Example, MediaType, Operation, Parameter } from '../contract/contract.js';
import type { Schema } from '../schema/schema.js';
import { sampleFromSchema } from '../schema/sample.js';
import type { Capture, Fixture, Pair } from '../workspace/workspace.js';
import { orderOperations } from './order-operations.js';

/** One request that will be sent: values, not bytes, because some of them come from earlier answers. */
export interface PlannedRequest {
  readonly operation: Operation;
  /** The example's name; `default` for a lone one, `generated` for one made from the schemas, `fixture` for one from the workspace. */
  readonly name: string;
  /** By `in:name`. */
  readonly parameters: ReadonlyMap<string, JsonValue>;
  readonly body: { readonly mediaType: MediaType; readonly value: JsonValue } | undefined;
  /** By `in:name`: values taken from earlier answers; they win. */
  readonly captures: ReadonlyMap<string, Capture>;
  readonly headers: Readonly<Record<string, string>>;
  /** The status whose response example has the same name. */
  readonly expectedStatus: number | undefined;
  /** What to send when the contract itself refuses these values. */
  readonly origin: 'documented' | 'generated';
}

/** An operation of the pair that is not tested, and why. */
export interface Untested {
  readonly operation: Operation;
  readonly reason: string;
}

export interface ExamplePlan {
  /** In the order in which they are sent. */
  readonly requests: readonly PlannedRequest[];
  readonly untested: readonly Untested[];
  /** Of the pair, tested or not. */
  readonly operations: readonly Operation[];
}

/**
 * The requests that the examples of a contract describe, for the operations of a pair: examples of one name together are one request, a
 * lone example stands in every request, and what has no example but is required is made from its schema.
 *
 * @param contract - of the provider
 * @param pair - says which operations, and which values exist
 */
export function planExamples(contract: Contract, pair: Pick<Pair, 'uses' | 'parameters' | 'fixtures'>): ExamplePlan {
  const used = pair.uses === undefined ? undefined : new Set(pair.uses);
  const entries = contract.operations.filter((entry) => used === undefined || used.has(entry.id));
  const sources = (id: string): readonly string[] =>
    Object.values(pair.fixtures.get(id)?.capture ?? {}).map((capture) => capture.operation);
  const operations = orderOperations(entries, sources).map((entry) => entry.read());
  const requests: PlannedRequest[] = [];
  const untested: Untested[] = [];
  for (const operation of operations) {
    const reason = reasonNotToTest(operation, pair.fixtures.get(operation.id));
    const planned = reason === undefined ? planOperation(operation, pair) : reason;
    if (typeof planned === 'string') untested.push({ operation, reason: planned });
    else requests.push(...planned);
  }
  return { requests, untested, operations };
}

/**
 * The request of an operation with nothing but required values, each made from its schema; or why there is none.
 *
 * @param operation - that can be used
 * @param pair - whose values win over made ones
 */
export function generatedRequest(operation: Operation, pair: Pick<Pair, 'parameters' | 'fixtures'>): PlannedRequest | string {
  const planned = planRequest(operation, pair, { name: 'generated', useExamples: false, mediaType: undefined });
  return typeof planned === 'string' ? planned : { ...planned, origin: 'generated' };
}

function reasonNotToTest(operation: Operation, fixture: Fixture | undefined): string | undefined {
  if (fixture?.skip !== undefined) return fixture.skip;
  if (operation.unusable !== undefined) return 'the contract is broken here';
  if (operation.method === 'CONNECT') return 'CONNECT opens a tunnel';
  return operation.responses.length === 0 ? 'it declares no response' : undefined;
}

interface Choice {
  readonly name: string;
  readonly useExamples: boolean;
  /** The body that is meant when several have an example of the name. */
  readonly mediaType: MediaType | undefined;
}

function planOperation(operation: Operation, pair: Pick<Pair, 'parameters' | 'fixtures'>): readonly PlannedRequest[] | string {
  const planned: PlannedRequest[] = [];
  let reason: string | undefined;
  for (const choice of choicesOf(operation, pair.fixtures.get(operation.id))) {
    const request = planRequest(operation, pair, choice);
    if (typeof request === 'string') reason ??= request;
    else planned.push(request);
  }
  return planned.length > 0 || reason === undefined ? planned : reason;
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

function planRequest(operation: Operation, pair: Pick<Pair, 'parameters' | 'fixtures'>, choice: Choice): PlannedRequest | string {
  const fixture = pair.fixtures.get(operation.id);
  const captures = new Map<string, Capture>();
  const parameters = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    const key = `${parameter.in}:${parameter.name}`;
    const captured = byName(fixture?.capture, parameter);
    if (captured !== undefined) captures.set(key, captured);
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
    name: choice.name,
    parameters,
    body,
    captures,
    headers: fixture?.headers ?? {},
    expectedStatus: documented ? expectedStatus(operation, choice.name) : undefined,
    origin: documented ? 'documented' : 'generated',
  };
}

type Value = { readonly kind: 'value'; readonly value: JsonValue } | { readonly kind: 'unsatisfiable'; readonly reason: string };

function parameterValue(
  parameter: Parameter,
  pair: Pick<Pair, 'parameters'>,
  fixture: Fixture | undefined,
  choice: Choice,
): Value | undefined {
  const given = byName(fixture?.parameters, parameter) ?? byName(pair.parameters, parameter);
  if (given !== undefined) return { kind: 'value', value: given };
  const example = choice.useExamples ? exampleOf(examplesOf(parameter), choice.name, parameter.required) : undefined;
  if (example?.value !== undefined) return { kind: 'value', value: example.value };
  if (!parameter.required) return undefined;
  const schema = parameter.form.kind === 'style' ? parameter.form.schema : parameter.form.mediaType.schema;
  return sampled(schema);
}

function bodyOf(operation: Operation, fixture: Fixture | undefined, choice: Choice): PlannedRequest['body'] | string {
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

function byName<Held>(values: Readonly<Record<string, Held>> | undefined, { name, in: location }: Parameter): Held | undefined {
  if (values === undefined) return undefined;
  const key = `${location}:${name}`;
  if (Object.hasOwn(values, key)) return values[key];
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function preferredFirst(content: readonly MediaType[]): readonly MediaType[] {
  const rank = ({ name }: MediaType): number => PREFERRED.findIndex((pattern) => pattern.test(name));
  return [...content].sort((left, right) => rank(left) - rank(right));
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
/** What we can write best comes first; the last pattern takes everything. */
const PREFERRED: readonly RegExp[] = [
  /^application\/json\b/i,
  /\+json\b/i,
  /^application\/x-www-form-urlencoded/i,
  /^multipart\/form-data/i,
  /^text\/plain/i,
  /^/,
];
