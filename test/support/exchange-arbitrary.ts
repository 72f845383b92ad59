import * as fc from 'fast-check';
import type { Exchange, ExchangeProblem, RecordedRequest, RecordedResponse } from '../../src/journal/exchange.js';

/** Any exchange at all: odd texts, lone surrogates, bodies of bytes that are no text. */
export function exchangeArbitrary(): fc.Arbitrary<Exchange> {
  const time = fc.double({ min: 0, max: 1e13, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const anyText = fc.oneof(anyCharacters(12), fc.string({ unit: fc.constantFrom(...'ab "\\/~!{}\n\u007f'), maxLength: 12 }));
  return fc.record({
    id: anyText,
    side: fc.constantFrom('egress' as const, 'ingress' as const),
    consumer: fc.option(anyText, { nil: undefined }),
    provider: anyText,
    operation: fc.option(anyText, { nil: undefined }),
    connectionId: anyText,
    receivedFirstAtMs: time,
    receivedLastAtMs: time,
    respondedFirstAtMs: fc.option(time, { nil: undefined }),
    respondedLastAtMs: fc.option(time, { nil: undefined }),
    request: requestArbitrary(),
    response: fc.option(responseArbitrary(), { nil: undefined }),
    fault: fc.option(anyText, { nil: undefined }),
    scope: fc.option(fc.string({ minLength: 1, maxLength: 4 }), { nil: undefined }),
    problems: fc.array(problemArbitrary(), { maxLength: 2 }),
    outcome: fc.constantFrom('answered' as const, 'aborted' as const, 'refused' as const, 'reset' as const, 'timedOut' as const),
  });
}

/** One plain exchange, with some members of one's own. */
export function exchangeWith(members: Partial<Exchange> = {}): Exchange {
  return {
    id: '1',
    side: 'egress',
    consumer: 'storefront',
    provider: 'payments',
    operation: 'getPayment',
    connectionId: 'c1',
    receivedFirstAtMs: 10,
    receivedLastAtMs: 11,
    respondedFirstAtMs: 12,
    respondedLastAtMs: 13,
    request: { method: 'GET', target: '/payments/1', headers: ['Host', 'localhost'], body: undefined },
    response: { status: 200, headers: ['Content-Type', 'application/json'], body: '{"id":1}' },
    fault: undefined,
    problems: [],
    outcome: 'answered',
    ...members,
  };
}

function requestArbitrary(): fc.Arbitrary<RecordedRequest> {
  return fc.record({
    method: fc.constantFrom('GET', 'POST', 'M-SEARCH'),
    target: pathArbitrary(),
    headers: headersArbitrary(),
    body: bodyArbitrary(),
  });
}

/** Lone surrogates, too. The unit `binary` of fast-check has the same, and takes more than a second to be made ready. */
function anyCharacters(maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength }).map((codes) => String.fromCodePoint(...codes));
}

/** Of each kind of character that a path may have (RFC 3986 §3.3). `fc.webPath()` has the same, and takes seconds to be made ready. */
function pathArbitrary(): fc.Arbitrary<string> {
  const character = fc.constantFrom(..."abyzABYZ019-._~!$&'()*+,;=:@", '%20', '%2F', '%00', '%25', '%C3%A9', '%F0%9F%98%80');
  return fc.array(fc.string({ unit: character, maxLength: 8 }), { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
}

function responseArbitrary(): fc.Arbitrary<RecordedResponse> {
  return fc.record({ status: fc.integer({ min: 100, max: 599 }), headers: headersArbitrary(), body: bodyArbitrary() });
}

function headersArbitrary(): fc.Arbitrary<readonly string[]> {
  const name = fc.constantFrom('Content-Type', 'accept', 'Authorization', 'cookie', 'Set-Cookie', 'X-API-Key', 'x-trace');
  return fc.array(fc.tuple(name, fc.string({ maxLength: 10 })), { maxLength: 5 }).map((pairs) => pairs.flat());
}

function bodyArbitrary(): fc.Arbitrary<Uint8Array | string | undefined> {
  return fc.oneof(fc.constant(undefined), anyCharacters(20), fc.uint8Array({ maxLength: 20 }));
}

function problemArbitrary(): fc.Arbitrary<ExchangeProblem> {
  return fc.record({
    on: fc.constantFrom('request' as const, 'response' as const),
    kind: fc.constantFrom('body', 'parameter'),
    location: fc.array(fc.string(), { maxLength: 3 }),
    code: fc.constantFrom('required', 'type'),
    message: fc.string(),
  });
}
