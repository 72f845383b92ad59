import { openNatsBroker } from '../../src/broker/nats-broker.js';
import { brokerLaws } from '../laws/broker-laws.js';
import { startNats } from '../support/brokers/nats-server.js';
import { missingServer } from '../support/brokers/private-server.js';
import { serverUnderTest } from '../support/brokers/server-under-test.js';

brokerLaws('NATS', () => serverUnderTest(startNats, openNatsBroker, (port) => `nats://127.0.0.1:${port}`), {
  catchesUp: true,
  unavailable: missingServer('nats-server'),
  guarantees: {
    delivery: 'at-most-once',
    order: 'channel',
    keepsForAbsent: false,
    settles: false,
    deadLetters: false,
    groups: true,
    headers: true,
    keys: false,
    survivesRestart: false,
  },
});
