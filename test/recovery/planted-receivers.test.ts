import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/base/json.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { linesFromRunJournal, runJournalFromLines } from '../../src/journal/run-journal-lines.js';
import type { Expectations } from '../../src/policy/expectations.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import { judgeRun } from '../../src/recovery/judge-run.js';
import type { Claim, Judgement } from '../../src/recovery/oracle.js';
import type { EventPlan, PlantedFault } from '../support/planted-receivers.js';
import { runEvents } from '../support/planted-receivers.js';

const EXPECTED: Expectations = {
  ...NO_EXPECTATIONS,
  atLeastOnce: true,
  effectivelyOnce: true,
  inOrderBy: 'key',
  deadLetterWithin: { attemptCount: 3 },
  resubscribedWithinMs: 2_000,
  flushedWithinMs: 5_000,
  lagAtMostMs: 60_000,
};

const POISON: JsonObject = { fault: 'poison', nth: 3 };
const AGAIN: JsonObject = { fault: 'drop-ack', nth: '2-4', delay: '300ms' };
const DOWN: JsonObject = { fault: 'broker-down', from: '200ms', to: '1200ms' };

const PLANTED: readonly (readonly [PlantedFault, Claim, Partial<EventPlan>])[] = [
  ['dies-on-poison', 'dead-letter', { rules: [POISON] }],
  ['requeues-poison', 'dead-letter', { rules: [POISON] }],
  ['double-effect', 'effectively-once', { rules: [AGAIN] }],
  ['double-effect', 'effectively-once', { rules: [{ fault: 'duplicate', nth: 2 }] }],
  ['loses-order', 'message-order', { gapMs: 5, workMs: 200 }],
  ['no-resubscribe', 'resubscribe', { rules: [DOWN] }],
  ['no-resubscribe', 'at-least-once', { rules: [DOWN] }],
  ['acks-before-work', 'at-least-once', { failRatio: 0.3 }],
  ['sender-forgets', 'flush', { rules: [DOWN] }],
  ['sender-reverses', 'flush', { rules: [DOWN] }],
  ['sender-repeats', 'flush', { rules: [DOWN] }],
];

