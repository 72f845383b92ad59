import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import type { JsonValue } from '../../src/base/json.js';
import { parseDocument } from '../../src/contract/document.js';
import { faultRulesFromJson } from '../../src/fault/fault-rules-from-json.js';
import { textFromError } from '../../src/report/wording/error-wording.js';

const TEXT = `faults:
  - fault: status
    status: 503
    on: [getOrder, 'GET /carts/{id}']
    nth: 1-3
    from: 2s
    to: 12s
  - fault: status
    status: 9000
  - fault: ouatge
  - fault: latency
    latncy: 3s
  - fault: latency
    latency: 3 seconds
`;

describe('faultRulesFromJson', () => {
  it('reads what a rule says of requests and of time', () => {
    const [rule] = faultRulesFromJson({
      fault: 'status',
      status: 503,
      on: 'getOrder',
      method: 'post',
      path: '/orders/**',
      header: { name: 'X-Tenant', equals: 'a' },
      consumer: 'web',
      provider: 'shop',
      from: '2s',
      to: '12s',
      nth: '2-',
      probability: 0.5,
      count: 4,
      scope: 'header:X-Tenant',
      while: 'broken',
      sets: 'mended',
      label: 'mine',
    });
    expect(rule).toMatchObject({
      label: 'mine',
      fault: { kind: { kind: 'status' }, settings: { status: 503 } },
      match: {
        operations: ['getOrder'],
        method: 'POST',
        path: '/orders/**',
        header: { name: 'x-tenant', equals: 'a' },
        consumer: 'web',
        provider: 'shop',
      },
      when: {
        fromMs: 2_000,
        toMs: 12_000,
        nth: { first: 2, last: Number.POSITIVE_INFINITY },
        probability: 0.5,
        state: 'broken',
        sets: 'mended',
      },
      scope: { header: 'x-tenant' },
      count: 4,
    });
  });

  it('gives every rule a label of its own', () => {
    const rules = faultRulesFromJson([{ fault: 'noop', label: 'noop-2' }, { fault: 'noop' }, { fault: 'noop' }]);
    expect(rules.map(({ label }) => label)).toEqual(['noop-2', 'noop', 'noop-3']);
    expect(
      problemOf([
        { fault: 'noop', label: 'a' },
        { fault: 'noop', label: 'a' },
      ]),
    ).toContain('the label "a" is taken by a rule before');
  });

  it('leaves a key that is a setting to the kind', () => {
    const [rule] = faultRulesFromJson({ fault: 'fail-first', count: 4 });
    expect(rule?.count).toBeUndefined();
    expect(rule?.fault.settings).toMatchObject({ failureCount: 4 });
  });

  it('shares the state of a limit by its key, and that of tcp faults by connection', () => {
    const scopes = faultRulesFromJson([
      { fault: 'rate-limit', key: 'X-Api-Key' },
      { fault: 'latency' },
      { fault: 'latency', scope: 'all' },
      { fault: 'noop' },
    ]);
    expect(scopes.map(({ scope }) => scope)).toEqual([{ header: 'x-api-key' }, 'connection', 'all', 'all']);
  });

  it('points at everything that is wrong, with what was meant', () => {
    const error = errorOf(() => faultRulesFromJson(parseDocument(TEXT, 'faults.yaml'), { file: 'faults.yaml', text: TEXT }));
    expect(textFromError(error)).toBe(
      [
        'faults.yaml:9:5: the fault rule cannot be used: "status" at /faults/1/status: must be 599 or less. See --list-faults',
        '  faults.yaml:10:5 there is no fault "ouatge", did you mean "outage"?',
        '  faults.yaml:12:5 unknown key "latncy", did you mean "latency"?',
        '  faults.yaml:14:5 must be a number and its unit: 250ms, 2s, 1m, 1h',
      ].join('\n'),
    );
  });

  it('says where a rule was written that is right', () => {
    const text = '- fault: noop\n- fault: outage\n';
    const rules = faultRulesFromJson(parseDocument(text, 'f.yaml'), { file: 'f.yaml', text, pointer: '' });
    expect(rules.map(({ place }) => place)).toEqual([
      { file: 'f.yaml', pointer: '/0', line: 1, column: 3 },
      { file: 'f.yaml', pointer: '/1', line: 2, column: 3 },
    ]);
  });

  it.each([
    ['no object', 'status', 'a rule is an object with "fault"'],
    ['no fault', { status: 503 }, 'the key "fault" is missing'],
    ['a setting that is missing', { fault: 'status' }, 'the key "status" is missing'],
    ['a number that is none', { fault: 'noop', nth: '0-3' }, 'must be the number of a request, or several: 3, 1-3, 2-'],
    ['a choice that is none', { fault: 'outage', mode: 'refused' }, 'must be one of'],
    ['a scope that is none', { fault: 'noop', scope: 'headers' }, 'must be one of all, operation, consumer, connection, header:<name>'],
    ['a header that would split', { fault: 'status', status: 500, headers: { a: 'x\r\ny: z' } }, 'must match the pattern'],
    ['a label that would look like two', { fault: 'noop', label: 'a+b' }, 'without blanks and "+"'],
    ['a limit without end', { fault: 'rate-limit', limit: 1e9 }, 'must be 10000 or less'],
    ['a window that ends before it begins', { fault: 'noop', from: '2s', to: '1s' }, 'must be later than "from"'],
  ])('refuses %s', (_what, value, problem) => {
    expect(problemOf(value as JsonValue)).toContain(problem);
  });

  it('either reads a value or says what is wrong with it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('status', 'latency', 'rate-limit', 'nothing'), (value, fault) => {
        const rule = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value, fault } : value;
        try {
          faultRulesFromJson(rule as JsonValue);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

function problemOf(value: JsonValue): string {
  return textFromError(errorOf(() => faultRulesFromJson(value)));
}

function errorOf(read: () => unknown): InputError {
  try {
    read();
  } catch (error) {
    if (error instanceof InputError && error.code === 'E_FAULT_INVALID') return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
