import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readContract } from '../../src/contract/read-contract.js';
import { startMockServer } from '../../src/host/mock-server.js';
import { createMemoryJournal } from '../../src/journal/memory-journal.js';
import { createMock } from '../../src/mock/mock.js';
import { startHttpProvider } from '../support/http-provider.js';
import { mortiseIn } from '../support/mortise-in.js';
import { repositoryFolder } from '../support/run-mortise.js';
import { textPort } from '../support/text-port.js';

const CONTRACT = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/login': {
      post: {
        operationId: 'login',
        requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 200: { description: 'in', content: { 'application/json': { schema: { type: 'object' } } } } },
      },
    },
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        security: [{ token: [] }],
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } },
          401: { description: 'no' },
        },
      },
    },
  },
};

/** A program that lets in who has its token, and knows one user. */
const PROGRAM = `
import { createServer } from 'node:http';
createServer((request, response) => {
  let text = '';
  request.on('data', (data) => { text += data; });
  request.on('end', () => {
    const say = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/health') return say(200, {});
    if (request.url === '/login') return JSON.parse(text).password === 'right' ? say(200, { access_token: 'fresh' }) : say(401, {});
    return request.headers.authorization === 'Bearer fresh' ? say(200, { id: '7', total: 3 }) : say(401, { error: 'who?' });
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

function workspace(password: string): string {
  return `systems:
  web: {}
  shop: { openapi: shop.json, start: node shop.mjs, health: /health }
integrations:
  - { consumer: web, provider: shop, auth: { operation: login, body: { password: ${password} }, token: /access_token } }
`;
}

function interaction(description: string, headers: Readonly<Record<string, string>>, response: unknown): unknown {
  return { description, request: { method: 'GET', path: '/orders/7', headers }, response };
}

function pactOf(provider: string, parts: object): string {
  return JSON.stringify({
    consumer: { name: 'web' },
    provider: { name: provider },
    metadata: { pactSpecification: { version: '3.0.0' } },
    ...parts,
  });
}

const SHOP_PACT = pactOf('shop', {
  interactions: [
    interaction('an order is asked for', { Authorization: 'Bearer of-long-ago' }, { status: 200, body: { id: '7' } }),
    interaction('a stranger asks', {}, { status: 401 }),
  ],
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mortise-verify-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return folder;
}

describe('mortise pact verify', () => {
  it('starts the provider, logs in as the pair does, and leaves strangers what they are', async () => {
    const files = { 'shop.json': JSON.stringify(CONTRACT), 'shop.mjs': PROGRAM, 'pact.json': SHOP_PACT };
    const folder = await folderWith({ ...files, 'mortise.yaml': workspace('right'), 'wrong.yaml': workspace('wrong') });
    const kept = await mortiseIn(folder, ['pact', 'verify', 'pact.json', '--workspace', join(folder, 'mortise.yaml')]);
    expect(kept).toMatchObject({ code: 0, stdout: 'no problems\n2 of 2 interactions are kept.\n' });

    const shut = await mortiseIn(folder, ['pact', 'verify', 'pact.json', '--workspace', join(folder, 'wrong.yaml'), '--json']);
    expect(shut.code).toBe(1);
    const { findings } = JSON.parse(shut.stdout) as { findings: readonly { code: string }[] };
    expect(findings.map(({ code }) => code).toSorted()).toEqual(['check/login-failed', 'pact/undecided', 'pact/undecided']);
  });

  it('brings the provider into its states and sends its messages by functions of a module', async () => {
    const folder = await folderWith({
      'handlers.mjs': `
let open = false;
export const states = { 'the shop is open': async () => { open = true; } };
export const messages = { 'an order was placed': async () => ({ id: open ? '7' : 7 }) };
`,
      'pact.json': pactOf('shop', {
        messages: [
          {
            description: 'an order was placed',
            providerStates: [{ name: 'the shop is open' }],
            contents: { id: '7' },
            matchingRules: { body: { '$.id': { matchers: [{ match: 'type' }] } } },
          },
        ],
      }),
    });
    const url = await startHttpProvider((_, response) => response.end('{}'));
    const kept = await mortiseIn(folder, ['pact', 'verify', 'pact.json', '--url', url, '--handlers', 'handlers.mjs']);
    expect(kept).toMatchObject({ code: 0, stdout: 'no problems\n1 of 1 interactions are kept.\n' });
    await writeFile(join(folder, 'handlers.mjs'), 'export const messages = 7;\n');
    const wrong = await mortiseIn(folder, ['pact', 'verify', 'pact.json', '--url', url, '--handlers', 'handlers.mjs']);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('"messages" is an object of functions by name') });
  });

  it('takes the pacts of a broker, and tells it what came of them', async () => {
    const text = await readFile(resolve(repositoryFolder, 'contracts/pact-broker.openapi.yaml'), 'utf8');
    const contract = await readContract('broker.yaml', textPort({ 'broker.yaml': text }));
    const journal = createMemoryJournal();
    const broker = await startMockServer({
      mock: createMock(contract),
      provider: 'broker',
      seed: '1',
      journal,
      host: '127.0.0.1',
      port: 0,
    });
    onTestFinished(() => broker.close());
    const url = await startHttpProvider((_, response) => response.writeHead(500).end());
    const words = ['pact', 'verify', '--broker', broker.url, '--provider', 'orders', '--version', '2.0.1', '--publish', '--url', url];
    const { code, stdout } = await mortiseIn(repositoryFolder, words, { env: { PACT_BROKER_TOKEN: 'hidden-1' } });
    expect(code).toBe(1);
    expect(stdout).toContain('0 of 1 interactions are kept.');
    expect(journal.entries().map(({ operation, problems }) => [operation, problems])).toEqual([
      ['getPactsForVerification', []],
      ['getPact', []],
      ['publishVerificationResults', []],
    ]);
    const sent = journal.entries().at(-1)?.request.body;
    expect(JSON.parse(typeof sent === 'string' ? sent : new TextDecoder().decode(sent))).toMatchObject({
      success: false,
      providerApplicationVersion: '2.0.1',
    });
  });
});
