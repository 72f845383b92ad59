import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInjector } from '../../../src/fault/create-injector.js';
import { faultRuleFromText } from '../../../src/fault/fault-rule-from-text.js';
import { startBrokerProxy } from '../../../src/host/events/broker-proxy.js';
import { machineClock } from '../../../src/host/machine-clock.js';
import { runScenarios } from '../../../src/host/run-scenarios.js';
import { createDocumentPort } from '../../../src/index.js';
import type { MessageRecord } from '../../../src/journal/message-record.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import { fixturePort, repositoryFolder } from '../../fixtures/read-fixture.js';
import { startMosquitto } from '../../support/brokers/mosquitto.js';
import type { PrivateServer } from '../../support/brokers/private-server.js';
import { missingServer } from '../../support/brokers/private-server.js';
import { startRedis } from '../../support/brokers/redis-server.js';

const FOLDER = 'fixtures/workspaces/outside';

async function recordOf(server: PrivateServer, env: Readonly<Record<string, string>>) {
  onTestFinished(() => server.stop());
  const [outcome] = await runScenarios({
    workspace: await readWorkspace(`${FOLDER}/mortise.yaml`, fixturePort(), env),
    files: [`${FOLDER}/order.arazzo.yaml`],
    documents: createDocumentPort({ cwd: repositoryFolder, stdin: process.stdin }),
    env: process.env,
    cwd: repositoryFolder,
    seed: 'heard',
    signal: AbortSignal.timeout(60_000),
    journalFolder: false,
  });
  if (outcome?.kind !== 'ran') throw new Error('the scenario ran');
  return outcome.result;
}

const shown = ({ side, sender, channel, message, outcome, problems }: MessageRecord) => ({
  ...{ side, sender, channel, message, outcome },
  problems: problems.map(({ location }) => location.join('/')),
});

describe('a program that speaks to a broker of others by its URL', () => {
  it.skipIf(missingServer('redis-server') !== undefined)(
    'has what it sends through Redis on record and judged, and the run says what is not',
    { timeout: 120_000 },
    async () => {
      const server = await startRedis();
      const broker = `redis://127.0.0.1:${server.port}?mode=pubsub`;
      const { journal, notes } = await recordOf(server, { BROKER: broker, PROTOCOL: 'redis', MISTAKE: 'payload' });
      const sent = {
        ...{ side: 'sent', sender: undefined, channel: 'orders.created', message: 'orderCreated', outcome: 'unconfirmed' },
        problems: ['payload/data/total'],
      };
      expect(journal.messages.map(shown)).toEqual([sent, sent]);
      expect(notes).toEqual([
        'what orders receives at the broker of orders is not recorded, what it sends without its name; it meets no fault',
        'what is sent to orderChanged of orders is not recorded: no address is known before',
      ]);
    },
  );

  it.skipIf(missingServer('mosquitto') !== undefined)('has what it sends through Mosquitto on record', { timeout: 120_000 }, async () => {
    const server = await startMosquitto();
    const { journal } = await recordOf(server, { BROKER: `mqtt://127.0.0.1:${server.port}`, PROTOCOL: 'mqtt' });
    const sent = {
      ...{ side: 'sent', sender: undefined, channel: 'orders.created', message: 'orderCreated', outcome: 'unconfirmed' },
      problems: [],
    };
    expect(journal.messages.map(shown)).toEqual([sent, sent]);
  });
});

describe('the door to a broker of others', () => {
  const link = () => ({
    consumer: 'billing',
    provider: 'orders',
    injector: createInjector({ seed: 'door', provider: 'orders', consumer: 'billing' }),
    clock: machineClock,
  });

  it.skipIf(missingServer('redis-server') !== undefined)(
    'is where nobody listens while a fault keeps the broker away, and keeps what else the URL says',
    { timeout: 60_000 },
    async () => {
      const server = await startRedis();
      onTestFinished(() => server.stop());
      const own = link();
      const door = await startBrokerProxy(`redis://user:secret@127.0.0.1:${server.port}/3?mode=pubsub`, own);
      if (door === undefined) throw new Error('there is a door');
      onTestFinished(() => door.close());
      const { port, username, password, pathname, search } = new URL(door.url);
      expect([username, password, pathname, search]).toEqual(['user', 'secret', '/3', '?mode=pubsub']);
      expect(await pinged(Number(port))).toBe('+PONG\r\n');
      own.injector.set([faultRuleFromText('broker-down')], machineClock.nowMs());
      expect(await pinged(Number(port))).toBe('refused');
      own.injector.set([], machineClock.nowMs());
      await expect.poll(() => pinged(Number(port)), { timeout: 10_000 }).toBe('+PONG\r\n');
    },
  );

  it('is not opened before brokers that name other addresses to their clients, nor over TLS', async () => {
    for (const url of ['kafka://127.0.0.1:9092', 'rediss://127.0.0.1:6379', 'wss://127.0.0.1:443/'])
      expect(await startBrokerProxy(url, link())).toBeUndefined();
  });
});

function pinged(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      resolve(data.toString('utf8'));
      socket.destroy();
    });
    socket.once('error', () => resolve('refused'));
  });
}
