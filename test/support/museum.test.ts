import { describe, expect, it } from 'vitest';
import { OBSERVED_MEMBERS } from '../../src/recovery/probe/observed-members.js';
import type { ObservedMember, ObservedPolicy, ObservedVerdict } from '../../src/recovery/probe/observed-policy.js';
import { comparePolicies, stablePolicy } from './museum.js';

const PROVED: ObservedVerdict = { verdict: 'proved', evidence: [] };
const SEEN: ObservedPolicy = {
  attempts: 3,
  retries: { statuses: [429, 503], transport: ['refused'], methods: ['GET'] },
  backoff: { kind: 'exponential', baseMs: 1_004, factor: 2, capMs: null },
  jitter: { present: false, kind: 'none' },
  retryAfter: { seconds: 'honoured', date: 'honoured', past: 'hot-loop', huge: 'hangs', garbage: 'ignored' },
  timeoutMs: 10_040,
  idempotencyKey: { present: false, stable: false },
  unsafeRetry: false,
  truncatedBody: 'error',
  verdicts: Object.fromEntries(OBSERVED_MEMBERS.map((member) => [member, PROVED])) as Record<ObservedMember, ObservedVerdict>,
};
const STORED = stablePolicy(SEEN);

describe('what is stored of a client', () => {
  it('is the same as what it was taken from, and a little later or earlier', () => {
    expect(comparePolicies(STORED, SEEN, OBSERVED_MEMBERS)).toMatchObject({ same: OBSERVED_MEMBERS, different: [], undecided: [] });
    expect(comparePolicies(STORED, { ...SEEN, timeoutMs: 11_000 }, OBSERVED_MEMBERS).different).toEqual([]);
  });

  it.each<[member: ObservedMember, change: Partial<ObservedPolicy>]>([
    ['attempts', { attempts: 4 }],
    ['retries.statuses', { retries: { ...SEEN.retries, statuses: [503] } }],
    ['backoff', { backoff: { ...SEEN.backoff, kind: 'constant' } }],
    ['backoff', { backoff: { ...SEEN.backoff, baseMs: 2_000 } }],
    ['jitter', { jitter: { present: true, kind: 'full' } }],
    ['retryAfter.huge', { retryAfter: { ...SEEN.retryAfter, huge: 'gives-up' } }],
    ['timeoutMs', { timeoutMs: 20_000 }],
    ['timeoutMs', { timeoutMs: null }],
    ['idempotencyKey', { idempotencyKey: { present: true, stable: true } }],
    ['unsafeRetry', { unsafeRetry: true }],
    ['truncatedBody', { truncatedBody: 'pending' }],
  ])('differs in %s alone', (member, change) => {
    expect(comparePolicies(STORED, { ...SEEN, ...change }, OBSERVED_MEMBERS).different.map((one) => one.member)).toEqual([member]);
  });

  it('is not compared where a run decided nothing, and says why', () => {
    const verdicts = { ...SEEN.verdicts, attempts: { verdict: 'inconclusive', reason: 'it was still pending', evidence: [] } as const };
    const { different, undecided } = comparePolicies(STORED, { ...SEEN, attempts: null, verdicts }, OBSERVED_MEMBERS);
    expect(different).toEqual([]);
    expect(undecided).toEqual([{ member: 'attempts', reason: 'it was still pending' }]);
  });
});
