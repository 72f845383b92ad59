import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonValue } from '../../src/base/json.js';
import { comparePactToContract } from '../../src/compat/pact/compare-pact-to-contract.js';
import { pactFromJournal } from '../../src/compat/pact/pact-from-journal.js';
import { pactFromJson } from '../../src/compat/pact/pact-from-json.js';
import type { Pact } from '../../src/compat/pact/pact.js';
import { usageFromPact } from '../../src/compat/pact/usage-from-pact.js';
import { startMockServer } from '../../src/host/mock-server.js';
import { runVerification } from '../../src/host/pact/run-verification.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { shelterContract } from '../compat/pact/shelter.js';
import { startHttpProvider } from '../support/http-provider.js';
import { repositoryFolder, runMortise } from '../support/run-mortise.js';

describe('pacts and the package of the Pact Foundation', () => {
  it('a pact that its consumer library writes is read, is usage, and is held against the contract', async () => {
    const pact = await writtenByLibrary();
    const contract = await shelterContract();

    expect(pact).toMatchObject({ specification: '4', consumer: 'visitor', provider: 'shelter' });
    expect(comparePactToContract(pact, contract).map(({ code, args }) => [code, args['problem']])).toEqual([
      ['pact/answer-not-promised', "must have the property 'bornOn'"],
    ]);
    expect(usageFromPact(pact, contract).operations).toMatchObject([
      {
        method: 'GET',
        path: '/pets/{petId}',
        interactionCount: 1,
        sent: [{ parameters: { 'path:petId': 1 } }],
        received: [{ status: 200, reads: [{ pointer: '' }, { pointer: '/bornOn' }, { pointer: '/id' }, { pointer: '/name' }] }],
      },
    ]);
  });

  it('a pact that our mock saw is kept by our mock, and refuted with a provider that breaks it', async () => {
    const { url, pact } = await seenByMock();
    const kept = await runVerification(verificationOf([pact], url), new AbortController().signal);
    expect(kept).toMatchObject({ findings: [], interactions: [{ isKept: true }, { isKept: true }, { isKept: true }] });

    const wrong = await serve((target) => (target.includes('/pets/1') ? { id: 'one', name: 'Mia' } : []));
    const broken = await runVerification(verificationOf([pact], wrong), new AbortController().signal);
    const [finding] = broken.findings.filter(({ args }) => args['interaction'] === 'getPet is answered 200');
    expect(finding).toMatchObject({
      code: 'pact/interaction-failed',
      severity: 'error',
      pair: { consumer: 'visitor', provider: 'shelter' },
    });
    expect(String(finding?.args['problem'])).toMatch(/species/);
  });

  it('brings the provider into the states of a pact, and sends it the messages', async () => {
    const text = await readFile(resolve(repositoryFolder, 'fixtures/pacts/v3.json'), 'utf8');
    const pact = pactFromJson(JSON.parse(text) as JsonValue, 'v3.json');
    const states: string[] = [];
    const url = await serve((target, body) => {
      if (target === '/states') states.push(body);
      return { id: '8', count: 3, paid: false };
    });
    const outcome = await runVerification(
      {
        ...verificationOf([pact], url),
        provider: 'orders',
        statesUrl: `${url}/states`,
        messages: {
          'an order was placed': {
            contents: { event_type: 'order.placed', order_id: '9' },
            metadata: { contentType: 'application/json', topic: 'orders' },
          },
        },
      },
      new AbortController().signal,
    );
    expect(outcome.interactions.map(({ description, isKept }) => [description, isKept])).toEqual([
      ['an order is placed', true],
      ['an order was placed', true],
    ]);
    expect(states.map((one) => JSON.parse(one) as unknown)).toContainEqual({
      action: 'setup',
      state: 'the shop is open',
      params: { until: '18:00' },
    });
  });

  it('goes by the command line: verified with the mock of a contract, and with nobody', async () => {
    const pact = 'fixtures/pacts/shelter/visitor-petstore.json';
    const [kept, nobody] = await Promise.all([
      runMortise(['pact', 'verify', pact, '--spec', 'fixtures/specs/petstore.yaml', '--header', 'X-Shelter-Key: k']),
      runMortise(['pact', 'verify', pact, '--url', 'http://127.0.0.1:9']),
    ]);
    expect(kept).toMatchObject({ exitCode: 0, stdout: 'no problems\n3 of 3 interactions are kept.\n', stderr: '' });
    expect(nobody).toMatchObject({ exitCode: 3, stdout: '' });
    expect(nobody.stderr).toMatch(/^mortise: http:\/\/127\.0\.0\.1:9 cannot be fetched: connect ECONNREFUSED/);
  });
});

async function writtenByLibrary(): Promise<Pact> {
  process.env['PACT_DO_NOT_TRACK'] = 'true';
  const { PactV4, MatchersV3 } = await import('@pact-foundation/pact');
  const dir = await mkdtemp(join(tmpdir(), 'mortise-dsl-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await new PactV4({ consumer: 'visitor', provider: 'shelter', dir, logLevel: 'error' })
    .addInteraction()
    .given('Mia lives here')
    .uponReceiving('Mia is looked at')
    .withRequest('GET', '/pets/1')
    .willRespondWith(200, (builder) =>
      builder.jsonBody({ id: MatchersV3.integer(1), name: MatchersV3.like('Mia'), bornOn: MatchersV3.date('yyyy-MM-dd', '2024-04-01') }),
    )
    .executeTest(async ({ url }) => {
      await fetch(`${url}/pets/1`);
    });
  const text = await readFile(join(dir, 'visitor-shelter.json'), 'utf8');
  return pactFromJson(JSON.parse(text) as JsonValue, 'visitor-shelter.json', text);
}

async function seenByMock(): Promise<{ readonly url: string; readonly pact: Pact }> {
  const contract = await shelterContract();
  const journal = createMemoryJournal();
  const server = await startMockServer({ mock: createMock(contract), provider: 'shelter', seed: '1', journal, host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  for (const path of ['/v1/pets?limit=2', '/v1/pets/1', '/v1/pets/7'])
    await fetch(`${server.url}${path}`, { headers: { prefer: path.endsWith('7') ? 'code=404' : 'code=200' } });
  const pact = pactFromJournal({ exchanges: journal.entries(), messages: [] }, contract, { consumer: 'visitor', provider: 'shelter' });
  return { url: server.url, pact };
}

function verificationOf(pacts: readonly Pact[], providerUrl: string) {
  return {
    pacts,
    texts: new Map<string, string>(),
    provider: 'shelter',
    providerUrl,
    statesUrl: undefined,
    headers: {},
    timeoutMs: 30_000,
    handlers: undefined,
    messages: {},
  };
}

/** A provider that answers everything with 200, and 201 to what creates. */
function serve(answer: (target: string, body: string) => unknown): Promise<string> {
  return startHttpProvider((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const said = answer(request.url ?? '', Buffer.concat(chunks).toString());
      const isCreated = request.method === 'POST' && request.url !== '/states';
      response.writeHead(isCreated ? 201 : 200, { 'content-type': 'application/json', location: '/orders/8' }).end(JSON.stringify(said));
    });
  });
}
