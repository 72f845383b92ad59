import type { JsonValue } from '../../base/json.js';
import type { Contract, Example, MediaType, Operation, Parameter } from '../../contract/contract.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { buildRequest } from '../../wire/build-request.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { LoginCredential } from '../../workspace/workspace.js';

/** The call that logs in, or why there is none. */
export type LoginRequest =
  | { readonly kind: 'request'; readonly request: HttpRequest; readonly operation: Operation }
  | { readonly kind: 'impossible'; readonly reason: string };

/**
 * The request of a login operation: what the pair says, and where it says nothing the first example, and where there is none a made value.
 *
 * @param credential - which operation, and with what
 * @param contract - of the system that is asked
 * @param basePath - where that system's operations begin
 */
export function loginRequest(credential: LoginCredential, contract: Contract, basePath: string): LoginRequest {
  const impossible = (reason: string): LoginRequest => ({ kind: 'impossible', reason });
  const operation = contract.operations.find((entry) => entry.id === credential.operation)?.read();
  if (operation === undefined) return impossible('the contract has no such operation');
  if (operation.unusable !== undefined) return impossible('the contract is broken here');
  const parameters = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    const value = parameterValue(parameter, credential.parameters);
    if (value !== undefined) parameters.set(`${parameter.in}:${parameter.name}`, value);
    else if (parameter.required && !isGivenAsHeader(parameter, credential))
      return impossible(`no value fits the ${parameter.in} parameter "${parameter.name}"`);
  }
  const body = bodyOf(operation, credential.body);
  const built = buildRequest(operation, { parameters, ...(body === undefined ? {} : { body }), basePath });
  return { kind: 'request', operation, request: withHeaders(built, { 'user-agent': 'mortise', ...credential.headers }) };
}

function parameterValue(parameter: Parameter, given: LoginCredential['parameters']): JsonValue | undefined {
  const { name, form, required } = parameter;
  const key = [`${parameter.in}:${name}`, name].find((candidate) => Object.hasOwn(given, candidate));
  if (key !== undefined) return given[key];
  if (!required) return undefined;
  const media = form.kind === 'content' ? form.mediaType : undefined;
  const example = firstValue([...parameter.examples, ...(media?.examples ?? [])]);
  return example ?? sampled(form.kind === 'style' ? form.schema : form.mediaType.schema);
}

function isGivenAsHeader(parameter: Parameter, { headers }: LoginCredential): boolean {
  return parameter.in === 'header' && Object.keys(headers).some((name) => name.toLowerCase() === parameter.name.toLowerCase());
}

function bodyOf({ requestBody }: Operation, given: JsonValue | undefined): { mediaType: MediaType; value: JsonValue } | undefined {
  const content = requestBody?.content ?? [];
  const isJson = ({ name }: MediaType): boolean => /^application\/(?:[^;]*\+)?json\b/i.test(name);
  const mediaType = content.find(isJson) ?? content.find(({ name }) => /^application\/x-www-form-urlencoded/i.test(name)) ?? content[0];
  if (mediaType === undefined) return undefined;
  const value = given ?? firstValue(mediaType.examples) ?? sampled(mediaType.schema);
  return value === undefined ? undefined : { mediaType, value };
}

function firstValue(examples: readonly Example[]): JsonValue | undefined {
  return examples.find((example) => example.value !== undefined)?.value;
}

function sampled(schema: MediaType['schema']): JsonValue | undefined {
  if (schema === undefined) return 'string';
  const sample = sampleFromSchema(schema, { direction: 'request' });
  return sample.kind === 'value' ? sample.value : undefined;
}

/** The request with these headers, each instead of one of the same name. */
function withHeaders(request: HttpRequest, headers: Readonly<Record<string, string>>): HttpRequest {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const kept = request.headers.filter((_, index) => !given.has((request.headers[index - (index % 2)] ?? '').toLowerCase()));
  return { ...request, headers: [...kept, ...Object.entries(headers).flat()] };
}
