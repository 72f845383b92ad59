import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import { recordedBroker } from '../../../src/broker/recorded-broker.js';
import type { Contract } from '../../../src/contract/contract.js';
import type { EventOperation, Message } from '../../../src/contract/channel.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { MessageRecord } from '../../../src/journal/message-record.js';
import { createEventMaker } from '../../../src/mock/events/event-maker.js';
import { eventTemplate } from '../../../src/mock/events/event-template.js';
import { madeEvent } from '../../../src/mock/events/made-event.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { messageKeyOf } from '../../../src/wire/message-key.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { textPort } from '../../support/text-port.js';

/** What ids may be, where they may stand, and what else may have a say in them. */
const ODD = `
asyncapi: 3.0.0
info: { title: Odd, version: 1.0.0 }
channels:
  odd:
    address: odd
    messages:
      plain: { payload: { type: object, required: [event_id], properties: { event_id: { type: string, format: uuid } } } }
      short: { payload: { type: object, required: [event_id], properties: { event_id: { type: string, maxLength: 9 } } } }
      number: { payload: { type: object, required: [messageId], properties: { messageId: { type: integer, minimum: 1 } } } }
      chancy: { payload: { type: object, required: [event_id], properties: { event_id: { type: string, pattern: '^[a-z0-9-]+[0-7]$' } } } }
      fixed: { payload: { type: object, required: [event_id], properties: { event_id: { const: only } } } }
      choice:
        payload:
          type: object
          required: [event_id, kind]
          oneOf:
            - { properties: { kind: { const: a }, event_id: { pattern: '^a' } } }
            - { properties: { kind: { const: b }, event_id: { pattern: '^b' } } }
        examples: [{ payload: { event_id: a1, kind: a, zero: 0 } }]
      lookalike:
        payload: { type: object, required: [event_id], properties: { event_id: { type: string } } }
        examples: [{ payload: { event_id: a1, odd: "\\u0000hole 0\\u0000" } }]
      closed:
        payload:
          allOf: [{ type: object, properties: { event_id: { type: string }, 'x': { type: string } } }]
          required: [event_id]
          unevaluatedProperties: false
        examples: [{ payload: { x: "\\"ü😀", event_id: "ev-é-1" } }]
      nested:
        payload:
          type: object
          required: [header]
          properties: { header: { type: object, required: [messageId], properties: { messageId: { type: string, minLength: 3 } } } }
      header:
        headers: { type: object, required: [ce-id, ce-source], properties: { ce-id: { type: string, pattern: '^[a-f0-9-]+$' }, ce-source: { const: /a } } }
        payload: { type: string }
      counted:
        correlationId: { location: '$message.header#/X-Number' }
        headers: { type: object, required: [x-number], properties: { x-number: { type: integer, minimum: 1 } } }
        payload: {}
      correlated:
        correlationId: { location: '$message.header#/correlation-id' }
        headers: { type: object, properties: { correlation-id: { type: string, format: uuid } } }
        payload: { type: object, required: [event_id], properties: { event_id: { type: string } } }
      within:
        correlationId: { location: '$message.payload#/meta/trace' }
        payload: { type: object, properties: { meta: { type: object, required: [trace], properties: { trace: { type: string } } } }, required: [meta] }
  orders:
    address: orders/{id}
    parameters: { id: { location: '$message.payload#/event_id' } }
    messages: { placed: { payload: { type: object, required: [event_id], properties: { event_id: { type: string, pattern: '^o_[a-z0-9]+$' } } } } }
  parcels:
    address: parcels/{id}
    parameters: { id: { location: '$message.payload#/parcel' } }
    messages:
      moved:
        payload:
          type: object
          required: [event_id, parcel]
          properties: { event_id: { type: string }, parcel: { type: string, pattern: '^p_[0-9]+$' } }
operations:
  sendParcel: { action: send, channel: { $ref: '#/channels/parcels' } }
  sendOdd: { action: send, channel: { $ref: '#/channels/odd' } }
  sendOrder: { action: send, channel: { $ref: '#/channels/orders' } }
`;
const FILES = ['domain-events', 'realtime', 'component-messages', 'evidence-collector'].map((name) => `contracts/${name}.asyncapi.yaml`);

