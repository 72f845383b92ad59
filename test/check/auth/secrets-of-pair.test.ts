import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { grantRequest } from '../../../src/check/auth/grant-request.js';
import { secretsOfPair } from '../../../src/check/auth/secrets-of-pair.js';
import { pairFromJson } from '../../../src/workspace/pair-from-json.js';

describe('the secrets of a pair', () => {
  it.each<[JsonObject, readonly string[]]>([
    [{}, []],
    [{ auth: { bearer: 'tok' } }, ['tok']],
    [{ auth: { apiKey: 'k y' } }, ['k y', 'k+y', 'k%20y']],
    [{ auth: { basic: { username: 'u', password: 'pass' } } }, ['pass', 'dTpwYXNz', 'dTpwYXNz']],
    [
      { auth: { operation: 'login', body: { user: 'ana', password: 'pw', deep: [{ apiKey: 'k' }] }, headers: { 'X-API-Key': 'h' } } },
      ['pw', 'k', 'h'],
    ],
    [{ headers: { Authorization: 'Bearer abc', 'X-Tenant': 't' } }, ['abc']],
    [{ fixtures: { a: { headers: { Authorization: 'SSWS xyz' } } } }, ['xyz']],
    [{ auth: { schemes: { a: { bearer: 'one' }, b: { apiKey: 'two' } } } }, ['one', 'two']],
  ])('of %j are %j', (fields, secrets) => {
    expect(secretsOfPair(pairFromJson({ consumer: 'a', provider: 'b', ...fields }, ''))).toEqual([...new Set(secrets)]);
  });

  it('have every form in which a grant sends them', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, unit: 'binary' }),
        fc.string({ minLength: 4 }),
        fc.constantFrom('basic', 'post'),
        (secret, password, clientAuth) => {
          const grant = { tokenUrl: '/token', clientId: 'shop', clientSecret: secret, clientAuth, username: 'ana', password };
          const pair = pairFromJson({ consumer: 'a', provider: 'b', auth: { password: grant } }, '');
          if (pair.auth?.kind !== 'grant') throw new Error('no grant');
          const sent = grantRequest(pair.auth, 'http://b', undefined)?.request;
          const written = `${sent?.headers.join(' ')} ${new TextDecoder().decode(sent?.body)}`;
          const blanked = [...secretsOfPair(pair)]
            .sort((left, right) => right.length - left.length)
            .reduce((text, one) => text.replaceAll(one, '#'), written);
          const form = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(sent?.body)));
          expect(form['password']).toBe(password.toWellFormed());
          expect(new URLSearchParams(blanked.split(' ').at(-1)).get('password')).toBe('#');
          expect(blanked).toContain(clientAuth === 'basic' ? 'Basic #' : 'client_secret=#');
        },
      ),
      { seed: 20261121 },
    );
  });
});
