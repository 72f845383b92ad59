import { describe, expect, it } from 'vitest';
import type { Ask, Connection } from '../../../src/journal/run-journal.js';
import type { RecoveryPolicy } from '../../../src/policy/policy.js';
import { budget } from '../../../src/recovery/oracles/budget.js';
import { bulkhead } from '../../../src/recovery/oracles/bulkhead.js';
import { lockStep } from '../../../src/recovery/oracles/lock-step.js';
import { metastable } from '../../../src/recovery/oracles/metastable.js';
import { reconnect } from '../../../src/recovery/oracles/reconnect.js';
import { sameOutcome } from '../../../src/recovery/oracles/same-outcome.js';
import type { CallPlan, RunParts } from '../../support/recovery-journal.js';
import { inputOf, journalOf, policyWith, verdictOf } from '../../support/recovery-journal.js';

const EXACT = { noise: { latenessMs: 0 } } as const;

describe('budget', () => {
  const policy = policyWith({ budget: { ratio: 0.2, floorCount: 1, windowMs: 10_000 } });
  const calls = (count: number, retries: number): readonly CallPlan[] =>
    Array.from({ length: count }, (_, index) => ({
      id: `c${index}`,
      atMs: 1_000 + index * 100,
      attempts: index < retries ? [0, 20] : [0],
    }));

  it.each([
    ['as many as the share and the floor allow', 3, 'consistent'],
    ['one beyond, which rounding may explain', 4, 'consistent'],
    ['more', 6, 'refuted'],
  ])('judges %s', (_what, retries, verdict) => {
    expect(verdictOf(budget, inputOf(policy, calls(10, retries), EXACT))).toBe(verdict);
  });

  it('says nothing when nothing failed, or when attempts are not certain', () => {
    expect(verdictOf(budget, inputOf(policy, [{ attempts: [{ status: 200 }] }]))).toBe('inconclusive');
    const unsure = calls(10, 9).map((call) => ({ ...call, isCertain: false }));
    expect(verdictOf(budget, inputOf(policy, unsure, EXACT))).toBe('inconclusive');
  });

  it('does not count in one window what a late arrival has pushed into it', () => {
    const windows = policyWith({ budget: { ratio: 0, floorCount: 1, windowMs: 1_000 } });
    const late: CallPlan = { id: 'late', atMs: 1_000, attempts: [0, { waitMs: 10, lateMs: 800 }] };
    const others = [2_100, 2_150].map((atMs): CallPlan => ({ id: `at ${atMs}`, atMs, attempts: [0, 10] }));
    expect(verdictOf(budget, inputOf(windows, [late, ...others.slice(0, 1)]))).toBe('consistent');
    expect(verdictOf(budget, inputOf(windows, [late, ...others.slice(0, 1)], EXACT))).toBe('consistent');
  });
});

