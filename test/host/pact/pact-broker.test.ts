import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostError } from '../../../src/base/errors.js';
import { pactFromJson } from '../../../src/compat/pact/pact-from-json.js';
import { readContract } from '../../../src/contract/read-contract.js';
import type { MockServer } from '../../../src/host/mock-server.js';
import { startMockServer } from '../../../src/host/mock-server.js';
import type { PactBroker } from '../../../src/host/pact/pact-broker.js';
import { openPactBroker } from '../../../src/host/pact/pact-broker.js';
import type { MemoryJournal } from '../../../src/journal/memory-journal.js';
import { createMemoryJournal } from '../../../src/journal/memory-journal.js';
import { createMock } from '../../../src/mock/mock.js';
import { repositoryFolder } from '../../support/run-mortise.js';
import { textPort } from '../../support/text-port.js';

let server: MockServer;
let journal: MemoryJournal;
let broker: PactBroker;

beforeAll(async () => {
  const text = readFileSync(resolve(repositoryFolder, 'contracts/pact-broker.openapi.yaml'), 'utf8');
  const contract = await readContract('pact-broker.openapi.yaml', textPort({ 'pact-broker.openapi.yaml': text }));
  journal = createMemoryJournal();
  server = await startMockServer({ mock: createMock(contract), provider: 'pact-broker', seed: '1', journal, host: '127.0.0.1', port: 0 });
  broker = await openPactBroker({ url: server.url, authorization: 'Bearer hidden-1' });
});

afterAll(async () => {
  await broker.close();
  await server.close();
});

/** The calls since the last look, each valid by the broker's contract. */
function called(): readonly string[] {
  const exchanges = journal.entries();
  journal.clear();
  expect(exchanges.flatMap(({ problems }) => problems)).toEqual([]);
  return exchanges.map(({ operation }) => operation ?? '');
}

describe('a pact broker, mocked by its contract', () => {
  it('takes pacts', async () => {
    const text = readFileSync(resolve(repositoryFolder, 'fixtures/pacts/v2.json'), 'utf8');
    const pact = pactFromJson(JSON.parse(text), 'v2.json');
    const notices = await broker.publish({
      consumer: { name: 'shop', version: '1.4.0' },
      branch: 'main',
      tags: ['main'],
      pacts: [{ pact, text }],
    });
    expect(notices).toEqual(['Pact successfully published for shop version 1.4.0 and provider orders.']);
    expect(called()).toEqual(['publishContracts']);
  });

  it('gives the pacts of a provider, wherever it thinks that it is itself, and takes results', async () => {
    const [pact] = await broker.pactsFor('orders', 'main');
    expect(pact).toMatchObject({ isPending: false, url: `${server.url}/pacts/provider/orders/consumer/shop/version/1.4.0` });
    expect(pactFromJson(JSON.parse(pact?.text ?? ''), 'shop.json')).toMatchObject({ consumer: 'shop', provider: 'orders' });
    if (pact === undefined) return;
    await broker.setBranch({ name: 'orders', version: '2.0.1' }, 'feature/new paths');
    await broker.publishResult(pact, {
      providerVersion: '2.0.1',
      isSuccess: true,
      toolVersion: '1.0.0',
      interactions: [{ description: 'it', isKept: true }],
    });
    expect(called()).toEqual(['getPactsForVerification', 'getPact', 'setBranchOfVersion', 'publishVerificationResults']);
  });

  it('says what may be deployed', async () => {
    expect(await broker.canDeploy({ name: 'shop', version: '1.4.0' }, 'production')).toEqual({
      isDeployable: true,
      reason: 'All required verification results are published and successful',
      rows: [{ consumer: 'shop 1.4.0', provider: 'orders 2.0.1', isSuccess: true }],
    });
    expect(called()).toEqual(['canIDeploy']);
  });

  it('is a failure of the world when it does not let us in, without a word of the credentials', async () => {
    const stranger = await openPactBroker({ url: server.url, authorization: undefined });
    const error = await stranger.canDeploy({ name: 'shop', version: '1.4.0' }, 'production').catch((caught: unknown) => caught);
    await stranger.close();
    expect(error).toBeInstanceOf(HostError);
    expect(error).toMatchObject({
      code: 'E_REQUEST',
      args: { reason: expect.stringContaining('status 401, so the credentials are not taken') },
    });
    expect(JSON.stringify(error)).not.toContain('hidden');
  });

  it('is a failure of the world when nobody is there', async () => {
    const away = await openPactBroker({ url: 'http://127.0.0.1:9', authorization: 'Bearer hidden-2' });
    const error = await away.pactsFor('orders', undefined).catch((caught: unknown) => caught);
    await away.close();
    expect(error).toMatchObject({ code: 'E_REQUEST', args: { url: 'http://127.0.0.1:9/pacts/provider/orders/for-verification' } });
  });
});
