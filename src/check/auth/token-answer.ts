import type { JsonValue } from '../../base/json.js';
import { isJsonObject } from '../../base/json.js';
import type { RecordedResponse } from '../../journal/exchange.js';
import type { HeaderPairs } from '../../wire/http-message.js';
import { headerValue } from '../../wire/http-message.js';
import type { TokenPlace } from '../../workspace/workspace.js';
import { jsonAt } from '../json-at.js';

/** What an answer gave: a token and how long it holds, or why there is none. */
export type TokenAnswer =
  | {
      readonly kind: 'token';
      readonly token: string;
      /** `undefined` when the answer does not say. */
      readonly expiresInSeconds: number | undefined;
      readonly refreshToken: string | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * The token of an answer. What stands beside it tells how long it holds and how it is renewed, in the words of OAuth.
 *
 * @param response - of a login operation or a token endpoint
 * @param place - where the token stands
 * @see RFC 6749 §5.1, §5.2; RFC 6265 §4.1
 */
export function tokenFromAnswer(response: RecordedResponse, place: TokenPlace): TokenAnswer {
  const { status, body } = response;
  // Who logs in by a form is often sent on, with the cookie.
  if (status >= (place.kind === 'body' ? 300 : 400)) {
    return { kind: 'refused', reason: `it was answered ${status}${oauthError(jsonAt(body, ''))}` };
  }
  switch (place.kind) {
    case 'body':
      return tokenFromBody(body, place.pointer);
    case 'header':
      return tokenFromText(headerValue(response.headers, place.name.toLowerCase()), `no header ${place.name}`);
    case 'cookie':
      return tokenFromCookies(response.headers, place.name);
  }
}

function tokenFromBody(body: RecordedResponse['body'], pointer: string): TokenAnswer {
  const token = jsonAt(body, pointer);
  const answer = tokenFromText(typeof token === 'string' ? token : undefined, `no text at ${pointer}`);
  if (answer.kind === 'refused') return answer;
  const beside = pointer.slice(0, pointer.lastIndexOf('/'));
  const refreshToken = jsonAt(body, `${beside}/refresh_token`);
  return {
    ...answer,
    expiresInSeconds: secondsFrom(jsonAt(body, `${beside}/expires_in`)),
    refreshToken: typeof refreshToken === 'string' && refreshToken !== '' ? refreshToken : undefined,
  };
}

function tokenFromCookies(headers: HeaderPairs, name: string): TokenAnswer {
  const cookies = headers.filter((_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === 'set-cookie');
  const [pair = '', ...attributes] = (cookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? '').split(';');
  const answer = tokenFromText(pair.slice(name.length + 1).trim(), `no cookie ${name}`);
  const maxAge = attributes.map((attribute) => /^\s*max-age=(\d+)\s*$/i.exec(attribute)?.[1]).find((text) => text !== undefined);
  return answer.kind === 'refused' ? answer : { ...answer, expiresInSeconds: secondsFrom(maxAge) };
}

function tokenFromText(text: string | undefined, lack: string): TokenAnswer {
  if (text === undefined || text === '') return { kind: 'refused', reason: `the answer has ${lack}` };
  return { kind: 'token', token: text, expiresInSeconds: undefined, refreshToken: undefined };
}

/** Some write the number as a text. */
function secondsFrom(value: JsonValue | undefined): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 ? seconds : undefined;
}

/** The code is one of a few words; the description is free text, so it is bounded. */
function oauthError(body: JsonValue | undefined): string {
  if (!isJsonObject(body)) return '';
  const { error, error_description: description } = body;
  const said = [error, description]
    .filter((text) => typeof text === 'string' && text !== '')
    .map((text) => String(text).slice(0, SHOWN_CHARACTER_COUNT));
  return said.length === 0 ? '' : ` ${said.join(': ')}`;
}

const SHOWN_CHARACTER_COUNT = 200;
