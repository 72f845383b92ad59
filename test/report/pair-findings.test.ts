import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding/finding.js';
import { textFromPairFindings } from '../../src/report/pair-findings.js';

const FINDING: Finding = {
  id: 'm-0123456789',
  code: 'check/invalid-data-refused',
  severity: 'error',
  pair: { consumer: 'web', provider: 'shop' },
  operation: 'createOrder',
  place: { file: 'shop.yaml', line: 12, column: 5, pointer: '/x' },
  args: { example: 'quantity above its maximum 99', location: ['body', 'quantity'], expected: 'to be refused', seen: '201', count: 3 },
  witness: {
    request: { line: 'POST /orders', headers: [] },
    response: { line: '201', headers: [], body: '{\n  "id": 1\n}' },
    curl: "curl -sS -i -X POST http://127.0.0.1:1/orders --data-raw '{}'",
  },
  replay: {
    seed: '7',
    steps: ['createCustomer', 'createOrder'].map((operation) => ({
      ...{ operation, phase: 'stateful', name: '', intent: 'valid', parameters: {}, headers: {}, credentials: 'pair', captures: {} },
    })),
  },
};

describe('the findings of pairs', () => {
  it('are a block each: what, where, expected, seen, the call, and how to make it again', () => {
    expect(textFromPairFindings([FINDING], false)).toMatchInlineSnapshot(`
      "web → shop
        error  createOrder: a request that breaks the contract was accepted at body/quantity  check/invalid-data-refused
          clause    shop.yaml:12:5
          case      quantity above its maximum 99
          expected  to be refused
          seen      201
          steps     createCustomer → createOrder
          call      POST /orders → 201
          answer    { "id": 1 }
          times     3
          again     curl -sS -i -X POST http://127.0.0.1:1/orders --data-raw '{}'
          replay    mortise replay m-0123456789
          seed      7
          next      Let the provider refuse it, or correct the schema
      "
    `);
  });

  it('stand below their pair, errors first, and what was seen only once at the end', () => {
    const other: Finding = { ...FINDING, pair: { consumer: 'web', provider: 'bank' } };
    const flaky: Finding = { ...FINDING, code: 'check/flaky', args: { check: 'headers-match' } };
    const text = textFromPairFindings([{ ...FINDING, severity: 'warning' }, flaky, other, FINDING], false);
    expect(
      text
        .split('\n')
        .filter((line) => /^(?:\S| {2}\S)/.test(line))
        .map((line) => line.replace(/ {2}(\w+) {2}.*/, '$1')),
    ).toEqual(['web → shop', 'error', 'warning', 'web → bank', 'error', 'web → shop: flaky', 'error']);
  });

  it('never let what a provider said move the cursor of the terminal', () => {
    const said = '\u001b[2J\u0007boom\r';
    const text = textFromPairFindings(
      [{ ...FINDING, args: { seen: said }, witness: { response: { line: '500', headers: [], body: said } } }],
      false,
    );
    expect(text).toContain('\\u001b[2J\\u0007boom');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('are nothing when there are none', () => expect(textFromPairFindings([], true)).toBe(''));
});
