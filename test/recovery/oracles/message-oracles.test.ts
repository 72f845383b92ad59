import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/journal/exchange.js';
import type { MessageRecord } from '../../../src/journal/message-record.js';
import type { FaultSpan, RunJournal } from '../../../src/journal/run-journal.js';
import type { Expectations } from '../../../src/policy/expectations.js';
import { NO_EXPECTATIONS } from '../../../src/policy/expectations.js';
import { policyFromJson } from '../../../src/policy/policy-from-json.js';
import { judgeRun } from '../../../src/recovery/judge-run.js';
import type { Claim, Judgement } from '../../../src/recovery/oracle.js';
import { exchangeWith } from '../../support/exchange-arbitrary.js';
import { messageWith } from '../../support/message-arbitrary.js';

const DOWN: FaultSpan = { label: 'gone', fault: 'broker-down', provider: 'orders', fromMs: 2_000, toMs: 4_000 };
const LOSE: FaultSpan = { label: 'gone', fault: 'lose', provider: 'orders', fromMs: 0, toMs: undefined };

describe('at-least-once', () => {
  const judged = (messages: readonly MessageRecord[], parts: Partial<RunJournal> = {}): string =>
    verdict('at-least-once', messages, { atLeastOnce: true }, parts);
  const first = [sent('order-1', 100), delivered('order-1', 101)];

  it('is refuted by what was accepted, and never came to an end in a long silence', () => {
    expect(judged([...first, sent('order-2', 200)])).toBe('refuted');
    expect(judged([...first, sent('order-2', 200), delivered('order-2', 201, { outcome: 'unsettled', settledAtMs: undefined })])).toBe(
      'refuted',
    );
    expect(judged([...first, sent('order-2', 200), delivered('order-2', 201, { outcome: 'requeued' })])).toBe('refuted');
  });

  it('waits for what may still be on its way', () => {
    expect(judged([...first, sent('order-2', 200)], { endedAtMs: 900 })).toBe('inconclusive');
    expect(judged([...first, sent('order-2', 200)], { faults: [{ ...DOWN, toMs: undefined }] })).toBe('inconclusive');
    expect(judged([...first, sent('order-2', 200)], { incomplete: 'full' })).toBe('inconclusive');
  });

  it('asks for no message that a fault took away, that spoils it, or that was not for the receiver', () => {
    expect(judged([...first, sent('order-2', 200, { fault: 'gone' })], { faults: [LOSE] })).toBe('consistent');
    expect(judged([...first, sent('order-2', 200, { fault: 'gone' })], { faults: [{ ...LOSE, fault: 'poison' }] })).toBe('consistent');
    expect(judged([sent('order-0', 50), ...first])).toBe('consistent');
    expect(judged([...first, sent('order-2', 200, { operation: 'other', channel: 'other' })])).toBe('consistent');
    expect(judged([...first, sent('order-2', 200, { outcome: 'refused' })])).toBe('consistent');
  });

  it('takes what was put aside as dealt with', () => {
    for (const outcome of ['dead-lettered', 'dropped'] as const)
      expect(judged([...first, sent('order-2', 200), delivered('order-2', 201, { outcome })])).toBe('consistent');
  });

  it('is proved when something came again and was processed', () => {
    const again = [delivered('order-2', 201, { outcome: 'requeued' }), delivered('order-2', 400, { attempt: 2 })];
    expect(judged([...first, sent('order-2', 200), ...again])).toBe('proved');
  });

  it('is content with delivery where the broker knows no settling', () => {
    expect(judged([sent('order-1', 100), delivered('order-1', 101, { outcome: 'unsettled', settledAtMs: undefined })])).toBe('consistent');
  });

  it('does not believe an acknowledgement whose work has failed, and leaves open where there is no trace of any', () => {
    const three = [1, 2, 3].flatMap((number) => [sent(`order-${number}`, number * 100), delivered(`order-${number}`, number * 100 + 1)]);
    const exchanges = [entry('order-1', 110, 'e1'), entry('order-2', 210, 'e2')];
    expect(judged(three, { exchanges })).toBe('inconclusive');
    expect(judged(three, { exchanges: [...exchanges, entry('order-3', 310, undefined, 503)] })).toBe('refuted');
    expect(judged(three, { exchanges: [...exchanges, entry('order-3', 310, undefined, 503), entry('order-3', 500, 'e3')] })).toBe(
      'consistent',
    );
  });
});