describe('reconnect', () => {
  const policy: RecoveryPolicy = policyWith({
    reconnect: { attemptCount: 3, backoff: { kind: 'exponential', baseMs: 100, factor: 2, capMs: 1_000 }, jitter: { kind: 'none' } },
  });
  const chain = (waitsMs: readonly number[]): readonly Connection[] => {
    let atMs = 1_000;
    return [0, ...waitsMs].map((waitMs, index) => {
      const openedAtMs = atMs + waitMs;
      atMs = openedAtMs + 10;
      const end = index === waitsMs.length ? ('open' as const) : ('provider' as const);
      const closedAtMs = end === 'open' ? undefined : atMs;
      return {
        id: `c${index}`,
        consumer: 'shop',
        provider: 'payments',
        openedAtMs,
        closedAtMs,
        end,
        receivedBytes: 9,
        sentBytes: index === 0 ? 9 : 0,
        fault: undefined,
      };
    });
  };
  const verdict = (waitsMs: readonly number[], parts: RunParts = EXACT): string =>
    verdictOf(reconnect, inputOf(policy, [{ attempts: [{ status: 200 }] }], { ...parts, connections: chain(waitsMs) }));

  it.each([
    ['the claimed waits', [100, 200, 400], 'proved'],
    ['a wait that is too short', [100, 100], 'refuted'],
    ['a wait that is too long', [100, 900], 'refuted'],
    ['more in a row than claimed', [100, 200, 400, 800], 'refuted'],
    ['none lost', [], 'inconclusive'],
  ])('judges %s', (_what, waitsMs, expected) => {
    expect(verdict(waitsMs)).toBe(expected);
  });

  it('finds nothing too long without a canary, or where nobody listened', () => {
    expect(verdict([100, 900], { noise: { latenessMs: undefined } })).toBe('consistent');
    const down = { label: 'd', fault: 'down', provider: 'payments', fromMs: 1_050, toMs: 1_500 };
    expect(verdict([900], { ...EXACT, faults: [down] })).not.toBe('refuted');
  });

  it.each<readonly [string, readonly string[], number, readonly number[], string]>([
    ['a refused handshake of a WebSocket is one that failed', ['upgrade', 'websocket'], 503, [100, 200, 400], 'proved'],
    ['a refused event stream is one that failed', ['accept', 'text/event-stream'], 503, [100, 200, 400], 'proved'],
    ['and the next one has to wait longer', ['upgrade', 'websocket'], 503, [100, 100], 'refuted'],
    ['what another refusal is nobody can tell', ['accept', '*/*'], 503, [100, 900], 'proved'],
    ['one that was made ends the count', ['upgrade', 'websocket'], 101, [100, 100], 'proved'],
  ])('%s', (_what, requestHeaders, status, waitsMs, expected) => {
    const connections = chain(waitsMs).map((connection) => ({ ...connection, sentBytes: 9 }));
    const plans = connections
      .slice(1)
      .map(({ id, openedAtMs }) => ({ id, atMs: openedAtMs, attempts: [{ status, requestHeaders, connectionId: id }] }));
    expect(verdictOf(reconnect, inputOf(policy, plans, { ...EXACT, connections }))).toBe(expected);
  });

  it('says nothing of a pool', () => {
    const beside = chain([100]).map((connection) => ({ ...connection, openedAtMs: 1_000, closedAtMs: 2_000 }));
    expect(verdictOf(reconnect, inputOf(policy, [{ attempts: [0] }], { connections: beside }))).toBe('inconclusive');
  });
});

describe('bulkhead: other operations', () => {
  const policy = policyWith({ bulkhead: { concurrentCount: 2 } });
  const stall = { label: 's', fault: 'stall', provider: 'payments', fromMs: 4_900, toMs: 9_000 };
  const held = ['a', 'b'].map(
    (id): CallPlan => ({
      id,
      atMs: 5_000,
      attempts: [{ status: 200, answerAfterMs: 3_000 }],
      ask: { text: 'POST /pay' },
    }),
  );
  const other = (atMs: number, tookMs: number): Ask => ({
    id: `other-${atMs}`,
    consumer: 'shop',
    text: 'GET /menu',
    askedAtMs: atMs,
    answeredAtMs: atMs + tookMs,
    outcome: 'succeeded',
    status: 200,
    answer: undefined,
  });
  const before = [1_000, 1_500, 2_000].map((atMs) => other(atMs, 20));
  const verdict = (asks: readonly Ask[], parts: RunParts = EXACT): string | undefined =>
    bulkhead.judge(inputOf(policy, held, { ...parts, faults: [stall], asks })).find(({ subject }) => subject !== undefined)?.verdict.kind;

  it.each<readonly [string, readonly Ask[], string]>([
    ['as fast as ever', [...before, other(6_000, 22)], 'proved'],
    ['held up with the rest', [...before, other(6_000, 2_500)], 'refuted'],
    [
      'never answered any more',
      [...before, { ...other(6_000, 0), answeredAtMs: undefined, outcome: 'pending' }, other(12_000, 20)],
      'refuted',
    ],
    ['too few to compare with', [...before.slice(1), other(6_000, 2_500)], 'inconclusive'],
    ['none while it was full', before, 'inconclusive'],
    ['of the same kind', [...before, other(6_000, 2_500)].map((ask) => ({ ...ask, text: 'POST /pay' })), 'inconclusive'],
  ])('are judged by what they were before: %s', (_what, asks, expected) => {
    expect(verdict(asks)).toBe(expected);
  });

  it('are not held to more than the machine can do', () => {
    const slow = [...before, other(6_000, 2_500)];
    expect(verdict(slow, { noise: { latenessMs: undefined } })).toBe('inconclusive');
    expect(verdict(slow, { noise: { latenessMs: 400 } })).toBe('proved');
  });
});

