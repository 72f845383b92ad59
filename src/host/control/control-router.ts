import { InputError } from '../../base/errors.js';
import { responseFromProblem } from '../../mock/problem.js';
import { isScopeName } from '../../mock/living/scope-name.js';
import { textFromError } from '../../report/wording/error-wording.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { SCOPE_HEADER } from '../../wire/scope-header.js';
import type { ControlAnswer } from './control-answer.js';
import { impossible, missing } from './control-answer.js';
import type { ControlHandler, ControlResource } from './control-call.js';
import { calls } from './calls.js';
import { jsonOfBody } from './control-call.js';
import { CONTROL_PREFIX } from './control-prefix.js';
import type { ControlledSystem } from './controlled-system.js';
import { events } from './events.js';
import { faults, faultState } from './faults.js';
import { feed } from './feed.js';
import { journal } from './journal.js';
import { messages } from './messages.js';
import { operations } from './operations.js';
import { overrides } from './overrides.js';
import { publish } from './publish.js';
import { reset } from './reset.js';
import { scopes } from './scopes.js';
import { seed } from './seed.js';
import { state } from './state.js';
import { systems } from './systems.js';
import { verify } from './verify.js';
import { webhooks } from './webhooks.js';

/** What one API controls. */
export interface ControlledSystems {
  /** All of the process; those that start later are there from then on. */
  readonly systems: () => readonly ControlledSystem[];
  /** The one that is meant when a call names none; `undefined`: all of them. */
  readonly own: string | undefined;
}

/**
 * Answers one call, whoever makes it: `/_mortise/api/<resource>`, one file each.
 *
 * @param request - whose target begins with `CONTROL_PREFIX`
 * @param options - what is controlled
 * @returns a refusal is a problem
 * @see RFC 9457
 */
export function answerControlCall(request: HttpRequest, options: ControlledSystems): ControlAnswer | Promise<ControlAnswer> {
  try {
    const answered = answer(request, options);
    return answered instanceof Promise ? answered.catch(invalid) : answered;
  } catch (error) {
    return invalid(error);
  }
}

function answer(request: HttpRequest, options: ControlledSystems): ControlAnswer | Promise<ControlAnswer> {
  const [path = '', queryText = ''] = request.target.slice(CONTROL_PREFIX.length).split('?', 2);
  const [name = '', ...rest] = path.split('/').map(decoded);
  const resource = RESOURCES.find((one) => one.name === name);
  const methods = resource === undefined ? undefined : methodsOf(resource, rest);
  if (methods === undefined)
    return missing(`nothing like ${request.target.slice(0, 200)}, but ${RESOURCES.map((one) => one.name).join(', ')}`);
  const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (handler === undefined) return otherMethod(request.method, name, methods);
  const query = new URLSearchParams(queryText);
  const all = options.systems();
  const wanted = query.get('system') ?? options.own;
  const meant = wanted === undefined || wanted === '*' ? all : all.filter((one) => one.name === wanted);
  if (meant.length === 0) return missing(`no system "${(wanted ?? '').slice(0, 100)}", but ${all.map((one) => one.name).join(', ')}`);
  const scope = query.get('scope') ?? headerValue(request.headers, SCOPE_HEADER);
  if (scope !== undefined && scope !== '' && !isScopeName(scope))
    throw new InputError({ code: 'E_SCOPE_INVALID', args: { name: scope.slice(0, 200) } });
  return handler({ request, rest, query, all, own: options.own, systems: meant, scope, json: () => jsonOfBody(request) });
}

function methodsOf(
  { methods, one, parts }: ControlResource,
  rest: readonly string[],
): Readonly<Record<string, ControlHandler>> | undefined {
  const [id, part, ...more] = rest;
  if (id === undefined) return methods;
  if (part === undefined) return one;
  return more.length > 0 || parts === undefined || !Object.hasOwn(parts, part) ? undefined : parts[part];
}

function otherMethod(method: string, name: string, methods: object): HttpResponse {
  const allow = Object.keys(methods).join(', ');
  const detail = `${CONTROL_PREFIX}${name} has no ${method}; it has ${allow}.`;
  return responseFromProblem({ code: 'NO_METHOD_MATCHED_ERROR', status: 405, detail, headers: ['allow', allow] });
}

function invalid(error: unknown): HttpResponse {
  if (!(error instanceof InputError)) throw error;
  const { code, args } = error;
  return impossible(textFromError(error), { error: code, pointer: typeof args['pointer'] === 'string' ? args['pointer'] : undefined });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // What is not percent-encoded rightly is a name nobody has.
    return text;
  }
}

const RESOURCES: readonly ControlResource[] = [
  systems,
  operations,
  calls,
  scopes,
  overrides,
  faults,
  faultState,
  journal,
  feed,
  verify,
  state,
  reset,
  seed,
  webhooks,
  events,
  publish,
  messages,
];