describe('effectively-once', () => {
  const judged = (messages: readonly MessageRecord[], exchanges: readonly Exchange[] = []): string =>
    verdict('effectively-once', messages, { effectivelyOnce: true }, { exchanges });
  const twice = [sent('order-1', 100), delivered('order-1', 101), delivered('order-1', 201, { attempt: 2 })];

  it('is refuted by two effects of what was delivered twice, proved by one', () => {
    expect(judged(twice, [entry('order-1', 110, 'e1'), entry('order-1', 210, 'e2')])).toBe('refuted');
    expect(judged(twice, [entry('order-1', 110, 'e1')])).toBe('proved');
    expect(judged(twice, [entry('order-1', 110, 'e1'), entry('order-1', 210, 'e1')])).toBe('proved');
  });

  it('goes by the effects that were recorded with the deliveries where there are any', () => {
    const withEffects = (second: string): readonly MessageRecord[] => [
      sent('order-1', 100),
      delivered('order-1', 101, { effect: 'a' }),
      delivered('order-1', 201, { effect: second, attempt: 2 }),
    ];
    expect(judged(withEffects('b'))).toBe('refuted');
    expect(judged(withEffects('a'))).toBe('proved');
  });

  it('takes different parts of one thing for what they are, and twin parts that every message has', () => {
    expect(judged(twice, [entry('order-1', 110, 'e1'), { ...entry('order-1', 210, 'e2'), request: otherRequest('order-1') }])).toBe(
      'proved',
    );
    const other = [sent('order-2', 300), delivered('order-2', 301)];
    const twins = [entry('order-2', 310, 'e3'), entry('order-2', 311, 'e4')];
    expect(judged([...twice, ...other], [entry('order-1', 110, 'e1'), entry('order-1', 210, 'e2'), ...twins])).toBe('consistent');
  });

  it('does not count what was done before it came again', () => {
    expect(judged(twice, [entry('order-1', 110, 'e1'), entry('order-1', 111, 'e2')])).not.toBe('refuted');
  });

  it('cannot tell messages apart that have no id but their content', () => {
    const named = (at: number, side: 'sent' | 'delivered'): MessageRecord => (side === 'sent' ? sent('#1.a', at) : delivered('#1.a', at));
    const exchanges = [entry('order-7', 110, 'e1'), entry('order-7', 310, 'e2')];
    const payload = '{"order":"order-7"}';
    const list = [named(100, 'sent'), named(101, 'delivered'), named(300, 'sent'), named(301, 'delivered')].map((record) => ({
      ...record,
      payload,
    }));
    expect(judged(list, exchanges)).toBe('consistent');
  });

  it('says nothing without effects on record', () => {
    expect(judged(twice)).toBe('inconclusive');
  });
});

