import { describe, expect, it, onTestFinished } from 'vitest';
import { runScenarios } from '../../../src/host/run-scenarios.js';
import { createDocumentPort, testWorkspace } from '../../../src/index.js';
import { readWorkspace } from '../../../src/workspace/read-workspace.js';
import type { Workspace } from '../../../src/workspace/workspace.js';
import { fixturePort, repositoryFolder } from '../../fixtures/read-fixture.js';
import { startMosquitto } from '../../support/brokers/mosquitto.js';
import { startNats } from '../../support/brokers/nats-server.js';
import type { PrivateServer } from '../../support/brokers/private-server.js';
import { missingServer } from '../../support/brokers/private-server.js';
import { startRedis } from '../../support/brokers/redis-server.js';

interface Outside {
  readonly program: string;
  readonly start: () => Promise<PrivateServer>;
  readonly url: (port: number) => string;
}

const BROKERS: readonly Outside[] = [
  { program: 'redis-server', start: startRedis, url: (port) => `redis://127.0.0.1:${port}` },
  { program: 'nats-server', start: startNats, url: (port) => `nats://127.0.0.1:${port}?jetstream` },
  { program: 'mosquitto', start: startMosquitto, url: (port) => `mqtt://127.0.0.1:${port}` },
];

function withBroker(workspace: Workspace, system: string, broker: string): Workspace {
  const known = workspace.systems.get(system);
  if (known === undefined) throw new Error(`there is a system ${system}`);
  return { ...workspace, systems: new Map([...workspace.systems, [system, { ...known, broker }]]) };
}

async function started({ start, url }: Outside): Promise<string> {
  const server = await start();
  onTestFinished(() => server.stop());
  return url(server.port);
}

describe('a broker that is not ours', () => {
  for (const broker of BROKERS) {
    it.skipIf(missingServer(broker.program) !== undefined)(
      `has the events of a pair tested: ${broker.program}`,
      { timeout: 120_000 },
      async () => {
        const url = await started(broker);
        const read = await readWorkspace('fixtures/workspaces/order-events.yaml', fixturePort(), { EVENTS_TIMEOUT: '3s' });
        const { findings, outcomes } = await testWorkspace({
          workspace: withBroker(read, 'orders', url),
          documents: fixturePort(),
          env: {},
          cwd: repositoryFolder,
          seed: '1',
          phases: ['examples', 'stateful'],
          recordFile: false,
          version: '0',
          signal: new AbortController().signal,
        });
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(outcomes).toMatchObject([{ kind: 'tested', result: { reachedOperationCount: 1 } }]);
      },
    );
  }

  const [redis] = BROKERS;
  it.skipIf(redis === undefined || missingServer(redis.program) !== undefined)(
    'has a scenario on record, and its messages meet faults',
    { timeout: 240_000 },
    async () => {
      if (redis === undefined) return;
      const folder = 'contracts/scenarios/brokers';
      const read = await readWorkspace(`${folder}/mortise.yaml`, fixturePort(), {});
      const [outcome] = await runScenarios({
        workspace: withBroker(read, 'plan-intake', await started(redis)),
        files: [`${folder}/plan-upload.arazzo.yaml`],
        documents: createDocumentPort({ cwd: repositoryFolder, stdin: process.stdin }),
        env: process.env,
        cwd: repositoryFolder,
        seed: 'outside',
        signal: AbortSignal.timeout(220_000),
        scale: 20,
        journalFolder: false,
      });
      if (outcome?.kind !== 'ran') throw new Error('the scenario ran');
      const { journal, links, notes } = outcome.result;
      expect(notes).toEqual([]);
      expect(
        journal.messages.filter(({ side, sender, outcome: ended }) => side === 'sent' && sender === 'plan-desk' && ended === 'accepted')
          .length,
      ).toBe(5);
      expect(journal.messages.some(({ fault, outcome: ended }) => fault === 'broker-away' && ended === 'refused')).toBe(true);
      const refuted = links.flatMap(({ judgements }) =>
        judgements.flatMap(({ claim, verdict }) => (verdict.kind === 'refuted' ? [claim] : [])),
      );
      expect(refuted).toEqual([]);
    },
  );
});
