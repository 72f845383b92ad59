import { openKafkaBroker } from '../../src/broker/kafka-broker.js';
import { brokerLaws } from '../laws/broker-laws.js';
import { missingKafka, startKafka } from '../support/brokers/kafka-server.js';
import { serverUnderTest } from '../support/brokers/server-under-test.js';

brokerLaws('Kafka', () => serverUnderTest(startKafka, openKafkaBroker, (port) => `kafka://127.0.0.1:${port}`), {
  unavailable: missingKafka(),
  guarantees: {
    delivery: 'at-least-once',
    order: 'key',
    keepsForAbsent: true,
    settles: true,
    deadLetters: true,
    groups: true,
    headers: true,
    keys: true,
    survivesRestart: true,
  },
});