describe('message-order', () => {
  const judged = (messages: readonly MessageRecord[], exchanges: readonly Exchange[], inOrderBy = 'key'): string =>
    verdict('message-order', messages, { inOrderBy }, { exchanges });
  const both = [sent('order-1', 100), sent('order-2', 200), delivered('order-1', 101), delivered('order-2', 201)];
  const swapped = [entry('order-2', 210, 'e2'), entry('order-1', 300, 'e1')];

  it('is refuted when the later was done before the earlier was begun', () => {
    expect(judged(both.map(keyed), swapped)).toBe('refuted');
    expect(judged(both, swapped, '')).toBe('refuted');
    expect(
      judged(
        both.map(keyed),
        [...swapped]
          .reverse()
          .map((one, index) => ({ ...one, receivedFirstAtMs: 210 + index * 100, respondedFirstAtMs: 211 + index * 100 })),
      ),
    ).toMatch(/proved|consistent/);
  });

  it('does not blame the receiver for what the broker swapped or brought again', () => {
    const late = [sent('order-1', 100), sent('order-2', 200), delivered('order-2', 201), delivered('order-1', 250)].map(keyed);
    expect(judged(late, swapped)).not.toBe('refuted');
    expect(judged([...both, delivered('order-1', 290, { attempt: 2 })].map(keyed), swapped)).not.toBe('refuted');
  });

  it('holds within a key only, wherever it stands', () => {
    const apart = both.map((record) => ({ ...record, key: record.messageKey }));
    expect(judged(apart, swapped)).toBe('inconclusive');
    expect(judged(both, swapped, '/order')).toBe('inconclusive');
  });
});

describe('flush', () => {
  const judged = (messages: readonly MessageRecord[], parts: Partial<RunJournal> = {}): string =>
    judgementOf('flush', messages, { flushedWithinMs: 1_000 }, { faults: [DOWN], ...parts }, 'orders')?.verdict.kind ?? 'none';
  const refused = (id: string, at: number): MessageRecord => sent(id, at, { outcome: 'refused', fault: 'gone' });

  it('is proved when all that was refused is sent in time, once, in order', () => {
    expect(judged([refused('order-1', 2_100), refused('order-2', 2_200), sent('order-1', 4_100), sent('order-2', 4_101)])).toBe('proved');
  });

  it('is refuted by what is lost, doubled, or swapped', () => {
    expect(judged([refused('order-1', 2_100), refused('order-2', 2_200), sent('order-2', 4_101)])).toBe('refuted');
    expect(judged([refused('order-1', 2_100), sent('order-1', 4_100), sent('order-1', 4_200)])).toBe('refuted');
    expect(judged([refused('order-1', 2_100), refused('order-2', 2_200), sent('order-2', 4_100), sent('order-1', 4_101)])).toBe('refuted');
  });

  it('is too late only beside a control client', () => {
    const late = [refused('order-1', 2_100), sent('order-1', 6_000)];
    expect(judged(late)).toBe('inconclusive');
    expect(judged(late, { canary: CANARY })).toBe('refuted');
  });

  it('leaves open what nobody confirmed while the broker was there', () => {
    expect(judged([sent('order-1', 1_000, { outcome: 'unconfirmed' })])).toBe('inconclusive');
    expect(judged([sent('order-1', 2_100, { outcome: 'unconfirmed' })])).toBe('refuted');
    expect(judged([refused('order-1', 2_100)], { endedAtMs: 5_000 })).toBe('inconclusive');
  });
});

describe('resubscribe', () => {
  const judged = (messages: readonly MessageRecord[], parts: Partial<RunJournal> = {}): string =>
    verdict('resubscribe', messages, { resubscribedWithinMs: 1_000 }, { faults: [DOWN], ...parts });
  const before = [sent('order-1', 100), delivered('order-1', 101)];

  it('is proved by a delivery in time, and refuted by none at all', () => {
    expect(judged([...before, sent('order-2', 4_100), delivered('order-2', 4_101)])).toBe('proved');
    expect(judged([...before, sent('order-2', 4_100)])).toBe('refuted');
    expect(judged([...before, sent('order-2', 4_100)], { endedAtMs: 6_000 })).toBe('inconclusive');
  });

  it('is too late only beside a control client', () => {
    const late = [...before, sent('order-2', 4_100), delivered('order-2', 9_000)];
    expect(judged(late)).toBe('inconclusive');
    expect(judged(late, { canary: CANARY })).toBe('refuted');
  });

  it('says nothing when nothing was sent afterwards, or it never received before', () => {
    expect(judged(before)).toBe('inconclusive');
    expect(judged([sent('order-2', 4_100), delivered('order-2', 4_101)])).toBe('inconclusive');
  });
});

