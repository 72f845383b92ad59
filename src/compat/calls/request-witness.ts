import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import { chosenSchemes } from '../../check/auth/chosen-schemes.js';
import { withCredentials } from '../../check/auth/credentials.js';
import type { Contract, MediaType, Operation, Parameter, SecurityRequirement, SecurityScheme } from '../../contract/contract.js';
import { pathVariables } from '../../contract/openapi/path-variables.js';
import type { Witness } from '../../finding/finding.js';
import { curlLine } from '../../journal/curl-line.js';
import type { Node } from '../../schema/node.js';
import { nodeFromSchema } from '../../schema/node.js';
import { sampleFromSchema } from '../../schema/sample.js';
import { resolveSchema } from '../../schema/schema-at.js';
import { isValid } from '../../schema/validate.js';
import { buildRequest } from '../../wire/build-request.js';
import type { HttpRequest } from '../../wire/http-message.js';
import type { RequestJudgement } from '../../wire/judge-request.js';
import { compileJudge } from '../../wire/judge-request.js';
import { serialiseParameter } from '../../wire/serialise-parameter.js';
import type { ShownValue } from '../schemas/schema-site.js';
import type { CallSide } from './call-site.js';
import { witnessMessage } from './witness-message.js';

/** What is put into a plain request in place of what would stand there. */
export interface RequestPatch {
  /** By `in:name`; `undefined` leaves a parameter out. */
  readonly parameters?: ReadonlyMap<string, JsonValue | undefined>;
  /** `undefined` leaves the body as it would be, `null` leaves it out. */
  readonly body?: { readonly mediaType: MediaType; readonly value: JsonValue } | null | undefined;
  /** The alternative that the caller gets in by; by default the first. */
  readonly requirement?: SecurityRequirement;
}

/** A request that one version may send, and how both take it. */
export interface ShownRequest {
  readonly request: HttpRequest;
  readonly byWriter: RequestJudgement;
  readonly byReader: RequestJudgement;
}

/**
 * A plain request of the writer's version with something put into it, judged by both.
 *
 * @param sides - of one call
 * @param patch - what is put in
 * @returns `undefined` when nothing plain can be made
 */
export function showRequest(
  { writer, reader }: { readonly writer: CallSide; readonly reader: CallSide },
  patch: RequestPatch,
): ShownRequest | undefined {
  const { operation, contract } = writer;
  const values = valuesOf(operation, patch);
  if (values === undefined) return undefined;
  const request = requestOf(writer, patch, values);
  const texts = pathTexts(operation, values);
  return {
    request,
    byWriter: compileJudge(operation, contract)(request, namedBy(operation, texts)),
    byReader: compileJudge(reader.operation, reader.contract)(request, namedBy(reader.operation, texts)),
  };
}

/**
 * A plain request of one version, as whoever calls it would send it.
 *
 * @param side - of the call
 * @returns `undefined` when none can be made
 */
export function plainRequest(side: CallSide): HttpRequest | undefined {
  const known = PLAIN_REQUESTS.get(side.operation);
  if (known !== undefined) return known.request;
  const values = valuesOf(side.operation, {});
  const request = values === undefined ? undefined : requestOf(side, {}, values);
  PLAIN_REQUESTS.set(side.operation, { request });
  return request;
}

/** Many findings show in the same operation. An operation is of one contract. */
const PLAIN_REQUESTS = new WeakMap<Operation, { readonly request: HttpRequest | undefined }>();

function requestOf(side: CallSide, patch: RequestPatch, parameters: ReadonlyMap<string, JsonValue>): HttpRequest {
  const { operation, contract } = side;
  const body = patch.body === null ? undefined : (patch.body ?? bodyOf(operation));
  const basePath = contract.basePaths[0] ?? '';
  const built = buildRequest(operation, { parameters, basePath, ...(body === undefined ? {} : { body }) });
  const schemes = patch.requirement === undefined ? chosenSchemes(side, () => false, built) : schemesOf(contract, patch.requirement);
  return withCredentials(built, schemes, () => undefined);
}

/**
 * Whether a request shows a break at a place: the writer's version lets it pass, the reader's does not, there.
 *
 * @param shown - `undefined` when none could be made
 * @param location - of the problems that count: `['body']`, `['query', 'limit']`; `security` for credentials
 */
export function shownBreak(shown: ShownRequest | undefined, location: readonly string[] | 'security'): ShownValue {
  if (shown === undefined || shown.byWriter.problems.length > 0) return { witness: undefined, isRefused: undefined };
  const isRefused = shown.byReader.problems.some((problem) =>
    location === 'security' ? problem.kind === 'security' : isWithin(problem.location, location),
  );
  return { witness: witnessOfRequest(shown.request), isRefused };
}

