import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startMock } from '../../src/host/client/start-mock.js';
import { mortiseIn } from '../support/mortise-in.js';
import { startMock as startProcess } from '../support/run-mortise.js';
import { SHOP_CONTRACT } from '../support/shop.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortise-'));
  await writeFile(join(folder, 'shop.yaml'), SHOP_CONTRACT);
  await writeFile(join(folder, 'stock.yaml'), STOCK);
  await writeFile(join(folder, 'seeds.yaml'), '/items: [{ id: i7, count: 70 }]\n');
  await writeFile(join(folder, 'desk.cjs'), DESK);
  return () => rm(folder, { recursive: true, force: true });
});

const STOCK = `
openapi: 3.1.0
info: { title: Stock, version: '1' }
components:
  securitySchemes:
    staff: { type: oauth2, flows: { clientCredentials: { tokenUrl: /token, scopes: { stock: the stock } } } }
  schemas:
    Item: { type: object, required: [id, count], properties: { id: { type: string, readOnly: true }, count: { type: integer, minimum: 0 } } }
paths:
  /items:
    get:
      operationId: listItems
      responses: { '200': { description: all, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Item' } } } } } }
    post:
      operationId: addItem
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
      responses: { '201': { description: added, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } } }
  /items/{id}:
    get:
      operationId: getItem
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: one, content: { application/json: { schema: { $ref: '#/components/schemas/Item' } } } }
        '404': { description: none }
  /secrets:
    get:
      operationId: listSecrets
      security: [{ staff: [stock] }]
      responses: { '200': { description: all, content: { application/json: { example: [] } } }, '401': { description: nobody } }
  /moves:
    get:
      operationId: listMoves
      responses:
        '200': { description: all, content: { application/jsonl: { itemSchema: { $ref: '#/components/schemas/Item' } } } }
`;

/** Creates at the stock what it is asked for, and fails unless it is there when it asks again. */
const DESK = `
require('node:http').createServer(async (request, response) => {
  const json = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.url === '/health') return json(200, {});
  const stock = process.env.MORTISE_URL_STOCK;
  const headers = { 'content-type': 'application/json' };
  const added = await (await fetch(stock + '/items', { method: 'POST', headers, body: '{"count":41}' })).json();
  const found = await fetch(stock + '/items/' + added.id);
  const item = found.ok ? await found.json() : undefined;
  json(item?.count === 41 ? 200 : 500, []);
}).listen(process.env.PORT, '127.0.0.1');
`;

const DESK_CONTRACT = `
openapi: 3.1.0
info: { title: Desk, version: '1' }
paths:
  /checks:
    get: { operationId: check, responses: { '200': { description: ok, content: { application/json: { schema: { type: array } } } } } }
`;

const MOCKED = '{ stateful: true, seed: seeds.yaml, verify: true, tokens: { apiKeys: [] }, streams: { items: 2, pace: 1ms } }';

const workspaceFile = async (name: string, mock: string): Promise<string> => {
  const file = join(folder, name);
  const systems = `systems:\n  web: {}\n  desk: { openapi: desk.yaml, start: node desk.cjs, health: /health }\n  stock: { openapi: stock.yaml, mock: ${mock} }\n`;
  await writeFile(join(folder, 'desk.yaml'), DESK_CONTRACT);
  await writeFile(file, `${systems}integrations:\n  - { consumer: web, provider: desk }\n  - { consumer: desk, provider: stock }\n`);
  return file;
};

/** All that a workspace can say of a mock shows in one of these. */
async function whatMocksDo(stock: string): Promise<object> {
  const json = async (path: string, init?: RequestInit): Promise<unknown> => (await fetch(`${stock}${path}`, init)).json();
  const seeded = await json('/items');
  const added = (await json('/items', { method: 'POST', headers: JSON_TYPE, body: '{"count":41}' })) as { id: string };
  const statusOf = async (path: string, init?: RequestInit): Promise<number> => (await fetch(`${stock}${path}`, init)).status;
  const secrets = [{}, { headers: { authorization: 'Bearer anything' } }, { headers: { authorization: `Bearer ${await tokenOf(stock)}` } }];
  const moves = (await (await fetch(`${stock}/moves`)).text()).trim().split('\n');
  return {
    seeded,
    added,
    read: await statusOf(`/items/${added.id}`),
    unknown: await statusOf('/items/none'),
    secrets: await Promise.all(secrets.map((init) => statusOf('/secrets', init))),
    moves,
  };
}

async function tokenOf(stock: string): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'web', client_secret: 's', scope: 'stock' });
  return ((await (await fetch(`${stock}/token`, { method: 'POST', body: form })).json()) as { access_token: string }).access_token;
}

describe('what a workspace says of its mocks', () => {
  it('holds in a test as it does on the command line', async () => {
    const file = join(folder, 'stock-alone.yaml');
    await writeFile(file, `systems:\n  stock: { openapi: stock.yaml, mock: ${MOCKED} }\n`);
    await using inProcess = await startMock(file, { seed: '7' });
    const command = await startProcess([file, '--seed', '7']);
    onTestFinished(async () => void (await command.stop()));
    const seen = await whatMocksDo(inProcess.url);
    expect(await whatMocksDo(command.url)).toEqual(seen);
    expect(seen).toMatchObject({ seeded: [{ id: 'i7', count: 70 }], read: 200, unknown: 404, secrets: [401, 401, 200] });
    expect(seen).toHaveProperty('moves.length', 2);
  });

  it('is more than what a test says of all of them', async () => {
    await using mocks = await startMock(await workspaceFile('plain.yaml', '{ stateful: false }'), { stateful: true });
    const added = await fetch(`${mocks.system('stock').url}/items`, { method: 'POST', headers: JSON_TYPE, body: '{"count":41}' });
    const { id } = (await added.json()) as { id: string };
    expect(await (await fetch(`${mocks.system('stock').url}/items/${id}`)).json()).not.toMatchObject({ count: 41 });
  });

  it('holds for those that the program of a pair calls: what it creates is there when it asks again', async () => {
    const verdicts = async (mock: string): Promise<string> => {
      await workspaceFile('tested.yaml', mock);
      return (await mortiseIn(folder, ['test', 'tested.yaml', 'web:desk', '--phase', 'examples'])).stdout;
    };
    expect(await verdicts('{ stateful: true }')).toMatch(/web → desk +program +1\/1 +1\/1 .*consistent/);
    expect(await verdicts('{}')).toContain('check: the provider failed');
  });

  it('holds for a mock that is tested itself, which still lets everybody in: the tests have no token of it', async () => {
    await workspaceFile('own.yaml', '{ stateful: true, seed: seeds.yaml, verify: true }');
    const run = await mortiseIn(folder, ['test', 'own.yaml', 'desk:stock', '--phase', 'examples', '--phase', 'stateful']);
    expect(run.stdout).toMatch(/desk → stock +mock +5\/5 +5\/5 .*consistent/);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };
