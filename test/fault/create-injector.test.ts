import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { createInjector } from '../../src/fault/create-injector.js';
import type { FaultedRequest } from '../../src/fault/fault.js';
import { FAULT_KINDS } from '../../src/fault/fault-kinds.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import type { FaultInjector } from '../../src/fault/injector.js';
import { wholeReply } from '../../src/fault/reply.js';
import type { FaultSpan } from '../../src/journal/run-journal.js';
import { FAULT_EXAMPLES } from '../support/fault-examples.js';
import { faulted, faultedMessage } from '../support/faulted.js';

const REPLY = wholeReply({ status: 200, headers: ['content-type', 'application/json'], body: '{"list":[1,2,3]}' });
const HEADERS = ['authorization', 'Bearer 1', 'idempotency-key', 'k'];

describe('a rule', () => {
  it.each(FAULT_KINDS.map(({ kind }) => kind))('of %s changes nothing once its window is over, and nothing before it begins', (name) => {
    const injector = injectorOf([{ fault: name, ...FAULT_EXAMPLES[name], from: '1s', to: '10s' }], 1_000);
    for (const nowMs of [1_000, 1_999, 11_000, 12_000]) {
      const decision = injector.onRequest(faulted({ headers: HEADERS }, { connectionUseCount: 1 }), nowMs);
      expect(decision.effect).toEqual({ kind: 'pass' });
      expect(decision.changesReply).toBe(false);
      expect(decision.onReply(REPLY, nowMs)).toBe(REPLY);
      decision.onEnd(nowMs);
      expect(decision.label()).toBeUndefined();
      expect(injector.connectionsAreRefused(nowMs)).toBeUndefined();
      expect(injector.onConnection(`c${nowMs}`, nowMs).effect).toEqual({ kind: 'accept' });
      expect(injector.onBytes(bytesAt(nowMs), nowMs)).toEqual({
        steps: [{ kind: 'write', bytes: bytesAt(nowMs).bytes }],
        label: undefined,
      });
      expect(injector.certificate(nowMs, 'c')).toBeUndefined();
      expect(injector.onClose('c', nowMs)).toBeUndefined();
      for (const way of ['publish', 'delivery'] as const) {
        const message = faultedMessage();
        const onWay = injector.onMessage(way, message, nowMs);
        expect(onWay).toMatchObject({ isConfirmed: true, putBackAfterMs: undefined, passages: [{ content: message.content, delayMs: 0 }] });
        expect(onWay.passages[0]?.content).toBe(message.content);
        expect(onWay.onSettle('ack', nowMs)).toEqual({ lostForMs: undefined, againAfterMs: [] });
        onWay.onEnd(nowMs);
        expect(onWay.label()).toBeUndefined();
      }
      expect(injector.brokerIsAway('stock', nowMs)).toBeUndefined();
    }
  });

  it.each(FAULT_KINDS.filter(({ kind }) => kind !== 'noop').map(({ kind }) => kind))(
    'of %s does something while it is in force',
    (name) => {
      const injector = injectorOf([{ fault: name, ...FAULT_EXAMPLES[name], from: '1s', to: '1h' }], 1_000);
      let isTouched = false;
      for (let nowMs = 2_000; nowMs < 62_000; nowMs += 100) {
        const reply = wholeReply({ ...REPLY.response, body: `{"list":[1,2,${nowMs}]}` });
        const decision = injector.onRequest(faulted({ headers: HEADERS }, { connectionUseCount: nowMs % 200 === 0 ? 0 : 1 }), nowMs);
        if (decision.effect.kind !== 'pass') isTouched = true;
        else if (decision.changesReply && decision.onReply(reply, nowMs) !== reply) isTouched = true;
        if (injector.certificate(nowMs, 'c') !== undefined) isTouched = true;
        if (nowMs % 300 === 0) decision.onEnd(nowMs);
        if (injector.brokerIsAway(undefined, nowMs) !== undefined) isTouched = true;
        for (const way of ['publish', 'delivery'] as const) {
          const onWay = injector.onMessage(way, faultedMessage(), nowMs);
          onWay.onSettle('ack', nowMs);
          onWay.onEnd(nowMs);
          if (onWay.label() !== undefined) isTouched = true;
        }
      }
      expect(isTouched).toBe(true);
    },
  );

  it('decides the same with the same seed, and otherwise with another', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(100), { minLength: 1, maxLength: 40 }), (seed, gaps) => {
        const rules = [{ fault: 'status', status: 503, probability: 0.4 }, { fault: 'brownout' }, { fault: 'corrupt', bytes: 3 }];
        expect(decisions(rules, seed, gaps)).toEqual(decisions(rules, seed, gaps));
      }),
      { seed: 1, numRuns: 50 },
    );
    const gaps = Array.from({ length: 64 }, () => 1);
    const rule = { fault: 'status', status: 503, probability: 0.5 };
    expect(decisions([rule], 'one', gaps)).not.toEqual(decisions([rule], 'two', gaps));
  });

  it('chooses the same requests whatever other rules are beside it', () => {
    const rule = { fault: 'status', label: 'mine', status: 503, probability: 0.5, nth: '3-' };
    const others = [
      { fault: 'latency', probability: 0.3 },
      { fault: 'fail-first', count: 5 },
    ];
    const gaps = Array.from({ length: 50 }, () => 1);
    const alone = labelsOf([rule], gaps).map((label) => label?.includes('mine') === true);
    const first = labelsOf([rule, ...others], gaps).map((label) => label?.includes('mine') === true);
    expect(first).toEqual(alone);
    const last = labelsOf([...others, rule], gaps).map((label) => label?.includes('mine') === true);
    // The first five are answered by `fail-first`; from then on it is the same choice.
    expect(last.slice(5)).toEqual(alone.slice(5));
  });

  it('is drawn about as often as its probability says', () => {
    const labels = labelsOf(
      [{ fault: 'status', status: 503, probability: 0.1 }],
      Array.from({ length: 4_000 }, () => 1),
    );
    const ratio = labels.filter((label) => label !== undefined).length / labels.length;
    expect(ratio).toBeGreaterThan(0.08);
    expect(ratio).toBeLessThan(0.12);
  });

  it('touches the requests of its number that match, within its scope', () => {
    const injector = injectorOf([{ fault: 'status', status: 503, method: 'POST', nth: 2, scope: 'header:x-tenant' }], 0);
    const kindOf = (method: string, tenant: string): string =>
      injector.onRequest(faulted({ method, headers: ['X-Tenant', tenant] }), 1).effect.kind;
    expect(['a', 'a', 'b', 'a', 'b'].map((tenant) => kindOf('POST', tenant))).toEqual(['pass', 'answer', 'pass', 'pass', 'answer']);
    expect(kindOf('GET', 'c')).toBe('pass');
    expect(kindOf('POST', 'c')).toBe('pass');
    expect(kindOf('POST', 'c')).toBe('answer');
  });

  it('is applied so often as its count says, also when the replies come later', () => {
    const injector = injectorOf([{ fault: 'lost-response', count: 1 }], 0);
    const [first, second] = [injector.onRequest(faulted(), 1), injector.onRequest(faulted(), 2)];
    expect(second.onReply(REPLY, 3)).not.toBe(REPLY);
    expect(first.onReply(REPLY, 4)).toBe(REPLY);
    expect([first.label(), second.label()]).toEqual([undefined, 'lost-response']);
    expect(injector.rules.map(({ appliedCount }) => appliedCount)).toEqual([1]);
    expect(injector.onRequest(faulted(), 5).changesReply).toBe(false);
  });

  it('waits for a named state, which another rule or the control API sets', () => {
    const injector = injectorOf(
      [
        { fault: 'status', status: 500, nth: 1, sets: 'broken' },
        { fault: 'outage', while: 'broken' },
      ],
      0,
    );
    expect(statusAt(injector, 1)).toBe(500);
    expect(statusAt(injector, 2)).toBe(503);
    injector.setState(undefined);
    expect(statusAt(injector, 3)).toBeUndefined();
    injector.setState('broken');
    expect(statusAt(injector, 4)).toBe(503);
  });

  it('matches by operation, path, header, consumer and provider, all of them together', () => {
    const rule = {
      fault: 'status',
      status: 503,
      on: ['GET /orders/{id}'],
      path: '/orders/*',
      header: 'x-a: 1',
      consumer: 'web',
      provider: 'shop',
    };
    const touches = (beside: Partial<FaultedRequest>, target = '/orders/1?x=1', headers = ['X-A', '1']): boolean =>
      injectorOf([rule], 0).onRequest(faulted({ target, headers }, beside), 1).effect.kind === 'answer';
    expect(touches({})).toBe(true);
    expect(touches({ consumer: 'app' })).toBe(false);
    expect(touches({ provider: 'stock' })).toBe(false);
    expect(touches({}, '/orders/1/items')).toBe(false);
    expect(touches({}, '/orders/1', ['x-a', '2'])).toBe(false);
    expect(touches({}, '/orders/1', [])).toBe(false);
  });
});

