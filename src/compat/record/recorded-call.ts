import type { JsonValue } from '../../base/json.js';
import { isJsonMediaType, parseMediaType } from '../../base/media-type.js';
import type { Contract, Operation } from '../../contract/contract.js';
import type { Exchange, ExchangeProblem, RecordedRequest, RecordedResponse } from '../../journal/exchange.js';
import { createRouter, type Route } from '../../mock/router.js';
import { headerValue } from '../../wire/http-message.js';
import { judgeRequest } from '../../wire/judge-request.js';
import { judgeResponse } from '../../wire/judge-response.js';
import { parseJsonText } from '../../wire/parse-json.js';
import { textFromBytes } from '../../wire/text-from-bytes.js';

/** An exchange beside what the contract says of it. */
export interface RecordedCall {
  readonly exchange: Exchange;
  readonly route: Route;
  /** `undefined` when the contract has none of the kind. */
  readonly operation: Operation | undefined;
  /** What both sides did wrong by the contract, requests first. */
  readonly problems: readonly ExchangeProblem[];
}

/** Judges both sides of exchanges. */
export type CallJudge = (exchange: Exchange) => RecordedCall;

/**
 * The judge of what passes between a consumer and a provider.
 *
 * @param contract - of the provider
 */
export function createCallJudge(contract: Contract): CallJudge {
  const router = createRouter(contract.operations, [...new Set(['', ...contract.basePaths])]);
  return (exchange) => {
    const { method, target } = exchange.request;
    const cut = target.indexOf('?');
    const route = router.route(method, cut === -1 ? target : target.slice(0, cut), cut === -1 ? '' : target.slice(cut + 1));
    if (route.kind !== 'operation') return { exchange, route, operation: undefined, problems: [undeclared(exchange, route)] };
    const operation = route.entry.read();
    const request = { ...exchange.request, body: wholeBytes(exchange.request) };
    const asked = judgeRequest({ operation, contract, request, pathValues: route.pathValues }).problems;
    const { response } = exchange;
    const answered =
      response === undefined ? [] : judgeResponse({ operation, contract, request, response: { ...response, body: wholeBytes(response) } });
    const problems = [
      ...asked.filter(({ location }) => isSeen(location, exchange.request)).map((problem) => plain('request', problem)),
      ...answered
        .filter(({ location }) => response !== undefined && isSeen(location, response))
        .map((problem) => plain('response', problem)),
    ];
    return { exchange, route, operation, problems };
  };
}

/**
 * The value of a body that is JSON and was kept whole; `undefined` for any other.
 *
 * @param message - of a journal
 */
export function jsonOf(message: RecordedRequest | RecordedResponse): JsonValue | undefined {
  const mediaType = parseMediaType(headerValue(message.headers, 'content-type') ?? '');
  const { body } = message;
  if (body === undefined || message.truncatedBytes !== undefined || mediaType === undefined || !isJsonMediaType(mediaType))
    return undefined;
  const text = typeof body === 'string' ? body : textFromBytes(body, undefined);
  const parsed = text === undefined ? undefined : parseJsonText(text);
  return parsed?.kind === 'value' ? parsed.value : undefined;
}

/** Of a body that was not kept whole nothing can be said. */
function isSeen(location: readonly string[], { truncatedBytes }: RecordedRequest | RecordedResponse): boolean {
  return truncatedBytes === undefined || location[0] !== 'body';
}

function wholeBytes({ body, truncatedBytes }: RecordedRequest | RecordedResponse): Uint8Array | undefined {
  if (body === undefined || truncatedBytes !== undefined) return undefined;
  return typeof body === 'string' ? UTF_8.encode(body) : body;
}

function undeclared({ request }: Exchange, route: Route): ExchangeProblem {
  const { method, target } = request;
  const path = target.split('?')[0] ?? target;
  const message = route.kind === 'method' ? `${path} has no ${method} in the contract` : `the contract has no path ${path}`;
  return { on: 'request', kind: 'path', location: ['path'], code: 'undeclared', message };
}

function plain(on: ExchangeProblem['on'], { kind, location, code, message }: Omit<ExchangeProblem, 'on'>): ExchangeProblem {
  return { on, kind, location, code, message };
}

const UTF_8 = new TextEncoder();
