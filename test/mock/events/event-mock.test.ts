import { describe, expect, it } from 'vitest';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import type { EventMock, EventMockParts } from '../../../src/mock/events/event-mock.js';
import { createEventMock } from '../../../src/mock/events/event-mock.js';
import { madeEvent } from '../../../src/mock/events/made-event.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { judgeMessage } from '../../../src/wire/judge-message.js';
import { readFixture } from '../../fixtures/read-fixture.js';
import { pass, turn, untilDone } from '../../support/manual-time.js';

interface World {
  readonly mock: EventMock;
  readonly contract: EventMockParts['contract'];
  readonly clock: ReturnType<typeof createManualClock>;
  readonly heard: BrokerMessage[];
  listen(channel: string): Promise<void>;
  troubles(): readonly unknown[];
  down(): void;
}

async function open(file: string, parts: Partial<EventMockParts> = {}): Promise<World> {
  const contract = await readFixture(file);
  const clock = createManualClock(0);
  const broker = createInProcessBroker({ clock });
  const heard: BrokerMessage[] = [];
  const troubles: unknown[] = [];
  const mock = createEventMock({
    contract,
    publish: broker.publish,
    clock,
    seed: 's',
    isVaried: false,
    onTrouble: (error) => troubles.push(error),
    ...parts,
  });
  const own = broker.connect();
  return {
    mock,
    contract,
    clock,
    heard,
    troubles: () => troubles,
    down: broker.down,
    listen: async (channel) => {
      await own.subscribe({ channel, group: undefined, from: 'new', prefetchCount: 10 }, async (delivery) => {
        heard.push(delivery.message);
        await delivery.settle('ack');
      });
    },
  };
}

const REALTIME = 'contracts/realtime.asyncapi.yaml';
const COMPONENTS = 'contracts/component-messages.asyncapi.yaml';
const payload = (message: BrokerMessage | undefined): { [name: string]: never } => JSON.parse(new TextDecoder().decode(message?.payload));

describe('the mock of events', () => {
  it('sends one message to where somebody begins to listen', async () => {
    const { mock, heard, listen } = await open(REALTIME);
    await listen('/realtime/orders/ord_5');
    await mock.greet('/realtime/orders/ord_5');
    await mock.greet('/nobody/sends/here');
    await turn();
    expect(heard.map(payload)).toMatchObject([{ type: 'order.status', data: { order_id: 'ord_5' } }]);
  });

  it('sends by the clock to each address where somebody listens, its messages in turn, until it is told to stop', async () => {
    const { mock, heard, listen, clock } = await open(REALTIME);
    for (const address of ['/realtime/stock/SKU-1', '/realtime/stock/SKU-2']) {
      await listen(address);
      mock.attend(address);
    }
    const over = new AbortController();
    const sending = mock.sendEvery(1_000, over.signal);
    await pass(clock, 2_500);
    expect(heard.map(({ channel }) => channel).sort()).toEqual([
      '/realtime/stock/SKU-1',
      '/realtime/stock/SKU-1',
      '/realtime/stock/SKU-2',
      '/realtime/stock/SKU-2',
    ]);
    mock.leave('/realtime/stock/SKU-1');
    await pass(clock, 1_000);
    expect(heard.slice(4).map(({ channel }) => channel)).toEqual(['/realtime/stock/SKU-2']);
    over.abort();
    await untilDone(clock, sending);
    expect(heard).toHaveLength(5);
  });

  it('sends the same bytes for the same seed, others for another', async () => {
    const run = async (seed: string): Promise<string> => {
      const { mock, heard, listen } = await open('fixtures/specs/order-events.yaml', { seed, isVaried: true });
      await listen('orders.created');
      for (let round = 0; round < 5; round += 1) expect(await mock.sendAll()).toBe(2);
      await turn();
      return heard.map(({ payload: bytes }) => Buffer.from(bytes).toString()).join('\n');
    };
    const first = await run('one');
    expect(first.split('\n')).toHaveLength(5);
    expect(await run('one')).toBe(first);
    expect(await run('two')).not.toBe(first);
  });

  it('answers a request with its correlation id, back to whom it came from, and what is no request not at all', async () => {
    const { mock, heard, listen, contract } = await open(COMPONENTS);
    const operation = contract.eventOperations.find(({ id }) => id === 'handleRequest');
    const [request] = operation?.messages ?? [];
    const [answer] = operation?.reply?.messages ?? [];
    if (operation === undefined || request === undefined || answer === undefined) throw new Error('the contract has changed');
    const sent = madeEvent(operation, request, { seed: 'asks', index: 3, isVaried: false });
    if (sent === undefined) throw new Error('there is no request');
    await listen('components.renderer.responses');
    await mock.answer({ ...sent, payload: new TextEncoder().encode('{"header":{}}') });
    await turn();
    expect(heard).toEqual([]);
    await mock.answer(sent);
    await turn();
    const [reply] = heard;
    expect(reply === undefined ? undefined : judgeMessage(answer, reply)).toEqual([]);
    expect(payload(reply)).toMatchObject({
      header: { source: 'catalogue', destination: 'renderer', messageType: 'response' },
      metadata: { correlationId: payload(sent)['metadata']?.['correlationId'] },
    });
    expect(reply?.correlationId).toBe(sent.correlationId);
  });

  it('answers where the request asks for it', async () => {
    const { mock, heard, listen, contract } = await open(COMPONENTS);
    const operation = contract.eventOperations.find(({ id }) => id === 'handleRequest');
    const [request] = operation?.messages ?? [];
    const sent =
      operation === undefined || request === undefined
        ? undefined
        : madeEvent(operation, request, { seed: 's', index: 0, isVaried: false });
    if (sent === undefined) throw new Error('there is no request');
    await listen('my.own.inbox');
    await mock.answer({ ...sent, replyTo: 'my.own.inbox' });
    await turn();
    expect(heard.map(payload)).toMatchObject([{ header: { messageType: 'response' } }]);
  });

  it('sends one message of an operation by hand, none of one that it does not have', async () => {
    const { mock } = await open(COMPONENTS);
    expect((await mock.sendOne('sendEvent'))?.channel).toBe('components.events');
    expect(await mock.sendOne('handleRequest')).toBeUndefined();
    expect(await mock.sendOne('nothing')).toBeUndefined();
  });

  it('goes on when the broker is away, and says so', async () => {
    const { mock, down, troubles } = await open(COMPONENTS);
    down();
    expect(await mock.sendAll()).toBe(0);
    expect(troubles()).toMatchObject([{ code: 'E_BROKER_LOST' }]);
  });
});
