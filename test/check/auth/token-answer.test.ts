import { describe, expect, it } from 'vitest';
import { tokenFromAnswer } from '../../../src/check/auth/token-answer.js';
import type { RecordedResponse } from '../../../src/journal/exchange.js';
import type { TokenPlace } from '../../../src/workspace/workspace.js';

const TOKEN: TokenPlace = { kind: 'body', pointer: '/access_token' };
const COOKIE: TokenPlace = { kind: 'cookie', name: 'sid' };

describe('the token of an answer', () => {
  it.each<[what: string, body: unknown, pointer: string, expected: object]>([
    ['alone', { access_token: 't' }, '/access_token', { token: 't' }],
    ['with its end', { access_token: 't', expires_in: 60 }, '/access_token', { token: 't', expiresInSeconds: 60 }],
    ['with its end as a text', { access_token: 't', expires_in: '60' }, '/access_token', { token: 't', expiresInSeconds: 60 }],
    ['with an end that is none', { access_token: 't', expires_in: 0 }, '/access_token', { token: 't' }],
    ['with what renews it', { access_token: 't', refresh_token: 'r' }, '/access_token', { token: 't', refreshToken: 'r' }],
    ['deeper', { data: { token: 't', expires_in: 5 }, expires_in: 9 }, '/data/token', { token: 't', expiresInSeconds: 5 }],
    ['as the whole body', 't', '', { token: 't' }],
  ])('is found %s', (_what, body, pointer, expected) => {
    expect(tokenFromAnswer(answer(200, body), { kind: 'body', pointer })).toEqual({
      kind: 'token',
      expiresInSeconds: undefined,
      refreshToken: undefined,
      ...expected,
    });
  });

  it('is found in a header, and in a cookie with its age', () => {
    const headers = ['X-Token', 't', 'Set-Cookie', 'theme=dark', 'set-cookie', 'sid=a=b; Path=/; Max-Age=90; HttpOnly'];
    const response = { status: 303, headers, body: undefined };
    expect(tokenFromAnswer(response, { kind: 'header', name: 'x-token' })).toMatchObject({ token: 't' });
    expect(tokenFromAnswer(response, COOKIE)).toMatchObject({ token: 'a=b', expiresInSeconds: 90 });
  });

  it.each<[response: RecordedResponse, place: TokenPlace, reason: string]>([
    [answer(200, {}), TOKEN, 'the answer has no text at /access_token'],
    [answer(200, { access_token: 7 }), TOKEN, 'the answer has no text at /access_token'],
    [answer(200, { access_token: '' }), TOKEN, 'the answer has no text at /access_token'],
    [{ status: 200, headers: [], body: 'not JSON' }, TOKEN, 'the answer has no text at /access_token'],
    [answer(302, { access_token: 't' }), TOKEN, 'it was answered 302'],
    [answer(401, { error: 'invalid_client' }), TOKEN, 'it was answered 401 invalid_client'],
    [answer(400, { error: 'x', error_description: 'y'.repeat(999) }), TOKEN, `it was answered 400 x: ${'y'.repeat(200)}`],
    [answer(400, { error: { code: 1 } }), TOKEN, 'it was answered 400'],
    [{ status: 200, headers: ['set-cookie', 'sidx=1'], body: undefined }, COOKIE, 'the answer has no cookie sid'],
    [{ status: 200, headers: ['set-cookie', 'sid=; Max-Age=0'], body: undefined }, COOKIE, 'the answer has no cookie sid'],
    [{ status: 200, headers: [], body: undefined }, { kind: 'header', name: 'X-Token' }, 'the answer has no header X-Token'],
    [{ status: 403, headers: ['set-cookie', 'sid=1'], body: undefined }, COOKIE, 'it was answered 403'],
  ])('is missed in %j at %j', (response, place, reason) => {
    expect(tokenFromAnswer(response, place)).toEqual({ kind: 'refused', reason });
  });
});

function answer(status: number, body: unknown): RecordedResponse {
  return { status, headers: ['content-type', 'application/json'], body: JSON.stringify(body) };
}
