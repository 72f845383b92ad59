import type { JsonValue } from '../../base/json.js';
import type { Header, MediaType, Response } from '../../contract/contract.js';
import type { Witness } from '../../finding/finding.js';
import { sampleFromSchema } from '../../schema/sample.js';
import type { HttpResponse } from '../../wire/http-message.js';
import type { ResponseProblem } from '../../wire/judge-response.js';
import { judgeResponse } from '../../wire/judge-response.js';
import { serialiseBody } from '../../wire/serialise-body.js';
import { serialiseHeader } from '../../wire/serialise-parameter.js';
import type { ShownValue } from '../schemas/schema-site.js';
import type { CallSide } from './call-site.js';
import { plainRequest } from './request-witness.js';
import { witnessMessage } from './witness-message.js';

/** What is put into a plain response of the writer's version. */
export interface ResponsePatch {
  readonly response: Response;
  /** That it stands for: 404 of `4XX`. */
  readonly status: number;
  /** By name in lower case; `undefined` leaves one out. */
  readonly headers?: ReadonlyMap<string, JsonValue | undefined>;
  readonly body?: { readonly mediaType: MediaType; readonly value: JsonValue };
}

/** A response that one version may give, and how both take it. */
export interface ShownResponse {
  readonly response: HttpResponse;
  readonly byWriter: readonly ResponseProblem[];
  readonly byReader: readonly ResponseProblem[];
  /** What it answers. */
  readonly call: () => NonNullable<Witness['request']>;
}

/**
 * A plain response of the writer's version with something put into it, judged by both.
 *
 * @param sides - of one call
 * @param patch - what is put in
 * @returns `undefined` when nothing plain can be made
 */
export function showResponse(
  { writer, reader }: { readonly writer: CallSide; readonly reader: CallSide },
  patch: ResponsePatch,
): ShownResponse | undefined {
  const body = patch.body ?? plainBody(patch.response);
  if (body === 'none') return undefined;
  const headers: string[] = [];
  for (const header of patch.response.headers) {
    const value = headerText(header, patch.headers);
    if (value !== undefined) headers.push(header.name, value);
  }
  const content = body === undefined ? undefined : serialiseBody(body.mediaType, body.value);
  if (content?.kind === 'problem') return undefined;
  if (content !== undefined) headers.push('content-type', content.contentType);
  const response: HttpResponse = { status: patch.status, headers, body: content?.body };
  const judge = ({ operation, contract }: CallSide): readonly ResponseProblem[] =>
    judgeResponse({ operation, contract, request: undefined, response });
  return { response, byWriter: judge(writer), byReader: judge(reader), call: () => callOf(reader) };
}

/**
 * Whether a response shows a break at a place: the writer's version may give it, the reader's may not, there.
 *
 * @param shown - `undefined` when none could be made
 * @param location - of the problems that count: `['body']`, `['header', 'etag']`, `['status']`
 */
export function shownResponseBreak(shown: ShownResponse | undefined, location: readonly string[]): ShownValue {
  if (shown === undefined || shown.byWriter.length > 0) return { witness: undefined, isRefused: undefined };
  const isRefused = shown.byReader.some((problem) => location.every((token, index) => problem.location[index] === token));
  return { witness: { request: shown.call(), response: witnessMessage(String(shown.response.status), shown.response) }, isRefused };
}

/** A plain request of the version that waits for the answer; by its template where none can be made. */
function callOf(side: CallSide): NonNullable<Witness['request']> {
  const request = plainRequest(side);
  const { method, path } = side.operation;
  return request === undefined
    ? { line: `${method} ${path}`, headers: [] }
    : witnessMessage(`${request.method} ${request.target}`, request);
}

function plainBody({ content }: Response): { readonly mediaType: MediaType; readonly value: JsonValue } | undefined | 'none' {
  for (const mediaType of content) {
    if (mediaType.schema === undefined) return { mediaType, value: {} };
    const sample = sampleFromSchema(mediaType.schema, { direction: 'response' });
    if (sample.kind === 'value') return { mediaType, value: sample.value };
  }
  return content.length === 0 ? undefined : 'none';
}

function headerText(header: Header, patched: ResponsePatch['headers']): string | undefined {
  const name = header.name.toLowerCase();
  if (patched?.has(name) === true) {
    const value = patched.get(name);
    return value === undefined ? undefined : serialiseHeader(header, value);
  }
  if (!header.required || name === 'content-type') return undefined;
  const schema = header.form.kind === 'style' ? header.form.schema : header.form.mediaType.schema;
  const sample = schema === undefined ? undefined : sampleFromSchema(schema, { direction: 'response' });
  return serialiseHeader(header, sample?.kind === 'value' ? sample.value : 'text');
}
