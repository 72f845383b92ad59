import { describe, expect, it } from 'vitest';
import type { BrokerMessage } from '../../../src/broker/broker.js';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import { createDescriber } from '../../../src/broker/recorded/describe-message.js';
import { readContract } from '../../../src/contract/read-contract.js';
import { createEventMock } from '../../../src/mock/events/event-mock.js';
import { createManualClock } from '../../../src/scenario/simulated/manual-clock.js';
import { message } from '../../laws/broker-laws.js';
import { turn } from '../../support/manual-time.js';
import { textPort } from '../../support/text-port.js';

/** One socket for everything, as public feeds have it. */
const FEED = `
asyncapi: 3.0.0
info: { title: Feed, version: 1.0.0 }
channels:
  feed:
    address: /
    messages:
      heartbeat: { payload: { type: object, required: [event], properties: { event: { const: heartbeat } } } }
      trade: { payload: { type: object, required: [event, price], properties: { event: { const: trade }, price: { type: number } } } }
      ping: { payload: { type: object, required: [event], properties: { event: { const: ping } } } }
      pong: { payload: { type: object, required: [event], properties: { event: { const: pong } } } }
      leave: { payload: { type: object, required: [event], properties: { event: { const: leave } } } }
      left: { payload: { type: object, required: [event], properties: { event: { const: left } } } }
operations:
  sendHeartbeat: { action: send, channel: { $ref: '#/channels/feed' }, messages: [{ $ref: '#/channels/feed/messages/heartbeat' }] }
  sendTrade: { action: send, channel: { $ref: '#/channels/feed' }, messages: [{ $ref: '#/channels/feed/messages/trade' }] }
  onPing:
    action: receive
    channel: { $ref: '#/channels/feed' }
    messages: [{ $ref: '#/channels/feed/messages/ping' }]
    reply: { channel: { $ref: '#/channels/feed' }, messages: [{ $ref: '#/channels/feed/messages/pong' }] }
  onLeave:
    action: receive
    channel: { $ref: '#/channels/feed' }
    messages: [{ $ref: '#/channels/feed/messages/leave' }]
    reply: { channel: { $ref: '#/channels/feed' }, messages: [{ $ref: '#/channels/feed/messages/left' }] }
`;
const contractOfFeed = () => readContract('feed.yaml', textPort({ 'feed.yaml': FEED }));

function event(value: unknown): BrokerMessage {
  return message('/', JSON.stringify(value));
}

describe('what a contract says of a message', () => {
  it('is by the operation that it belongs to, of all that send on its channel', async () => {
    const contract = await contractOfFeed();
    const describeMessage = createDescriber({ contract, provider: 'feed', member: 'feed', handsOverObjects: false });
    const said = [{ event: 'trade', price: 1 }, { event: 'heartbeat' }, { event: 'trade', price: '1' }, { event: 'ping' }].map((value) => {
      const { operation, described, problems } = describeMessage(event(value), 'publish');
      return [operation?.id, described?.id, problems.map(({ code }) => code)];
    });
    expect(said).toEqual([
      ['sendTrade', 'trade', []],
      ['sendHeartbeat', 'heartbeat', []],
      ['sendTrade', 'trade', ['type']],
      ['sendHeartbeat', undefined, ['undeclared']],
    ]);
  });
});

describe('the mock of a channel on which several operations receive', () => {
  it('answers by the one that the message belongs to', async () => {
    const clock = createManualClock(0);
    const broker = createInProcessBroker({ clock });
    const texts: string[] = [];
    await broker
      .connect()
      .subscribe({ channel: '/', group: undefined, from: 'new', prefetchCount: 9 }, ({ message: { payload }, settle }) => {
        texts.push(new TextDecoder().decode(payload));
        return settle('ack');
      });
    const contract = await contractOfFeed();
    const onTrouble = (error: unknown): void => {
      throw error;
    };
    const mock = createEventMock({ contract, publish: broker.publish, clock, seed: 's', isVaried: false, onTrouble });
    await mock.answer(event({ event: 'leave' }));
    await mock.answer(event({ event: 'ping' }));
    await mock.answer(event({ event: 'nothing' }));
    await turn();
    expect(texts.map((text) => JSON.parse(text).event)).toEqual(['left', 'pong']);
  });
});
