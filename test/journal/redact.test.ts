import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretHeader, REDACTED, redactHeaders, redactTarget, redactValues } from '../../src/journal/redact.js';

describe('redaction', () => {
  it.each([
    'Authorization',
    'PROXY-AUTHORIZATION',
    'cookie',
    'Set-Cookie',
    'x-api-key',
    'apikey',
    'API-Key',
    'x-auth-token',
    'X-Amz-Security-Token',
    'x-access-token',
    'client-secret',
  ])('takes %s for a secret', (name) => expect(isSecretHeader(name)).toBe(true));

  it.each(['Accept', 'Content-Type', 'Idempotency-Key', 'X-Request-Id', 'key', 'authorization-hint', 'token-count'])(
    'takes %s for no secret',
    (name) => expect(isSecretHeader(name)).toBe(false),
  );

  it('gives the same array when there is no secret', () => {
    const headers = ['Accept', '*/*'];
    expect(redactHeaders(headers)).toBe(headers);
  });

  it('leaves the headers it was given as they were', () => {
    const headers = ['Cookie', 'a=1'];
    expect(redactHeaders(headers)).toEqual(['Cookie', REDACTED]);
    expect(headers).toEqual(['Cookie', 'a=1']);
  });

  it('redacts once what is redacted twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('Basic ', 'Bearer ', ''), (value, scheme) => {
        const once = redactHeaders(['Authorization', `${scheme}${value}`]);
        expect(redactHeaders(once)).toEqual(once);
      }),
      { seed: 20261121 },
    );
  });

  it('leaves the rest of a target byte for byte', () => {
    expect(redactTarget('/a%2Fb?q=%20&token=abc&&flag')).toBe(`/a%2Fb?q=%20&token=${REDACTED}&&flag`);
    expect(redactTarget('/token=abc')).toBe('/token=abc');
  });

  it('replaces known values anywhere, but not tiny ones', () => {
    expect(redactValues('{"access_token":"abcdef","x":"ab"}', ['abcdef', 'ab'])).toBe(`{"access_token":"${REDACTED}","x":"ab"}`);
  });
});
