import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFromSeed } from '../../src/base/random.js';
import { openAmqpBroker } from '../../src/broker/amqp-broker.js';
import type { Broker } from '../../src/broker/broker.js';
import { openJetStreamBroker } from '../../src/broker/jetstream-broker.js';
import { openKafkaBroker } from '../../src/broker/kafka-broker.js';
import { openRedisStreamsBroker } from '../../src/broker/redis-streams-broker.js';
import { machineClock } from '../../src/host/machine-clock.js';
import type { RunJournal } from '../../src/journal/run-journal.js';
import { NO_EXPECTATIONS } from '../../src/policy/expectations.js';
import { policyFromJson } from '../../src/policy/policy-from-json.js';
import { judgeRun } from '../../src/recovery/judge-run.js';
import type { Judgement } from '../../src/recovery/oracle.js';
import { missingKafka, startKafka } from '../support/brokers/kafka-server.js';
import { startNats } from '../support/brokers/nats-server.js';
import { missingServer, type PrivateServer } from '../support/brokers/private-server.js';
import { missingRabbitMq, startRabbitMq } from '../support/brokers/rabbitmq-server.js';
import { startRedis } from '../support/brokers/redis-server.js';
import { PATIENCE_MS, patiently, startTraffic, type Traffic } from '../support/brokers/restarted-run.js';

const MESSAGE_COUNT = 10_000;
/** A socket that is still connecting has a listener for each request that waits for it, and here many wait for a broker that is away. */
const MAX_LISTENER_COUNT = 200;
const parts = { clock: machineClock, random: randomFromSeed('restart') };

/** Those that take longest to come back first: what is missing is lost after a silence, and theirs passes while the others have their turn. */
const BROKERS = [
  ['Kafka', missingKafka(), startKafka, (port: number) => `kafka://127.0.0.1:${port}`, openKafkaBroker],
  ['RabbitMQ', missingRabbitMq(), startRabbitMq, (port: number) => `amqp://guest:guest@127.0.0.1:${port}`, openAmqpBroker],
  [
    'NATS JetStream',
    missingServer('nats-server'),
    startNats,
    (port: number) => `nats://127.0.0.1:${port}?jetstream&ackWait=2`,
    openJetStreamBroker,
  ],
  ['Redis streams', missingServer('redis-server'), startRedis, (port: number) => `redis://127.0.0.1:${port}`, openRedisStreamsBroker],
] as const;

interface Run {
  readonly right: Traffic;
  readonly wrong: Traffic;
  stop(): Promise<void>;
}

describe('a broker killed and started again in the middle of 10,000 messages', () => {
  const runs = new Map<string, Run>();
  const failures = new Map<string, unknown>();
  const runOf = (name: string): Run => {
    const run = runs.get(name);
    if (run === undefined) throw failures.get(name);
    return run;
  };

  beforeAll(async () => {
    EventEmitter.defaultMaxListeners = MAX_LISTENER_COUNT;
    for (const [name, missing, start, urlOf, open] of BROKERS) {
      if (missing !== undefined) continue;
      try {
        runs.set(name, await runThrough(start, urlOf, open));
      } catch (error) {
        failures.set(name, error);
      }
    }
  }, 3 * PATIENCE_MS);

  afterAll(() => Promise.all([...runs.values()].map((run) => run.stop())), PATIENCE_MS);

  for (const [name, missing] of BROKERS) {
    it.skipIf(missing !== undefined)(
      `${name}: nothing is lost with a sender that waits for confirmations and a receiver that works before it acknowledges`,
      async () => {
        const { right } = runOf(name);
        const journal = await untilDecided(right);
        const { accepted, lost, duplicated } = right.counted();
        expect(accepted.size).toBe(MESSAGE_COUNT);
        expect(verdictOf(journal)).toEqual({ lostCount: lost.size, duplicatedCount: duplicated.size });
        expect(verdictOf(journal)).toEqual({ lostCount: 0, duplicatedCount: 0 });
        await patiently(() => right.kept.size >= MESSAGE_COUNT);
        expect([...accepted].filter((id) => !right.kept.has(id))).toEqual([]);
      },
      PATIENCE_MS,
    );

    it.skipIf(missing !== undefined)(
      `${name}: it is told how many are lost, and where, with a sender that passes over errors and a receiver that acknowledges first`,
      async () => {
        const { wrong } = runOf(name);
        const journal = await untilDecided(wrong);
        const { accepted, lost, duplicated } = wrong.counted();
        expect(verdictOf(journal)).toEqual({ lostCount: lost.size, duplicatedCount: duplicated.size });
        expect(lost.size).toBeGreaterThan(0);
        // What the broker never had was lost by the sender, the rest by the receiver.
        const bySender = [...lost].filter((id) => !wrong.kept.has(id));
        console.info(
          `${name}: accepted ${accepted.size}, lost ${lost.size} (${bySender.length} by the sender), doubled ${duplicated.size}`,
        );
      },
      PATIENCE_MS,
    );
  }
});

type Open = (typeof BROKERS)[number][4];

async function runThrough(start: () => Promise<PrivateServer>, urlOf: (port: number) => string, open: Open): Promise<Run> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const server = await start();
    stops.push(server.stop);
    const brokerUrl = urlOf(server.port);
    const observer: Broker = await open(brokerUrl, parts);
    stops.push(() => observer.close());
    const plan = { messageCount: MESSAGE_COUNT, brokerUrl, server, observer };
    const right = await startTraffic({ ...plan, channel: 'right', sender: 'sender', receiver: 'receiver' });
    stops.push(right.stop);
    const wrong = await startTraffic({ ...plan, channel: 'wrong', sender: 'wrong-sender', receiver: 'wrong-receiver' });
    stops.push(wrong.stop);
    await right.begin();
    await wrong.begin();
    // Who waits for no confirmation is through long before the other one: it must be in the middle.
    await patiently(() => right.hasSent(MESSAGE_COUNT * 0.1) && wrong.hasSent(MESSAGE_COUNT * 0.4));
    await server.kill();
    await server.start();
    await patiently(() => right.isSent && wrong.isSent);
    return { right, wrong, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Looks again until the silence is long enough to call lost what is missing. */
async function untilDecided(traffic: Traffic): Promise<RunJournal> {
  let journal = traffic.journal();
  await patiently(() => {
    journal = traffic.journal();
    return judgementsOf(journal).every(({ verdict }) => verdict.kind !== 'inconclusive');
  }, 1_000);
  return journal;
}

function judgementsOf(journal: RunJournal): readonly Judgement[] {
  return judgeRun(journal, {
    consumer: 'receiver',
    provider: 'sender',
    policy: policyFromJson({}),
    expectations: { ...NO_EXPECTATIONS, atLeastOnce: true, effectivelyOnce: true },
  });
}

function verdictOf(journal: RunJournal): { readonly lostCount: unknown; readonly duplicatedCount: unknown } {
  const judgements = judgementsOf(journal);
  const figureOf = (claim: string, name: string): unknown => {
    const found = judgements.find((judgement) => judgement.claim === claim);
    return found?.verdict.kind === 'refuted' ? found.args[name] : 0;
  };
  return { lostCount: figureOf('at-least-once', 'lostCount'), duplicatedCount: figureOf('effectively-once', 'duplicatedCount') };
}
