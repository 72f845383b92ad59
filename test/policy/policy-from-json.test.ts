import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import { jsonFromPolicy } from '../../src/policy/json-from-policy.js';
import type { Backoff, Jitter, RecoveryPolicy, RetryCondition } from '../../src/policy/policy.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import { textFromError } from '../../src/report/wording/error-wording.js';
import { InputError } from '../../src/base/errors.js';

describe('a policy', () => {
  it('is the same when it is written and read again', () => {
    fc.assert(
      fc.property(policyArbitrary(), (policy) => {
        expect(policyFromJson(JSON.parse(JSON.stringify(jsonFromPolicy(policy))))).toEqual(policy);
      }),
      { seed: 41, numRuns: 300 },
    );
  });

  it('claims nothing when nothing is written', () => {
    expect(Object.values(policyFromJson({})).filter((claim) => claim !== undefined)).toEqual([]);
    expect(jsonFromPolicy(policyFromJson({}))).toEqual({});
  });

  it('claims no waits when a retry names no backoff', () => {
    expect(jsonFromPolicy(policyFromJson({ retry: { attempts: 3 } }))).toEqual({ retry: { attempts: 3 } });
    expect(jsonFromPolicy(policyFromJson({ retry: { on: [503] } }))).toEqual({ retry: { on: [503] } });
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a factor of 2 by default', { backoff: 'exponential', base: '1s' }, { backoff: 'exponential', base: '1s', factor: 2, jitter: 'none' }],
    [
      'jitter as a percentage',
      { backoff: 'constant', base: '1s', jitter: '±20%' },
      { backoff: 'constant', base: '1s', jitter: { kind: 'proportional', ratio: 0.2 } },
    ],
    [
      'an additive jitter of at most the base',
      { backoff: 'constant', base: '1s', jitter: 'additive' },
      { backoff: 'constant', base: '1s', jitter: { kind: 'additive', max: '1s' } },
    ],
    [
      'decorrelated jitter as decorrelated backoff',
      { backoff: 'exponential', base: '1s', cap: '9s', jitter: 'decorrelated' },
      { backoff: 'decorrelated', base: '1s', cap: '9s', jitter: 'none' },
    ],
  ])('reads %s', (_what, written, meant) => {
    expect(jsonFromPolicy(policyFromJson({ retry: { attempts: 3, ...written } }))).toEqual({ retry: { attempts: 3, ...meant } });
  });

  it('knows classes and ranges of statuses', () => {
    const { retry } = policyFromJson({ retry: { on: ['5XX', '500-504', 429, 'network', 'timeout'] } });
    expect(retry?.on).toEqual([
      { kind: 'status', first: 500, last: 599 },
      { kind: 'status', first: 500, last: 504 },
      { kind: 'status', first: 429, last: 429 },
      { kind: 'network' },
      { kind: 'timeout' },
    ]);
  });

  it.each<[string, JsonObject, string]>([
    ['an unknown key', { tmeout: '1s' }, '/tmeout'],
    ['a length without a unit', { timeout: '100' }, '/timeout'],
    ['a backoff without a base', { retry: { backoff: 'exponential' } }, '/retry'],
    ['a base without a backoff', { retry: { base: '1s' } }, '/retry'],
    ['more than all', { retry: { backoff: 'constant', base: '1s', jitter: '±101%' } }, '/retry/jitter'],
    ['a misspelt word', { retryAfter: 'honor' }, '/retryAfter'],
    ['no attempt at all', { retry: { attempts: 0 } }, '/retry/attempts'],
    ['a header that is none', { idempotency: 'a b' }, '/idempotency'],
    ['a growing timeout without a factor', { timeout: { first: '1s' } }, '/timeout'],
    ['a timeout that shrinks', { timeout: { first: '1s', factor: 0.5 } }, '/timeout/factor'],
  ])('refuses %s, and says where', (_what, json, pointer) => {
    const error = errorOf(() => policyFromJson(json, { file: 'm.yaml', pointer: '/recovery' }));
    expect(error).toMatchObject({ code: 'E_POLICY_INVALID', at: { file: 'm.yaml', pointer: `/recovery${pointer}` } });
    expect(textFromError(error)).toMatch(/^m\.yaml#\/recovery.*not a recovery policy: \/recovery/);
  });

  it.each<[JsonObject, string]>([
    [{ breaker: { failres: 3, open: '1s' } }, 'unknown key "failres". Did you mean "failures"?'],
    [{ breaker: { open: '1s' } }, 'the key "failures" is missing'],
    [{ retryAfter: 'honor' }, 'Did you mean "honour"?'],
    [{ retryAfter: { cpa: '1s' } }, 'unknown key "cpa". Did you mean "cap"?'],
  ])('tells a misspelt word as what it is: %j', (json, text) => {
    expect(textFromError(errorOf(() => policyFromJson(json)))).toContain(text);
  });
});

function errorOf(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function policyArbitrary(): fc.Arbitrary<RecoveryPolicy> {
  const some = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(one, { nil: undefined });
  const ms = msArbitrary();
  const count = fc.integer({ min: 1, max: 50 });
  const waits = fc.oneof(
    fc.record({ backoff: backoffArbitrary(), jitter: jitterArbitrary() }),
    fc.constant({ backoff: { kind: 'none' as const }, jitter: { kind: 'additive' as const, maxMs: Number.POSITIVE_INFINITY } }),
  );
  const retry = fc
    .tuple(fc.oneof(count, fc.constant(Number.POSITIVE_INFINITY)), some(fc.array(conditionArbitrary(), { maxLength: 4 })), waits)
    .map(([attemptCount, on, own]) => ({ attemptCount, on, ...own }));
  const growth = fc.record({
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    capMs: fc.oneof(ms, fc.constant(Number.POSITIVE_INFINITY)),
  });
  const timeout = fc.oneof(
    some(ms).map((timeoutMs) => ({ timeoutMs })),
    fc.record({ timeoutMs: ms, timeoutGrowth: growth }),
  );
  const others = fc.record({
    deadlineMs: some(ms),
    retry: some(retry),
    retryAfter: some(
      fc.oneof(
        fc.constantFrom({ kind: 'honour' as const }, { kind: 'ignore' as const }),
        ms.map((capMs) => ({ kind: 'capped' as const, capMs })),
      ),
    ),
    budget: some(fc.record({ ratio: fc.double({ min: 0, max: 100, noNaN: true }).map(plusZero), floorCount: fc.nat(20), windowMs: ms })),
    breaker: some(fc.record({ failureCount: count, openMs: ms, probeCount: count })),
    bulkhead: some(fc.record({ concurrentCount: count })),
    hedge: some(fc.record({ afterMs: ms, attemptCount: fc.integer({ min: 2, max: 5 }) })),
    fallback: some(fc.constantFrom('queue', 'cache', 'popular')),
    queue: some(fc.record({ isOrdered: fc.boolean(), drainMs: some(ms) })),
    idempotency: some(fc.constantFrom('idempotency-key', 'x-once')),
    reconnect: some(fc.tuple(some(count), waits).map(([attemptCount, own]) => ({ attemptCount, ...own }))),
  });
  return fc.tuple(timeout, others).map(([own, rest]) => ({ ...own, ...rest }));
}

function backoffArbitrary(): fc.Arbitrary<Backoff> {
  const baseMs = msArbitrary();
  const capMs = fc.oneof(msArbitrary(), fc.constant(Number.POSITIVE_INFINITY));
  const factor = fc.double({ min: 1, max: 10, noNaN: true });
  return fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constant('constant' as const), baseMs }),
    fc.record({ kind: fc.constantFrom('linear' as const, 'decorrelated' as const), baseMs, capMs }),
    fc.record({ kind: fc.constant('exponential' as const), baseMs, factor, capMs }),
  );
}

function jitterArbitrary(): fc.Arbitrary<Jitter> {
  return fc.oneof(
    fc.constantFrom({ kind: 'none' as const }, { kind: 'full' as const }, { kind: 'equal' as const }, { kind: 'double' as const }),
    fc.record({ kind: fc.constant('proportional' as const), ratio: fc.double({ min: 0, max: 1, noNaN: true }).map(plusZero) }),
    fc.record({ kind: fc.constant('additive' as const), maxMs: msArbitrary() }),
  );
}

function conditionArbitrary(): fc.Arbitrary<RetryCondition> {
  const status = fc
    .tuple(fc.integer({ min: 100, max: 599 }), fc.integer({ min: 100, max: 599 }))
    .map(([one, other]) => ({ kind: 'status' as const, first: Math.min(one, other), last: Math.max(one, other) }));
  return fc.oneof(status, fc.constantFrom({ kind: 'network' as const }, { kind: 'timeout' as const }));
}

/** Whole ms, and ms with a fraction of µs. */
function msArbitrary(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.nat(10_000_000),
    fc.nat(10_000_000).map((thousandths) => thousandths / 1_000),
  );
}

/** JSON has no negative zero. */
function plusZero(value: number): number {
  return value + 0;
}
