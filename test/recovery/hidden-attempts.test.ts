import { describe, expect, it } from 'vitest';
import type { Connection, FaultSpan } from '../../src/journal/run-journal.js';
import { attempts } from '../../src/recovery/oracles/attempts.js';
import { backoff } from '../../src/recovery/oracles/backoff.js';
import { breaker } from '../../src/recovery/oracles/breaker.js';
import { retryable } from '../../src/recovery/oracles/retryable.js';
import { retryAfter } from '../../src/recovery/oracles/retry-after.js';
import { timeout } from '../../src/recovery/oracles/timeout.js';
import type { Oracle } from '../../src/recovery/oracle.js';
import type { CallPlan, RunParts } from '../support/recovery-journal.js';
import { inputOf, policyWith, verdictOf } from '../support/recovery-journal.js';

const CANARY = { noise: { latenessMs: 50 } } as const;
const policy = policyWith({
  timeoutMs: 1_000,
  retry: {
    attemptCount: 3,
    on: [{ kind: 'status', first: 503, last: 503 }, { kind: 'network' }, { kind: 'timeout' }],
    backoff: { kind: 'exponential', baseMs: 500, factor: 2, capMs: 4_000 },
    jitter: { kind: 'none' },
  },
  retryAfter: { kind: 'honour' },
});
/** After 500 ms it was refused, after 1 s more it came through. */
const RETRIED: CallPlan = { attempts: [0, { waitMs: 500 }, { waitMs: 3_000 }] };
const span = (fromMs: number, toMs: number, more: Partial<FaultSpan> = {}): FaultSpan => ({
  ...{ label: 'gone', fault: 'outage', provider: 'payments', fromMs, toMs, refusesConnections: true },
  ...more,
});
const refusedAt = (atMs: number, more: Partial<Connection> = {}): Connection => ({
  ...{ id: `r${atMs}`, consumer: 'shop', provider: 'payments', openedAtMs: atMs, closedAtMs: atMs, end: 'refused' },
  ...{ receivedBytes: 0, sentBytes: 0, fault: undefined, ...more },
});
const verdict = (oracle: Oracle, plans: readonly CallPlan[], parts: RunParts): string => verdictOf(oracle, inputOf(policy, plans, parts));

describe('a wait in which an attempt may have gone unseen', () => {
  it.each<readonly [string, RunParts]>([
    ['a refused connection', { connections: [refusedAt(2_500)] }],
    ['a connection that a fault cut before its request', { connections: [refusedAt(2_500, { end: 'fault', closedAtMs: 2_501 })] }],
    ['a connection that a fault left silent', { connections: [refusedAt(2_500, { end: 'consumer', closedAtMs: 2_900, fault: 'silent' })] }],
    [
      'a handshake that failed',
      { connections: [refusedAt(2_500, { end: 'consumer' })], faults: [span(2_000, 3_000, { fault: 'certificate' })] },
    ],
    ['a fault that refuses connections', { faults: [span(1_600, 2_800)] }],
    ['a port that is opened again late', { faults: [span(1_600, 1_601)] }],
    ['an outage of which the journal does not say how', { faults: [span(1_600, 2_800, { refusesConnections: undefined })] }],
  ])('is never too long: %s', (_what, parts) => {
    expect(verdict(backoff, [RETRIED], { ...CANARY, ...parts })).toBe('consistent');
  });

  it.each<readonly [string, RunParts]>([
    ['nothing of the kind', {}],
    ['another provider', { faults: [span(1_600, 2_800, { provider: 'orders' })], connections: [refusedAt(2_500, { provider: 'orders' })] }],
    ['another consumer', { connections: [refusedAt(2_500, { consumer: 'web' })] }],
    ['an outage that answers', { faults: [span(900, 9_000, { refusesConnections: false })] }],
    ['one after it', { faults: [span(4_600, 4_800)], connections: [refusedAt(4_700)] }],
  ])('is too long all the same with %s', (_what, parts) => {
    expect(verdict(backoff, [RETRIED], { ...CANARY, ...parts })).toBe('refuted');
  });

  it('is still too short', () => {
    const early: CallPlan = { attempts: [0, { waitMs: 500 }, { waitMs: 600 }] };
    expect(verdict(backoff, [early], { ...CANARY, connections: [refusedAt(1_700)] })).toBe('refuted');
  });

  it('does not move with Retry-After, and hides no breach of it', () => {
    const asking = (seconds: number, waitMs: number, id: string, atMs: number): CallPlan => ({
      id,
      atMs,
      attempts: [{ headers: ['retry-after', String(seconds)] }, { waitMs, status: 200 }],
    });
    const kept = [asking(10, 10_100, 'a', 1_000), asking(20, 20_100, 'b', 20_000)];
    expect(verdict(retryAfter, kept, CANARY)).toBe('proved');
    expect(verdict(retryAfter, kept, { ...CANARY, faults: [span(2_000, 30_000)] })).toBe('consistent');
    expect(verdict(retryAfter, [asking(10, 5_000, 'a', 1_000)], { ...CANARY, faults: [span(2_000, 3_000)] })).toBe('refuted');
  });
});

describe('a call of which attempts may have gone unseen', () => {
  const whole: CallPlan = { attempts: [0, 500, 1_000], ask: { answeredAtMs: 9_000 } };

  it('is not proved to have had no more than were seen', () => {
    expect(verdict(attempts, [whole], CANARY)).toBe('proved');
    expect(verdict(attempts, [whole], { ...CANARY, faults: [span(3_000, 8_000)] })).toBe('consistent');
    expect(verdict(attempts, [{ attempts: [0, 500, 1_000, 2_000] }], { ...CANARY, faults: [span(3_000, 8_000)] })).toBe('refuted');
  });

  it('may have been tried again', () => {
    const once: CallPlan = { attempts: [{ status: null }], ask: { answeredAtMs: 4_000 } };
    expect(verdict(retryable, [once], CANARY)).toBe('refuted');
    expect(verdict(retryable, [once], { ...CANARY, faults: [span(900, 5_000)] })).toBe('inconclusive');
  });

  it('may have been given up on in time', () => {
    const pending: CallPlan = {
      attempts: [
        { status: null, outcome: 'timedOut' },
        { waitMs: 5_000, status: 200 },
      ],
    };
    expect(verdict(timeout, [pending], CANARY)).toBe('refuted');
    expect(verdict(timeout, [pending], { ...CANARY, faults: [span(1_500, 5_000)] })).toBe('inconclusive');
  });

  it('may have opened a breaker that seems to be open for no reason', () => {
    const claimed = policyWith({ breaker: { failureCount: 2, openMs: 5_000, probeCount: 1 } });
    const parts = { ...CANARY, asks: [ask(6_000)] };
    const plans: readonly CallPlan[] = [{ atMs: 1_000, attempts: [{ status: 200 }] }];
    expect(verdictOf(breaker, inputOf(claimed, plans, parts))).toBe('refuted');
    expect(verdictOf(breaker, inputOf(claimed, plans, { ...parts, faults: [span(2_000, 5_000)] }))).toBe('inconclusive');
  });
});

function ask(askedAtMs: number) {
  const base = { id: `ask ${askedAtMs}`, consumer: 'shop', text: 'GET /payments/1', askedAtMs, answeredAtMs: askedAtMs + 1 };
  return { ...base, outcome: 'failed' as const, status: 503, answer: undefined };
}
