import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/base/json.js';
import { createInjector } from '../../../src/fault/create-injector.js';
import type { FaultedRequest } from '../../../src/fault/fault.js';
import { faultRulesFromJson } from '../../../src/fault/fault-rules-from-json.js';
import type { FaultInjector } from '../../../src/fault/injector.js';
import type { Reply } from '../../../src/fault/reply.js';
import { wholeReply } from '../../../src/fault/reply.js';
import type { HttpRequest, HttpResponse } from '../../../src/wire/http-message.js';
import { headerValue } from '../../../src/wire/http-message.js';
import { faulted } from '../../support/faulted.js';

const OK: HttpResponse = { status: 200, headers: ['content-type', 'application/json'], body: '{"items":[1,2,3,4],"total":4}' };

describe('status', () => {
  it('answers with what was written, and a problem document when nothing was', () => {
    const injector = injectorOf({ fault: 'status', status: 429, headers: { 'X-Why': 7 }, retryAfter: 'date', retryIn: '2s' });
    const { effect } = injector.onRequest(faulted(), 784_111_775_000);
    expect(effect).toEqual({
      kind: 'answer',
      delayMs: 0,
      response: {
        status: 429,
        headers: [
          'content-type',
          'application/problem+json',
          'X-Why',
          '7',
          'retry-after',
          'Sun, 06 Nov 1994 08:49:37 GMT',
          'date',
          'Sun, 06 Nov 1994 08:49:35 GMT',
        ],
        body: '{"title":"Too Many Requests","status":429}',
      },
    });
  });

  it('sends a text as it is, anything else as JSON, and nothing with a 204', () => {
    const bodyOf = (rule: JsonObject) => {
      const response = answered(injectorOf({ fault: 'status', ...rule }), 1);
      return [response?.body, headerValue(response?.headers ?? [], 'content-type')];
    };
    expect(bodyOf({ status: 500, body: 'oops' })).toEqual(['oops', 'text/plain; charset=utf-8']);
    expect(bodyOf({ status: 500, body: [1] })).toEqual(['[1]', 'application/json']);
    expect(bodyOf({ status: 500, body: '<x/>', headers: { 'Content-Type': 'text/xml' } })).toEqual(['<x/>', 'text/xml']);
    expect(bodyOf({ status: 204 })).toEqual([undefined, undefined]);
  });
});

describe('burst', () => {
  it('fails the first n of every m', () => {
    expect(statuses(injectorOf({ fault: 'burst', failures: 2, of: 3, status: 502 }), 7)).toEqual([502, 502, 200, 502, 502, 200, 502]);
  });
});

describe('fail-first', () => {
  it('fails so many, of each scope, and then no more', () => {
    const injector = injectorOf({ fault: 'fail-first', count: 2, scope: 'header:x-k' });
    const statusOf = (key: string): number => passed(injector, 1, { headers: ['x-k', key] }).status;
    expect(['a', 'a', 'b', 'a', 'b', 'b'].map(statusOf)).toEqual([503, 503, 503, 200, 503, 200]);
  });

  it('fails by cutting the connection when it is told to', () => {
    expect(injectorOf({ fault: 'fail-first', with: 'close' }).onRequest(faulted(), 1).effect).toEqual({ kind: 'end', how: 'fin' });
  });
});

