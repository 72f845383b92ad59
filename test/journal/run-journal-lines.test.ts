import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/base/errors.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { lineFromExchange } from '../../src/journal/journal-line.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { linesFromRunJournal, runJournalFromLines } from '../../src/journal/run-journal-lines.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';
import { messageArbitrary, messageWith } from '../support/message-arbitrary.js';

describe('the lines of a run journal', () => {
  it('are read back to the journal they were made of, but for secrets and the form of bodies', () => {
    fc.assert(
      fc.property(journalArbitrary(), (journal) => {
        const text = textOf(journal);
        const read = runJournalFromLines(text);
        expect(textOf(read)).toBe(text);
        const { exchanges, messages, ...rest } = journal;
        expect(read).toMatchObject(rest);
        expect(read.messages.map(withoutSecrets)).toEqual(messages.map(withoutSecrets));
        expect(read.exchanges.map(({ id, effect, outcome }) => ({ id, effect, outcome }))).toEqual(
          exchanges.map(({ id, effect, outcome }) => ({ id, effect, outcome })),
        );
      }),
      { seed: 61, numRuns: 200 },
    );
  });

  it('may be those of exchanges alone', () => {
    const read = runJournalFromLines(
      `${lineFromExchange(exchangeWith({ id: 'b', receivedFirstAtMs: 2 }))}\n${lineFromExchange(exchangeWith({ id: 'a', receivedFirstAtMs: 1 }))}\n`,
    );
    expect(read.exchanges.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(read).toMatchObject({ timeScale: 1, asks: [] });
  });

  it('may end within a line, and then the journal says so', () => {
    const whole = textOf({ ...EMPTY, exchanges: [exchangeWith({ id: '1' }), exchangeWith({ id: '2', receivedFirstAtMs: 11 })] });
    const read = runJournalFromLines(whole.slice(0, -20));
    expect(read.incomplete).toBe('cut-off');
    expect(read.exchanges.map(({ id }) => id)).toEqual(['1']);
  });

  it.each([
    ['a line that is no JSON', '{"type":"run","timeScale":1,"version":1}\nnot JSON\n', 2],
    ['a line of another type', '{"type":"summary"}\n', 1],
    ['another version', '{"type":"run","timeScale":1,"version":2}\n', 1],
    ['two scales of time', '{"type":"run","timeScale":1,"version":1}\n{"type":"run","timeScale":2,"version":1}\n', 2],
    ['a text that is no journal at all', 'hello', 1],
  ])('are refused where they have %s', (_what, text, line) => {
    expect(() => runJournalFromLines(text, 'run.jsonl')).toThrow(InputError);
    try {
      runJournalFromLines(text, 'run.jsonl');
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_JOURNAL_LINE', at: { file: 'run.jsonl', line, column: 1 } });
    }
  });

  it('keep a payload as it is: text as text, and bytes that are none as bytes', () => {
    const bytes = Uint8Array.of(0xff, 0, 0x80);
    const [text, binary] = runJournalFromLines(
      textOf({ ...EMPTY, messages: [messageWith({ id: 'a' }), messageWith({ id: 'b', payload: bytes })] }),
    ).messages;
    expect(text?.payload).toBe('{"order":"1"}');
    expect(binary?.payload).toEqual(bytes);
  });

  it('bound a payload, and say how much of it is missing', () => {
    const [read] = runJournalFromLines(textOf({ ...EMPTY, messages: [messageWith({ payload: new Uint8Array(70_000) })] })).messages;
    expect(read).toMatchObject({ truncatedBytes: 70_000 - 65_536 });
    expect(read?.payload).toHaveLength(65_536);
  });

  it('show no secret of a message', () => {
    const record = messageWith({ headers: [['Authorization', 'Bearer hunter2']], payload: '{"password":"hunter2"}' });
    expect(textOf({ ...EMPTY, messages: [record] })).not.toContain('hunter2');
    const inBytes = messageWith({ payload: new TextEncoder().encode('{"token":1,"access_token":"hunter2"}') });
    expect(textOf({ ...EMPTY, messages: [inBytes] })).not.toContain('hunter2');
  });

  it('show no secret of an answer', () => {
    const ask = {
      id: 'a',
      consumer: 'shop',
      text: 'POST /login',
      askedAtMs: 1,
      answeredAtMs: 2,
      outcome: 'succeeded',
      status: 200,
    } as const;
    expect(textOf({ ...EMPTY, asks: [{ ...ask, answer: '{"access_token":"hunter2"}' }] })).not.toContain('hunter2');
  });
});

const EMPTY: RunJournal = { exchanges: [], messages: [], asks: [], connections: [], faults: [], canary: [], timeScale: 1 };

function textOf(journal: RunJournal): string {
  return [...linesFromRunJournal(journal)].map((line) => `${line}\n`).join('');
}

/** What has to be the same after reading: all but payloads and headers, whose secrets are gone. */
function withoutSecrets({ payload, headers, ...rest }: RunJournal['messages'][number]): unknown {
  return { ...rest, names: headers.map(([name]) => name), isEmpty: payload.length === 0 };
}

function journalArbitrary(): fc.Arbitrary<RunJournal> {
  const time = fc.integer({ min: 0, max: 1_000 });
  const name = fc.string({ minLength: 1, maxLength: 5 });
  const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined });
  return fc
    .record({
      exchanges: fc.array(fc.tuple(exchangeArbitrary(), maybe(name)), { maxLength: 4 }),
      messages: fc.array(messageArbitrary(), { maxLength: 4 }),
      asks: fc.array(
        fc.record({
          id: name,
          consumer: name,
          text: name,
          askedAtMs: time,
          answeredAtMs: maybe(time),
          outcome: fc.constantFrom('succeeded' as const, 'failed' as const, 'pending' as const),
          status: maybe(fc.integer()),
          answer: maybe(fc.constantFrom('{}', 'ok')),
        }),
        { maxLength: 3 },
      ),
      connections: fc.array(
        fc.record({
          id: name,
          consumer: maybe(name),
          provider: name,
          openedAtMs: time,
          closedAtMs: maybe(time),
          end: fc.constantFrom('open' as const, 'fault' as const),
          receivedBytes: fc.nat(),
          sentBytes: fc.nat(),
          fault: maybe(name),
        }),
        { maxLength: 3 },
      ),
      faults: fc.array(fc.record({ label: name, fault: name, provider: name, fromMs: time, toMs: maybe(time) }), { maxLength: 3 }),
      canary: fc.array(fc.record({ setMs: time, observedMs: time }), { maxLength: 3 }),
      timeScale: fc.constantFrom(1, 20),
      endedAtMs: maybe(time),
    })
    .map(({ exchanges, messages, asks, connections, faults, canary, timeScale, endedAtMs }) => {
      const recorder = createRunRecorder({ timeScale });
      for (const [exchange, effect] of exchanges) recorder.append(effect === undefined ? exchange : { ...exchange, effect });
      for (const message of messages) recorder.message(message);
      for (const ask of asks) recorder.ask(ask);
      for (const connection of connections) recorder.connection(connection);
      for (const span of faults) recorder.fault(span);
      for (const tick of canary) recorder.tick(tick);
      return recorder.journal(endedAtMs);
    });
}
