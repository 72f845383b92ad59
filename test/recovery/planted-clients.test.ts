import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import type { JsonObject } from '../../src/base/json.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import type { Oracle } from '../../src/recovery/oracle.js';
import { attempts } from '../../src/recovery/oracles/attempts.js';
import { backoff } from '../../src/recovery/oracles/backoff.js';
import { deadline } from '../../src/recovery/oracles/deadline.js';
import { idempotencyKey } from '../../src/recovery/oracles/idempotency-key.js';
import { jitter } from '../../src/recovery/oracles/jitter.js';
import { retryAfter } from '../../src/recovery/oracles/retry-after.js';
import { retryable } from '../../src/recovery/oracles/retryable.js';
import { timeout } from '../../src/recovery/oracles/timeout.js';
import { unsafeRetry } from '../../src/recovery/oracles/unsafe-retry.js';
import type { WorldAnswer } from '../support/recovery-world.js';
import { inputOfWorld } from '../support/recovery-world.js';

interface Planted {
  readonly what: string;
  readonly oracle: Oracle;
  readonly claimed: JsonObject;
  /** What it really does, over what it claims. */
  readonly real: JsonObject;
  readonly answers: readonly WorldAnswer[];
  readonly method?: 'GET' | 'POST';
  readonly keyOf?: (call: number, attempt: number) => string | undefined;
  /** Only a canary tells that something was too late. */
  readonly needsCanary?: boolean;
  readonly callCount?: number;
}

const ON = [429, 503, 'network', 'timeout'];
const DOUBLING: JsonObject = { attempts: 5, backoff: 'exponential', base: '200ms', factor: 2, cap: '1s', jitter: 'none', on: ON };
const FULL: JsonObject = { ...DOUBLING, jitter: 'full' };
const CONSTANT: JsonObject = { attempts: 4, backoff: 'constant', base: '200ms', on: ON };
const TWO_VALUES: readonly WorldAnswer[] = [{ retryAfter: '3' }, { retryAfter: '9' }];

