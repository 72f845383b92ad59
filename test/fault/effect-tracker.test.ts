import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEffectTracker } from '../../src/fault/effect-tracker.js';
import type { HttpRequest } from '../../src/wire/http-message.js';

const DONE = { status: 201, headers: [], body: undefined };

describe('createEffectTracker', () => {
  it.each([
    ['a POST without a key is done anew each time', [post('a'), post('a')], ['e1', 'e2']],
    ['a POST with a key is done once', [post('a', 'k'), post('a', 'k'), post('a', 'other')], ['e1', 'e1', 'e2']],
    ['a key with another body is another thing', [post('a', 'k'), post('b', 'k'), post('a', 'k')], ['e1', 'e2', 'e1']],
    ['the same PUT is done once', [call('PUT', 'a'), call('PUT', 'b'), call('PUT', 'a')], ['e1', 'e2', 'e1']],
    ['DELETE is told from PUT', [call('PUT', ''), call('DELETE', ''), call('DELETE', '')], ['e1', 'e2', 'e2']],
    ['what is safe does nothing', [call('GET', ''), call('HEAD', ''), call('QUERY', 'a')], [undefined, undefined, undefined]],
  ])('%s', (_what, requests, effects) => {
    const tracker = createEffectTracker();
    expect(requests.map((request) => tracker.effectOf(request, true, DONE))).toEqual(effects);
  });

  it('knows of nothing that was not applied, or not with success', () => {
    const tracker = createEffectTracker();
    expect(tracker.effectOf(post('a'), false, DONE)).toBeUndefined();
    expect(tracker.effectOf(post('a'), true, undefined)).toBeUndefined();
    for (const status of [199, 300, 404, 500]) expect(tracker.effectOf(post('a'), true, { ...DONE, status })).toBeUndefined();
    expect(tracker.effectOf(post('a'), true, { ...DONE, status: 299 })).toBe('e1');
  });

  it('believes a provider that tells', () => {
    const told = { ...DONE, headers: ['Mortise-Effect', 'order-7'] };
    expect(createEffectTracker().effectOf(call('GET', ''), true, told)).toBe('order-7');
  });

  it('tells any two bodies apart, and knows the same again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (first, second) => {
        const tracker = createEffectTracker();
        const [one, other] = [first, second].map((body) => tracker.effectOf({ ...post('', 'k'), body }, true, DONE));
        expect(one === other).toBe(Buffer.from(first).equals(Buffer.from(second)));
      }),
      { seed: 1 },
    );
  });
});

function call(method: string, body: string): HttpRequest {
  return { method, target: '/orders/1', headers: [], body: new TextEncoder().encode(body) };
}

function post(body: string, key?: string): HttpRequest {
  return { ...call('POST', body), headers: key === undefined ? [] : ['Idempotency-Key', key] };
}