describe('rate-limit', () => {
  it('refuses with the time until the window ends, and tells the others what is left', () => {
    const injector = injectorOf({ fault: 'rate-limit', limit: 2, window: '10s' });
    const responses = [1_000, 2_000, 3_500, 10_999, 11_000].map((nowMs) => passed(injector, nowMs));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 429, 429, 200]);
    expect(responses.map(({ headers }) => headerValue(headers, 'ratelimit'))).toEqual([
      '"default";r=1;t=10',
      '"default";r=0;t=9',
      '"default";r=0;t=8',
      '"default";r=0;t=1',
      '"default";r=1;t=10',
    ]);
    expect(responses.map(({ headers }) => headerValue(headers, 'retry-after'))).toEqual([undefined, undefined, '8', '1', undefined]);
    expect(headerValue(responses[0]?.headers ?? [], 'ratelimit-policy')).toBe('"default";q=2;w=10');
  });

  it('leaves no label where it only told what is left', () => {
    const decision = injectorOf({ fault: 'rate-limit' }).onRequest(faulted(), 1);
    decision.onReply(wholeReply(OK), 1);
    expect(decision.label()).toBeUndefined();
  });

  it('has a limit for each key', () => {
    const injector = injectorOf({ fault: 'rate-limit', limit: 1, window: '10s', key: 'X-Api-Key' });
    const statusOf = (key: string): number => passed(injector, 1, { headers: ['x-api-key', key] }).status;
    expect(['a', 'b', 'a', 'b'].map(statusOf)).toEqual([200, 200, 429, 429]);
  });

  it('gives concurrency back when an exchange is over, and not when a refused one is', () => {
    const injector = injectorOf({ fault: 'rate-limit', algorithm: 'concurrency', limit: 1 });
    const first = injector.onRequest(faulted(), 1);
    const second = injector.onRequest(faulted(), 2);
    second.onEnd(3);
    expect([first.effect.kind, second.effect.kind, injector.onRequest(faulted(), 4).effect.kind]).toEqual(['pass', 'answer', 'answer']);
    first.onEnd(5);
    expect(injector.onRequest(faulted(), 6).effect.kind).toBe('pass');
  });
});

describe('quota', () => {
  it('is used up until its period ends', () => {
    const injector = injectorOf({ fault: 'quota', limit: 2, period: '1h', status: 403 });
    expect([0, 1, 2, 3_599_999, 3_600_000].map((nowMs) => passed(injector, nowMs).status)).toEqual([200, 200, 403, 403, 200]);
  });
});

describe('outage', () => {
  it.each([
    ['reset', { kind: 'end', how: 'rst' }],
    ['silence', { kind: 'end', how: 'silence' }],
    ['refuse', { kind: 'end', how: 'rst' }],
  ])('by %s', (mode, effect) => {
    expect(injectorOf({ fault: 'outage', mode }).onRequest(faulted(), 1).effect).toEqual(effect);
  });

  it('asks to come again when it will be over', () => {
    const response = answered(injectorOf({ fault: 'outage', retryAfter: 'seconds', to: '30s' }), 10_000);
    expect([response?.status, headerValue(response?.headers ?? [], 'retry-after')]).toEqual([503, '20']);
  });
});

describe('faults that follow the clock', () => {
  it('degrade: grows slower up to a bound', () => {
    const injector = injectorOf({ fault: 'degrade', latency: '10ms', growth: '100ms', max: '500ms' });
    const holds = [0, 1_000, 2_000, 60_000].map((nowMs) => injector.onRequest(faulted(), nowMs).effect);
    expect(holds).toEqual([10, 110, 210, 500].map((durationMs) => ({ kind: 'hold', durationMs })));
  });

  it('flap: is up, then down, then up', () => {
    const injector = injectorOf({ fault: 'flap', up: '2s', down: '1s' });
    expect([0, 1_999, 2_000, 2_999, 3_000, 5_000].map((nowMs) => passed(injector, nowMs).status)).toEqual([200, 200, 503, 503, 200, 503]);
  });

  it('maintenance: says at which date it ends', () => {
    const response = answered(injectorOf({ fault: 'maintenance', to: '60s' }), 10_000);
    expect(headerValue(response?.headers ?? [], 'retry-after')).toBe('Thu, 01 Jan 1970 00:01:00 GMT');
    expect(response?.body).toContain('<h1>');
  });

  it('brownout: fails some, slows some, leaves some', () => {
    const injector = injectorOf({ fault: 'brownout', failRatio: 0.2, slowRatio: 0.5 });
    const kinds = Array.from({ length: 500 }, (_, nowMs) => injector.onRequest(faulted(), nowMs).effect.kind);
    const ratio = (kind: string): number => kinds.filter((one) => one === kind).length / kinds.length;
    expect(Math.abs(ratio('answer') - 0.2)).toBeLessThan(0.08);
    expect(Math.abs(ratio('hold') - 0.4)).toBeLessThan(0.08);
  });
});