/**
 * The evidence only when it shows something.
 *
 * @param shown - an exchange, judged by both
 */
export function refusedOnly({ witness, isRefused }: ShownValue): Witness | undefined {
  return isRefused === true ? witness : undefined;
}

function schemesOf({ securitySchemes }: Contract, requirement: SecurityRequirement): ReadonlyMap<string, SecurityScheme> {
  return new Map(
    [...requirement.keys()].flatMap((name) => {
      const scheme = securitySchemes.get(name);
      return scheme === undefined ? [] : [[name, scheme] as const];
    }),
  );
}

/**
 * A request as evidence.
 *
 * @param request - without secrets
 */
export function witnessOfRequest(request: HttpRequest): Witness {
  return { request: witnessMessage(`${request.method} ${request.target}`, request), curl: curlLine(request, 'http://localhost') };
}

/** Headers have names without case, and what concerns the media type of a body is told of a header. */
function isWithin(problem: readonly string[], location: readonly string[]): boolean {
  if (location[0] === 'body' && problem[0] === 'header' && problem[1] === 'content-type') return true;
  return location.every((token, index) => problem[index]?.toLowerCase() === token.toLowerCase());
}

function valuesOf(operation: Operation, { parameters: patched }: RequestPatch): ReadonlyMap<string, JsonValue> | undefined {
  const values = new Map<string, JsonValue>();
  for (const parameter of operation.parameters) {
    const key = `${parameter.in}:${parameter.name}`;
    if (patched?.has(key) === true) {
      const value = patched.get(key);
      if (value !== undefined) values.set(key, value);
      continue;
    }
    if (!parameter.required) continue;
    const value = plainValue(parameter);
    if (value === undefined) return undefined;
    values.set(key, value);
  }
  return values;
}

/**
 * A plain value for a parameter, `undefined` when there is none.
 *
 * @param parameter - of an operation
 */
function plainValue({ form, examples }: Parameter): JsonValue | undefined {
  const schema = form.kind === 'style' ? form.schema : form.mediaType.schema;
  // People know their own examples, where they are right.
  const known = examples.find(
    ({ value }) => value !== undefined && (schema === undefined || isValid(schema, value, { direction: 'request' })),
  );
  if (known?.value !== undefined) return known.value;
  if (schema === undefined) return 'text';
  const sample = sampleFromSchema(schema, { direction: 'request' });
  return sample.kind === 'value' ? sample.value : undefined;
}

function bodyOf({ requestBody }: Operation): { readonly mediaType: MediaType; readonly value: JsonValue } | undefined {
  if (requestBody?.required !== true) return undefined;
  for (const mediaType of requestBody.content) {
    const value = plainBody(mediaType);
    if (value !== undefined) return { mediaType, value };
  }
  return undefined;
}

/**
 * A plain body of a media type, `undefined` when there is none.
 *
 * @param mediaType - of a request
 */
export function plainBody({ schema }: MediaType): JsonValue | undefined {
  if (schema === undefined) return {};
  const written = isJsonObject(schema.value) && Object.keys(schema.value).length === 1 ? (resolveSchema(schema) ?? schema) : schema;
  const owner = isJsonObject(written.value) ? nodeFromSchema(written) : undefined;
  const known = owner === undefined ? undefined : PLAIN_BODIES.get(owner);
  if (known !== undefined) return known.value;
  const sample = sampleFromSchema(written, { direction: 'request' });
  const value = sample.kind === 'value' ? sample.value : undefined;
  if (owner !== undefined) PLAIN_BODIES.set(owner, { value });
  return value;
}

/** One component is the body of many operations. */
const PLAIN_BODIES = new WeakMap<Node, { readonly value: JsonValue | undefined }>();

/** As they stand in the path, in the order of the template. */
function pathTexts(operation: Operation, values: ReadonlyMap<string, JsonValue>): readonly (string | undefined)[] {
  return pathVariables(operation.path).names.map((name) => {
    const parameter = operation.parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
    const value = values.get(`path:${name}`);
    return parameter === undefined || value === undefined ? undefined : serialiseParameter(parameter, value);
  });
}

/** Names in templates may differ between versions: places tell. */
function namedBy(operation: Operation, texts: readonly (string | undefined)[]): ReadonlyMap<string, string> {
  const named = pathVariables(operation.path).names.map((name, index) => [name, texts[index]] as const);
  return new Map(named.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}
