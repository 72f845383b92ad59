import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BriefCall } from '../../src/console/api-types.js';
import { createJournalBook, isMatching } from '../../src/console/journal-book.js';

const EVERYTHING = { system: '', operation: '', status: '', text: '' };

describe('the calls that the console was told of', () => {
  it('are all counted and, up to its bound, all kept in order, however they are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 30 }), fc.integer({ min: 1, max: 200 }), (batchCounts, maxCount) => {
        const book = createJournalBook(maxCount);
        let count = 0;
        for (const batchCount of batchCounts) {
          const calls = Array.from({ length: batchCount }, () => {
            count += 1;
            return call({ id: String(count) });
          });
          book.take({ calls, lostCount: 0, droppedCount: 0, next: count, isAnew: false });
          book.matching(EVERYTHING);
        }
        const kept = book.matching(EVERYTHING).map(({ id }) => Number(id));
        expect(book.toldCount).toBe(count);
        expect(book.next).toBe(count);
        expect(kept.length + book.putAwayCount).toBe(count);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(count, maxCount));
        expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => count - kept.length + index + 1));
      }),
      { seed: 8 },
    );
  });

  it('are the same by a filter whether it was looked through at once or bit by bit', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ status: fc.constantFrom(200, 404, 503), target: fc.constantFrom('/a', '/b') })), (parts) => {
        const filter = { ...EVERYTHING, status: '4xx', text: '/a' };
        const calls = parts.map((part, index) => call({ ...part, id: String(index) }));
        const book = createJournalBook();
        for (const one of calls) {
          book.take({ calls: [one], lostCount: 0, droppedCount: 0, next: 0, isAnew: false });
          book.matching(filter);
        }
        expect(book.matching(filter)).toEqual(calls.filter((one) => isMatching(one, filter)));
      }),
      { seed: 8 },
    );
  });

  it.each([
    ['4xx', { status: 404 }, true],
    ['4xx', { status: 200 }, false],
    ['404', { status: 404 }, true],
    ['fault', { fault: 'down' }, true],
    ['problem', { problemCount: 1 }, true],
    ['none', { status: undefined }, true],
  ])('keep to the answer %s: %j', (status, part, isKept) => {
    expect(isMatching(call(part), { ...EVERYTHING, status })).toBe(isKept);
  });

  it('are told lost when the mock no longer had them', () => {
    const book = createJournalBook();
    book.take({ calls: [], lostCount: 7, droppedCount: 9, next: 7, isAnew: false });
    expect(book).toMatchObject({ lostCount: 7, droppedCount: 9 });
  });
});

function call({ status, ...part }: { [Member in keyof BriefCall]?: BriefCall[Member] | undefined }): BriefCall {
  return {
    ...{ id: '1', system: 'shop', atMs: 0, method: 'GET', target: '/', outcome: 'answered' },
    ...(status === undefined ? {} : { status }),
    ...part,
  } as BriefCall;
}
