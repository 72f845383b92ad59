import { describe, expect, it } from 'vitest';
import { createInProcessBroker } from '../../src/broker/in-process-broker.js';
import { startMqttDoor } from '../../src/host/events/mqtt-door.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { openProgramBrokers } from '../../src/host/program-brokers.js';
import { message, textOf, until } from '../laws/broker-laws.js';

describe('the brokers of a program', () => {
  it('are those that its environment names, one for each URL', async () => {
    const brokers = await openProgramBrokers({
      MORTISE_BROKER: 'memory:',
      MORTISE_BROKER_PLAN_EXCHANGE: 'memory:',
      MORTISE_BROKER_A: 'memory:a',
    });
    expect(brokers.brokerOf('plan-exchange')).toBe(brokers.brokerOf('anybody'));
    expect(brokers.brokerOf('a')).not.toBe(brokers.brokerOf('anybody'));
    await brokers.close();
  });

  it('are told to be missing by the name of the variable', async () => {
    const brokers = await openProgramBrokers({ MORTISE_BROKERAGE: 'x', MORTISE_BROKER_B: undefined });
    expect(() => brokers.brokerOf('plan-exchange')).toThrow('MORTISE_BROKER_PLAN_EXCHANGE is not set');
  });

  it('take the subscriptions of modules with them when they go away, but not when a message is sent back', async () => {
    const ground = createInProcessBroker({ clock: machineClock });
    const door = await startMqttDoor(ground.connect(), { port: 0 });
    const brokers = await openProgramBrokers({ MORTISE_BROKER: door.url });
    const texts: string[] = [];
    let lostCount = 0;
    const subscribe = async (): Promise<void> => {
      const subscription = { channel: 'orders', group: 'shop', from: 'new', prefetchCount: 1 } as const;
      const subscribed = await brokers.brokerOf('shop').subscribe(subscription, async (delivery) => {
        texts.push(textOf(delivery));
        await delivery.settle(texts.length === 1 ? 'requeue' : 'ack');
      });
      void subscribed.lost?.then(() => {
        lostCount += 1;
      });
    };
    const sender = ground.connect();
    await subscribe();
    await sender.publish(message('orders', 'one'));
    await until(() => texts.length === 2);
    await until(() => ground.depthOf('orders', 'mqtt:mortise/shop/orders') === 0);
    expect(lostCount).toBe(0);
    ground.down();
    await until(() => lostCount === 1);
    ground.up();
    await ground.connect().publish(message('orders', 'kept'));
    await subscribe();
    await until(() => texts.length === 3);
    expect(texts).toEqual(['one', 'one', 'kept']);
    await brokers.close();
    expect(lostCount).toBe(1);
    await door.close();
    await ground.close();
  });
});
