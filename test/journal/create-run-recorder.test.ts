import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import type { Connection } from '../../src/journal/run-journal.js';
import { MAX_BODY_BYTES } from '../../src/journal/recorded-body.js';
import { exchangeWith } from '../support/exchange-arbitrary.js';
import { messageWith } from '../support/message-arbitrary.js';

describe('a run recorder', () => {
  it('gives everything in the order of its first instant', () => {
    const recorder = createRunRecorder();
    for (const [id, atMs] of [
      ['late', 30],
      ['early', 10],
      ['between', 20],
    ] as const)
      recorder.append(exchangeWith({ id, receivedFirstAtMs: atMs }));
    expect(recorder.journal().exchanges.map(({ id }) => id)).toEqual(['early', 'between', 'late']);
  });

  it('replaces what is recorded again, so that what was open is closed', () => {
    const recorder = createRunRecorder();
    const ask = {
      id: 'a',
      consumer: 'shop',
      text: 'GET /',
      askedAtMs: 1,
      outcome: 'pending',
      status: undefined,
      answer: undefined,
    } as const;
    recorder.ask({ ...ask, answeredAtMs: undefined });
    recorder.ask({ ...ask, answeredAtMs: 5, outcome: 'succeeded', status: 200 });
    recorder.fault({ label: 'f', fault: 'status', provider: 'p', fromMs: 1, toMs: undefined });
    recorder.fault({ label: 'f', fault: 'status', provider: 'p', fromMs: 1, toMs: 9 });
    expect(recorder.journal()).toMatchObject({ asks: [{ answeredAtMs: 5 }], faults: [{ toMs: 9 }] });
    expect(recorder.journal().asks).toHaveLength(1);
  });

  it('keeps exchanges of several servers apart that count from the same number', () => {
    const recorder = createRunRecorder();
    recorder.append(exchangeWith({ id: '1', provider: 'payments' }));
    recorder.append(exchangeWith({ id: '1', provider: 'stock' }));
    expect(recorder.journal().exchanges).toHaveLength(2);
  });

  it('keeps connections by provider, id and beginning, whatever is closed or forgotten in between', () => {
    const step = fc.record({
      id: fc.constantFrom('c1', 'c2'),
      provider: fc.constantFrom('payments', 'stock'),
      openedAtMs: fc.constantFrom(1, 2),
      closedAtMs: fc.option(fc.constantFrom(5, 6), { nil: undefined }),
      isForgotten: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const recorder = createRunRecorder();
        const known = new Map<string, Connection>();
        for (const { isForgotten, ...own } of steps) {
          const key = `${own.provider} ${own.id} ${own.openedAtMs}`;
          const connection: Connection = { ...own, consumer: undefined, end: 'open', receivedBytes: 0, sentBytes: 0, fault: undefined };
          if (isForgotten) {
            recorder.forgetConnection(connection);
            known.delete(key);
          } else {
            recorder.connection(connection);
            known.set(key, connection);
          }
        }
        expect(recorder.journal().connections).toEqual([...known.values()].sort((left, right) => left.openedAtMs - right.openedAtMs));
      }),
      { seed: 73 },
    );
  });

  it('keeps passages apart that share an id, and closes the one that is meant', () => {
    const recorder = createRunRecorder();
    const passages = [
      messageWith({ side: 'sent', id: 'm1', atMs: 1 }),
      messageWith({ side: 'sent', id: 'm1', atMs: 2 }),
      messageWith({ side: 'sent', id: 'm1', atMs: 1, provider: 'stock' }),
      messageWith({ side: 'delivered', id: 'm1', atMs: 1 }),
    ];
    for (const passage of passages) recorder.message(passage);
    const closed = passages.map((passage, index) => ({ ...passage, settledAtMs: 10 + index, outcome: 'accepted' as const }));
    for (const passage of closed) recorder.message(passage);
    const { messages } = recorder.journal();
    expect(messages).toHaveLength(passages.length);
    expect(messages).toEqual(expect.arrayContaining(closed));
  });

  it('gives a journal that later records do not change', () => {
    const recorder = createRunRecorder({ timeScale: 20 });
    const before = recorder.journal(7);
    recorder.append(exchangeWith());
    recorder.tick({ setMs: 1, observedMs: 2 });
    expect(before).toEqual({ exchanges: [], messages: [], asks: [], connections: [], faults: [], canary: [], timeScale: 20, endedAtMs: 7 });
  });

  it('leaves out what comes when it is full, says so, and still closes what it has', () => {
    const recorder = createRunRecorder({ maxBytes: 1_000 });
    const first = exchangeWith({ id: 'first', respondedLastAtMs: undefined });
    recorder.append(first);
    for (let index = 0; index < 5; index += 1) recorder.append(exchangeWith({ id: `more ${index}` }));
    recorder.append({ ...first, respondedLastAtMs: 99 });
    const journal = recorder.journal();
    expect(journal.incomplete).toBe('full');
    expect(journal.exchanges.length).toBeLessThan(6);
    expect(journal.exchanges[0]).toMatchObject({ id: 'first', respondedLastAtMs: 99 });
  });

  it('keeps a long body only in part', () => {
    const recorder = createRunRecorder();
    recorder.append(exchangeWith({ response: { status: 200, headers: [], body: 'x'.repeat(MAX_BODY_BYTES + 3) } }));
    expect(recorder.journal().exchanges[0]?.response).toMatchObject({ truncatedBytes: 3 });
  });
});
