import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import type { JsonObject } from '../../../src/base/json.js';
import type { FaultSpan, RunJournal } from '../../../src/journal/run-journal.js';
import { runJournalFromLines } from '../../../src/journal/run-journal-lines.js';
import { expectationsFromJson } from '../../../src/policy/expectations-from-json.js';
import { NO_EXPECTATIONS } from '../../../src/policy/expectations.js';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import type { RetryPolicy } from '../../../src/policy/policy.js';
import type { RunClaims } from '../../../src/recovery/judge-run.js';
import type { ScenarioTimeline, TimelineLane } from '../../../src/report/timeline/scenario-timeline.js';
import { timelineFromJournal } from '../../../src/report/timeline/timeline-from-journal.js';
import type { LinkPlan } from '../../support/link-world.js';
import { claimedBy, expectedOf, runLink, uniqueValuesOf } from '../../support/link-world.js';
import { exchangeArbitrary } from '../../support/exchange-arbitrary.js';
import { drawWaits } from '../../support/recovering-client.js';
import { journalOf, policyWith } from '../../support/recovery-journal.js';
import { repositoryFolder } from '../../support/run-mortise.js';

describe('the timeline of a run', () => {
  it('has every exchange, ask and passage as a mark, or counts it among those left out', () => {
    fc.assert(
      fc.property(journalArbitrary(), (journal) => {
        const timeline = timelineFromJournal(journal, []);
        expect(tellCount(timeline)).toBe(journal.exchanges.length + journal.asks.length + journal.messages.length);
        for (const lane of timeline.lanes) expect(lane.marks.length).toBeLessThanOrEqual(2_000);
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  it('thins what is too much evenly, and says so', () => {
    const calls = Array.from({ length: 4_500 }, (_, index) => ({
      id: `c${index}`,
      atMs: index * 10,
      attempts: [{ status: 200 }],
      ask: false as const,
    }));
    const { lanes, load: course } = timelineFromJournal(journalOf(calls), []);
    const marks = lanes[0]?.marks ?? [];
    expect([lanes.length, marks.length, lanes[0]?.leftOutCount]).toEqual([1, 2_000, 2_500]);
    expect([marks[0]?.atMs, marks.at(-1)?.atMs]).toEqual([0, 44_990]);
    const widest = Math.max(...marks.slice(1).map(({ atMs }, index) => atMs - (marks[index]?.atMs ?? 0)));
    expect(widest).toBeLessThanOrEqual(30);
    expect(course?.buckets.reduce((sum, { okCount }) => sum + okCount, 0)).toBe(4_500);
  });

  it('has the stages of a planned load on its own time, and the limits that can be drawn, however few calls there were', () => {
    const journal = journalOf([
      { atMs: 1_000, attempts: [{ status: 200 }], ask: false },
      { id: 'b', atMs: 3_000, attempts: [{ status: 200 }] },
    ]);
    const loads = [
      {
        workflow: 'w',
        startedAtMs: 900,
        stages: [
          { durationMs: 500, target: 3 },
          { durationMs: 1_000, target: 0 },
        ],
      },
    ];
    const expectations = expectationsFromJson({
      thresholds: { http_req_duration: ['p(95)<2000', 'min>1'], http_reqs: ['rate>1'], http_req_failed: ['rate<0.05'] },
    });
    const claims: readonly RunClaims[] = [{ consumer: undefined, provider: 'payments', policy: policyFromJson({}), expectations }];
    expect(timelineFromJournal(journal, claims, []).load).toBeUndefined();
    expect(timelineFromJournal(journal, claims, loads).load).toMatchObject({
      stages: [
        { workflow: 'w', fromMs: -100, toMs: 400, fromUserCount: 0, toUserCount: 3 },
        { workflow: 'w', fromMs: 400, toMs: 1_400, fromUserCount: 3, toUserCount: 0 },
      ],
      thresholds: [
        { of: 'latency', text: 'http_req_duration p(95)<2000', limit: 2_000 },
        { of: 'failures', text: 'http_req_failed rate<0.05', limit: 0.05 },
      ],
    });
  });

  it('shades just the times in which faults were in force', () => {
    fc.assert(
      fc.property(fc.array(spanArbitrary(), { maxLength: 20 }), (faults) => {
        const journal = journalOf([{ attempts: [0, 100] }], { faults });
        const zeroMs = Math.min(999, ...faults.map(({ fromMs }) => fromMs));
        const windows = timelineFromJournal(journal, []).faults;
        expect(
          windows.map(({ label, fault, provider, fromMs, toMs }) => ({
            label,
            fault,
            provider,
            fromMs: fromMs + zeroMs,
            toMs: toMs === undefined ? undefined : toMs + zeroMs,
          })),
        ).toEqual(faults);
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it('is plain JSON, and the same bytes for the same journal', () => {
    fc.assert(
      fc.property(journalArbitrary(), (journal) => {
        const timeline = timelineFromJournal(journal, []);
        expect(JSON.parse(JSON.stringify(timeline))).toStrictEqual(timeline);
        expect(JSON.stringify(timelineFromJournal({ ...journal }, []))).toBe(JSON.stringify(timeline));
      }),
      { seed: 7, numRuns: 20 },
    );
    expect(timelineFromJournal(journalOf([]), [])).toStrictEqual({
      lengthMs: 0,
      lanes: [],
      leftOutLaneCount: 0,
      leftOutMarkCount: 0,
      faults: [],
      leftOutFaultCount: 0,
      isIncomplete: false,
    });
  });

  it('keeps the secrets of targets to itself', () => {
    const journal = journalOf([{ target: '/pay?token=hunter2&page=1', attempts: [0] }]);
    expect(JSON.stringify(timelineFromJournal(journal, []))).not.toContain('hunter2');
  });
});

describe('the envelope of a declared backoff', () => {
  it('contains every wait of a client that keeps it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...RETRIES), (seed, retry) => {
        const waits = waitsOf(retry, retry, seed);
        expect(waits.length).toBe(retry.attemptCount - 1);
        for (const { fromMs, toMs, lowMs, highMs, verdict } of waits) {
          expect(verdict).not.toBe('broken');
          expect(toMs - fromMs).toBeGreaterThanOrEqual(lowMs - 2);
          expect(toMs - fromMs).toBeLessThanOrEqual((highMs ?? Number.POSITIVE_INFINITY) + 2);
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  });

  it.each<[string, RetryPolicy]>([
    ['does not wait', { ...EXPONENTIAL(), backoff: { kind: 'none' } }],
    ['grows by another factor', { ...EXPONENTIAL(), backoff: { kind: 'exponential', baseMs: 100, factor: 3, capMs: 1e9 } }],
    ['draws from a wider range', { ...EXPONENTIAL(), jitter: { kind: 'full' } }],
    ['has no cap', { ...EXPONENTIAL(), backoff: { kind: 'exponential', baseMs: 100, factor: 2, capMs: Number.POSITIVE_INFINITY } }],
  ])('does not contain those of one that %s', (_what, real) => {
    const waits = Array.from({ length: 5 }, (_, seed) => waitsOf(EXPONENTIAL(), real, seed)).flat();
    const broken = waits.filter(({ verdict }) => verdict === 'broken');
    expect(broken.length).toBeGreaterThan(0);
    for (const { fromMs, toMs, lowMs, highMs } of broken) {
      const waitedMs = toMs - fromMs;
      expect(waitedMs < lowMs - 2 || waitedMs > (highMs ?? Number.POSITIVE_INFINITY)).toBe(true);
    }
  });

  it('is not said to be kept where a wait was longer, though nothing is broken by it', () => {
    const breaker = { failureCount: 9, openMs: 1_000, probeCount: 1 };
    const policy = policyWith({ retry: { ...EXPONENTIAL(), jitter: { kind: 'none' } }, breaker });
    const { waits } = lane(journalOf([{ attempts: [0, 100, 5_000] }]), { policy });
    expect(waits.map(({ verdict }) => verdict)).toEqual(['kept', 'unclear']);
  });

  it('says what the verdict says, of golden journals', () => {
    expect(goldenLane('backoff', 'right').waits.map(({ verdict }) => verdict)).not.toContain('broken');
    expect(goldenLane('backoff', 'wrong').waits.map(({ verdict }) => verdict)).toContain('broken');
  });

  it('is what Retry-After asked for where that is claimed to be honoured', () => {
    const asked = { headers: ['Retry-After', '5'] };
    const policy = policyFromJson({ retryAfter: 'honour' });
    const waits = (waitMs: number): readonly unknown[] =>
      lane(journalOf([{ attempts: [asked, waitMs] }]), { policy }).waits.map(({ kind, lowMs, highMs, verdict }) => [
        kind,
        lowMs,
        highMs,
        verdict,
      ]);
    expect(waits(5_000)).toEqual([['retry-after', 5_000, undefined, 'kept']]);
    expect(waits(4_000)).toEqual([['retry-after', 5_000, undefined, 'broken']]);
  });
});

describe('the states of a breaker', () => {
  const breaker = { failureCount: 2, openMs: 1_000, probeCount: 1, level: 'call' } as const;

  it('are open while a right one sends nothing, half-open while it tries, and closed again', () => {
    const { breaker: spans } = linkLane({ ...LINK, breaker });
    const states = spans.map(({ state }) => state);
    expect(states.slice(0, 3)).toEqual(['closed', 'open', 'half-open']);
    expect(states.at(-1)).toBe('closed');
    for (const { state, fromMs, toMs } of spans) if (state === 'open') expect(toMs - fromMs).toBeGreaterThanOrEqual(998);
    expect(spans[0]?.fromMs).toBe(0);
    for (const [index, { fromMs }] of spans.slice(1).entries()) expect(fromMs).toBe(spans[index]?.toMs);
  });

  it('are not shown of a consumer that claims one and never opens it', () => {
    expect(linkLane({ ...LINK, breaker, bugs: ['never-opens'] }).breaker).toEqual([]);
  });
});

describe('the depth of a queue', () => {
  const asks = Array.from({ length: 8 }, (_, index) => ({ atMs: index * 400, method: 'POST' as const }));

  it('rises while the provider is away, and falls to nothing when what was kept is sent', () => {
    const { queue } = linkLane({ ...LINK, asks, hasQueue: true });
    expect(Math.max(...queue.map(({ count }) => count))).toBeGreaterThan(1);
    expect(Math.min(...queue.map(({ count }) => count))).toBe(0);
    expect(queue.at(-1)?.count).toBe(0);
  });

  it('does not fall to nothing where the queue is lost', () => {
    expect(linkLane({ ...LINK, asks, hasQueue: true, bugs: ['loses-queue'] }).queue.at(-1)?.count).toBeGreaterThan(0);
  });
});

describe('the recovery', () => {
  it('is marked at the first success after the fault has gone', () => {
    const [recovery] = linkLane(LINK).recoveries;
    expect(recovery).toMatchObject({ fromMs: 550, restoredAtMs: 2_500 });
    expect(recovery?.recoveredAtMs).toBeGreaterThanOrEqual(2_500);
  });

  it('is not marked when none came', () => {
    const journal = journalOf([{ atMs: 1_000, attempts: [0, 100] }], {
      faults: [{ label: 'f', fault: 'outage', provider: 'payments', fromMs: 900, toMs: 1_500 }],
    });
    expect(lane(journal, {}).recoveries).toStrictEqual([{ fromMs: 0, restoredAtMs: 600 }]);
  });
});

const LINK: LinkPlan = {
  seed: 3,
  worstLatenessMs: 0,
  hasCanary: true,
  attemptCount: 2,
  baseMs: 50,
  timeoutMs: 300,
  hasKeys: true,
  asks: Array.from({ length: 14 }, (_, index) => ({ atMs: index * 300, method: 'GET' as const })),
  isInTurn: true,
  outages: [{ fromMs: 550, toMs: 2_500, mode: '503' }],
  endMs: 40_000,
};

function EXPONENTIAL(): RetryPolicy {
  return {
    attemptCount: 6,
    on: undefined,
    backoff: { kind: 'exponential', baseMs: 100, factor: 2, capMs: 800 },
    jitter: { kind: 'equal' },
  };
}

const RETRIES: readonly RetryPolicy[] = [
  EXPONENTIAL(),
  { ...EXPONENTIAL(), jitter: { kind: 'full' } },
  { ...EXPONENTIAL(), backoff: { kind: 'linear', baseMs: 150, capMs: 400 }, jitter: { kind: 'none' } },
  { ...EXPONENTIAL(), backoff: { kind: 'decorrelated', baseMs: 100, capMs: 2_000 }, jitter: { kind: 'none' } },
  { ...EXPONENTIAL(), backoff: { kind: 'constant', baseMs: 300 }, jitter: { kind: 'additive', maxMs: 50 } },
];

function waitsOf(claimed: RetryPolicy, real: RetryPolicy, seed: number): TimelineLane['waits'] {
  const journal = journalOf([{ attempts: [0, ...drawWaits(real, randomFromSeed(seed))] }], { canary: CANARY });
  return lane(journal, { policy: policyWith({ retry: claimed }), hints: { isOneAtATime: true } }).waits;
}

function lane(journal: RunJournal, claims: Partial<RunClaims>): TimelineLane {
  const own = { consumer: 'shop', provider: 'payments', policy: policyFromJson({}), expectations: NO_EXPECTATIONS, ...claims };
  const [first] = timelineFromJournal(journal, [own]).lanes;
  if (first === undefined) throw new Error('the journal is empty');
  return first;
}

function linkLane(plan: LinkPlan): TimelineLane {
  const [first] = timelineFromJournal(runLink(plan), [
    {
      consumer: 'shop',
      provider: 'payments',
      policy: claimedBy(plan),
      expectations: expectedOf(plan),
      hints: { uniqueValues: uniqueValuesOf(plan) },
    },
  ]).lanes.filter(({ kind }) => kind === 'calls');
  if (first === undefined) throw new Error('nothing was called');
  return first;
}

function goldenLane(name: string, side: string): TimelineLane {
  const folder = join(repositoryFolder, 'fixtures/journals');
  const claimed = load(readFileSync(join(folder, `${name}.yaml`), 'utf8')) as { recovery?: JsonObject; expect?: JsonObject };
  const journal = runJournalFromLines(readFileSync(join(folder, `${name}-${side}.jsonl`), 'utf8'));
  const policy = policyFromJson(claimed.recovery ?? {});
  const expectations = expectationsFromJson(claimed.expect ?? {});
  const [first] = timelineFromJournal(journal, [
    { consumer: undefined, provider: journal.exchanges[0]?.provider ?? '', policy, expectations },
  ]).lanes.filter(({ kind }) => kind === 'calls');
  if (first === undefined) throw new Error('nothing was called');
  return first;
}

function tellCount({ lanes, leftOutMarkCount }: ScenarioTimeline): number {
  return lanes.reduce((sum, { marks, leftOutCount }) => sum + marks.length + leftOutCount, leftOutMarkCount);
}

function journalArbitrary(): fc.Arbitrary<RunJournal> {
  return fc.array(exchangeArbitrary(), { maxLength: 30 }).map((exchanges) => ({ ...journalOf([]), exchanges }));
}

function spanArbitrary(): fc.Arbitrary<FaultSpan> {
  return fc
    .record({
      label: fc.string({ maxLength: 8 }),
      fault: fc.constantFrom('status', 'rate-limit', 'latency', 'noop', 'lose', 'truncate'),
      provider: fc.constantFrom('payments', 'ledger'),
      fromMs: fc.nat(5_000),
      lastsMs: fc.option(fc.nat(5_000), { nil: undefined }),
    })
    .map(({ lastsMs, ...span }) => ({ ...span, toMs: lastsMs === undefined ? undefined : span.fromMs + lastsMs }));
}

const CANARY = Array.from({ length: 3 }, () => ({ setMs: 100, observedMs: 100 }));