const PLANTED: readonly Planted[] = [
  plant('attempts', 'tries once more than it claims', attempts, DOUBLING, { ...DOUBLING, attempts: 6 }),
  plant('attempts', 'never stops', attempts, DOUBLING, { ...DOUBLING, attempts: 12 }),
  { ...plant('retryable', 'retries a 400', retryable, CONSTANT, { ...CONSTANT, on: [...ON, 400] }), answers: [400, 503] },
  { ...plant('retryable', 'retries a 500 that it does not name', retryable, CONSTANT, { ...CONSTANT, on: [...ON, 500] }), answers: [500] },
  { ...plant('retryable', 'does not retry a 503', retryable, CONSTANT, { ...CONSTANT, on: [429] }), answers: [503] },
  { ...plant('retryable', 'does not retry a reset', retryable, CONSTANT, { ...CONSTANT, on: [429, 503] }), answers: ['reset'] },
  { ...plant('unsafe-retry', 'repeats a POST without a key', unsafeRetry, CONSTANT, CONSTANT), method: 'POST', keyOf: () => undefined },
  {
    ...plant('unsafe-retry', 'repeats a POST that was reset', unsafeRetry, CONSTANT, CONSTANT),
    method: 'POST',
    answers: ['reset'],
    keyOf: () => undefined,
  },
  {
    ...plant('unsafe-retry', 'makes a new key for each attempt', unsafeRetry, CONSTANT, CONSTANT),
    method: 'POST',
    keyOf: (call, attempt) => `${call}-${attempt}`,
  },
  plant('backoff', 'does not wait at all', backoff, DOUBLING, { ...DOUBLING, backoff: 'none', base: '0ms' }),
  plant('backoff', 'waits the same each time', backoff, DOUBLING, { ...DOUBLING, backoff: 'constant' }),
  plant('backoff', 'counts its waits from zero', backoff, DOUBLING, { ...DOUBLING, base: '100ms' }),
  plant('backoff', 'grows more slowly', backoff, DOUBLING, { ...DOUBLING, factor: 1.2 }),
  plant('backoff', 'draws from zero where it claims half', backoff, { ...FULL, jitter: 'equal' }, FULL),
  { ...plant('backoff', 'has no cap', backoff, { ...DOUBLING, cap: '300ms' }, { ...DOUBLING, cap: '1h' }), needsCanary: true },
  { ...plant('backoff', 'multiplies by four', backoff, DOUBLING, { ...DOUBLING, factor: 4, cap: '1h' }), needsCanary: true },
  plant('jitter', 'has no jitter', jitter, FULL, DOUBLING),
  plant('jitter', 'has no jitter at the cap', jitter, { ...FULL, cap: '200ms' }, { ...FULL, cap: '200ms', jitter: 'none' }),
  plant('jitter', 'draws too small', jitter, FULL, { ...FULL, base: '20ms', cap: '100ms' }),
  { ...plant('jitter', 'draws only the upper half', jitter, FULL, { ...FULL, jitter: 'equal' }), needsCanary: true, callCount: 60 },
  { ...plant('retry-after', 'ignores it', retryAfter, CONSTANT, CONSTANT), real: { retryAfter: 'ignore' }, answers: TWO_VALUES },
  {
    ...plant('retry-after', 'waits two seconds at most', retryAfter, CONSTANT, CONSTANT),
    real: { retryAfter: { cap: '2s' } },
    answers: TWO_VALUES,
  },
  {
    ...plant('retry-after', 'ignores a date', retryAfter, CONSTANT, CONSTANT),
    real: { retryAfter: 'ignore' },
    answers: [{ dateInMs: 6_000 }],
  },
  {
    ...plant('retry-after', 'runs hot on a value beyond its timer', retryAfter, CONSTANT, { ...CONSTANT, base: '1ms' }),
    answers: [{ retryAfter: '9999999' }],
    real: { retry: { ...CONSTANT, base: '1ms' }, retryAfter: 'ignore' },
  },
  {
    ...plant('retry-after', 'runs hot on a past date', retryAfter, CONSTANT, { ...CONSTANT, base: '0ms' }),
    answers: [{ dateInMs: -60_000 }],
  },
  { ...plant('retry-after', 'runs hot on garbage', retryAfter, CONSTANT, { ...CONSTANT, base: '0ms' }), answers: [{ retryAfter: 'soon' }] },
  { ...plant('retry-after', 'runs hot on a negative number', retryAfter, FULL, { ...FULL, base: '0ms' }), answers: [{ retryAfter: '-1' }] },
  {
    ...plant('timeout', 'gives up too early', timeout, CONSTANT, CONSTANT),
    claimed: { timeout: '3s' },
    real: { timeout: '1s' },
    answers: ['hang'],
  },
  {
    ...plant('timeout', 'gives up too late', timeout, CONSTANT, CONSTANT),
    claimed: { timeout: '1s' },
    real: { timeout: '3s' },
    answers: ['hang'],
    needsCanary: true,
  },
  {
    ...plant('deadline', 'tries after its deadline', deadline, DOUBLING, DOUBLING),
    claimed: { deadline: '1s', retry: DOUBLING },
    real: { deadline: '20s' },
    needsCanary: true,
  },
  { ...plant('idempotency-key', 'sends no key', idempotencyKey, CONSTANT, CONSTANT), method: 'POST', keyOf: () => undefined },
  {
    ...plant('idempotency-key', 'makes a new key for each attempt', idempotencyKey, CONSTANT, CONSTANT),
    method: 'POST',
    keyOf: (call, attempt) => `${call}-${attempt}`,
  },
  { ...plant('idempotency-key', 'has one key for all calls', idempotencyKey, CONSTANT, CONSTANT), method: 'POST', keyOf: () => 'same' },
];

