import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createInbox } from '../../src/broker/inbox.js';
import { message, textOf } from '../laws/broker-laws.js';

it('says that all is handed over once all that came before was, in order, however slow its receiver is', async () => {
  const pushes = fc.array(fc.record({ count: fc.nat(5), turnCount: fc.nat(3) }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(pushes, fc.integer({ min: 1, max: 3 }), async (rounds, prefetchCount) => {
      const got: string[] = [];
      const sent: string[] = [];
      const turnCounts = [...rounds];
      const inbox = createInbox({
        prefetchCount,
        receive: async (delivery) => {
          got.push(textOf(delivery));
          for (let turn = turnCounts[0]?.turnCount ?? 0; turn > 0; turn -= 1) await Promise.resolve();
        },
      });
      for (const { count } of rounds) {
        for (let index = 0; index < count; index += 1) {
          sent.push(String(sent.length));
          inbox.push(message('c', sent.at(-1) ?? ''));
        }
        const asked = inbox.handedOver();
        const before = [...sent];
        // What comes later is not waited for.
        sent.push('later');
        inbox.push(message('c', 'later'));
        await asked;
        expect(got.slice(0, before.length)).toEqual(before);
        turnCounts.shift();
      }
    }),
    { seed: 7, numRuns: 100 },
  );
});

it('is through when it is closed, and drops what is more than it keeps', async () => {
  const got: string[] = [];
  const inbox = createInbox({
    prefetchCount: 1,
    maxWaitingCount: 2,
    receive: (delivery) => {
      got.push(textOf(delivery));
      return new Promise<void>(() => undefined);
    },
  });
  for (const text of ['a', 'b', 'c', 'dropped']) inbox.push(message('c', text));
  const asked = inbox.handedOver();
  inbox.close();
  await asked;
  expect(got).toEqual(['a']);
});