describe('idempotency', () => {
  const keyed = (body: string, key = 'k'): Partial<HttpRequest> => ({
    method: 'POST',
    headers: ['Idempotency-Key', key],
    body: new TextEncoder().encode(body),
  });

  it('conflict: refuses the key while the first is in flight', () => {
    const injector = injectorOf({ fault: 'idempotency', mode: 'conflict' });
    const first = injector.onRequest(faulted(keyed('a')), 1);
    const second = injector.onRequest(faulted(keyed('a')), 2);
    second.onEnd(3);
    expect([first.effect, second.effect]).toMatchObject([{ kind: 'pass' }, { kind: 'answer', response: { status: 409 } }]);
    expect(injector.onRequest(faulted(keyed('a', 'other')), 3).effect.kind).toBe('pass');
    expect(injector.onRequest(faulted(keyed('a')), 3).effect.kind).toBe('answer');
    first.onEnd(4);
    expect(injector.onRequest(faulted(keyed('a')), 5).effect.kind).toBe('pass');
  });

  it('unprocessable: refuses the key with another body', () => {
    const injector = injectorOf({ fault: 'idempotency', mode: 'unprocessable' });
    expect([keyed('a'), keyed('b'), keyed('a')].map((request) => passed(injector, 1, request).status)).toEqual([200, 422, 200]);
  });

  it('replay: gives the first answer again, and leaves requests without a key alone', () => {
    const injector = injectorOf({ fault: 'idempotency', mode: 'replay' });
    const bodies = ['one', 'two'].map((body) => passed(injector, 1, keyed('a'), { ...OK, body }));
    expect(bodies.map(({ body }) => body)).toEqual(['one', 'one']);
    expect(headerValue(bodies[1]?.headers ?? [], 'idempotency-replayed')).toBe('true');
    expect(['three', 'four'].map((body) => passed(injector, 1, { method: 'POST' }, { ...OK, body }).body)).toEqual(['three', 'four']);
  });

  it('replay: does not keep a failure', () => {
    const injector = injectorOf({ fault: 'idempotency', mode: 'replay' });
    expect(passed(injector, 1, keyed('a'), { ...OK, status: 500 }).status).toBe(500);
    expect(passed(injector, 1, keyed('a')).status).toBe(200);
  });
});

describe('stale-read', () => {
  it('is one answer behind, for each target', () => {
    const injector = injectorOf({ fault: 'stale-read' });
    const read = (body: string, target = '/a'): unknown => passed(injector, 1, { target }, { ...OK, body }).body;
    expect([read('1'), read('2'), read('x', '/b'), read('3')]).toEqual(['1', '1', 'x', '2']);
  });
});

describe('partial-success', () => {
  it('leaves out a part of the longest list, and sends a length that is right', () => {
    const reply = injectorOf({ fault: 'partial-success', status: 207, keep: 0.5 }).onRequest(faulted(), 1).onReply(wholeReply(OK), 1);
    const body = '{"items":[1,2],"total":4}';
    expect(reply.response).toMatchObject({ status: 207 });
    expect(reply.steps).toEqual([
      { kind: 'head', status: 207, headers: ['content-type', 'application/json', 'content-length', String(body.length)] },
      { kind: 'body', bytes: new TextEncoder().encode(body) },
      { kind: 'end' },
    ]);
  });

  it.each(['[]', '{"a":1}', '"x"', 'no json'])('leaves %s as it is', (body) => {
    const reply = wholeReply({ ...OK, body });
    expect(injectorOf({ fault: 'partial-success' }).onRequest(faulted(), 1).onReply(reply, 1)).toBe(reply);
  });
});