describe('a planted wrong client', () => {
  it.each(PLANTED.map((one) => [`${one.oracle.claim}: ${one.what}`, one] as const))('is refuted: %s', (_title, planted) => {
    const input = inputOfPlanted(planted, 'wrong');
    const [judgement] = planted.oracle.judge(input);
    expect(judgement?.verdict.kind, JSON.stringify(judgement)).toBe('refuted');
    const ids = new Set([...input.journal.exchanges, ...input.asks].map(({ id }) => id));
    expect(judgement?.witness.length).toBeGreaterThan(0);
    expect(judgement?.witness.every((id) => ids.has(id))).toBe(true);
    expect(judgement?.args['expected']).not.toBe(judgement?.args['seen']);
  });

  it.each(PLANTED.map((one) => [`${one.oracle.claim}: ${one.what}`, one] as const))(
    'has a right twin that is not: %s',
    (_title, planted) => {
      const input = inputOfPlanted(planted, 'right');
      for (const { verdict } of planted.oracle.judge(input)) expect(verdict.kind).not.toBe('refuted');
    },
  );

  it('is never called too late without a canary', () => {
    // That waits take up too little of their range needs no canary: noise spreads them further.
    for (const planted of PLANTED.filter(({ needsCanary, oracle }) => needsCanary === true && oracle !== jitter)) {
      const [judgement] = planted.oracle.judge(inputOfPlanted({ ...planted, needsCanary: false }, 'wrong'));
      expect(judgement?.verdict.kind, planted.what).not.toBe('refuted');
    }
  });
});

describe('a right client that was put to the test', () => {
  it.each<[Oracle, JsonObject, readonly WorldAnswer[], 'GET' | 'POST']>([
    [attempts, { retry: DOUBLING }, [503], 'GET'],
    [retryable, { retry: CONSTANT }, [503, 400], 'GET'],
    [unsafeRetry, { retry: CONSTANT }, [503], 'POST'],
    [backoff, { retry: DOUBLING }, [503], 'GET'],
    [jitter, { retry: FULL }, [503], 'GET'],
    [retryAfter, { retry: CONSTANT, retryAfter: 'honour' }, TWO_VALUES, 'GET'],
    [timeout, { timeout: '2s', retry: CONSTANT }, ['hang'], 'GET'],
    [deadline, { deadline: '1s', retry: { ...DOUBLING, attempts: 9 } }, [503], 'GET'],
    [idempotencyKey, { retry: CONSTANT, idempotency: 'Idempotency-Key' }, [503], 'POST'],
  ])('has its claim proved: $claim', (oracle, claims, answers, method) => {
    const policy = policyFromJson(claims);
    const client = { policy, method, keyOf: (call: number) => `key-${call}` };
    const input = inputOfWorld({
      claimed: policy,
      client,
      callCount: 12,
      random: randomFromSeed(oracle.claim),
      worstLatenessMs: 5,
      hasCanary: true,
      answers,
    });
    const [judgement] = oracle.judge(input);
    expect(judgement?.verdict, JSON.stringify(judgement)).toEqual({ kind: 'proved' });
    expect(judgement?.witness).not.toEqual([]);
  });
});

function plant(_claim: string, what: string, oracle: Oracle, claimed: JsonObject, real: JsonObject): Planted {
  return { what, oracle, claimed: { retry: claimed }, real: { retry: real }, answers: [503] };
}

function inputOfPlanted({ claimed, real, method = 'GET', ...planted }: Planted, side: 'right' | 'wrong') {
  const base: JsonObject = { retry: CONSTANT, retryAfter: 'honour', idempotency: 'Idempotency-Key', ...claimed };
  const ownKey = (call: number): string => `key-${call}`;
  const client =
    side === 'right'
      ? { policy: policyFromJson(base), method, keyOf: ownKey }
      : { policy: policyFromJson({ ...base, ...real }), method, keyOf: planted.keyOf ?? ownKey };
  return inputOfWorld({
    claimed: policyFromJson(base),
    client,
    callCount: planted.callCount ?? 12,
    random: randomFromSeed(planted.what),
    worstLatenessMs: 0,
    hasCanary: planted.needsCanary ?? false,
    answers: planted.answers,
  });
}
