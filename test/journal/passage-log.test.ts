import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageRecord } from '../../src/journal/message-record.js';
import { createPassageLog } from '../../src/journal/passage-log.js';
import { messageArbitrary, messageWith } from '../support/message-arbitrary.js';

/** All of them by all that tells one from another. */
function replacing(records: readonly MessageRecord[]): readonly MessageRecord[] {
  const all = new Map<string, MessageRecord>();
  for (const record of records) all.set(JSON.stringify([record.side, record.provider, record.id, record.atMs]), record);
  return [...all.values()];
}

function logged(
  records: readonly MessageRecord[],
  roomBytes = Number.POSITIVE_INFINITY,
): { readonly items: readonly MessageRecord[]; readonly leftOut: number } {
  let freeBytes = roomBytes;
  let leftOut = 0;
  const log = createPassageLog({
    take: (bytes) => {
      if (bytes > freeBytes) return false;
      freeBytes -= bytes;
      return true;
    },
    onLeftOut: () => {
      leftOut += 1;
    },
  });
  for (const record of records) log.message(record);
  return { items: log.items(), leftOut };
}

/** Few ids and instants, so that passages meet under one id, are closed, and are spoken of again when they are over. */
const crowded = fc
  .record({
    any: messageArbitrary(),
    id: fc.constantFrom('m1', 'm2', 'm3'),
    atMs: fc.constantFrom(1, 2),
    provider: fc.constantFrom('orders', 'stock'),
    isPlain: fc.boolean(),
    settledAtMs: fc.option(fc.integer({ min: 3, max: 9 }), { nil: undefined }),
  })
  .map(({ any, isPlain, ...members }) => ({
    ...(isPlain ? messageWith({ side: any.side, payload: new Uint8Array([1, 2]) }) : any),
    ...members,
  }));

describe('the log of passages', () => {
  it('holds each passage once, in the order in which they began, with what was said of it last', () => {
    fc.assert(
      fc.property(fc.array(crowded, { maxLength: 25 }), (records) => {
        expect(logged(records)).toEqual({ items: replacing(records), leftOut: 0 });
      }),
      { seed: 17, numRuns: 200 },
    );
  });

  it('gives back any passage as it was, however many there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(messageArbitrary(), { maxLength: 30, selector: ({ id }) => id }), (records) => {
        const closed = records.map((record) => ({ ...record, settledAtMs: record.atMs + 1 }));
        expect(logged([...records, ...closed]).items).toEqual(closed);
      }),
      { seed: 19, numRuns: 60 },
    );
    const many = Array.from({ length: 600 }, (_, index) =>
      messageWith({
        id: `m${index}`,
        messageKey: `é${index % 3 === 0 ? 'é' : ''}`.slice(1) + index,
        payload: new Uint8Array(index % 700).fill(index),
        channel: `orders/${index % 4}`,
        headers: index % 5 === 0 ? [] : [['ce-id', `${index}`]],
        key: index % 2 === 0 ? undefined : `k${index}`,
      }),
    );
    expect(logged(many).items).toEqual(many);
  });

  it('takes nothing new when it is full, but all that is said of what it has', () => {
    const records = Array.from({ length: 4 }, (_, index) => messageWith({ id: `m${index}`, settledAtMs: undefined, outcome: 'unsettled' }));
    const closed = records.map((record) => ({ ...record, settledAtMs: 20, outcome: 'acked' as const }));
    const late = closed.map((record) => ({ ...record, effect: 'e1' }));
    const { items, leftOut } = logged([...records, ...closed, ...late], 1_000);
    expect(items).toEqual(late.slice(0, items.length));
    expect(items.length).toBeGreaterThan(0);
    expect(items.length).toBeLessThan(4);
    expect(leftOut).toBe((4 - items.length) * 3);
  });
});
