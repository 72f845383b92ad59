import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import type { Backoff, Jitter, RecoveryPolicy } from '../../src/policy/policy.js';
import type { Oracle } from '../../src/recovery/oracle.js';
import { attempts } from '../../src/recovery/oracles/attempts.js';
import { backoff } from '../../src/recovery/oracles/backoff.js';
import { deadline } from '../../src/recovery/oracles/deadline.js';
import { hedge } from '../../src/recovery/oracles/hedge.js';
import { idempotencyKey } from '../../src/recovery/oracles/idempotency-key.js';
import { jitter } from '../../src/recovery/oracles/jitter.js';
import { rateLimit } from '../../src/recovery/oracles/rate-limit.js';
import { retryAfter } from '../../src/recovery/oracles/retry-after.js';
import { retryable } from '../../src/recovery/oracles/retryable.js';
import { timeout } from '../../src/recovery/oracles/timeout.js';
import { truncation } from '../../src/recovery/oracles/truncation.js';
import { unsafeRetry } from '../../src/recovery/oracles/unsafe-retry.js';
import { policyWith } from '../support/recovery-journal.js';
import { inputOfWorld } from '../support/recovery-world.js';

const ORACLES: readonly Oracle[] = [
  attempts,
  retryable,
  unsafeRetry,
  backoff,
  jitter,
  retryAfter,
  rateLimit,
  timeout,
  deadline,
  truncation,
  idempotencyKey,
  hedge,
];

describe('a client that keeps its policy', () => {
  it.each(ORACLES.map((oracle) => [oracle.claim, oracle] as const))(
    'is never refuted by %s, however late the machine is',
    (_claim, oracle) => {
      fc.assert(
        fc.property(worldArbitrary(), ({ policy, method, ...world }) => {
          const client = { policy, method, keyOf: (call: number) => `key-${call}` };
          const input = inputOfWorld({ claimed: policy, client, callCount: 8, ...world, random: randomFromSeed(world.seed) });
          const judgements = oracle.judge(input);
          for (const one of judgements) expect(one.verdict.kind, JSON.stringify(one)).not.toBe('refuted');
          expect(oracle.judge(input)).toEqual(judgements);
        }),
        { seed: 43, numRuns: 250 },
      );
    },
  );

  it('is never refuted where its own timeouts and a standing machine look like hot loops', () => {
    const race = fc.record({
      policy: fc.record({ timeoutMs: fc.integer({ min: 300, max: 3_000 }), baseMs: fc.integer({ min: 500, max: 3_000 }) }).map((drawn) =>
        policyWith({
          timeoutMs: drawn.timeoutMs,
          retry: { attemptCount: 6, on: undefined, backoff: { kind: 'constant', baseMs: drawn.baseMs }, jitter: { kind: 'none' } },
          retryAfter: { kind: 'honour' },
        }),
      ),
      seed: fc.integer(),
      worstLatenessMs: fc.integer({ min: 100, max: 900 }),
      hasCanary: fc.boolean(),
      timeScale: fc.constantFrom(1, 20),
    });
    fc.assert(
      fc.property(race, ({ policy, ...world }) => {
        const client = { policy, method: 'GET' as const, keyOf: () => undefined };
        const answers = [503, 503, 'hang', 'reset', { retryAfter: '2' }] as const;
        const input = inputOfWorld({ claimed: policy, client, callCount: 4, ...world, answers, random: randomFromSeed(world.seed) });
        for (const oracle of ORACLES) for (const { verdict, claim } of oracle.judge(input)) expect(verdict.kind, claim).not.toBe('refuted');
      }),
      { seed: 45, numRuns: 400 },
    );
  });

  it('is never refuted or proved when only content ties its attempts together', () => {
    fc.assert(
      fc.property(worldArbitrary(), ({ policy, method, ...world }) => {
        const client = { policy, method, keyOf: (call: number) => `key-${call}` };
        const input = inputOfWorld({ claimed: policy, client, callCount: 4, ...world, random: randomFromSeed(world.seed) });
        const unsure = { ...input, calls: input.calls.map((call) => ({ ...call, isCertain: false, groupedBy: 'same-content' as const })) };
        const kinds = ORACLES.flatMap((oracle) => oracle.judge(unsure)).map(({ verdict }) => verdict.kind);
        expect(kinds.filter((kind) => kind === 'refuted' || kind === 'proved')).toEqual([]);
      }),
      { seed: 44, numRuns: 150 },
    );
  });
});

interface World {
  readonly policy: RecoveryPolicy;
  readonly method: 'GET' | 'POST';
  readonly seed: number;
  readonly worstLatenessMs: number;
  readonly hasCanary: boolean;
  readonly timeScale: number;
}

function worldArbitrary(): fc.Arbitrary<World> {
  return fc.record({
    policy: policyArbitrary(),
    method: fc.constantFrom('GET' as const, 'POST' as const),
    seed: fc.integer(),
    worstLatenessMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true })),
    hasCanary: fc.boolean(),
    timeScale: fc.constantFrom(1, 1, 20, 50),
  });
}

function policyArbitrary(): fc.Arbitrary<RecoveryPolicy> {
  const some = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(one, { nil: undefined });
  const retry = fc.record({
    attemptCount: fc.integer({ min: 1, max: 9 }),
    on: fc.constant([
      { kind: 'status' as const, first: 429, last: 429 },
      { kind: 'status' as const, first: 503, last: 503 },
      { kind: 'network' as const },
      { kind: 'timeout' as const },
    ]),
    backoff: backoffArbitrary(),
    jitter: jitterArbitrary(),
  });
  return fc
    .record({
      timeoutMs: some(fc.integer({ min: 300, max: 8_000 })),
      deadlineMs: some(fc.integer({ min: 500, max: 20_000 })),
      retry,
      retryAfter: fc.constantFrom({ kind: 'honour' as const }, { kind: 'ignore' as const }, { kind: 'capped' as const, capMs: 2_000 }),
      idempotency: fc.constantFrom('idempotency-key'),
    })
    .map((members) => policyWith(members));
}

function backoffArbitrary(): fc.Arbitrary<Backoff> {
  const baseMs = fc.integer({ min: 1, max: 2_000 });
  const capMs = fc.oneof(fc.integer({ min: 1, max: 8_000 }), fc.constant(Number.POSITIVE_INFINITY));
  return fc.oneof(
    fc.constant({ kind: 'none' as const }),
    fc.record({ kind: fc.constant('constant' as const), baseMs }),
    fc.record({ kind: fc.constantFrom('linear' as const, 'decorrelated' as const), baseMs, capMs }),
    fc.record({ kind: fc.constant('exponential' as const), baseMs, factor: fc.constantFrom(1.5, 2, 3), capMs }),
  );
}

function jitterArbitrary(): fc.Arbitrary<Jitter> {
  return fc.oneof(
    fc.constantFrom({ kind: 'none' as const }, { kind: 'full' as const }, { kind: 'equal' as const }, { kind: 'double' as const }),
    fc.record({ kind: fc.constant('proportional' as const), ratio: fc.constantFrom(0.1, 0.25, 1) }),
    fc.record({ kind: fc.constant('additive' as const), maxMs: fc.integer({ min: 1, max: 1_000 }) }),
  );
}
