import { describe, expect, it } from 'vitest';
import { judgeRun } from '../../src/recovery/judge-run.js';
import type { Claim, Judgement } from '../../src/recovery/oracle.js';
import type { Bug, LinkPlan } from '../support/link-world.js';
import { claimedBy, expectedOf, runLink, uniqueValuesOf } from '../support/link-world.js';

const GETS = Array.from({ length: 14 }, (_, index) => ({ atMs: index * 300, method: 'GET' as const }));
const POSTS = Array.from({ length: 8 }, (_, index) => ({ atMs: index * 400, method: 'POST' as const }));
const BASE: LinkPlan = {
  seed: 3,
  worstLatenessMs: 0,
  hasCanary: true,
  attemptCount: 2,
  baseMs: 50,
  timeoutMs: 300,
  hasKeys: true,
  asks: GETS,
  isInTurn: true,
  outages: [{ fromMs: 550, toMs: 2_500, mode: '503' }],
  endMs: 40_000,
};
const BREAKER = { failureCount: 2, openMs: 1_000, probeCount: 1, level: 'call' } as const;
const AT_ONCE = Array.from({ length: 12 }, (_, index) => ({ atMs: 600 + index, method: 'GET' as const }));
const BURST = [...GETS.slice(0, 6), ...Array.from({ length: 6 }, (_, index) => ({ atMs: 2_300 + index / 10, method: 'GET' as const }))];

const PLANTED: readonly (readonly [bug: Bug, claim: Claim, plan: Partial<LinkPlan>])[] = [
  ['never-opens', 'breaker', { breaker: BREAKER }],
  ['opens-too-short', 'breaker', { breaker: BREAKER }],
  [
    'many-probes',
    'breaker',
    { breaker: BREAKER, asks: BURST, isInTurn: false, isMarked: true, outages: [{ fromMs: 250, toMs: 6_000, mode: '503' }] },
  ],
  ['trips-on-4xx', 'breaker', { breaker: BREAKER, outages: [{ fromMs: 550, toMs: 2_500, mode: '404' }] }],
  [
    'no-bulkhead',
    'bulkhead',
    { bulkhead: 3, asks: AT_ONCE, isInTurn: false, outages: [{ fromMs: 500, toMs: 2_500, mode: 'stall' }], timeoutMs: 3_000 },
  ],
  ['loses-queue', 'nothing-lost', { hasQueue: true, asks: POSTS }],
  ['flushes-twice', 'nothing-twice', { hasQueue: true, asks: POSTS }],
  ['flushes-backwards', 'in-order', { hasQueue: true, asks: POSTS }],
  ['no-fallback', 'fallback', { hasFallback: true }],
  ['hangs', 'answered', { outages: [{ fromMs: 500, toMs: 4_000, mode: '503' }] }],
  ['sleeps-on', 'recovery-time', { hasQueue: true, asks: POSTS.slice(0, 5), endMs: 80_000 }],
  ['retries-for-ever', 'amplification', { outages: [{ fromMs: 500, toMs: 4_000, mode: '503' }] }],
];

describe('a planted wrong consumer', () => {
  it.each(PLANTED)('that %s is refuted by %s, and its right twin is not', (bug, claim, plan) => {
    expect(verdictOf({ ...BASE, ...plan }, claim), 'the twin').not.toBe('refuted');
    expect(verdictOf({ ...BASE, ...plan, bugs: [bug] }, claim), 'the wrong one').toBe('refuted');
  });
});

describe('a right consumer whose attempts are refused where nobody sees it', () => {
  it.each<readonly [Claim, Partial<LinkPlan>]>([
    ['breaker', { breaker: BREAKER }],
    [
      'backoff',
      {
        attemptCount: 4,
        baseMs: 1_000,
        outages: [
          { fromMs: 550, toMs: 900, mode: '503' },
          { fromMs: 900, toMs: 6_000, mode: 'refuse' },
        ],
      },
    ],
  ])('is not refuted by %s', (claim, plan) => {
    const outages: LinkPlan['outages'] = [{ fromMs: 550, toMs: 2_500, mode: 'refuse' }];
    for (let seed = 0; seed < 30; seed += 1) {
      const refused = { ...BASE, outages, worstLatenessMs: 5, ...plan, seed };
      expect(verdictOf(refused, claim), `seed ${seed}`).not.toBe('refuted');
    }
  });
});

describe('a right consumer whose claims were put to the test', () => {
  it.each<readonly [Claim, Partial<LinkPlan>]>([
    ['breaker', { breaker: BREAKER }],
    ['nothing-lost', { hasQueue: true, asks: POSTS }],
    ['nothing-twice', { outages: [{ fromMs: 0, toMs: 900, mode: 'lost' }], asks: POSTS }],
    ['in-order', { hasQueue: true, asks: POSTS }],
    ['fallback', { hasFallback: true }],
    ['answered', {}],
    ['amplification', {}],
    ['recovery-time', {}],
    ['bulkhead', { bulkhead: 3, asks: AT_ONCE, isInTurn: false, outages: [{ fromMs: 500, toMs: 2_500, mode: 'stall' }], timeoutMs: 3_000 }],
  ])('has %s proved', (claim, plan) => {
    expect(judgementOf({ ...BASE, ...plan }, claim)).toMatchObject({ verdict: { kind: 'proved' } });
  });
});

function verdictOf(plan: LinkPlan, claim: Claim): string | undefined {
  return judgementOf(plan, claim)?.verdict.kind;
}

function judgementOf(plan: LinkPlan, claim: Claim): Judgement | undefined {
  const expectations = {
    ...expectedOf(plan),
    answeredWithinMs: 5_000,
    recoveredWithinMs: 3_000,
    inOrderBy: plan.hasQueue === true ? '' : undefined,
  };
  const judgements = judgeRun(runLink(plan), {
    consumer: 'shop',
    provider: 'payments',
    policy: claimedBy(plan),
    expectations,
    hints: { uniqueValues: uniqueValuesOf(plan) },
  });
  return judgements.find((judgement) => judgement.claim === claim);
}
