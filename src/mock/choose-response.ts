import { parseMediaType } from '../base/media-type.js';
import type { MediaType, Operation, Response } from '../contract/contract.js';
import { negotiate } from '../wire/media-range.js';
import { responseForStatus } from '../wire/select-response.js';
import type { Problem } from './problem.js';

/** Which of an operation's responses a valid request gets, and in which of its media types. */
export type Choice =
  | { readonly kind: 'response'; readonly status: number; readonly response: Response; readonly mediaType: MediaType | undefined }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** What decides between the responses of an operation, beside the contract. */
export interface ResponseWishes {
  /** The preferred status. */
  readonly code: number | undefined;
  /** The `Accept` header. */
  readonly accept: string | undefined;
  /** Events are wanted wherever there are any, whatever `Accept` says. */
  readonly asEvents: boolean;
}

/**
 * The response to a valid request: the preferred status when there is one, else the lowest success, else `default` as 200, else the first
 * declared. A media type is negotiated inside it; where that fails for a preferred status, the choice is made as if none had been preferred.
 *
 * @param operation - with its responses in document order
 * @param wishes - of the request
 */
export function chooseResponse(operation: Operation, wishes: ResponseWishes): Choice {
  const { code, accept } = wishes;
  if (code !== undefined) {
    const response = responseForStatus(operation, code);
    if (response === undefined) return { kind: 'problem', problem: statusNotDeclared(operation, code) };
    const choice = withMediaType(response, code, wishes);
    if (choice !== undefined) return choice;
  }
  const response = usualResponse(operation);
  if (response === undefined) return { kind: 'problem', problem: nothingDeclared(operation) };
  return withMediaType(response, statusOf(response), wishes) ?? { kind: 'problem', problem: notAcceptable(response, accept) };
}

/**
 * The declared response to a request that failed its checks, with the first media type that can say something; `undefined` when the
 * contract declares none. `Accept` is not consulted: a caller in the wrong is told so in whatever form there is.
 *
 * @param statuses - in order of preference: `[401]`, `[415, 422, 400]`, `[422, 400]`
 */
export function chooseFailure(operation: Operation, statuses: readonly number[]): Extract<Choice, { kind: 'response' }> | undefined {
  for (const status of statuses) {
    const response = operation.responses.find((candidate) => candidate.status === String(status));
    if (response !== undefined) return failure(response, status);
  }
  const [status] = statuses;
  if (status === undefined) return undefined;
  const response = responseForStatus(operation, status);
  return response === undefined ? undefined : failure(response, status);
}

function failure(response: Response, status: number): Extract<Choice, { kind: 'response' }> {
  const mediaType =
    response.content.find((candidate) => candidate.examples.length > 0) ??
    response.content.find((candidate) => candidate.schema !== undefined);
  return { kind: 'response', status, response, mediaType };
}

function usualResponse(operation: Operation): Response | undefined {
  const byStatus = new Map(operation.responses.map((response) => [response.status, response]));
  const successes = [...byStatus.keys()].filter((status) => status.startsWith('2')).sort();
  const [lowest] = successes;
  return (lowest === undefined ? byStatus.get('default') : byStatus.get(lowest)) ?? operation.responses[0];
}

function statusOf(response: Response): number {
  if (response.status === 'default') return 200;
  return Number(response.status.replace(/X/g, '0'));
}

function withMediaType(response: Response, status: number, { accept, asEvents }: ResponseWishes): Choice | undefined {
  const events = asEvents ? response.content.find(isEventStream) : undefined;
  if (events !== undefined) return { kind: 'response', status, response, mediaType: events };
  if (response.content.length === 0) return { kind: 'response', status, response, mediaType: undefined };
  const name = negotiate(
    accept,
    response.content.map((mediaType) => mediaType.name),
  );
  const mediaType = response.content.find((candidate) => candidate.name === name);
  if (mediaType !== undefined) return { kind: 'response', status, response, mediaType };
  if (status === 204 || accept?.includes('*/*')) return { kind: 'response', status, response, mediaType: undefined };
  return undefined;
}

/**
 * Whether a media type is that of server-sent events.
 *
 * @param mediaType - as declared
 */
export function isEventStream(mediaType: MediaType): boolean {
  return parseMediaType(mediaType.name)?.essence === 'text/event-stream';
}

function statusNotDeclared(operation: Operation, code: number): Problem {
  const declared = operation.responses.map((response) => response.status).join(', ') || 'none';
  const detail = `The preferred status ${code} is not declared by ${operation.id}; declared: ${declared}.`;
  return { code: 'NOT_FOUND', status: 404, detail };
}

function nothingDeclared(operation: Operation): Problem {
  const detail = `${operation.id} declares no response that could be given; add one to the contract, at least a "default".`;
  return { code: 'NO_RESPONSE_DEFINED', status: 500, detail };
}

function notAcceptable(response: Response, accept: string | undefined): Problem {
  const offered = response.content.map((mediaType) => mediaType.name).join(', ');
  return {
    code: 'NOT_ACCEPTABLE',
    status: 406,
    detail: `Accept was "${accept ?? ''}"; the response ${response.status} is declared as ${offered}.`,
  };
}
