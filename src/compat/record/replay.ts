import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { Exchange, RecordedRequest } from '../../journal/exchange.js';
import { REDACTED } from '../../journal/redact.js';
import { responseFromProblem } from '../../mock/problem.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import { pairsFromForm, queryFromTarget } from '../../wire/text-pairs.js';
import { jsonOf } from './recorded-call.js';

/** Answers as a recorded provider did. */
export interface Replay {
  /** How many answers it has. */
  readonly answerCount: number;
  answer(request: HttpRequest): HttpResponse;
}

/**
 * The answers of a recording. A request has the answer that the same method, path, query and body had; what was asked several times is answered in the order
 * of the recording, the last answer again and again. Where a secret was taken out of the recording any value fits.
 *
 * @param exchanges - in order; those without a whole answer of the provider are passed over
 */
export function createReplay(exchanges: readonly Exchange[]): Replay {
  const byCall = new Map<string, RecordedAnswer[]>();
  let answerCount = 0;
  for (const exchange of exchanges) {
    if (exchange.side !== 'egress' || exchange.outcome !== 'answered' || exchange.response === undefined || exchange.fault !== undefined)
      continue;
    const recorded: RecordedAnswer = { ...partsOf(exchange.request), exchange, servedCount: 0 };
    const key = keyOf(recorded);
    byCall.set(key, [...(byCall.get(key) ?? []), recorded]);
    answerCount += 1;
  }
  return {
    answerCount,
    answer: (request) => {
      const asked = partsOf(request);
      const near = byCall.get(keyOf(asked)) ?? [];
      const fitting = near.filter((recorded) => differencesOf(asked, recorded).length === 0);
      const chosen = fitting.find(({ servedCount }) => servedCount === 0) ?? fitting.at(-1);
      if (chosen === undefined) return notRecorded(asked, near, [...byCall.values()].flat());
      chosen.servedCount += 1;
      return responseOf(chosen.exchange);
    },
  };
}

interface RequestParts {
  readonly method: string;
  readonly path: string;
  /** Sorted `name=value`. */
  readonly query: readonly string[];
  readonly body: JsonValue | undefined;
}

interface RecordedAnswer extends RequestParts {
  readonly exchange: Exchange;
  servedCount: number;
}

function partsOf(request: RecordedRequest): RequestParts {
  const { method, target } = request;
  const cut = target.indexOf('?');
  const pairs = pairsFromForm(queryFromTarget(target), MAX_PAIR_COUNT)?.list ?? [];
  const query = pairs.map(({ name, rawValue }) => `${name}=${rawValue}`).sort();
  return { method, path: cut === -1 ? target : target.slice(0, cut), query, body: bodyOf(request) };
}

function bodyOf(request: RecordedRequest): JsonValue | undefined {
  const { body } = request;
  if (body === undefined || body.length === 0) return undefined;
  const json = jsonOf(request);
  if (json !== undefined) return json;
  return typeof body === 'string' ? body : UTF_8.decode(body);
}

function keyOf({ method, path }: RequestParts): string {
  return `${method} ${path}`;
}

/** In clauses; empty when the recorded answer belongs to the request. */
function differencesOf(asked: RequestParts, recorded: RequestParts): readonly string[] {
  const differences: string[] = [];
  if (!areSameQuery(asked.query, recorded.query)) differences.push(`it was asked with ${queryText(recorded.query)}`);
  if (recorded.body === undefined || asked.body === undefined) {
    if (recorded.body !== asked.body)
      differences.push(recorded.body === undefined ? 'it was asked without a body' : 'it was asked with a body');
  } else {
    const at = differenceAt(asked.body, recorded.body, '');
    if (at !== undefined) differences.push(`its body differs at ${at === '' ? 'its root' : at}`);
  }
  return differences;
}

function areSameQuery(asked: readonly string[], recorded: readonly string[]): boolean {
  if (asked.length !== recorded.length) return false;
  return recorded.every((pair, index) => {
    const other = asked[index] ?? '';
    return pair === other || (pair.endsWith(`=${REDACTED}`) && other.startsWith(pair.slice(0, -REDACTED.length)));
  });
}

function queryText(query: readonly string[]): string {
  return query.length === 0 ? 'no query' : `?${query.join('&').slice(0, MAX_SHOWN_LENGTH)}`;
}

/** Where two values differ first; what was taken out of the recording differs from nothing. */
function differenceAt(asked: JsonValue, recorded: JsonValue, at: string): string | undefined {
  if (recorded === REDACTED || asked === recorded || at.length > MAX_SHOWN_LENGTH) return undefined;
  if (typeof recorded === 'string' && recorded.includes(REDACTED)) return typeof asked === 'string' ? undefined : at;
  const isList = Array.isArray(asked);
  if (isList !== Array.isArray(recorded) || !isContainer(asked) || !isContainer(recorded)) return at;
  const names = [...new Set([...Object.keys(asked), ...Object.keys(recorded)])];
  for (const name of names) {
    const [left, right] = [memberOf(asked, name), memberOf(recorded, name)];
    if (left === undefined || right === undefined) return `${at}/${name}`;
    const below = differenceAt(left, right, `${at}/${name}`);
    if (below !== undefined) return below;
  }
  return undefined;
}

function isContainer(value: JsonValue): value is JsonValue & object {
  return Array.isArray(value) || isJsonObject(value);
}

function memberOf(holder: object, name: string): JsonValue | undefined {
  return Object.hasOwn(holder, name) ? (Reflect.get(holder, name) as JsonValue | undefined) : undefined;
}

function notRecorded(asked: RequestParts, near: readonly RecordedAnswer[], all: readonly RecordedAnswer[]): HttpResponse {
  const nearest = near.slice(0, SHOWN_COUNT).map((recorded) => `${keyOf(recorded)}: ${differencesOf(asked, recorded).join(', ')}`);
  const others = [...new Set(all.filter(({ path, method }) => path === asked.path || method === asked.method).map(keyOf))].slice(
    0,
    SHOWN_COUNT,
  );
  const misses = nearest.length > 0 ? nearest : others;
  const hint = misses.length === 0 ? 'nothing in it is near' : `nearest: ${misses.join('; ')}`;
  return responseFromProblem({
    code: 'NOT_RECORDED',
    status: 404,
    detail: `${asked.method} ${asked.path} was not recorded like this; ${hint}.`,
    extra: { nearMisses: misses },
  });
}

/** What belongs to a connection is the server's own matter. */
function responseOf({ id, response }: Exchange): HttpResponse {
  const { status = 502, headers = [], body, truncatedBytes } = response ?? {};
  if (truncatedBytes !== undefined)
    return responseFromProblem({
      code: 'NOT_RECORDED',
      status: 502,
      detail: `The answer of exchange ${id} was ${truncatedBytes} bytes longer than what the recording keeps, so it cannot be given again.`,
    });
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!OF_CONNECTION.has(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  return { status, headers: kept, body };
}

const UTF_8 = new TextDecoder();
const OF_CONNECTION: ReadonlySet<string> = new Set(
  'connection keep-alive proxy-connection transfer-encoding te trailer upgrade content-length date'.split(' '),
);
const MAX_PAIR_COUNT = 1_000;
const MAX_SHOWN_LENGTH = 500;
const SHOWN_COUNT = 3;
