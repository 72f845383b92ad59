import { afterEach, describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import { openRedisStreamsBroker } from '../../src/broker/redis-streams-broker.js';
import { createInjector } from '../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../src/fault/fault-rule-from-text.js';
import { machineClock } from '../../src/host/machine-clock.js';
import { startTcpProxy } from '../../src/host/tcp-proxy.js';
import { createRunRecorder } from '../../src/journal/create-run-recorder.js';
import { missingServer } from '../support/brokers/private-server.js';
import { startRedis } from '../support/brokers/redis-server.js';
import { PATIENCE_MS, patiently, startTraffic } from '../support/brokers/restarted-run.js';

const missing = missingServer('redis-server');
const MESSAGE_COUNT = 3_000;

/** What runs for one test, ended in reverse order. */
const running: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

describe('a proxy that knows nothing of Redis, before a real one', () => {
  it.skipIf(missing !== undefined)(
    'slows, resets and refuses connections, and a sender and a receiver of a stream lose nothing by it',
    async () => {
      const server = await startRedis();
      running.push(server.stop);
      const injector = createInjector({ seed: 'redis', provider: 'redis' });
      const recorder = createRunRecorder();
      const proxy = await startTcpProxy({
        ...{ consumer: 'shop', provider: 'redis', injector, recorder, clock: machineClock, host: '127.0.0.1', port: 0 },
        target: { isTls: false, host: '127.0.0.1', port: server.port },
      });
      running.push(() => proxy.close());
      const observer = await openRedisStreamsBroker(`redis://127.0.0.1:${server.port}`, {
        clock: machineClock,
        random: randomFromSeed('faults'),
      });
      running.push(() => observer.close());
      const brokerUrl = `redis://127.0.0.1:${proxy.port}`;
      const traffic = await startTraffic({
        channel: 'orders',
        sender: 'sender',
        receiver: 'receiver',
        messageCount: MESSAGE_COUNT,
        brokerUrl,
        server,
        observer,
      });
      running.push(traffic.stop);
      await traffic.begin();
      const put = (...texts: readonly string[]): void => injector.set(texts.map(faultRuleFromText), machineClock.nowMs());

      put('latency latency=5ms jitter=5ms');
      await patiently(() => traffic.hasSent(500));
      put('reset-after bytes=20000 direction=up');
      await patiently(() => traffic.hasSent(1_500));
      put('down');
      await machineClock.sleep(300);
      put();
      await patiently(() => traffic.isSent && traffic.counted().lost.size === 0);

      const { accepted, lost, duplicated } = traffic.counted();
      expect([accepted.size, lost.size, duplicated.size]).toEqual([MESSAGE_COUNT, 0, 0]);
      await patiently(() => traffic.kept.size === MESSAGE_COUNT);
      const ends = new Set(recorder.journal().connections.map(({ end }) => end));
      expect(ends).toContain('fault');
    },
    PATIENCE_MS,
  );
});
