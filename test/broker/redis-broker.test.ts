import { randomFromSeed } from '../../src/base/random.js';
import { openRedisPubSubBroker } from '../../src/broker/redis-pubsub-broker.js';
import { openRedisStreamsBroker } from '../../src/broker/redis-streams-broker.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { type BrokerUnderTest, brokerLaws } from '../laws/broker-laws.js';
import { missingServer } from '../support/brokers/private-server.js';
import { startRedis } from '../support/brokers/redis-server.js';

const unavailable = missingServer('redis-server');

async function underTest(open: typeof openRedisStreamsBroker): Promise<BrokerUnderTest> {
  const server = await startRedis();
  let count = 0;
  return {
    connect: () => {
      count += 1;
      return open(`redis://127.0.0.1:${server.port}`, { clock: machineClock, random: randomFromSeed('redis', count) });
    },
    down: server.kill,
    up: server.start,
    close: server.stop,
  };
}

const nothing = { keepsForAbsent: false, settles: false, deadLetters: false, groups: false, headers: false, keys: false } as const;
brokerLaws('Redis channels', () => underTest(openRedisPubSubBroker), {
  guarantees: { ...nothing, delivery: 'at-most-once', order: 'channel', survivesRestart: false },
  catchesUp: true,
  unavailable,
});

const all = { keepsForAbsent: true, settles: true, deadLetters: true, groups: true, headers: true, keys: true } as const;
brokerLaws('Redis streams', () => underTest(openRedisStreamsBroker), {
  guarantees: { ...all, delivery: 'at-least-once', order: 'channel', survivesRestart: true },
  unavailable,
});
