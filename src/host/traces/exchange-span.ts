import type { Attributes } from '@opentelemetry/api';
import type { Exchange } from '../../journal/exchange.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { redactTarget } from '../../journal/redact.js';
import { traceContextOf } from '../../wire/trace-context.js';
import type { SpanStart, Traces } from './open-traces.js';

/** What is known of a call before it is answered. */
export interface CallStart {
  readonly request: Omit<HttpRequest, 'body'>;
  readonly kind: 'server' | 'client';
  readonly atMs: number;
  readonly provider: string;
  /** Of the contract; `undefined` when the request is none of its operations. */
  readonly operation: { readonly id: string; readonly path?: string | undefined } | undefined;
}

/**
 * How the span of a call begins. What callers wrote into queries and bodies is left out: it may be secret.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans
 */
export function spanOfCall({ request, kind, atMs, provider, operation }: CallStart): SpanStart {
  const { method, target, headers } = request;
  const known = KNOWN_METHODS.has(method) ? method : '_OTHER';
  const attributes: Attributes = {
    'http.request.method': known,
    ...(known === method ? {} : { 'http.request.method_original': method.slice(0, 40) }),
    'url.path': (redactTarget(target).split('?')[0] ?? target).slice(0, MAX_PATH_LENGTH),
    'mortise.system': provider,
    ...(operation === undefined ? {} : { 'mortise.operation': operation.id }),
    ...(operation?.path === undefined ? {} : { 'http.route': operation.path }),
  };
  const spanned = known === '_OTHER' ? 'HTTP' : known;
  const where = operation?.path ?? operation?.id;
  return { name: where === undefined ? spanned : `${spanned} ${where}`, kind, atMs, attributes, parent: traceContextOf(headers) };
}

/**
 * What is known once the call has ended.
 *
 * @param kind - a provider is to blame for 5xx only, who calls did not get what it asked for by 4xx either
 */
export function endOfCall(
  { response, outcome, problems, fault }: Pick<Exchange, 'response' | 'outcome' | 'problems' | 'fault'>,
  kind: 'server' | 'client',
): { readonly attributes: Attributes; readonly error: string | undefined } {
  const status = response === undefined || response.status < 100 ? undefined : response.status;
  const isError = status === undefined ? outcome !== 'answered' : status >= (kind === 'server' ? 500 : 400);
  const error = isError ? String(status ?? outcome) : undefined;
  const attributes: Attributes = {
    ...(status === undefined ? {} : { 'http.response.status_code': status }),
    ...(error === undefined ? {} : { 'error.type': error }),
    ...(problems.length === 0 ? {} : { 'mortise.violations': problems.length }),
    ...(fault === undefined ? {} : { 'mortise.fault': fault }),
  };
  return { attributes, error };
}

/**
 * The span of an exchange that has ended, as a mock made it.
 *
 * @param route - the path of its operation in the contract
 */
export function traceExchange(traces: Traces, exchange: Exchange, route: string | undefined): void {
  const { request, provider, operation, receivedFirstAtMs, respondedFirstAtMs, respondedLastAtMs } = exchange;
  const span = traces.begin(
    spanOfCall({
      request,
      kind: 'server',
      atMs: receivedFirstAtMs,
      provider,
      operation: operation === undefined ? undefined : { id: operation, path: route },
    }),
  );
  const { attributes, error } = endOfCall(exchange, 'server');
  span.end(respondedLastAtMs ?? respondedFirstAtMs ?? receivedFirstAtMs, attributes, error);
}

const KNOWN_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'QUERY',
]);
const MAX_PATH_LENGTH = 1_000;