describe('dead-letter', () => {
  const judged = (messages: readonly MessageRecord[], parts: Partial<RunJournal> = {}): string =>
    verdict(
      'dead-letter',
      messages,
      { deadLetterWithin: { attemptCount: 2 } },
      { faults: [{ ...LOSE, label: 'bad', fault: 'poison' }], ...parts },
    );
  const bad = (at: number, members: Partial<MessageRecord> = {}): MessageRecord => delivered('order-9', at, { fault: 'bad', ...members });
  const before = [sent('order-1', 100), delivered('order-1', 101)];
  const after = [sent('order-2', 400), delivered('order-2', 401)];

  it('is proved when it was put aside in time, and the next processed', () => {
    expect(judged([...before, bad(200, { outcome: 'requeued' }), bad(300, { outcome: 'dead-lettered' }), ...after])).toBe('proved');
  });

  it('is refuted by one delivery more that the receiver brought upon itself', () => {
    const tried = [bad(200, { outcome: 'requeued' }), bad(250, { outcome: 'requeued' }), bad(300, { outcome: 'dead-lettered' })];
    expect(judged([...before, ...tried, ...after])).toBe('refuted');
    const copies = tried.map((record) => ({ ...record, fault: 'bad+copy' }));
    const faults = [
      { ...LOSE, label: 'bad', fault: 'poison' },
      { ...LOSE, label: 'copy', fault: 'duplicate' },
    ];
    expect(judged([...before, ...copies, ...after], { faults })).toBe('proved');
    const sentTwice = [sent('order-9', 150), sent('order-9', 160), ...tried];
    expect(judged([...before, ...sentTwice, ...after])).toBe('proved');
  });

  it('is refuted by a receiver that does nothing afterwards, but not when the broker was away or the run ended', () => {
    const dead = [...before, bad(200, { outcome: 'unsettled', settledAtMs: undefined }), sent('order-2', 400)];
    expect(judged(dead)).toBe('refuted');
    expect(judged(dead, { endedAtMs: 1_000 })).toBe('inconclusive');
    expect(judged(dead.slice(before.length))).toBe('consistent');
    expect(judged(dead, { faults: [{ ...LOSE, label: 'bad', fault: 'poison' }, DOWN] })).toBe('inconclusive');
    expect(judged([...dead.slice(0, 3), sent('order-2', 400, { operation: 'other' })])).toBe('inconclusive');
  });
});

describe('lag', () => {
  const judged = (messages: readonly MessageRecord[], parts: Partial<RunJournal> = {}): string =>
    verdict('lag', messages, { lagAtMostMs: 500 }, parts);
  const slow = [sent('order-1', 1_900), delivered('order-1', 1_901, { settledAtMs: 3_000 })];

  it('is proved when all were processed in time, and too late only beside a control client', () => {
    expect(judged([sent('order-1', 100), delivered('order-1', 101)])).toBe('proved');
    expect(judged(slow)).toBe('inconclusive');
    expect(judged(slow, { canary: CANARY })).toBe('refuted');
    const barely = [sent('order-1', 1_900), delivered('order-1', 1_901, { settledAtMs: 2_403 })];
    const lateCanary = CANARY.map(({ setMs, observedMs }) => ({ setMs, observedMs: observedMs + 50 }));
    expect(judged(barely, { canary: lateCanary })).toBe('inconclusive');
    expect(judged(slow, { canary: lateCanary })).toBe('refuted');
  });

  it('does not count the time in which the broker was away, or a fault held it back', () => {
    expect(judged(slow, { canary: CANARY, faults: [{ ...DOWN, toMs: 2_900 }] })).toBe('proved');
    const held = [sent('order-1', 100, { fault: 'gone' }), delivered('order-1', 2_000, { settledAtMs: 2_010 })];
    expect(judged(held, { canary: CANARY, faults: [{ ...LOSE, fault: 'delay-message' }] })).toBe('proved');
  });
});

