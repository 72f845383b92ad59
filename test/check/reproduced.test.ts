import { describe, expect, it } from 'vitest';
import { bodyMatchesSchema } from '../../src/check/checks/body-matches-schema.js';
import { notAServerError } from '../../src/check/checks/not-a-server-error.js';
import type { BrokenCheck } from '../../src/check/judge-exchange.js';
import { reproduced } from '../../src/check/reproduced.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

describe('a second try', () => {
  const wrongBody = broken(bodyMatchesSchema, ['body', '0', 'price']);

  it('reproduces what it shows again, at any item of a list', () => {
    expect(
      reproduced(wrongBody, call('GET', 200), { exchange: call('GET', 200), broken: [broken(bodyMatchesSchema, ['body', '7', 'price'])] }),
    ).toBe(true);
    expect(
      reproduced(wrongBody, call('GET', 200), { exchange: call('GET', 200), broken: [broken(bodyMatchesSchema, ['body', '0', 'name'])] }),
    ).toBe(false);
  });

  it('takes back what held under the same status', () => {
    expect(reproduced(wrongBody, call('POST', 200), { exchange: call('POST', 200), broken: [] })).toBe(false);
  });

  it('takes back what a safe call answered otherwise', () => {
    expect(reproduced(broken(notAServerError, ['status']), call('GET', 500), { exchange: call('GET', 200), broken: [] })).toBe(false);
  });

  it('takes back what succeeded when it was sent again', () => {
    expect(reproduced(broken(notAServerError, ['status']), call('POST', 500), { exchange: call('POST', 201), broken: [] })).toBe(false);
  });

  it('does not take back what a call that changes things answered otherwise', () => {
    expect(reproduced(wrongBody, call('POST', 201), { exchange: call('POST', 409), broken: [] })).toBe(true);
    expect(reproduced(wrongBody, call('DELETE', 200), { exchange: call('DELETE', 404), broken: [] })).toBe(true);
  });
});

function broken(check: BrokenCheck['check'], location: readonly string[]): BrokenCheck {
  return { check, failure: { severity: 'error', place: { file: 'a' }, location, expected: '', seen: '' } };
}

function call(method: string, status: number): ReturnType<typeof exchangeWith> {
  return exchangeWith({
    request: { method, target: '/', headers: [], body: undefined },
    response: { status, headers: [], body: undefined },
  });
}
