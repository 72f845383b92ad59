import { openAmqpBroker } from '../../src/broker/amqp-broker.js';
import { brokerLaws } from '../laws/broker-laws.js';
import { missingRabbitMq, startRabbitMq } from '../support/brokers/rabbitmq-server.js';
import { serverUnderTest } from '../support/brokers/server-under-test.js';

brokerLaws('RabbitMQ', () => serverUnderTest(startRabbitMq, openAmqpBroker, (port) => `amqp://guest:guest@127.0.0.1:${port}`), {
  unavailable: missingRabbitMq(),
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
