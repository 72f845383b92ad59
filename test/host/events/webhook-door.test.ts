import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import { openWebhookBroker } from '../../../src/broker/webhook-broker.js';
import { startWebhookDoor } from '../../../src/host/events/webhook-door.js';
import { webhookPort } from '../../../src/host/events/webhook-port.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { brokerLaws, listen, textOf } from '../../laws/broker-laws.js';

brokerLaws(
  'webhooks, received by the door of the broker in process',
  async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebhookDoor(broker.connect(), { port: 0 });
    const webhooks = { ...webhookPort, listen: broker.subscribe };
    return {
      connect: () => openWebhookBroker(door.url, { clock: machineClock, random: randomFromSeed('door'), webhooks }),
      down: async () => broker.down(),
      up: async () => broker.up(),
      close: async () => {
        await door.close();
        await broker.close();
      },
    };
  },
  {
    messageCount: 200,
    guarantees: {
      delivery: 'at-most-once',
      order: 'channel',
      keepsForAbsent: false,
      settles: false,
      deadLetters: false,
      groups: false,
      headers: true,
      keys: false,
      survivesRestart: false,
    },
  },
);

describe('the webhook door', () => {
  it('answers what it did with what was posted', async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startWebhookDoor(broker, { port: 0, maxBodyBytes: 10, hasChannel: (channel) => channel === 'stripe/events' });
    const heard = await listen(broker, { channel: 'stripe/events' });
    const statusOf = async (path: string, init: RequestInit): Promise<number> => (await fetch(`${door.url}${path}`, init)).status;
    const post = (body: string): RequestInit => ({
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'stripe-signature': 't=1' },
    });
    expect(await statusOf('/stripe/events', post('{}'))).toBe(202);
    const [first] = await heard.wait(1);
    expect(textOf(first)).toBe('{}');
    expect(first?.message.contentType).toBe('application/json');
    expect(first?.message.headers).toContainEqual(['stripe-signature', 't=1']);
    expect(await statusOf('/stripe/other', post('{}'))).toBe(404);
    expect(await statusOf('/%ff', post('{}'))).toBe(404);
    expect(await statusOf('/stripe/events', { method: 'GET' })).toBe(405);
    expect(await statusOf('/stripe/events', post('0123456789+'))).toBe(413);
    broker.down();
    expect(await statusOf('/stripe/events', post('{}'))).toBe(503);
    await door.close();
    await broker.close();
  });
});