describe('rules together', () => {
  it('add up their waits, and the first that answers wins', () => {
    const injector = injectorOf(
      [{ fault: 'latency', latency: '20ms' }, { fault: 'latency', latency: '30ms' }, { fault: 'status', status: 500 }, { fault: 'outage' }],
      0,
    );
    const decision = injector.onRequest(faulted(), 1);
    expect(decision.effect).toMatchObject({ kind: 'answer', delayMs: 50, response: { status: 500 } });
    expect(decision.label()).toBe('latency+latency-2+status');
    expect(decision.changesReply).toBe(false);
  });

  it('change a reply one after the other', () => {
    const injector = injectorOf(
      [{ fault: 'wrong-content-type' }, { fault: 'truncate', bytes: 2 }, { fault: 'late-response', delay: '1s' }],
      0,
    );
    const decision = injector.onRequest(faulted(), 1);
    expect(decision.onReply(REPLY, 2).steps).toMatchObject([
      { kind: 'wait', durationMs: 1_000 },
      { kind: 'head', headers: ['content-length', '16', 'content-type', 'text/html'] },
      { kind: 'body', bytes: new TextEncoder().encode('{"') },
      { kind: 'cut', how: 'fin' },
    ]);
    expect(decision.label()).toBe('wrong-content-type+truncate+late-response');
  });

  it('replace one another by label, and have labels of their own', () => {
    const injector = createInjector({ seed: 's', provider: 'shop' });
    expect(injector.isIdle).toBe(true);
    injector.set([faultRuleFromText('status status=500'), faultRuleFromText('status status=502')], 0);
    expect(injector.rules.map(({ rule }) => rule.label)).toEqual(['status', 'status-2']);
    injector.add(faultRuleFromText('status status=504 label=status'), 1);
    expect(statusAt(injector, 2)).toBe(504);
    expect(injector.remove('status', 3)).toBe(true);
    expect(injector.remove('status', 3)).toBe(false);
    expect(statusAt(injector, 4)).toBe(502);
    injector.set([], 5);
    expect(injector.isIdle).toBe(true);
  });
});

