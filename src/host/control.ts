import type { Clock } from '../base/clock.js';
import { InputError } from '../base/errors.js';
import type { JsonValue } from '../base/json.js';
import { isJsonObject } from '../base/json.js';
import type { FaultRule } from '../fault/fault-rule.js';
import { faultRulesFromJson } from '../fault/fault-rules-from-json.js';
import type { FaultInjector, InForce } from '../fault/injector.js';
import { responseFromProblem } from '../mock/problem.js';
import { textFromError } from '../report/wording/error-wording.js';
import type { HttpRequest, HttpResponse } from '../wire/http-message.js';
import { headerValue } from '../wire/http-message.js';
import { CONTROL_PREFIX } from './control-prefix.js';

export interface ControlOptions {
  readonly injector: FaultInjector;
  readonly clock: Clock;
  /** Throws `InputError` at a rule that could never hold where the injector stands. */
  readonly assertFit: (rules: readonly FaultRule[]) => void;
  /** Everything recorded so far, redacted, one text a line. */
  readonly journalLines: () => Iterable<string>;
  readonly clearJournal: () => void;
}

/**
 * Answers one call.
 *
 * @param remoteAddress - of whoever calls
 */
export type Control = (request: HttpRequest, remoteAddress: string | undefined) => HttpResponse;

/**
 * Answers the control API: faults are listed, replaced, added and removed, the named state is set, the journal is read and cleared.
 *
 * @param options - what is controlled
 * @returns the answer to a request whose target begins with `CONTROL_PREFIX`; a refusal is a problem
 * @see RFC 9457
 */
export function createControl(options: ControlOptions): Control {
  return (request, remoteAddress) => {
    const refusal = controlRefusal(request, remoteAddress);
    if (refusal !== undefined) return refusal;
    const [path = ''] = request.target.slice(CONTROL_PREFIX.length).split('?');
    try {
      return answer(request, path, options);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const { code, args } = error;
      const extra = { error: code, pointer: typeof args['pointer'] === 'string' ? args['pointer'] : undefined };
      return responseFromProblem({ code: 'CONTROL_INVALID', status: 422, detail: textFromError(error), extra });
    }
  };
}

function answer(request: HttpRequest, path: string, options: ControlOptions): HttpResponse {
  const { injector } = options;
  const [resource = '', label] = path.split('/', 2).map(decoded);
  const known = resource === 'journal' || resource === 'faults' || resource === 'state';
  if (!known || path.split('/').length > 2 || (label !== undefined && resource !== 'faults')) return nothingThere(request.target);
  const nowMs = options.clock.nowMs();
  switch (`${request.method} ${resource}${label === undefined ? '' : '/'}`) {
    case 'GET faults':
      return json(200, { faults: injector.rules.map(plainRule) });
    case 'GET faults/': {
      const rule = injector.rules.find((one) => one.rule.label === label);
      return rule === undefined ? nothingThere(request.target) : json(200, plainRule(rule));
    }
    case 'PUT faults':
      injector.set(rulesOf(request, options), nowMs);
      return json(200, { faults: injector.rules.map(plainRule) });
    case 'POST faults':
      for (const rule of rulesOf(request, options)) injector.add(rule, nowMs);
      return json(201, { faults: injector.rules.map(plainRule) });
    case 'DELETE faults':
      injector.set([], nowMs);
      return NO_CONTENT;
    case 'DELETE faults/':
      return injector.remove(label ?? '', nowMs) ? NO_CONTENT : nothingThere(request.target);
    case 'PUT state':
      injector.setState(stateOf(request), nowMs);
      return NO_CONTENT;
    case 'GET journal':
      return { status: 200, headers: ['content-type', 'application/jsonl'], body: textOf(options.journalLines()) };
    case 'DELETE journal':
      options.clearJournal();
      return NO_CONTENT;
    default:
      return responseFromProblem({
        code: 'NO_METHOD_MATCHED_ERROR',
        status: 405,
        detail: `${CONTROL_PREFIX}${resource} has no ${request.method}.`,
        headers: ['allow', ALLOWED[resource]],
      });
  }
}

