import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hearChannels } from '../../src/broker/hear-channels.js';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { recordedBroker } from '../../src/broker/recorded-broker.js';
import { readContract } from '../../src/contract/read-contract.js';
import type { MessageRecord } from '../../src/journal/message-record.js';
import { createManualClock } from '../../src/scenario/simulated/manual-clock.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = `
asyncapi: 3.0.0
info: { title: Both ways, version: 1.0.0 }
channels:
  both:
    address: both
    messages:
      told: { payload: { type: object, required: [told] } }
      asked: { payload: { type: object, required: [asked] } }
  one: { address: 'orders/{id}', parameters: { id: {} }, messages: { told: { payload: {} } } }
  later: { messages: { told: { payload: {} } } }
operations:
  tell: { action: send, channel: { $ref: '#/channels/both' }, messages: [{ $ref: '#/channels/both/messages/told' }] }
  ask: { action: receive, channel: { $ref: '#/channels/both' }, messages: [{ $ref: '#/channels/both/messages/asked' }] }
`;

const messageOf = (id: number, payload: object) => ({
  ...{ channel: 'both', key: undefined, headers: [], contentType: undefined, messageId: `m${id}` },
  ...{ payload: Buffer.from(JSON.stringify(payload)), correlationId: undefined, replyTo: undefined },
});

async function opened() {
  const clock = createManualClock(0);
  const contract = await readContract('c.yaml', textPort({ 'c.yaml': CONTRACT }));
  const broker = createInProcessBroker({ clock });
  const known = new Set<string>();
  const [ours, heard]: [MessageRecord[], MessageRecord[]] = [[], []];
  const recorder = {
    message: (record: MessageRecord) => {
      known.add(record.messageKey);
      ours.push(record);
    },
  };
  const own = recordedBroker(broker.connect(), { injector: undefined, recorder, clock, provider: 'shop', contract, member: 'desk' });
  const parts = { contract, provider: 'shop', clock, isKnown: (key: string) => known.has(key) };
  const hearing = await hearChannels(broker, { ...parts, recorder: { message: (record) => heard.push(record) } });
  return { broker, own, ours, heard, hearing };
}

describe('what is heard beside programs', () => {
  it('is each message that no connection of ours has sent, once, by nobody and not confirmed', async () => {
    const sender = fc.constantFrom('program', 'ours');
    await fc.assert(
      fc.asyncProperty(fc.array(sender, { maxLength: 8 }), async (senders) => {
        const { broker, own, heard, hearing } = await opened();
        for (const [id, who] of senders.entries()) await (who === 'ours' ? own : broker).publish(messageOf(id, { told: id }));
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        const expected = senders.flatMap((who, id) => (who === 'ours' ? [] : [`m${id}`]));
        expect(heard.map(({ messageKey }) => messageKey)).toEqual(expected);
        expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
        for (const record of heard)
          expect(record).toMatchObject({
            side: 'sent',
            sender: undefined,
            outcome: 'unconfirmed',
            settledAtMs: undefined,
            provider: 'shop',
          });
        await hearing.stop();
        await broker.close();
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('is wrong only when it is wrong for both ends, since nobody knows which it was', async () => {
    const { broker, heard } = await opened();
    for (const [id, payload] of [{ told: 1 }, { asked: 1 }, { other: 1 }].entries()) await broker.publish(messageOf(id, payload));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    expect(heard.map(({ message, problems }) => [message, problems.map(({ code }) => code)])).toEqual([
      ['told', []],
      ['asked', []],
      ['told', ['required']],
    ]);
    await broker.close();
  });

  it('is told for channels with an address only, and ends when it is stopped', async () => {
    const { broker, heard, hearing } = await opened();
    expect(hearing.unheard).toEqual(['one', 'later']);
    await hearing.stop();
    await broker.publish(messageOf(1, { told: 1 }));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    expect(heard).toEqual([]);
    await broker.close();
  });
});