describe('metastable', () => {
  const pulse = { label: 'p', fault: 'overload', provider: 'payments', fromMs: 3_000, toMs: 5_000 };
  const load = (retriesAfter: number): readonly CallPlan[] =>
    Array.from({ length: 60 }, (_, index) => ({
      id: `c${index}`,
      atMs: index * 200,
      attempts: index * 200 >= 7_000 ? Array.from({ length: 1 + retriesAfter }, () => 10) : [{ status: 200 }],
    }));
  const parts = { ...EXACT, faults: [pulse], expectations: { settlesWithinMs: 1_000 } };

  it('is refuted when the attempts stay a multiple of what is offered, and not when they return to it', () => {
    expect(verdictOf(metastable, inputOf(policyWith({}), load(3), parts))).toBe('refuted');
    expect(verdictOf(metastable, inputOf(policyWith({}), load(0), parts))).toBe('proved');
  });

  it('is left open without a canary, and when too little was offered', () => {
    expect(verdictOf(metastable, inputOf(policyWith({}), load(3), { ...parts, noise: { latenessMs: undefined } }))).toBe('inconclusive');
    expect(verdictOf(metastable, inputOf(policyWith({}), load(3).slice(0, 30), parts))).toBe('inconclusive');
  });
});

describe('lock-step', () => {
  const fleet = (spreadMs: number): readonly CallPlan[] =>
    Array.from({ length: 8 }, (_, index) => ({
      id: `m${index}`,
      consumer: `m${index}`,
      atMs: 1_000,
      attempts: [0, 1_000 + index * spreadMs, 2_000 + index * spreadMs],
    }));
  const parts = { ...EXACT, expectations: { herd: { windowMs: 100, maxRatio: 0.5 } } };

  it('is refuted when the same members arrive together round after round', () => {
    expect(verdictOf(lockStep, inputOf(policyWith({}), fleet(0), parts))).toBe('refuted');
    expect(verdictOf(lockStep, inputOf(policyWith({}), fleet(150), parts))).toBe('consistent');
    expect(verdictOf(lockStep, inputOf(policyWith({}), fleet(0), { ...parts, noise: { latenessMs: undefined } }))).toBe('inconclusive');
    expect(verdictOf(lockStep, inputOf(policyWith({}), fleet(0).slice(0, 3), parts))).toBe('inconclusive');
  });
});

describe('same-outcome', () => {
  const right: readonly CallPlan[] = [{ method: 'POST', attempts: [{ status: 201, effect: 'e1' }] }];
  const twice: readonly CallPlan[] = [
    {
      method: 'POST',
      attempts: [
        { status: null, effect: 'e1', fault: 'lost' },
        { status: 201, effect: 'e2' },
      ],
    },
  ];

  it('compares how asks were answered, and how often everything was done', () => {
    const baseline = journalOf(right);
    expect(verdictOf(sameOutcome, { ...inputOf(policyWith({}), right), baseline })).toBe('consistent');
    expect(verdictOf(sameOutcome, { ...inputOf(policyWith({}), twice), baseline })).toBe('refuted');
    expect(verdictOf(sameOutcome, { ...inputOf(policyWith({}), [...right, { ...right[0], id: 'b', attempts: [0] }]), baseline })).toBe(
      'inconclusive',
    );
    expect(verdictOf(sameOutcome, inputOf(policyWith({}), right))).toBe('none');
    expect(verdictOf(sameOutcome, inputOf(policyWith({}), right, { expectations: { sameOutcome: true } }))).toBe('inconclusive');
  });
});
