import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { createRecentDescriptions } from '../../../src/broker/recorded/recent-descriptions.js';
import { message } from '../../laws/broker-laws.js';

describe('what was found of the last messages', () => {
  it('is that of the very message, in whatever order they are asked for, or nothing', () => {
    const pool: readonly BrokerMessage[] = Array.from({ length: 6 }, (_, index) => message('c', String(index)));
    const turn = fc.record({ isAsked: fc.boolean(), index: fc.nat(5), reader: fc.nat(1) });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 40 }), (turns) => {
        const recent = createRecentDescriptions<BrokerMessage>();
        const readers = [recent.reader(), recent.reader()];
        const added = new Set<BrokerMessage>();
        for (const { isAsked, index, reader } of turns) {
          const one = pool[index];
          if (one === undefined) continue;
          if (isAsked) expect(readers[reader]?.(one)).toBe(added.has(one) ? one : undefined);
          else {
            recent.add(one, one);
            added.add(one);
          }
        }
      }),
      { seed: 29 },
    );
  });

  it('lets go of what is long ago', () => {
    const recent = createRecentDescriptions<number>();
    const messages = Array.from({ length: 3_000 }, (_, index) => message('c', String(index)));
    for (const [index, one] of messages.entries()) recent.add(one, index);
    const find = recent.reader();
    const found = messages.map(find);
    expect(found.filter((index) => index !== undefined)).toEqual(Array.from({ length: 1_024 }, (_, index) => 1_976 + index));
  });
});
