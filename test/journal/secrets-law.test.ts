import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanOfCall } from '../../src/host/traces/exchange-span.js';
import type { Exchange } from '../../src/journal/exchange.js';
import { lineFromExchange } from '../../src/journal/journal-line.js';
import { MAX_BODY_BYTES } from '../../src/journal/recorded-body.js';
import { redactExchange } from '../../src/journal/redact-exchange.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';

/** A secret with whatever has to be escaped somewhere; its core has nothing that is ever escaped, so that no form of it hides. */
interface Secret {
  readonly text: string;
  readonly core: string;
}

const anySecret: fc.Arbitrary<Secret> = fc
  .record({
    core: fc.string({ unit: fc.constantFrom(...'ghjkmnpqrvwxyz'), minLength: 12, maxLength: 20 }),
    before: fc.string({ unit: fc.constantFrom(...'a1 %+=/é"'), maxLength: 4 }),
    after: fc.string({ unit: fc.constantFrom(...'b2 %+=/ü\\'), maxLength: 4 }),
  })
  .map(({ core, before, after }) => ({ core, text: `${before}${core}${after}` }));

const encoded = encodeURIComponent;
const get = (target: string, headers: readonly string[] = []): Exchange =>
  exchangeWith({ request: { method: 'GET', target, headers, body: undefined } });
const post = (body: string, truncatedBytes?: number): Exchange =>
  exchangeWith({ request: { method: 'POST', target: '/', headers: [], body, truncatedBytes } });
const answer = (headers: readonly string[], body = ''): Exchange => exchangeWith({ response: { status: 200, headers, body } });
const latin = (text: string): string => text.replace(/[^\u0020-\u007e]/g, '');

/** Where the name alone says that it is one: of everybody, or by the contract (`x-tenant`). */
const BY_NAME: Readonly<Record<string, (secret: string) => Exchange>> = {
  'a bearer token': (secret) => get('/', ['Authorization', `Bearer ${latin(secret)}`]),
  'the password of Basic': (secret) => get('/', ['authorization', `Basic ${latin(secret)}`]),
  'a declared header': (secret) => get('/', ['X-Tenant', latin(secret)]),
  'a cookie': (secret) => get('/', ['Cookie', `a=b; session=${encoded(secret)}`]),
  'a cookie that is set': (secret) => answer(['Set-Cookie', `session=${encoded(secret)}; Path=/`]),
  'a declared parameter': (secret) => get(`/a?b=1&x-tenant=${encoded(secret)}`),
  'a parameter whose name is escaped': (secret) => get(`/a?api%5Fkey=${encoded(secret)}&b=1`),
  'a signed URL': (secret) => get(`/a?X-Amz-Signature=${encoded(secret)}`),
  'the credentials of a URL': (secret) => get(`http://ana:${encoded(secret)}@shop.example/a?b=1`),
  'the credentials of a URL in a header': (secret) => answer(['Location', `https://ana:${encoded(secret)}@shop.example/`]),
  'a token in the fragment of a URL': (secret) => answer(['Location', `https://shop.example/cb#access_token=${encoded(secret)}&state=1`]),
  'a token in a Referer': (secret) => get('/', ['Referer', `https://shop.example/?token=${encoded(secret)}`]),
  'a member of JSON': (secret) => post(JSON.stringify({ user: 'ana', password: secret, n: 1 })),
  'a member of JSON that was cut': (secret) => post(JSON.stringify({ user: 'ana', password: secret }).slice(0, -4), 4),
  'a token that is answered': (secret) => answer([], JSON.stringify({ access_token: secret, expires_in: 5 })),
  'a URL in JSON': (secret) => answer([], JSON.stringify({ href: `https://s3.example/x?X-Amz-Signature=${encoded(secret)}` })),
  'a member of a form': (secret) => post(`user=ana&client_secret=${encoded(secret)}&n=1`),
  'a member of a careless form': (secret) => post(`user=ana&password=${secret.replaceAll('&', '')}&n=1`),
  'a part of a form': (secret) => post(`--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${secret}\r\n--b--\r\n`),
  'an element of XML': (secret) => post(`<login><user>ana</user><a:password kind="x">${secret.replaceAll('<', '')}</a:password></login>`),
};

/** Where only its value tells. */
const BY_VALUE: Readonly<Record<string, (secret: string) => Exchange>> = {
  'a path': (secret) => get(`/tenants/${encoded(secret)}/a`),
  'a parameter': (secret) => get(`/a?q=${encoded(secret)}`),
  'a form': (secret) => post(`q=${encoded(secret).replaceAll('%20', '+')}`),
  'any header': (secret) => get('/', ['X-Other', secret]),
  'any member': (secret) => post(JSON.stringify({ q: [secret] })),
  'any text': (secret) => answer([], `you are ${secret}, are you not`),
};

const NAMES = new Set(['x-tenant']);

describe('a secret never reaches a journal', () => {
  it.each(Object.entries(BY_NAME))('as %s', (_, place) => {
    fc.assert(
      fc.property(anySecret, ({ text, core }) => {
        const exchange = place(text);
        const line = lineFromExchange(redactExchange(exchange, { names: NAMES, values: [] }));
        expect(line).not.toContain(core);
        // Written down once more, as reports do, it is the same.
        expect(lineFromExchange(redactExchange(redactExchange(exchange, { names: NAMES, values: [] }), { names: NAMES, values: [] }))).toBe(
          line,
        );
      }),
      { seed: 20261122, numRuns: 50 },
    );
  });

  it.each(Object.entries(BY_VALUE))('in %s, when it is known', (_, place) => {
    fc.assert(
      fc.property(anySecret, ({ text, core }) => {
        expect(lineFromExchange(redactExchange(place(text), { names: NAMES, values: ['other', text] }))).not.toContain(core);
      }),
      { seed: 20261122, numRuns: 50 },
    );
  });

  it('with the half of it before which a body was cut', () => {
    const secret = 'correct-horse-battery-staple';
    for (let shown = 4; shown < secret.length; shown += 1) {
      const body = `${'x'.repeat(MAX_BODY_BYTES - shown)}${secret}`;
      const line = lineFromExchange(redactExchange(post(body), { names: NAMES, values: [secret] }));
      expect(line).not.toContain('corr');
    }
  });
});

it('a secret in a URL never reaches a span', () => {
  for (const target of ['http://ana:hunter2@shop.example/a?token=hunter2', '/a?token=hunter2', '/a?q=hunter2']) {
    const span = spanOfCall({
      request: { method: 'GET', target, headers: ['Authorization', 'Bearer hunter2'] },
      kind: 'server',
      atMs: 0,
      provider: 'shop',
      operation: undefined,
    });
    expect(JSON.stringify(span)).not.toContain('hunter2');
  }
});