/**
 * Why a call may not control anything; `undefined` when it may. Pages of other origins must not reach in: neither by a name that was made to lead
 * here, nor by a request that needs no preflight.
 *
 * @param remoteAddress - of whoever calls
 */
export function controlRefusal(
  { headers, method }: Pick<HttpRequest, 'headers' | 'method'>,
  remoteAddress: string | undefined,
): HttpResponse | undefined {
  if (!LOCAL_ADDRESS.test(remoteAddress ?? '')) {
    return responseFromProblem({ code: 'CONTROL_REFUSED', status: 403, detail: 'The control API answers only to this machine.' });
  }
  const host = (headerValue(headers, 'host') ?? '').toLowerCase();
  if (!LOCAL_HOST.test(host)) {
    const detail = `The control API answers only to names of this machine (localhost, 127.0.0.1, [::1]), not to "${host.slice(0, 100)}".`;
    return responseFromProblem({ code: 'CONTROL_REFUSED', status: 403, detail });
  }
  if (headerValue(headers, 'origin') !== undefined && !LOCAL_ORIGIN.test(headerValue(headers, 'origin') ?? '')) {
    return responseFromProblem({ code: 'CONTROL_REFUSED', status: 403, detail: 'The control API answers no pages of other origins.' });
  }
  const type = headerValue(headers, 'content-type') ?? '';
  if ((method === 'PUT' || method === 'POST') && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return responseFromProblem({ code: 'INVALID_CONTENT_TYPE', status: 415, detail: 'The control API takes application/json.' });
  }
  return undefined;
}

function rulesOf(request: HttpRequest, { assertFit }: ControlOptions): readonly FaultRule[] {
  const rules = faultRulesFromJson(jsonOf(request));
  assertFit(rules);
  return rules;
}

function stateOf(request: HttpRequest): string | undefined {
  const value = jsonOf(request);
  const state = isJsonObject(value) ? value['state'] : value;
  if (typeof state === 'string') return state;
  if (state === null) return undefined;
  const args = { problem: 'a state is { "state": "name" }, or { "state": null } for none', pointer: '/state' };
  throw new InputError({ code: 'E_FAULT_INVALID', args });
}

function jsonOf({ body }: HttpRequest): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as JsonValue;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError({ code: 'E_FAULT_INVALID', args: { problem: `the body is not JSON: ${reason}`, pointer: '' }, cause });
  }
}

function plainRule({ rule, setAtMs, appliedCount }: InForce): JsonValue {
  return { ...rule.written, label: rule.label, setAtMs, appliedCount };
}

function json(status: number, value: JsonValue): HttpResponse {
  return { status, headers: ['content-type', 'application/json'], body: JSON.stringify(value) };
}

function nothingThere(target: string): HttpResponse {
  const detail = `${target.slice(0, 200)} is nothing the control API has: ${CONTROL_PREFIX}faults, ${CONTROL_PREFIX}faults/<label>, ${CONTROL_PREFIX}state, ${CONTROL_PREFIX}journal.`;
  return responseFromProblem({ code: 'CONTROL_NOT_FOUND', status: 404, detail });
}

function textOf(lines: Iterable<string>): string {
  let text = '';
  for (const line of lines) text += `${line}\n`;
  return text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is not percent-encoded rightly is a name nobody has.
    return text;
  }
}

const NO_CONTENT: HttpResponse = { status: 204, headers: [], body: undefined };
const ALLOWED: Readonly<Record<'faults' | 'state' | 'journal', string>> = {
  faults: 'GET, PUT, POST, DELETE',
  state: 'PUT',
  journal: 'GET, DELETE',
};
const LOCAL_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;
const LOCAL_NAME = '(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d{1,5})?';
const LOCAL_HOST = new RegExp(`^${LOCAL_NAME}$`);
const LOCAL_ORIGIN = new RegExp(`^https?://${LOCAL_NAME}$`);
