import { describe, expect, it } from 'vitest';
import { capturedFromStep, locationTarget, TARGET_KEY } from '../../../src/check/stateful/step-capture.js';
import type { Exchange } from '../../../src/journal/exchange.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';

function answered(location: string | undefined, body?: string): Exchange {
  const headers = ['ETag', '"1"', ...(location === undefined ? [] : ['Location', location])];
  const request = { method: 'POST', target: '/v1/orders?x=1', headers: [], body: undefined };
  return exchangeWith({ request, response: { status: 201, headers, body } });
}

describe('capturedFromStep', () => {
  it('takes a member of a body', () => {
    const steps = [answered(undefined, '{"a":{"id":7}}')];
    expect(capturedFromStep('path:id', { kind: 'step', step: 0, from: 'body', pointer: '/a/id' }, steps)).toBe(7);
    expect(capturedFromStep('path:id', { kind: 'step', step: 0, from: 'body', pointer: '/a/b' }, steps)).toBeUndefined();
    expect(capturedFromStep('path:id', { kind: 'step', step: 1, from: 'body', pointer: '' }, steps)).toBeUndefined();
  });

  it('takes a header', () => {
    expect(capturedFromStep('header:If-Match', { kind: 'step', step: 0, from: 'header', pointer: 'etag' }, [answered(undefined)])).toBe(
      '"1"',
    );
  });

  it.each([
    ['/v1/orders/a%20b', '0', 'a b'],
    ['/v1/orders/7/', '0', '7'],
    ['orders/7?x=1', '0', '7'],
    ['https://a.example/users/3/orders/7', '2', '3'],
    ['/v1/orders/100%', '0', '100%'],
    ['/a', '5', undefined],
  ])('takes a segment of the Location %s', (location, pointer, expected) => {
    expect(capturedFromStep('path:id', { kind: 'step', step: 0, from: 'path', pointer }, [answered(location)])).toBe(expected);
  });

  it.each([
    ['/v1/orders/7?y=2', '/v1/orders/7?y=2'],
    ['7', '/v1/7'],
    ['./orders/7', '/v1/orders/7'],
    ['?z', '/v1/orders?z'],
    ['https://a.example/x', '/x'],
    ['http://', undefined],
    ['', undefined],
  ])('resolves the Location %s to a target', (location, expected) => {
    const capture = { kind: 'step', step: 0, from: 'header', pointer: 'location' } as const;
    if (location !== '') expect(capturedFromStep(TARGET_KEY, capture, [answered(location)])).toBe(expected);
    expect(locationTarget(answered(location))).toBe(expected);
  });
});
