import { responseFromProblem } from '../../mock/problem.js';
import type { HttpRequest, HttpResponse } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import { isSameText } from '../same-text.js';

/**
 * Why a call may not control anything; `undefined` when it may. Pages of other origins must not reach in: neither by a name that was made to lead
 * here, nor by a request that needs no preflight. Other machines get in only with the token.
 *
 * @param remoteAddress - of whoever calls
 * @param token - that opens the API to other machines; whoever calls has to have it once there is one
 */
export function controlRefusal(
  { headers, method }: Pick<HttpRequest, 'headers' | 'method'>,
  remoteAddress: string | undefined,
  token: string | undefined,
): HttpResponse | undefined {
  const refusal = token === undefined ? refusalOfStranger(headers, remoteAddress) : refusalWithoutToken(headers, token);
  if (refusal !== undefined) return refusal;
  if (isForeign(headers, token)) {
    return refused('The control API answers no pages of other origins.');
  }
  const type = headerValue(headers, 'content-type') ?? '';
  if (TAKES_BODY.has(method) && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return responseFromProblem({ code: 'INVALID_CONTENT_TYPE', status: 415, detail: 'The control API takes application/json.' });
  }
  return undefined;
}

/**
 * Why the console may not be looked at; `undefined` when it may. With a token anybody may: it holds no secret, and what it does asks for the token.
 *
 * @param remoteAddress - of whoever calls
 * @param token - that opens the control API to other machines
 */
export function consoleRefusal(
  { headers }: Pick<HttpRequest, 'headers'>,
  remoteAddress: string | undefined,
  token: string | undefined,
): HttpResponse | undefined {
  return token === undefined ? refusalOfStranger(headers, remoteAddress) : undefined;
}

/** The console of another machine is of the origin that it calls; a page that only pretends to be has no token. */
function isForeign(headers: HttpRequest['headers'], token: string | undefined): boolean {
  const origin = headerValue(headers, 'origin');
  if (origin === undefined || LOCAL_ORIGIN.test(origin)) return false;
  const host = (headerValue(headers, 'host') ?? '').toLowerCase();
  return token === undefined || (origin !== `http://${host}` && origin !== `https://${host}`);
}

function refusalOfStranger(headers: HttpRequest['headers'], remoteAddress: string | undefined): HttpResponse | undefined {
  if (!LOCAL_ADDRESS.test(remoteAddress ?? ''))
    return refused('The control API answers only to this machine, unless it is started with --control-token.');
  const host = (headerValue(headers, 'host') ?? '').toLowerCase();
  if (LOCAL_HOST.test(host)) return undefined;
  return refused(`The control API answers only to names of this machine (localhost, 127.0.0.1, [::1]), not to "${host.slice(0, 100)}".`);
}

function refusalWithoutToken(headers: HttpRequest['headers'], token: string): HttpResponse | undefined {
  const [, given] = /^Bearer +(\S.*?) *$/i.exec(headerValue(headers, 'authorization') ?? '') ?? [];
  if (given !== undefined && isSameText(given, token)) return undefined;
  return responseFromProblem({
    code: 'CONTROL_REFUSED',
    status: 401,
    detail: 'The control API answers to whoever has its token: Authorization: Bearer <text>.',
    headers: ['www-authenticate', 'Bearer'],
  });
}

function refused(detail: string): HttpResponse {
  return responseFromProblem({ code: 'CONTROL_REFUSED', status: 403, detail });
}

const TAKES_BODY: ReadonlySet<string> = new Set(['PUT', 'POST', 'PATCH']);
const LOCAL_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/;
const LOCAL_NAME = '(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d{1,5})?';
const LOCAL_HOST = new RegExp(`^${LOCAL_NAME}$`);
const LOCAL_ORIGIN = new RegExp(`^https?://${LOCAL_NAME}$`);