describe('a threshold of messages', () => {
  const LIMITS: Partial<Expectations> = {
    thresholds: [
      { metric: 'queue_depth', statistic: { kind: 'max' }, comparison: '<', limit: 3 },
      { metric: 'message_rate', statistic: { kind: 'count' }, comparison: '==', limit: 4 },
    ],
  };

  it('counts what is open, and what was sent', () => {
    const list = [1, 2, 3, 4].flatMap((number) => [
      sent(`order-${number}`, number * 100),
      delivered(`order-${number}`, number * 100 + 1, { settledAtMs: number * 100 + 50 }),
    ]);
    const judgements = judge(list, LIMITS, { canary: CANARY });
    expect(judgements.map(({ subject, verdict: { kind } }) => [subject, kind])).toEqual([
      ['queue_depth', 'proved'],
      ['message_rate', 'proved'],
    ]);
    const deep = list.map((record) => (record.side === 'delivered' ? { ...record, settledAtMs: 1_000 } : record));
    expect(judge(deep, LIMITS, { canary: CANARY })[0]?.verdict.kind).toBe('refuted');
  });
});

const CANARY = [100, 100, 100].map((setMs) => ({ setMs, observedMs: setMs }));

function verdict(
  claim: Claim,
  messages: readonly MessageRecord[],
  expectations: Partial<Expectations>,
  parts: Partial<RunJournal>,
): string {
  return judgementOf(claim, messages, expectations, parts)?.verdict.kind ?? 'none';
}

function judgementOf(
  claim: Claim,
  messages: readonly MessageRecord[],
  expectations: Partial<Expectations>,
  parts: Partial<RunJournal>,
  consumer = 'stock',
): Judgement | undefined {
  return judge(messages, expectations, parts, consumer).find((one) => one.claim === claim);
}

function judge(
  messages: readonly MessageRecord[],
  expectations: Partial<Expectations>,
  parts: Partial<RunJournal>,
  consumer = 'stock',
): readonly Judgement[] {
  const journal: RunJournal = {
    exchanges: [],
    messages: messages.map((record, index) => ({ ...record, id: `m${index}` })).sort((left, right) => left.atMs - right.atMs),
    asks: [],
    connections: [],
    faults: [],
    canary: [],
    timeScale: 1,
    endedAtMs: 60_000,
    ...parts,
  };
  return judgeRun(journal, {
    consumer,
    provider: 'orders',
    policy: policyFromJson({}),
    expectations: { ...NO_EXPECTATIONS, ...expectations },
  });
}

function sent(messageKey: string, atMs: number, members: Partial<MessageRecord> = {}): MessageRecord {
  return messageWith({ side: 'sent', messageKey, payload: `{"order":"${messageKey}"}`, atMs, settledAtMs: atMs + 1, ...members });
}

function delivered(messageKey: string, atMs: number, members: Partial<MessageRecord> = {}): MessageRecord {
  return messageWith({ messageKey, payload: `{"order":"${messageKey}"}`, atMs, settledAtMs: atMs + 20, ...members });
}

function keyed(record: MessageRecord): MessageRecord {
  return { ...record, key: 'k' };
}

/** The receiver writes into its ledger. */
function entry(order: string, atMs: number, effect: string | undefined, status = 201): Exchange {
  return exchangeWith({
    id: `x${order}-${atMs}`,
    consumer: 'stock',
    provider: 'ledger',
    receivedFirstAtMs: atMs,
    receivedLastAtMs: atMs,
    respondedFirstAtMs: atMs + 1,
    respondedLastAtMs: atMs + 1,
    request: { method: 'POST', target: '/entries', headers: [], body: JSON.stringify({ order }) },
    response: { status, headers: [], body: '{}' },
    ...(effect === undefined ? {} : { effect }),
  });
}

function otherRequest(order: string): Exchange['request'] {
  return { method: 'POST', target: '/notes', headers: [], body: JSON.stringify({ order }) };
}
