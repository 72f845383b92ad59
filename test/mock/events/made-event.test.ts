import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../../../src/base/json.js';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import type { Contract } from '../../../src/contract/contract.js';
import type { EventOperation, Message } from '../../../src/contract/channel.js';
import { madeEvent } from '../../../src/mock/events/made-event.js';
import { matchAddress } from '../../../src/wire/channel-address.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { messageKeyOf } from '../../../src/wire/message-key.js';
import { readFixture } from '../../fixtures/read-fixture.js';

const FILES = [
  ...['domain-events', 'realtime', 'component-messages', 'evidence-collector', 'system-b'].map((name) => `contracts/${name}.asyncapi.yaml`),
  ...['events-2', 'events-3', 'order-events'].map((name) => `fixtures/specs/${name}.yaml`),
];

interface Sent {
  readonly operation: EventOperation;
  readonly message: Message;
}

async function everyMessage(): Promise<readonly Sent[]> {
  const contracts: Contract[] = await Promise.all(FILES.map((file) => readFixture(file)));
  return contracts.flatMap(({ eventOperations }) =>
    eventOperations.flatMap((operation) => operation.messages.map((message) => ({ operation, message }))),
  );
}

const value = (event: BrokerMessage | undefined): unknown => JSON.parse(new TextDecoder().decode(event?.payload));

describe('a message that the mock makes', () => {
  it('keeps the contract and goes to an address of its channel, whatever the seed, and the same seed gives the same bytes', async () => {
    const all = await everyMessage();
    expect(all.length).toBeGreaterThan(30);
    const choice = fc.record({
      sent: fc.constantFrom(...all),
      seed: fc.string({ maxLength: 5 }),
      index: fc.nat(1_000),
      isVaried: fc.boolean(),
    });
    fc.assert(
      fc.property(choice, ({ sent: { operation, message }, ...how }) => {
        const event = madeEvent(operation, message, how);
        if (event === undefined) throw new Error(`${operation.id} has no ${message.id}`);
        expect(judgeMessage(message, event)).toEqual([]);
        expect(operation.channel.address === undefined || matchAddress(operation.channel, event.channel) !== undefined).toBe(true);
        expect(madeEvent(operation, message, how)).toEqual(event);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('has ids of its own after the first, which is the example of the contract', async () => {
    const { eventOperations } = await readFixture('contracts/domain-events.asyncapi.yaml');
    for (const operation of eventOperations) {
      for (const message of operation.messages) {
        const made = [0, 1, 2, 3].map((index) => madeEvent(operation, message, { seed: 's', index, isVaried: false }));
        expect(value(made[0])).toEqual(message.examples[0]?.payload);
        const keys = made.map((event) => (event === undefined ? '' : messageKeyOf(event)));
        expect(new Set(keys).size, message.id).toBe(4);
      }
    }
  });

  it('has the same bytes whichever messages were made before it', async () => {
    const [inOrder, backwards] = await Promise.all([everyMessage(), everyMessage()]);
    const made = ({ operation, message }: Sent, index: number): readonly (BrokerMessage | undefined)[] =>
      [false, true].map((isVaried) => madeEvent(operation, message, { seed: 's', index, isVaried }));
    const forward = inOrder.map((sent) => [0, 1, 2].map((index) => made(sent, index)));
    const back = [...backwards].reverse().map((sent) => [2, 1, 0].map((index) => made(sent, index)).reverse());
    expect(back.reverse()).toEqual(forward);
  });

  it('says what its address says, and is not made for an address that its schema does not let it say', async () => {
    const { eventOperations } = await readFixture('contracts/realtime.asyncapi.yaml');
    const operation = eventOperations.find(({ id }) => id === 'sendOrderStatus');
    const [status, heartbeat] = operation?.messages ?? [];
    if (operation === undefined || status === undefined || heartbeat === undefined) throw new Error('the contract has changed');
    const how = { seed: 's', index: 0, isVaried: false };
    const made = value(madeEvent(operation, status, { ...how, address: '/realtime/orders/ord_77' }));
    expect(isJsonObject(made as never) && made).toMatchObject({ data: { order_id: 'ord_77' } });
    expect(madeEvent(operation, status, { ...how, address: '/realtime/orders/17' })).toBeUndefined();
    expect(madeEvent(operation, heartbeat, { ...how, address: '/realtime/orders/17' })).toBeDefined();
    expect(madeEvent(operation, status, { ...how, address: '/elsewhere' })).toBeUndefined();
  });
});
