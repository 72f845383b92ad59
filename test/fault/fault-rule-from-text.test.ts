import { describe, expect, it } from 'vitest';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';

describe('faultRuleFromText', () => {
  it('reads the kind, then keys and their values as YAML', () => {
    expect(faultRuleFromText('status status=503 on=getOrder,createOrder nth=1-3 probability=0.5 from=2s').written).toEqual({
      fault: 'status',
      status: 503,
      on: ['getOrder', 'createOrder'],
      nth: '1-3',
      probability: 0.5,
      from: '2s',
    });
  });

  it.each([
    ['a value with blanks in quotation marks', `status status=500 body="it's over"`, { body: "it's over" }],
    ['JSON with blanks', 'status status=500 body={"a": [1, 2]}', { body: { a: [1, 2] } }],
    ['members by dots', 'status status=500 headers.x-a=1 headers.x-b=two', { headers: { 'x-a': 1, 'x-b': 'two' } }],
    ['texts that look like something else', 'noop label=1 while=true', { label: '1', while: 'true' }],
    ['an operation with a blank', 'noop on="GET /orders/{id}"', { on: 'GET /orders/{id}' }],
    ['a header with its value', 'noop header="x-a: 1"', { header: 'x-a: 1' }],
    ['an empty text', 'status status=500 body=', { body: '' }],
  ])('reads %s', (_what, text, expected) => {
    expect(faultRuleFromText(text).written).toMatchObject(expected);
  });

  it.each([
    [''],
    ['status'],
    ['status 503'],
    ['status =503'],
    ['status status=503 status=500'],
    ['status status=503 body="open'],
    ['status status=503 body={"a":'],
    ['statsu status=503'],
    [`noop label=${'x'.repeat(30_000)}`],
  ])('refuses %.40s', (text) => {
    expect(() => faultRuleFromText(text)).toThrow('E_FAULT_INVALID');
  });
});
