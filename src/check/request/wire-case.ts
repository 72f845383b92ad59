import type { JsonValue } from '../../base/json.js';
import type { Exchange } from '../../journal/exchange.js';
import { buildRequest } from '../../wire/build-request.js';
import type { HttpRequest } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { RequestProblem } from '../../wire/judge-request.js';
import type { Breach, TestCase } from '../test-case.js';
import type { CaptureSources } from './fill-captures.js';
import { fillCaptures } from './fill-captures.js';
import { isClientHeader } from './client-headers.js';
import type { Destination } from './read-back.js';
import { readBack, routeOf } from './read-back.js';
import { withHeaders } from './with-headers.js';

/** All that turns a case into bytes, beside its values. */
export interface Wiring extends Destination {
  /** Of the pair: sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly captured: CaptureSources['captured'];
  /** Of the provider's URL: what the client puts before every target. By default none. */
  readonly urlPath?: string | undefined;
  /** The request with what the case's credentials are; `undefined` when that kind cannot be had for its operation. */
  readonly credential: (request: HttpRequest, testCase: TestCase) => HttpRequest | undefined;
}

/** A case as bytes, or why it is not sent. */
export type WiredCase =
  /** `problems` are those that the contract has with it; empty unless it is meant to be invalid. */
  | { readonly kind: 'request'; readonly request: HttpRequest; readonly problems: readonly RequestProblem[] }
  /** `problems` say what the contract has against values that are meant to keep it; empty when there is another reason. */
  | { readonly kind: 'withheld'; readonly reason: string; readonly problems: readonly RequestProblem[] };

/**
 * The case as it goes over the wire, read back as a server reads it: it is sent only when it is there what its intent says. Data are
 * called valid or invalid only as they stand in the bytes: a query `1` is a valid text, `null` becomes the text "null", an empty list vanishes.
 *
 * @param testCase - values
 * @param wiring - where they go
 * @param earlier - the exchanges of the sequence so far
 */
export function wireCase(testCase: TestCase, wiring: Wiring, earlier: readonly Exchange[] = []): WiredCase {
  const filled = fillCaptures(testCase, { captured: wiring.captured, earlier, urlPath: wiring.urlPath });
  if (filled.kind === 'missing') return withheld(`no earlier answer has a value for ${filled.key}`);
  const built = requestFromCase(filled.testCase, wiring);
  if (built === undefined) return withheld(`${testCase.body?.mediaType.name} has no form for its body`);
  const request = wiring.credential(built, testCase);
  if (request === undefined) return withheld('its operation has no credentials of that kind');
  return judgeIntent(request, filled.testCase, wiring);
}

/**
 * The request of a case without its credentials, `undefined` when its media type has no form for its body.
 *
 * @param testCase - without captures, or with their values in it
 * @param wiring - where it goes
 */
export function requestFromCase(testCase: TestCase, wiring: Pick<Wiring, 'basePath' | 'headers'>): HttpRequest | undefined {
  const { operation, parameters, body, override } = testCase;
  const built = buildRequest(operation, { parameters, ...(body === undefined ? {} : { body }), basePath: wiring.basePath });
  if (body !== undefined && built.body === undefined) return undefined;
  const extra = undeclaredHeaders(testCase);
  const agent = headerValue(built.headers, 'user-agent') === undefined ? { 'user-agent': 'mortise' } : {};
  const dressed = withHeaders(built, { ...agent, ...wiring.headers, ...extra, ...testCase.headers });
  if (override === undefined) return dressed;
  return { ...dressed, method: override.method ?? dressed.method, target: override.target ?? dressed.target };
}

/**
 * A request by what its case is meant to be.
 *
 * @param request - as it goes over the wire
 * @param testCase - whose intent decides
 * @param destination - of the request
 */
export function judgeIntent(request: HttpRequest, testCase: TestCase, destination: Destination): WiredCase {
  const { intent, operation, override } = testCase;
  if (headBytes(request) > MAX_HEAD_BYTES) return withheld('its line and headers are longer than servers need to take');
  if (DOT_SEGMENT.test(request.target)) return withheld('its path has a dot segment, which leads elsewhere');
  if (intent.kind === 'undeclared-method') return judgeUndeclared(request, destination);
  const read = readBack(request, operation, destination);
  if (read.kind === 'elsewhere') {
    // A target of its own may lead anywhere: nobody says that it is this operation's.
    if (override?.target !== undefined && intent.kind !== 'invalid') return { kind: 'request', request, problems: NO_PROBLEMS };
    const { route } = read;
    return withheld(`its request is taken for one of ${route.kind === 'operation' ? route.entry.id : 'no operation at all'}`);
  }
  const problems = read.judgement.problems.filter(isAboutData);
  if (intent.kind !== 'invalid') return problems.length === 0 ? { kind: 'request', request, problems } : refused(problems);
  if (problems.some((problem) => isAboutPart(problem, intent.breach))) return { kind: 'request', request, problems };
  return withheld(`on the wire nothing is wrong with its ${intent.breach.location.join(' ')}`);
}

/**
 * Whether a problem is about the part of a request that a breach is in: its body, one of its parameters, its content type.
 *
 * @param problem - found on the wire
 * @param breach - as planned
 */
export function isAboutPart({ location }: RequestProblem, breach: Breach): boolean {
  const part = breach.location[0] === 'body' ? 1 : 2;
  // A query string as a whole is judged under the query's name.
  const [where, ...names] = breach.location.slice(0, part);
  return location[0] === (where === 'querystring' ? 'query' : where) && names.every((name, index) => location[index + 1] === name);
}

/** All of it is ASCII by now. */
function headBytes({ target, headers }: HttpRequest): number {
  return headers.reduce((sum, part) => sum + part.length, target.length);
}

function judgeUndeclared(request: HttpRequest, destination: Destination): WiredCase {
  const route = routeOf(request.method, request.target, destination);
  if (route.kind === 'method') return { kind: 'request', request, problems: NO_PROBLEMS };
  return withheld(route.kind === 'operation' ? `its request is one of ${route.entry.id}` : 'its path leads nowhere');
}

/** Whether the credentials are good is for the provider to say, and some headers are not written yet. */
function isAboutData({ kind, location, code }: RequestProblem): boolean {
  const isUnwritten = code === 'required' && location[0] === 'header' && isClientHeader(location[1] ?? '');
  return kind !== 'security' && !isUnwritten;
}

/** Captured headers that the operation does not declare (`If-Match`) travel all the same. */
function undeclaredHeaders({ operation, parameters, captures }: TestCase): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const key of captures.keys()) {
    if (!key.startsWith('header:')) continue;
    const name = key.slice('header:'.length);
    const value: JsonValue | undefined = parameters.get(key);
    const isDeclared = operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name === name);
    if (!isDeclared && value !== undefined && value !== null)
      headers[name] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return headers;
}

function refused(problems: readonly RequestProblem[]): WiredCase {
  const shown = problems.slice(0, SHOWN_PROBLEM_COUNT).map((problem) => problem.message);
  return { kind: 'withheld', reason: shown.join('; '), problems };
}

function withheld(reason: string): WiredCase {
  return { kind: 'withheld', reason, problems: NO_PROBLEMS };
}

const NO_PROBLEMS: readonly RequestProblem[] = [];
const SHOWN_PROBLEM_COUNT = 3;
/** What every server should take of a request line (RFC 9112 §3), which in many is the limit of the whole head. */
const MAX_HEAD_BYTES = 8_000;
/** Clients and servers take these out of a path, encoded or not (RFC 3986 §5.2.4, §6.2.2.3). */
const DOT_SEGMENT = /^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/i;
