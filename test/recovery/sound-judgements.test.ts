import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../src/recovery/judge-run.js';
import type { LinkPlan } from '../support/link-world.js';
import { claimedBy, expectedOf, runLink, uniqueValuesOf } from '../support/link-world.js';

describe('a consumer that keeps its claims', () => {
  it('is never refuted, however late the machine is and whatever its calls can be told apart by', () => {
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        const journal = runLink(plan);
        const claims = {
          consumer: 'shop',
          provider: 'payments',
          policy: claimedBy(plan),
          expectations: expectedOf(plan),
          hints: { uniqueValues: uniqueValuesOf(plan) },
        };
        const judgements = judgeRun(journal, claims);
        // Repeating a POST without a key is wrong, whatever is claimed.
        const judged = judgements.filter(({ claim }) => plan.hasKeys === true || claim !== 'unsafe-retry');
        for (const one of judged) expect(one.verdict.kind, JSON.stringify(one)).not.toBe('refuted');
        expect(judgeRun(journal, claims)).toEqual(judgements);
      }),
      { seed: 51, numRuns: 400, endOnFailure: true },
    );
  });
});

function planArbitrary(): fc.Arbitrary<LinkPlan> {
  const outage = fc.record({
    fromMs: fc.integer({ min: 0, max: 4_000 }),
    lengthMs: fc.integer({ min: 100, max: 4_000 }),
    mode: fc.constantFrom('503' as const, 'reset' as const, 'stall' as const, 'lost' as const, '404' as const, 'refuse' as const),
  });
  return fc
    .record({
      seed: fc.nat(),
      worstLatenessMs: fc.constantFrom(0, 5, 80, 400),
      hasCanary: fc.boolean(),
      attemptCount: fc.integer({ min: 1, max: 4 }),
      baseMs: fc.constantFrom(0, 20, 100, 1_000),
      timeoutMs: fc.constantFrom(200, 600),
      breaker: fc.option(
        fc.record({
          failureCount: fc.integer({ min: 1, max: 4 }),
          openMs: fc.constantFrom(300, 1_000),
          probeCount: fc.integer({ min: 1, max: 2 }),
          level: fc.constantFrom('call' as const, 'attempt' as const),
        }),
        { nil: undefined },
      ),
      bulkhead: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      kind: fc.constantFrom('plain' as const, 'queue' as const, 'fallback' as const),
      hasKeys: fc.boolean(),
      isInTurn: fc.boolean(),
      isMarked: fc.boolean(),
      asks: fc.array(fc.record({ atMs: fc.integer({ min: 0, max: 9_000 }), method: fc.constantFrom('GET' as const, 'POST' as const) }), {
        minLength: 1,
        maxLength: 25,
      }),
      outages: fc.array(outage, { maxLength: 2 }),
    })
    .map(({ kind, outages, asks, breaker, bulkhead, ...rest }) => ({
      ...rest,
      ...(breaker === undefined ? {} : { breaker }),
      ...(bulkhead === undefined ? {} : { bulkhead }),
      asks: [...asks].sort((left, right) => left.atMs - right.atMs),
      outages: outages.map(({ fromMs, lengthMs, mode }) => ({ fromMs, toMs: fromMs + lengthMs, mode })),
      hasQueue: kind === 'queue',
      hasFallback: kind === 'fallback',
      endMs: 60_000,
    }));
}
