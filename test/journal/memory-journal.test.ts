import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { MAX_BODY_BYTES } from '../../src/journal/recorded-body.js';
import { exchangeArbitrary, exchangeWith } from '../support/exchange-arbitrary.js';

describe('a journal in memory', () => {
  it('has the last entries in order, as a list that is cut at the front would', () => {
    const action = fc.oneof(
      { weight: 20, arbitrary: fc.constant('append' as const) },
      { weight: 1, arbitrary: fc.constant('clear' as const) },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.array(action, { maxLength: 60 }), (maxEntryCount, actions) => {
        const journal = createMemoryJournal({ maxEntryCount });
        let model: string[] = [];
        let appendedCount = 0;
        for (const next of actions) {
          if (next === 'clear') {
            journal.clear();
            model = [];
            continue;
          }
          appendedCount += 1;
          journal.append(exchangeWith({ id: String(appendedCount) }));
          model = [...model, String(appendedCount)].slice(-maxEntryCount);
          expect(journal.entries().map((entry) => entry.id)).toEqual(model);
        }
        expect(journal.appendedCount).toBe(appendedCount);
        expect(journal.entryCount).toBe(model.length);
      }),
      { seed: 20261121 },
    );
  });

  it('drops the oldest when the bytes are too many, and keeps at least the last', () => {
    const journal = createMemoryJournal({ maxBytes: 5_000 });
    for (const id of ['1', '2', '3']) journal.append(exchangeWith({ id, response: { status: 200, headers: [], body: 'x'.repeat(2_000) } }));
    expect(journal.entries().map((entry) => entry.id)).toEqual(['2', '3']);
    journal.append(exchangeWith({ id: '4', response: { status: 200, headers: [], body: 'x'.repeat(50_000) } }));
    expect(journal.entries().map((entry) => entry.id)).toEqual(['4']);
  });

  it('counts the bytes of what it keeps only, however often the oldest made room', () => {
    const journal = createMemoryJournal({ maxEntryCount: 3, maxBytes: 10_000 });
    for (let count = 1; count <= 50; count += 1) {
      journal.append(exchangeWith({ id: String(count), response: { status: 200, headers: [], body: 'x'.repeat(2_000) } }));
    }
    expect(journal.entries().map((entry) => entry.id)).toEqual(['48', '49', '50']);
  });

  it('gives every exchange back as it was', () => {
    fc.assert(
      fc.property(fc.array(exchangeArbitrary(), { maxLength: 20 }), (exchanges) => {
        const journal = createMemoryJournal();
        for (const exchange of exchanges) journal.append(exchange);
        expect(journal.entries()).toEqual(exchanges);
      }),
      { seed: 20261121 },
    );
  });

  it('keeps a body in bytes of its own, and cuts one that is too long', () => {
    const journal = createMemoryJournal();
    const bytes = new Uint8Array([1, 2, 3]);
    journal.append(exchangeWith({ request: { method: 'POST', target: '/', headers: [], body: bytes } }));
    bytes.fill(9);
    expect(journal.entries()[0]?.request.body).toEqual(new Uint8Array([1, 2, 3]));
    journal.append(exchangeWith({ request: { method: 'POST', target: '/', headers: [], body: new Uint8Array(MAX_BODY_BYTES + 10) } }));
    expect(journal.entries()[1]?.request).toMatchObject({ truncatedBytes: 10 });
    expect(journal.entries()[1]?.request.body).toHaveLength(MAX_BODY_BYTES);
  });

  it('finds by provider, operation, status, time and what was seen before', () => {
    const journal = createMemoryJournal({ maxEntryCount: 3 });
    journal.append(exchangeWith({ id: 'dropped' }));
    journal.append(exchangeWith({ id: 'a', receivedFirstAtMs: 5 }));
    journal.append(exchangeWith({ id: 'b', operation: 'createPayment', receivedFirstAtMs: 20 }));
    journal.append(exchangeWith({ id: 'c', provider: 'auth', response: undefined, receivedFirstAtMs: 30 }));
    const ids = (query: Parameters<typeof journal.entries>[0]): string[] => journal.entries(query).map((entry) => entry.id);
    expect(ids({ operation: 'createPayment' })).toEqual(['b']);
    expect(ids({ status: 200 })).toEqual(['a', 'b']);
    expect(ids({ provider: 'auth' })).toEqual(['c']);
    expect(ids({ sinceMs: 20 })).toEqual(['b', 'c']);
    expect(ids({ afterCount: 2 })).toEqual(['b', 'c']);
    expect(ids({ afterCount: 0 })).toEqual(['a', 'b', 'c']);
    expect(ids({ afterCount: 4 })).toEqual([]);
  });
});
