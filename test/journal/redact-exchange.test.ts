import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFromExchange } from '../../src/journal/journal-line.js';
import { redactExchange } from '../../src/journal/redact-exchange.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';

const SECRETS = { names: new Set(['tenant']), values: ['hunter2-token'] };

describe('an exchange without its secrets', () => {
  it('shows none, wherever it stood', () => {
    const redacted = redactExchange(
      exchangeWith({
        request: {
          method: 'POST',
          target: '/hunter2-token/x?tenant=hunter2-token&a=hunter2-token',
          headers: ['Authorization', 'Bearer hunter2-token', 'X-Other', 'hunter2-token'],
          body: new TextEncoder().encode('{"token":"hunter2-token","password" : "open \\"sesame\\"","n":1}'),
        },
        response: { status: 200, headers: ['Set-Cookie', 'x'], body: '{"access_token":"abc","refresh_token":"def","expires_in":5}' },
      }),
      SECRETS,
    );
    const line = lineFromExchange(redacted);
    for (const secret of ['hunter2', 'sesame', '"abc', 'def']) expect(line).not.toContain(secret);
    expect(redacted.request.body).toBe('{"token":"[redacted]","password" : "[redacted]","n":1}');
    expect(redacted.response?.body).toBe('{"access_token":"[redacted]","refresh_token":"[redacted]","expires_in":5}');
  });

  it('is the same when redacted again', () => {
    fc.assert(
      fc.property(exchangeArbitrary(), (exchange) => {
        const once = redactExchange(exchange, SECRETS);
        expect(redactExchange(once, SECRETS)).toEqual(once);
      }),
      { seed: 20261121 },
    );
  });

  it('hides the secrets of a form', () => {
    const request = { method: 'POST', target: '/', headers: [], body: 'grant_type=password&password=hunter2&client_secret=x&user=ana' };
    expect(redactExchange(exchangeWith({ request }), SECRETS).request.body).toBe(
      'grant_type=password&password=[redacted]&client_secret=[redacted]&user=ana',
    );
  });
});
