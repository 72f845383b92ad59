import { openJetStreamBroker } from '../../src/broker/jetstream-broker.js';
import { brokerLaws } from '../laws/broker-laws.js';
import { startNats } from '../support/brokers/nats-server.js';
import { missingServer } from '../support/brokers/private-server.js';
import { serverUnderTest } from '../support/brokers/server-under-test.js';

brokerLaws('NATS JetStream', () => serverUnderTest(startNats, openJetStreamBroker, (port) => `nats://127.0.0.1:${port}?jetstream`), {
  unavailable: missingServer('nats-server'),
  guarantees: {
    delivery: 'at-least-once',
    order: 'channel',
    keepsForAbsent: true,
    settles: true,
    deadLetters: true,
    groups: true,
    headers: true,
    keys: false,
    survivesRestart: true,
  },
});