describe('a receiver or sender that is wrong', () => {
  it.each(PLANTED)('(%s) is refuted by %s, with a witness', async (planted, claim, plan) => {
    const journal = await runEvents({ ...PLAIN, planted, ...plan });
    const judgement = judged(journal, planted).find((one) => one.claim === claim);
    expect(judgement?.verdict.kind, JSON.stringify(judgement)).toBe('refuted');
    const ids = new Set([...journal.messages, ...journal.exchanges].map(({ id }) => id));
    expect(judgement?.witness.length).toBeGreaterThan(0);
    expect(judgement?.witness.filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(PLANTED)('(%s) has a twin that is right, of which %s is proved or kept', async (planted, claim, plan) => {
    const journal = await runEvents({ ...PLAIN, ...plan });
    const judgements = judged(journal, planted);
    for (const one of judgements) expect(one.verdict.kind, JSON.stringify(one)).not.toBe('refuted');
    expect(judgements.find((one) => one.claim === claim)?.verdict.kind).toMatch(/proved|consistent/);
  });
});

describe('a receiver and a sender that are right', () => {
  it('are never refuted, whatever happens to their messages, however late the machine is', async () => {
    await fc.assert(
      fc.asyncProperty(planArbitrary(), async (plan) => {
        const journal = await runEvents(plan);
        for (const one of [...judged(journal, 'right'), ...judged(journal, 'sender-forgets')])
          expect(one.verdict.kind, JSON.stringify(one)).not.toBe('refuted');
      }),
      { seed: 81, numRuns: 120, endOnFailure: true },
    );
  });

  it('are judged the same by the lines of the journal', async () => {
    const journal = await runEvents({ ...PLAIN, rules: [AGAIN, DOWN, POISON] });
    const read = runJournalFromLines([...linesFromRunJournal(journal)].map((line) => `${line}\n`).join(''));
    expect(judged(read, 'right')).toEqual(judged(journal, 'right'));
  });
});

describe('the count of what is lost and doubled', () => {
  it('is that of an independent count', async () => {
    const plan = fc.record({ seed: fc.nat(), failRatio: fc.constantFrom(0.1, 0.4), hasDrops: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(plan, async ({ seed, failRatio, hasDrops }) => {
        const early = await runEvents({ ...PLAIN, planted: 'acks-before-work', seed, failRatio });
        const done = new Set(early.exchanges.flatMap(({ effect, request }) => (effect === undefined ? [] : [String(request.body)])));
        const lost = judged(early, 'acks-before-work').find(({ claim }) => claim === 'at-least-once');
        if (done.size >= 2) expect(lost?.args['lostCount'] ?? 0).toBe(PLAIN.messageCount - done.size);
        const doubled = await runEvents({
          ...PLAIN,
          planted: 'double-effect',
          seed,
          rules: hasDrops ? [AGAIN] : [{ fault: 'duplicate', probability: 0.4 }],
        });
        const counts = new Map<string, number>();
        for (const { request } of doubled.exchanges) counts.set(String(request.body), (counts.get(String(request.body)) ?? 0) + 1);
        const twice = [...counts.values()].filter((count) => count > 1).length;
        const found = judged(doubled, 'double-effect').find(({ claim }) => claim === 'effectively-once');
        expect(found?.args['duplicatedCount'] ?? 0).toBe(twice);
      }),
      { seed: 82, numRuns: 25 },
    );
  });
});

const PLAIN: EventPlan = {
  planted: 'right',
  seed: 7,
  rules: [],
  messageCount: 20,
  gapMs: 60,
  workMs: 20,
  failRatio: 0,
  hasCanary: true,
  worstLatenessMs: 0,
};

/** What is claimed of senders is judged of the one who sends. */
function judged(journal: RunJournal, planted: PlantedFault): readonly Judgement[] {
  const consumer = planted.startsWith('sender-') ? 'orders' : 'stock';
  const expectations =
    consumer === 'orders' ? { ...NO_EXPECTATIONS, flushedWithinMs: EXPECTED.flushedWithinMs } : { ...EXPECTED, flushedWithinMs: undefined };
  return judgeRun(journal, { consumer, provider: 'orders', policy: policyFromJson({}), expectations });
}

function planArbitrary(): fc.Arbitrary<EventPlan> {
  const at = fc.constantFrom('publish', 'delivery');
  const chance = fc.constantFrom(0.1, 0.5);
  const kinds = fc.constantFrom('lose', 'duplicate', 'reorder', 'delay-message', 'poison', 'truncate-payload', 'version-skew');
  const anywhere = fc.record({ fault: kinds, at, probability: chance });
  const delivered = fc.record({
    fault: fc.constantFrom('nack', 'redeliver', 'drop-ack'),
    delay: fc.constantFrom('0ms', '40ms', '2s'),
    probability: chance,
  });
  const confirmations = fc.record({ fault: fc.constant('drop-ack'), at: fc.constant('publish'), probability: chance });
  const down = fc
    .record({
      fromMs: fc.integer({ min: 0, max: 1_500 }),
      lengthMs: fc.integer({ min: 1, max: 3_000 }),
      subscriptions: fc.constantFrom('kept', 'lost'),
    })
    .map(({ fromMs, lengthMs, subscriptions }) => ({
      fault: 'broker-down',
      subscriptions,
      from: `${fromMs}ms`,
      to: `${fromMs + lengthMs}ms`,
    }));
  return fc.record({
    planted: fc.constant('right' as const),
    seed: fc.nat(),
    rules: fc.array(fc.oneof(anywhere, delivered, confirmations, down), { maxLength: 4 }),
    messageCount: fc.integer({ min: 1, max: 25 }),
    gapMs: fc.constantFrom(1, 20, 150),
    workMs: fc.constantFrom(0, 10, 200),
    failRatio: fc.constantFrom(0, 0, 0.2),
    hasCanary: fc.boolean(),
    worstLatenessMs: fc.constantFrom(0, 0, 5, 80, 400),
  });
}