describe('connections', () => {
  it('are refused while a rule says so, but not for the sake of one operation', () => {
    const injector = injectorOf([{ fault: 'outage', mode: 'refuse', label: 'gone', to: '1s' }], 0);
    expect(injector.connectionsAreRefused(10)).toEqual({ label: 'gone' });
    expect(injector.onRequest(faulted(), 10).effect).toEqual({ kind: 'end', how: 'rst' });
    expect(injector.connectionsAreRefused(1_000)).toBeUndefined();
    expect(injectorOf([{ fault: 'down', on: 'getOrder' }], 0).connectionsAreRefused(1)).toBeUndefined();
    expect(injectorOf([{ fault: 'down', consumer: 'web' }], 0).connectionsAreRefused(1)).toBeUndefined();
  });

  it('are counted by tcp rules as they are opened, and stay chosen', () => {
    const injector = injectorOf([{ fault: 'reset-after', bytes: 0, nth: 2 }], 0);
    for (const id of ['a', 'b', 'c']) expect(injector.onConnection(id, 1)).toMatchObject({ effect: { kind: 'accept' } });
    const stepsOf = (connectionId: string): unknown => injector.onBytes({ ...bytesAt(1), connectionId }, 2).steps[0]?.kind;
    expect(['a', 'b', 'c', 'b'].map(stepsOf)).toEqual(['write', 'cut', 'write', 'cut']);
  });

  it('that carry HTTP are touched by a tcp rule once for each connection, too', () => {
    const injector = injectorOf([{ fault: 'blackhole', nth: 2 }], 0);
    const kindOf = (connectionId: string): string => injector.onRequest(faulted({}, { connectionId }), 1).effect.kind;
    expect(['a', 'a', 'b', 'c', 'b'].map(kindOf)).toEqual(['pass', 'pass', 'end', 'pass', 'end']);
  });

  it('pass their bytes through one rule after the other', () => {
    const injector = injectorOf(
      [
        { fault: 'slicer', size: 2, delay: '5ms' },
        { fault: 'byte-limit', bytes: 3 },
      ],
      0,
    );
    const bytes = new TextEncoder().encode('abcdef');
    expect(injector.onBytes({ ...bytesAt(0), bytes }, 1)).toEqual({
      steps: [
        { kind: 'write', bytes: bytes.subarray(0, 2) },
        { kind: 'wait', durationMs: 5 },
        { kind: 'write', bytes: bytes.subarray(2, 3) },
        { kind: 'cut', how: 'fin' },
      ],
      label: 'slicer+byte-limit',
    });
  });
});

