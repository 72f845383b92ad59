import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../src/base/json.js';
import { createReplay } from '../../../src/compat/record/replay.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { HttpRequest, HttpResponse } from '../../../src/wire/http-message.js';
import { smallJson } from '../../laws/schema-arbitrary.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

const JSON_TYPE = ['content-type', 'application/json'];

function asked(line: string, body?: JsonValue): HttpRequest {
  const [method = '', target = ''] = line.split(' ');
  const bytes = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
  return { method, target, headers: body === undefined ? [] : JSON_TYPE, body: bytes };
}

function recorded(line: string, answer: string, body?: JsonValue): Exchange {
  return exchangeWith({ request: asked(line, body), response: { status: 200, headers: ['content-type', 'text/plain'], body: answer } });
}

function detailOf({ status, body }: HttpResponse): string {
  expect(status).toBe(404);
  return (JSON.parse(String(body)) as { detail: string }).detail;
}

describe('a replay', () => {
  test('gives each request what it was answered, in the order of the recording', () => {
    const line = fc.constantFrom('GET /a', 'GET /a?x=1', 'GET /a?x=1&y=2', 'POST /a', 'GET /b');
    const calls = fc.array(fc.record({ line, body: fc.option(smallJson, { nil: undefined }) }), { maxLength: 12 });
    fc.assert(
      fc.property(calls, (all) => {
        const replay = createReplay(all.map(({ line: each, body }, index) => recorded(each, `answer ${index}`, body)));
        for (const [index, { line: each, body }] of all.entries()) expect(replay.answer(asked(each, body)).body).toBe(`answer ${index}`);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  test('repeats the last answer, and takes parameters in any order', () => {
    const replay = createReplay([recorded('GET /a?x=1&y=2', 'first'), recorded('GET /a?y=2&x=1', 'second')]);
    expect(['GET /a?x=1&y=2', 'GET /a?y=2&x=1', 'GET /a?x=1&y=2'].map((line) => replay.answer(asked(line)).body)).toEqual([
      'first',
      'second',
      'second',
    ]);
  });

  test('takes any value where a secret was taken out', () => {
    const replay = createReplay([recorded('POST /a?key=[redacted]', 'yes', { user: 'u', password: '[redacted]' })]);
    expect(replay.answer(asked('POST /a?key=abc', { password: 'p', user: 'u' })).body).toBe('yes');
  });

  test('takes a text, and nothing else, where a part of a text was taken out', () => {
    const replay = createReplay([recorded('POST /a', 'yes', { link: 'https://a.example/[redacted]' })]);
    expect(replay.answer(asked('POST /a', { link: 'https://b.example/' })).body).toBe('yes');
    expect(detailOf(replay.answer(asked('POST /a', { link: 7 })))).toContain('its body differs at /link');
  });

  test.each([
    ['GET /a?x=2', undefined, 'it was asked with ?x=1'],
    ['GET /a?x=1', { n: 1 }, 'it was asked without a body'],
    ['POST /a', { items: [{ n: 2 }] }, 'its body differs at /items/0/n'],
    ['POST /a', undefined, 'it was asked with a body'],
    ['PUT /a', undefined, 'nearest: GET /a; POST /a'],
    ['PATCH /z', undefined, 'nothing in it is near'],
  ])('explains what comes near: %s %j', (line, body, expected) => {
    const replay = createReplay([recorded('GET /a?x=1', 'got'), recorded('POST /a', 'made', { items: [{ n: 1 }] })]);
    expect(detailOf(replay.answer(asked(line, body)))).toContain(expected);
  });

  test('gives no half of an answer, and nothing that belongs to a connection', () => {
    const cut = exchangeWith({ response: { status: 200, headers: [], body: 'ha', truncatedBytes: 2 } });
    expect(createReplay([cut]).answer(asked('GET /payments/1')).status).toBe(502);
    const headers = ['Transfer-Encoding', 'chunked', 'ETag', '"1"', 'Content-Length', '3', 'connection', 'close'];
    const whole = exchangeWith({ response: { status: 200, headers, body: 'abc' } });
    expect(createReplay([whole]).answer(asked('GET /payments/1')).headers).toEqual(['ETag', '"1"']);
  });

  test('passes over what was not answered by the provider', () => {
    const none = [exchangeWith({ outcome: 'aborted' }), exchangeWith({ fault: 'down' }), exchangeWith({ response: undefined })];
    expect(createReplay(none).answerCount).toBe(0);
  });
});
