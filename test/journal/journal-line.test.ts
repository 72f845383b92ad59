import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { exchangeFromLine, lineFromExchange } from '../../src/journal/journal-line.js';
import { MAX_BODY_BYTES } from '../../src/journal/recorded-body.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';

describe('a journal line', () => {
  it('is read back to an exchange that gives the same line', () => {
    fc.assert(
      fc.property(exchangeArbitrary(), (exchange) => {
        const line = lineFromExchange(exchange);
        expect(lineFromExchange(exchangeFromLine(line))).toBe(line);
      }),
      { seed: 20261121 },
    );
  });

  it('keeps every member, but for secrets and the form of bodies', () => {
    fc.assert(
      fc.property(exchangeArbitrary(), (exchange) => {
        const read = exchangeFromLine(lineFromExchange(exchange));
        const { request, response, ...rest } = exchange;
        expect(read).toMatchObject(rest);
        expect(bytesOf(read.request.body)).toEqual(bytesOf(request.body));
        expect(bytesOf(read.response?.body)).toEqual(bytesOf(response?.body));
        expect(read.response?.status).toBe(response?.status);
      }),
      { seed: 20261121 },
    );
  });

  it('has no line break inside, whatever the exchange holds', () => {
    fc.assert(
      fc.property(exchangeArbitrary(), (exchange) => {
        expect(lineFromExchange(exchange)).not.toMatch(/[\r\n]/);
      }),
      { seed: 20261121 },
    );
  });

  it('keeps a body of exactly the limit whole and cuts one byte more', () => {
    const kept = exchangeFromLine(lineFromExchange(withBody('a'.repeat(MAX_BODY_BYTES))));
    expect(kept.response?.truncatedBytes).toBeUndefined();
    const cut = exchangeFromLine(lineFromExchange(withBody('a'.repeat(MAX_BODY_BYTES + 1))));
    expect(cut.response).toMatchObject({ body: 'a'.repeat(MAX_BODY_BYTES), truncatedBytes: 1 });
  });

  it('does not cut a character in two', () => {
    const text = `a${'é'.repeat(MAX_BODY_BYTES)}`;
    const cut = exchangeFromLine(lineFromExchange(withBody(new TextEncoder().encode(text))));
    expect(cut.response?.body).toBe(text.slice(0, MAX_BODY_BYTES / 2));
    expect(cut.response?.truncatedBytes).toBe(MAX_BODY_BYTES * 2 + 1 - (MAX_BODY_BYTES - 1));
  });

  it('keeps bytes that are no text as base64', () => {
    const line = lineFromExchange(withBody(Uint8Array.of(0xff, 0xfe, 0x00)));
    expect(line).toContain('"bodyBase64":"//4A"');
  });

  it('keeps a byte order mark', () => {
    const read = exchangeFromLine(lineFromExchange(withBody(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d))));
    expect(read.response?.body).toBe('\uFEFF{}');
  });

  it('shows no secret of a header or of a query', () => {
    const line = lineFromExchange(
      exchangeWith({
        request: {
          method: 'GET',
          target: '/a?x=1&api_key=hunter2&tenant=hunter2',
          headers: ['Authorization', 'Bearer hunter2', 'X-Api-Key', 'hunter2', 'X-Mine', 'hunter2', 'Cookie', 's=hunter2'],
          body: undefined,
        },
        response: { status: 200, headers: ['Set-Cookie', 's=hunter2'], body: undefined },
      }),
      new Set(['x-mine', 'tenant']),
    );
    expect(line).not.toContain('hunter2');
    expect(line).toContain('Bearer [redacted]');
  });

  it.each(['', '{', '{"type":"summary"}', 'null', lineFromExchange(exchangeWith()).slice(0, -5), '{"type":"exchange","id":1}'])(
    'refuses the line %s',
    (line) => {
      expect(() => exchangeFromLine(line)).toThrow(InputError);
    },
  );
});

function withBody(body: string | Uint8Array): ReturnType<typeof exchangeWith> {
  return exchangeWith({ response: { status: 200, headers: [], body } });
}

function bytesOf(body: string | Uint8Array | undefined): string | undefined {
  return body === undefined ? undefined : Buffer.from(body as string).toString('hex');
}