interface Sent {
  readonly contract: Contract;
  readonly operation: EventOperation;
  readonly message: Message;
}

async function everyMessage(): Promise<readonly Sent[]> {
  const odd = readContract('odd.yaml', textPort({ 'odd.yaml': ODD }));
  const contracts = await Promise.all([odd, ...FILES.map((file) => readFixture(file))]);
  return contracts.flatMap((contract) =>
    contract.eventOperations
      .filter(({ action }) => action === 'send')
      .flatMap((operation) => operation.messages.map((message) => ({ contract, operation, message }))),
  );
}

describe('the template of a stream of messages', () => {
  it('gives each message the bytes that it has when it is made alone, one that keeps its contract, and its key', async () => {
    const all = await everyMessage();
    const templated = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.string({ maxLength: 3 }),
        fc.integer({ min: 1, max: 500 }),
        ({ operation, message }, seed, first) => {
          const template = eventTemplate(operation, message, { seed, address: undefined });
          for (const index of [first, first + 1, 1]) {
            const made = template?.(index);
            if (made === undefined) continue;
            templated.add(message.id);
            expect(made.event).toEqual(madeEvent(operation, message, { seed, index, isVaried: false, address: undefined }));
            expect(judgeMessage(message, made.event)).toEqual([]);
            expect(made.messageKey).toBe(messageKeyOf(made.event));
          }
        },
      ),
      { seed: 23, numRuns: 150 },
    );
    expect([...templated]).toEqual(
      expect.arrayContaining([
        'plain',
        'short',
        'number',
        'choice',
        'closed',
        'nested',
        'header',
        'counted',
        'correlated',
        'within',
        'moved',
      ]),
    );
    // An id that may not be another, one that the address says, a text that looks like a place for one.
    for (const id of ['fixed', 'placed', 'lookalike']) expect(templated.has(id), id).toBe(false);
  });

  it('serves the address where somebody listens', async () => {
    const { eventOperations } = await readContract('odd.yaml', textPort({ 'odd.yaml': ODD }));
    const operation = eventOperations.find(({ id }) => id === 'sendParcel');
    const [moved] = operation?.messages ?? [];
    if (operation === undefined || moved === undefined) throw new Error('there is no such message');
    const address = 'parcels/p_77';
    const made = eventTemplate(operation, moved, { seed: 's', address })?.(5);
    expect(made?.event).toEqual(madeEvent(operation, moved, { seed: 's', index: 5, isVaried: false, address }));
    expect(made?.event).toMatchObject({ channel: address, payload: expect.any(Uint8Array) });
    expect(new TextDecoder().decode(made?.event.payload)).toContain('"parcel":"p_77"');
    expect(eventTemplate(operation, moved, { seed: 's', address: 'parcels/other' })).toBeUndefined();
  });

  it('makes messages that are recorded as if nothing was known of them', async () => {
    const record = async ({ contract, operation, message }: Sent, knows: boolean): Promise<readonly MessageRecord[]> => {
      const clock = createManualClock(0);
      const records: MessageRecord[] = [];
      const recorder = { message: (one: MessageRecord) => records.push(one) };
      const parts = { injector: undefined, recorder, clock, provider: 'p', contract, member: 'p' };
      const broker = recordedBroker(createInProcessBroker({ clock }), parts);
      const make = createEventMaker(operation, { seed: 's', isVaried: false });
      for (const index of [0, 1, 2]) {
        const made = make(message, { index, address: undefined });
        if (made !== undefined) await broker.publish(made.event, knows ? made : undefined);
      }
      await broker.close();
      return records;
    };
    for (const sent of await everyMessage()) expect(await record(sent, true), sent.message.id).toEqual(await record(sent, false));
  });
});
