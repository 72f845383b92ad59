import { connectAsync, type MqttClient } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../../src/base/random.js';
import { createInProcessBroker } from '../../../src/broker/in-process-broker.js';
import { openMqttBroker } from '../../../src/broker/mqtt-broker.js';
import { startMqttDoor } from '../../../src/host/events/mqtt-door.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { brokerLaws, listen, message, textOf, until } from '../../laws/broker-laws.js';

brokerLaws(
  'MQTT 3.1.1 through the door of the broker in process',
  async () => {
    const broker = createInProcessBroker({ clock: machineClock });
    const door = await startMqttDoor(broker.connect(), { port: 0, forgetGroup: broker.forget });
    let count = 0;
    return {
      connect: () => {
        count += 1;
        return openMqttBroker(door.url, { clock: machineClock, random: randomFromSeed('door', count) });
      },
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
      delivery: 'at-least-once',
      order: 'channel',
      keepsForAbsent: true,
      settles: true,
      deadLetters: false,
      groups: false,
      headers: false,
      keys: false,
      survivesRestart: false,
    },
  },
);

describe('the MQTT door', () => {
  it('confirms a publish once the broker has it, and cuts who publishes when it has not', async () => {
    const { broker, door, connect, close } = await opened();
    const heard = await listen(broker, { channel: 'orders/17' });
    const client = await connect();
    await client.publishAsync('orders/17', 'hello', { qos: 1 });
    expect((await heard.wait(1)).map(textOf)).toEqual(['hello']);
    broker.down();
    const cut = new Promise<void>((resolve) => void client.once('close', () => resolve()));
    client.publishAsync('orders/17', 'lost', { qos: 1 }).catch(() => undefined);
    await cut;
    expect(door.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    await close();
  });

  it('gives a late subscriber what was retained, once and marked', async () => {
    const { connect, close } = await opened();
    const sender = await connect();
    await sender.publishAsync('status', 'old', { qos: 1, retain: true });
    await sender.publishAsync('status', 'new', { qos: 1, retain: true });
    const late = await connect();
    const seen: string[] = [];
    late.on('message', (_topic, payload, { retain }) => seen.push(`${payload.toString()} ${retain}`));
    await late.subscribeAsync('status', { qos: 1 });
    await until(() => seen.length === 1);
    await sender.publishAsync('status', 'live', { qos: 1 });
    await until(() => seen.length === 2);
    expect(seen).toEqual(['new true', 'live false']);
    await close();
  });

  it('shares a topic among those who say the same group, and keeps to QoS 0 where it was asked for', async () => {
    const { broker, connect, close } = await opened();
    const seen: string[] = [];
    for (const topic of ['$share/workers/jobs', '$share/workers/jobs', 'jobs']) {
      const client = await connect();
      client.on('message', (_topic, payload, { qos }) => seen.push(`${topic === 'jobs' ? `all ${qos}` : 'shared'} ${payload.toString()}`));
      await client.subscribeAsync(topic, { qos: topic === 'jobs' ? 0 : 1 });
    }
    for (const text of ['a', 'b']) await broker.publish(message('jobs', text));
    await until(() => seen.length === 4);
    expect([...seen].sort()).toEqual(['all 0 a', 'all 0 b', 'shared a', 'shared b']);
    await close();
  });

  it('refuses a wildcard', async () => {
    const { connect, close } = await opened();
    const client = await connect();
    await expect(client.subscribeAsync('orders/+', { qos: 1 })).rejects.toThrow();
    await close();
  });

  it('keeps a session that asked for it, and forgets it when its client begins anew', async () => {
    const { broker, connect, close } = await opened();
    const before = await connect({ clientId: 'kept', clean: false });
    await before.subscribeAsync('c', { qos: 1 });
    await before.endAsync();
    await broker.publish(message('c', 'owed'));
    await until(() => broker.depthOf('c', 'mqtt:kept') === 1);
    await connect({ clientId: 'kept', clean: true });
    await until(() => broker.depthOf('c', 'mqtt:kept') === 0);
    await close();
  });
});

async function opened() {
  const broker = createInProcessBroker({ clock: machineClock });
  const door = await startMqttDoor(broker, { port: 0, forgetGroup: broker.forget });
  const clients: MqttClient[] = [];
  return {
    broker,
    door,
    connect: async (options: { readonly clientId?: string; readonly clean?: boolean } = {}): Promise<MqttClient> => {
      const client = await connectAsync(door.url, { reconnectPeriod: 0, ...options });
      clients.push(client);
      return client;
    },
    close: async (): Promise<void> => {
      for (const client of clients) client.end(true);
      await door.close();
      await broker.close();
    },
  };
}