describe('a host that shows the bytes of its connections', () => {
  it('are not looked at where no rule is of tcp', () => {
    const looks = (...rules: readonly string[]): boolean => {
      const injector = createInjector({ seed: 's', provider: 'shop' });
      injector.set(rules.map(faultRuleFromText), 0);
      return injector.looksAtBytes;
    };
    expect([looks(), looks('status status=500'), looks('outage mode=reset')]).toEqual([false, false, false]);
    expect([looks('latency latency=1s'), looks('status status=500', 'latency latency=1s')]).toEqual([true, true]);
    // What is done to a connection must not be done to its requests as well: so its bytes are shown, too.
    expect([looks('accept-reset'), looks('down')]).toEqual([true, true]);
  });

  it('has tcp rules applied to them alone, and not to the requests that they make, too', () => {
    const injector = injectorOf([{ fault: 'latency', latency: '50ms' }], 0);
    injector.onConnection('c1', 1);
    injector.onBytes({ ...bytesAt(1), connectionId: 'c1', direction: 'up' }, 2);
    expect(injector.onRequest(faulted({}, { connectionId: 'c1' }), 3).effect).toEqual({ kind: 'pass' });
    expect(injector.onRequest(faulted({}, { connectionId: 'c2' }), 3).effect).toEqual({ kind: 'hold', durationMs: 50 });
  });

  it('has tcp rules that name an operation applied to the request all the same', () => {
    const injector = injectorOf([{ fault: 'latency', latency: '50ms', method: 'GET' }], 0);
    expect(injector.onBytes({ ...bytesAt(1), connectionId: 'c1' }, 2).label).toBeUndefined();
    expect(injector.onRequest(faulted({}, { connectionId: 'c1' }), 3).effect.kind).toBe('hold');
  });
});

describe('noop', () => {
  it('changes nothing of any reply, request, connection or byte', () => {
    const anyReply = fc.record({
      status: fc.integer({ min: 200, max: 599 }),
      headers: fc.constant(['x', 'y']),
      body: fc.option(fc.uint8Array(), { nil: undefined }),
    });
    fc.assert(
      fc.property(anyReply, fc.nat(), fc.uint8Array({ minLength: 1 }), (response, nowMs, bytes) => {
        const injector = injectorOf([{ fault: 'noop' }, { fault: 'noop', nth: '2-' }], 0);
        const reply = wholeReply(response);
        const decision = injector.onRequest(faulted(), nowMs);
        expect(decision.effect).toEqual({ kind: 'pass' });
        expect(decision.onReply(reply, nowMs)).toBe(reply);
        decision.onEnd(nowMs);
        expect(decision.label()).toBeUndefined();
        expect(injector.onConnection('c', nowMs)).toMatchObject({ effect: { kind: 'accept' }, label: undefined });
        expect(injector.onBytes({ ...bytesAt(nowMs), bytes }, nowMs)).toEqual({ steps: [{ kind: 'write', bytes }], label: undefined });
      }),
      { seed: 2 },
    );
  });
});

