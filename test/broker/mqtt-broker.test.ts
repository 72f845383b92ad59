import { randomFromSeed } from '../../src/base/random.js';
import { openMqttBroker } from '../../src/broker/mqtt-broker.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { type BrokerUnderTest, brokerLaws } from '../laws/broker-laws.js';
import { startMosquitto } from '../support/brokers/mosquitto.js';
import { missingServer } from '../support/brokers/private-server.js';

const unavailable = missingServer('mosquitto');

async function underTest(query: string): Promise<BrokerUnderTest> {
  const server = await startMosquitto();
  let count = 0;
  return {
    connect: () => {
      count += 1;
      return openMqttBroker(`mqtt://127.0.0.1:${server.port}${query}`, { clock: machineClock, random: randomFromSeed('mqtt', count) });
    },
    down: server.kill,
    up: server.start,
    close: server.stop,
  };
}

const promised = {
  delivery: 'at-least-once',
  order: 'channel',
  keepsForAbsent: true,
  settles: true,
  deadLetters: false,
  groups: false,
  headers: true,
  keys: false,
  survivesRestart: false,
} as const;

brokerLaws('MQTT 3.1.1', () => underTest(''), { guarantees: { ...promised, headers: false }, unavailable, modelRunCount: 3 });
brokerLaws('MQTT 5', () => underTest('?version=5'), { guarantees: promised, unavailable, modelRunCount: 3 });
brokerLaws('MQTT 5, shared subscriptions', () => underTest('?version=5&shared'), {
  // Mosquitto keeps what a member has not acknowledged for that member alone.
  guarantees: { ...promised, delivery: 'at-most-once', groups: true, keepsForAbsent: false },
  unavailable,
});