describe('auth-expiry', () => {
  const as = (token: string): Partial<HttpRequest> => ({ headers: ['authorization', `Bearer ${token}`] });

  it('expires the tokens that were seen before, and takes new ones', () => {
    const injector = injectorOf({ fault: 'auth-expiry', validFor: '10s' });
    const statusAt = (nowMs: number, token: string): number => passed(injector, nowMs, as(token)).status;
    expect([statusAt(0, 'a'), statusAt(9_999, 'b'), statusAt(10_000, 'a'), statusAt(10_001, 'b')]).toEqual([200, 200, 401, 401]);
    expect([statusAt(10_002, 'c'), statusAt(10_003, 'a'), statusAt(10_004, 'c')]).toEqual([200, 401, 200]);
  });

  it('takes the first token of each consumer for an old one when nothing was seen before', () => {
    const injector = injectorOf({ fault: 'auth-expiry' });
    const statusOf = (token: string, consumer: string): number => passed(injector, 1, as(token), OK, { consumer }).status;
    expect([statusOf('a', 'x'), statusOf('b', 'y'), statusOf('c', 'x'), statusOf('a', 'x')]).toEqual([401, 401, 200, 401]);
  });

  it('says why, and asks nothing of who shows no token', () => {
    const injector = injectorOf({ fault: 'auth-expiry' });
    expect(headerValue(passed(injector, 1, as('a')).headers, 'www-authenticate')).toContain('Bearer error="invalid_token"');
    expect(passed(injector, 1).status).toBe(200);
  });
});

describe('redirect-loop', () => {
  it('leads back to where the request came to', () => {
    const response = answered(injectorOf({ fault: 'redirect-loop' }), 1);
    expect([response?.status, headerValue(response?.headers ?? [], 'location')]).toEqual([302, '/orders/1']);
  });
});

describe('lost and late responses', () => {
  it.each([
    ['lost-response', {}, [{ kind: 'cut', how: 'rst' }]],
    ['lost-response', { how: 'silence', delay: '5ms' }, [{ kind: 'wait', durationMs: 5 }, { kind: 'stall' }]],
  ])('%s %j', (fault, settings, steps) => {
    const decision = injectorOf({ fault, ...settings }).onRequest(faulted(), 1);
    expect(decision.effect).toEqual({ kind: 'pass' });
    expect(decision.onReply(wholeReply(OK), 1).steps).toEqual(steps);
  });

  it('late-response: the same answer, later', () => {
    const reply = wholeReply(OK);
    const late = injectorOf({ fault: 'late-response', delay: '2s' }).onRequest(faulted(), 1).onReply(reply, 1);
    expect(late.steps).toEqual([{ kind: 'wait', durationMs: 2_000 }, ...reply.steps]);
  });
});

describe('overload', () => {
  it('gets slower with the queue, refuses when it is full, and shows figures', () => {
    const injector = injectorOf({ fault: 'overload', rate: 10, queue: 2, retryAfter: 'seconds' });
    const effects = [0, 0, 0, 0].map((nowMs) => injector.onRequest(faulted(), nowMs).effect);
    expect(effects.map((effect) => (effect.kind === 'hold' ? effect.durationMs : effect.kind))).toEqual([100, 200, 300, 'answer']);
    expect(injector.rules[0]?.figures).toMatchObject({ '': { arrivedCount: 4, refusedCount: 1, queueCount: 3, samples: [{ atMs: 0 }] } });
  });
});

function injectorOf(rule: JsonObject): FaultInjector {
  const injector = createInjector({ seed: 'seed', provider: 'shop' });
  injector.set(faultRulesFromJson(rule), 0);
  return injector;
}

/** What a client of a provider that answers `response` gets, the exchange being over at once. */
function passed(
  injector: FaultInjector,
  nowMs: number,
  request: Partial<HttpRequest> = {},
  response: HttpResponse = OK,
  beside: Partial<FaultedRequest> = {},
): HttpResponse {
  const decision = injector.onRequest(faulted(request, beside), nowMs);
  const reply: Reply =
    decision.effect.kind === 'answer' ? wholeReply(decision.effect.response) : decision.onReply(wholeReply(response), nowMs);
  decision.onEnd(nowMs);
  return reply.response;
}

function answered(injector: FaultInjector, nowMs: number): HttpResponse | undefined {
  const { effect } = injector.onRequest(faulted(), nowMs);
  return effect.kind === 'answer' ? effect.response : undefined;
}

function statuses(injector: FaultInjector, count: number): readonly number[] {
  return Array.from({ length: count }, (_, nowMs) => passed(injector, nowMs).status);
}