describe('spans', () => {
  it('have the instants that were planned, whenever somebody looks', () => {
    expect(spansOf('outage label=down from=1s to=10s', [1_500, 2_500, 20_000])).toEqual([[2_000, 11_000]]);
    expect(spansOf('outage label=down from=1s to=10s', [20_000])).toEqual([[2_000, 11_000]]);
    expect(spansOf('outage label=down from=1s to=10s', [1_999])).toEqual([]);
  });

  it('begin when a rule without a window is set, and end when it is removed', () => {
    const spans: FaultSpan[] = [];
    const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
    injector.add(faultRuleFromText('outage to=10s'), 1_000);
    injector.remove('outage', 5_000);
    expect(spans.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [1_000, 11_000],
      [1_000, 5_000],
    ]);
  });

  it('end with the last exchange that a count or a number lets be touched, not before it is over', () => {
    for (const text of ['status status=500 count=1', 'status status=500 nth=1']) {
      const spans: FaultSpan[] = [];
      const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
      injector.add(faultRuleFromText(text), 1_000);
      const decision = injector.onRequest(faulted(), 2_000);
      expect(spans.map(({ toMs }) => toMs)).toEqual([undefined]);
      decision.onEnd(3_000);
      injector.onRequest(faulted(), 4_000).onEnd(4_000);
      expect(spans.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
        [1_000, undefined],
        [1_000, 3_000],
      ]);
    }
  });

  it('do not end while an exchange that was touched goes on', () => {
    const spans: FaultSpan[] = [];
    const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
    injector.add(faultRuleFromText('status status=500 nth=1-2'), 0);
    const [first, second] = [injector.onRequest(faulted(), 1), injector.onRequest(faulted(), 2)];
    second.onEnd(3);
    expect(spans).toHaveLength(1);
    first.onEnd(9);
    expect(spans.at(-1)?.toMs).toBe(9);
  });

  it('do not end while a connection that was chosen can still be used', () => {
    const spans: FaultSpan[] = [];
    const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
    injector.add(faultRuleFromText('latency latency=5ms count=1'), 0);
    for (const nowMs of [1, 2]) {
      const decision = injector.onRequest(faulted(), nowMs);
      expect(decision.effect).toEqual({ kind: 'hold', durationMs: 5 });
      decision.onEnd(nowMs);
    }
    expect(spans.map(({ toMs }) => toMs)).toEqual([undefined]);
  });

  it('come and go with the state that a rule waits for', () => {
    const spans: FaultSpan[] = [];
    const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
    injector.set([faultRuleFromText('outage while=broken')], 0);
    injector.setState('broken', 10);
    injector.setState(undefined, 20);
    injector.setState('broken', 30);
    expect(spans.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [10, undefined],
      [10, 20],
      [30, undefined],
    ]);
  });

  it('tell when something changes next', () => {
    const injector = injectorOf(
      [
        { fault: 'outage', from: '1s', to: '3s' },
        { fault: 'flap', from: '2s' },
      ],
      100,
    );
    expect([100, 1_100, 2_100, 3_100].map((nowMs) => injector.nextChangeAtMs(nowMs))).toEqual([1_100, 2_100, 3_100, undefined]);
  });
});

describe('memory', () => {
  it('keeps states of ten thousand scopes and forgets the oldest', () => {
    const injector = injectorOf([{ fault: 'fail-first', count: 1, scope: 'header:x-key' }], 0);
    const kindOf = (key: number): string => injector.onRequest(faulted({ headers: ['x-key', String(key)] }), 1).effect.kind;
    for (let key = 0; key <= 10_000; key += 1) expect(kindOf(key)).toBe('answer');
    expect([kindOf(10_000), kindOf(1), kindOf(0)]).toEqual(['pass', 'pass', 'answer']);
  });
});

function injectorOf(rules: readonly JsonObject[], nowMs: number, seed = 'seed'): FaultInjector {
  const injector = createInjector({ seed, provider: 'shop' });
  injector.set(faultRulesFromJson(rules), nowMs);
  return injector;
}

function decisions(rules: readonly JsonObject[], seed: string, gaps: readonly number[]): readonly unknown[] {
  const injector = injectorOf(rules, 0, seed);
  let nowMs = 0;
  return gaps.map((gap) => {
    nowMs += gap;
    const decision = injector.onRequest(faulted(), nowMs);
    const reply = decision.onReply(REPLY, nowMs);
    decision.onEnd(nowMs);
    return [decision.effect, reply, decision.label()];
  });
}

function labelsOf(rules: readonly JsonObject[], gaps: readonly number[]): readonly (string | undefined)[] {
  const injector = injectorOf(rules, 0);
  return gaps.map((_, index) => injector.onRequest(faulted({}, { connectionId: `c${index}` }), index).label());
}

function statusAt(injector: FaultInjector, nowMs: number): number | undefined {
  const { effect } = injector.onRequest(faulted(), nowMs);
  return effect.kind === 'answer' ? effect.response.status : undefined;
}

function spansOf(text: string, atMs: readonly number[]): readonly unknown[] {
  const spans: FaultSpan[] = [];
  const injector = createInjector({ seed: 's', provider: 'shop', onSpan: (span) => spans.push(span) });
  injector.set([faultRuleFromText(text)], 1_000);
  for (const nowMs of atMs) injector.onRequest(faulted(), nowMs).onEnd(nowMs);
  return spans.map(({ fromMs, toMs }) => [fromMs, toMs]);
}

function bytesAt(nowMs: number) {
  return { connectionId: `b${nowMs}`, direction: 'down' as const, bytes: Uint8Array.of(1, 2, 3), offsetBytes: 0, openedAtMs: nowMs };
}
